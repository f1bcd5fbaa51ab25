import {
  type FeatureCard,
  type FeatureStability,
  featureStability,
  pastScale,
  selectionStability,
} from "../features/index.ts";
import {int32, type Table} from "../numeric/index.ts";
import type {FoldModel} from "./walk-forward.ts";

/** `feature-stability.json` */
export interface FeatureStabilityReport {
  /** Each feature and its relation with the target, period by period. */
  readonly features: readonly FeatureStability[];
  /** How alike the folds' selections are, one a learner that selects; empty where all features are used. */
  readonly selections: readonly {
    readonly learner: string;
    readonly folds: number;
    /** Nogueira's index and interval; null where it is not defined (one fold, or every fold kept all). */
    readonly index: number | null;
    readonly interval: readonly [number, number] | null;
    readonly level: number;
    /** Share of folds in which each feature was kept. */
    readonly shares: Readonly<Record<string, number>>;
  }[];
}

/** What held over time: distributions, signs, selections. */
export function featureReport(
  panel: Table,
  cards: readonly Pick<FeatureCard, "name" | "lookBack" | "reads">[],
  models: ReadonlyMap<string, readonly FoldModel[]>,
  level: number,
): FeatureStabilityReport {
  const days = int32(panel, "day").reduce((last, d) => Math.max(last, d), -1) + 1;
  const features = days < 20 ? [] : featureStability({panel, features: cards, scale: pastScale(panel, days)});
  const selections = [...models].flatMap(([learner, folds]) => {
    const logs = folds.flatMap((f) => (f.selection === undefined ? [] : [f.selection]));
    if (logs.length === 0) return [];
    const names = [...new Set(logs.flatMap((log) => log.map((entry) => entry.name)))];
    const kept = logs.map((log) => log.filter((entry) => entry.kept).map((entry) => entry.name));
    const {index, interval, shares} = selectionStability(names, kept, level);
    const defined = Number.isFinite(index) && interval.every(Number.isFinite);
    return [
      {learner, folds: logs.length, index: defined ? index : null, interval: defined ? interval : null, level, shares},
    ];
  });
  return {features: features.map(finite), selections};
}

/** JSON has no NaN: what is not defined is null. */
function finite(feature: FeatureStability): FeatureStability {
  return JSON.parse(JSON.stringify(feature)) as FeatureStability;
}

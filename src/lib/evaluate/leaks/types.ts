import type {FeatureSource} from "../../features/index.ts";
import type {Desk} from "../../ingest/desk.ts";
import type {Table} from "../../numeric/index.ts";
import type {PolicyInputs} from "../audit-policy.ts";
import type {FoldResult} from "../fit-fold.ts";
import type {FoldItem} from "../fold-item.ts";
import type {LeakageKindId} from "../leakage-kinds.ts";
import type {Sides} from "../sides.ts";
import type {Fold, SplitOptions} from "../types.ts";

/** What enters the small pipeline: a desk as first reported, and corrections that came later. */
export interface RawRows {
  readonly desk: Desk;
  /** trader, day: the row corrected; known: index of the day on which the correction came; net: the corrected value. */
  readonly revisions: Table;
}

/** A policy as the pipeline applies it: one multiplier a row. */
export type ApplyPolicy = (
  inputs: PolicyInputs,
  given: {readonly folds: readonly Fold[]; readonly days: readonly string[]; readonly gap: number},
) => Float64Array;

/** The stations of a small pipeline. The clean one is built of the real parts; a leak replaces one of them. */
export interface Stations {
  readonly ingest: (raw: RawRows) => Desk;
  /** Names of features that are built, and where they are looked up. */
  readonly names: readonly string[];
  readonly catalogue: readonly FeatureSource[];
  /** What is done to the panel (trader, day, net = label, features) before it is split. */
  readonly prepare: (panel: Table, desk: Desk) => Table;
  /** The target, one a row of `daily`. */
  readonly label: (desk: Desk) => Float64Array;
  /** What the study declares. */
  readonly split: SplitOptions;
  /** Whether the study asks how models do on traders who are new to them. Default: it does not. */
  readonly newTraders?: boolean;
  readonly folds: (days: number, split: SplitOptions) => readonly Fold[];
  readonly sides: (item: Pick<FoldItem, "trader" | "day">, fold: Fold) => Sides;
  readonly fit: (item: FoldItem, sides: Stations["sides"]) => Promise<FoldResult>;
  readonly policy: ApplyPolicy;
}

/** A way in which pipelines like this one have come to know the future, and what sees it. */
export interface Leak {
  readonly id: string;
  readonly name: string;
  readonly kind: LeakageKindId;
  /** What it is. */
  readonly description: string;
  /** How it happens to careful people. */
  readonly inPractice: string;
  /** The check that must name it, and the place (`AuditCheck.first.column`) that it must name. */
  readonly caughtBy: {readonly check: string; readonly place: string};
  /** The pipeline with the leak in it. */
  readonly seed: (clean: Stations) => Stations;
}

/** A leak that nothing which reads the files alone can see, and what comes nearest to evidence. */
export interface UnseenLeak {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly nearest: string;
}

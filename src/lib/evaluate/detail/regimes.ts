import {applyFeatures, fittedFeatures, pastScale} from "../../features/index.ts";
import {float64, int32, type Table} from "../../numeric/index.ts";
import type {Preparation} from "../prepare-fold.ts";
import type {Fold} from "../types.ts";

/** What kind of day each desk day was, told before it; null where that could not be told. */
export interface DayRegimes {
  /** What it is the regime of: "the desk's volatility". */
  readonly of: string;
  /** How it was told, in a sentence. */
  readonly method: string;
  /** One a desk day. Labels start with their rank, so that they sort from calm to wild. */
  readonly labels: readonly (string | null)[];
}

/** Earlier days that terciles need. */
const enoughDays = 40;
const names = ["1 calm", "2 usual", "3 wild"] as const;

/**
 * Regime of the desk's volatility: each trader's volatility before the day (see `pastScale`) over the mean of its own up to
 * then, the median over the day's traders, sorted into the terciles of all earlier days. Nothing of the day itself, or later.
 * @param daily trader, day, net: sorted by trader then day. @param days number of desk days.
 */
export function volatilityRegimes(daily: Table, days: number): DayRegimes {
  const [trader, day] = [int32(daily, "trader"), int32(daily, "day")];
  const scale = pastScale(daily, days);
  const ratios: number[][] = Array.from({length: days}, () => []);
  let [sum, n] = [0, 0];
  for (let i = 0; i < trader.length; i++) {
    if (i === 0 || trader[i] !== trader[i - 1]) [sum, n] = [0, 0];
    if (!Number.isFinite(scale[i])) continue;
    sum += scale[i];
    n++;
    ratios[day[i]].push(scale[i] / (sum / n));
  }
  const earlier: number[] = [];
  const labels = ratios.map((values) => {
    if (values.length === 0) return null;
    const now = median(values);
    const sorted = Float64Array.from(earlier).sort();
    const label =
      earlier.length < enoughDays
        ? null
        : names[
            now <= sorted[Math.floor(sorted.length / 3)]
              ? 0
              : now <= sorted[Math.floor((2 * sorted.length) / 3)]
                ? 1
                : 2
          ];
    earlier.push(now);
    return label;
  });
  return {
    of: "the desk’s volatility",
    method:
      "Each trader’s volatility as known before the day over its own mean so far, median over traders, sorted into the thirds of all earlier days.",
    labels,
  };
}

/**
 * Regime of the first feature that the study fits: on each test day, whether the calmest or the wildest state of the fold's
 * hidden Markov model was the likelier one than not, by its filtered probability.
 * @returns null where no fold could fit one.
 */
export function fittedRegimes(
  wanted: readonly string[],
  preparations: readonly Preparation[],
  folds: readonly Fold[],
  panel: Table,
  days: number,
): DayRegimes | null {
  const feature = fittedFeatures.find(({name}) => name === wanted[0]);
  if (feature === undefined || panel.columns[feature.reads] === undefined) return null;
  const day = int32(panel, "day");
  const column = float64(panel, feature.reads);
  const labels: (string | null)[] = Array.from({length: days}, () => null);
  let found = false;
  for (const {fold, states} of preparations) {
    const {train, test} = folds[fold];
    const state = states[0];
    if (state === null) continue;
    const rows = Int32Array.from(day.keys()).filter((i) => day[i] >= train.start && day[i] < test.end);
    const own = {
      day: rows.map((i) => day[i]),
      names: [feature.reads],
      columns: [Float64Array.from(rows, (i) => column[i])],
    };
    const {columns} = applyFeatures([feature.name], own, [state]);
    own.day.forEach((d, k) => {
      if (d < test.start) return;
      labels[d] = columns[0][k] > 0.5 ? names[0] : columns[1][k] > 0.5 ? names[2] : names[1];
      found = true;
    });
  }
  if (!found) return null;
  return {
    of: feature.label.replace(/^Regime of /, ""),
    method: `${feature.description}: calm or wild where that state’s probability is above one half.`,
    labels,
  };
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

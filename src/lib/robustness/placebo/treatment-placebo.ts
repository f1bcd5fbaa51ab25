import {numbered} from "../../causal/index.ts";
import {type PlaceboEstimates, placeboEstimates, type ResidualSample} from "./placebo-statistics.ts";
import {type TreatmentDesign, type TreatmentDraws, treatmentDraws, treatmentGrid} from "./treatment-draws.ts";
import {untreatedDraws} from "./untreated-draws.ts";

/** One placebo treatment, all its draws: plain data, which a worker can be sent. */
export interface TreatmentPlaceboItem {
  readonly sample: ResidualSample;
  /** The real treatment, one a row. */
  readonly treated: Float64Array;
  readonly design: TreatmentDesign | "untreated";
  /** For "untreated": `sample` holds the traders never treated, and these are the days of those who were. */
  readonly calendars?: readonly Int32Array[];
  readonly draws: number;
  readonly seed: number;
  readonly lookBack: number;
}

/** t of each draw that left something to compare; `lost` counts the others. */
export interface TreatmentPlaceboDraws {
  readonly drawn: Float64Array;
  readonly exact: boolean;
  readonly lost: number;
}

/** The module that `treatmentPlacebo` is exported from: a stage that passes its `map` lists this among its code. */
export const treatmentPlaceboModule = new URL("./treatment-placebo.ts", import.meta.url);

export function treatmentPlacebo(item: TreatmentPlaceboItem): TreatmentPlaceboDraws | null {
  const {sample, treated, design, calendars = [], draws, seed, lookBack} = item;
  const {of, count} = numbered(sample.trader);
  const found: TreatmentDraws | null =
    design === "untreated"
      ? untreatedDraws({calendars, trader: of, day: sample.day, traders: count, draws, seed})
      : treatmentDraws(treatmentGrid(treated, of, count, sample.day), design, {draws, seed, lookBack});
  if (found === null) return null;
  const drawn = statistics(placeboEstimates(sample, found));
  const kept = drawn.filter((t) => Number.isFinite(t));
  return {drawn: kept, exact: found.exact, lost: drawn.length - kept.length};
}

/** t of the treatment that was real, by the same estimator. */
export function realStatistic(sample: ResidualSample, treated: Float64Array): number {
  const rows = Int32Array.from(treated.keys()).filter((i) => treated[i] === 1);
  return statistics(placeboEstimates(sample, {count: 1, rows: () => rows}))[0];
}

function statistics({theta, standardError}: PlaceboEstimates): Float64Array {
  return theta.map((v, b) => (standardError[b] > 0 ? v / standardError[b] : Number.NaN));
}

import {fitFeatures} from "../../features/index.ts";
import {float64, int32, type Table} from "../../numeric/index.ts";
import type {Fold} from "../types.ts";

/** A number a desk day: 0 calm, 1 in between, 2 wild; −1 on days that no regime is known for. */
export interface DayRegimes {
  /** What the regimes are of. */
  readonly source: string;
  readonly regime: Int32Array;
}

export const regimeLabels = ["calm", "in between", "wild"] as const;

const sources = [
  {feature: "market_regime", reads: "market_return_lag1", source: "the market’s daily return"},
  {feature: "desk_regime", reads: "desk_mean_lag1", source: "the desk’s daily mean P&L"},
] as const;

/**
 * The regime of each day as known the evening before: a hidden Markov model of the market's return (else of the desk's mean
 * P&L), fitted on the first training window only, filtered over the days after it. Calm or wild where the filter gives that
 * state a half or more.
 * @param panel trader, day and features; without the columns that it reads there are no regimes.
 * @returns null where there is no fold, no series, or too few days to fit.
 */
export function dayRegimes(panel: Table, days: number, folds: readonly Fold[], seed: number): DayRegimes | null {
  const found = sources.find(({reads}) => reads in panel.columns);
  if (found === undefined || folds.length === 0) return null;
  const day = int32(panel, "day");
  const {names, columns} = fitFeatures(
    [found.feature],
    {day, names: [found.reads], columns: [float64(panel, found.reads)]},
    folds[0].train,
    {seed, names: ["why-low", "regimes"]},
  );
  if (columns.length === 0) return null;
  const of = (end: string) => columns[names.indexOf(`${found.feature}_${end}`)];
  const [calm, stress] = [of("calm"), of("stress")];
  const regime = new Int32Array(days).fill(-1);
  for (let i = 0; i < day.length; i++)
    if (Number.isFinite(calm[i])) regime[day[i]] = calm[i] >= 0.5 ? 0 : stress[i] >= 0.5 ? 2 : 1;
  return {source: found.source, regime};
}

import {normalQuantile} from "../numeric/index.ts";
import {pastLast, pastMean, pastQuantile, pastSpread, type Rows} from "./past.ts";
import type {BaselineValues} from "./skill.ts";
import type {Signal} from "./types.ts";

export interface BaselineOptions {
  readonly signal: Pick<Signal, "kind" | "level">;
  /** Rows of the desk, one a trader and day, in any order: those to predict, and those that the rules learn from. */
  readonly rows: Rows;
  /** What happened on each row, known after its day: net P&L, or 0/1 for a probability; NaN where unknown. */
  readonly target: Float64Array;
  /** Desk days, from day 0, on which no rule predicts: they would have nothing to learn from. Default 20. */
  readonly warmUp?: number;
}

/** A trader's own rule needs this many of its rows. */
const ownRows = 20;

/**
 * Naive rules for each row, from rows of strictly earlier days: what a signal must beat.
 *
 * - net: zero; mean (all earlier rows of the desk); last (the trader's last row); trader mean (the trader's earlier rows).
 * - probability: base rate (share of earlier desk rows with the event); trader base rate.
 * - quantile: past quantile (of the trader's earlier rows, Hyndman and Fan type 7, 20 rows at least); normal (mean + z · sd
 *   of the same rows).
 *
 * NaN in the first `warmUp` days and where a rule has no past. O(rows · log rows) but for the quantile, whose insertion
 * is quadratic in the rows of one trader (1,000 rows: 1 ms).
 * @throws RangeError for a quantile without a level in (0, 1).
 */
export function naiveBaselines({signal, rows, target, warmUp = 20}: BaselineOptions): BaselineValues[] {
  const rule = (name: string, label: string, values: Float64Array): BaselineValues => ({
    name,
    label,
    values: values.map((v, i) => (rows.day[i] < warmUp ? Number.NaN : v)),
  });
  switch (signal.kind) {
    case "net":
      return [
        rule("zero", "Always zero", new Float64Array(target.length)),
        rule("mean", "Mean of the past, whole desk", pastMean(rows, target, "desk")),
        rule("last", "The trader's last P&L", pastLast(rows, target)),
        rule("trader-mean", "The trader's past mean", pastMean(rows, target, "trader")),
      ];
    case "probability":
      return [
        rule("base-rate", "Past share of such days, whole desk", pastMean(rows, target, "desk")),
        rule("trader-base-rate", "The trader's past share of such days", pastMean(rows, target, "trader")),
      ];
    case "quantile": {
      const {level} = signal;
      if (!(level !== null && level > 0 && level < 1))
        throw new RangeError(`invalid level of a quantile; not in (0, 1): ${level}`);
      const mean = pastMean(rows, target, "trader");
      const sd = pastSpread(rows, target, ownRows);
      const z = normalQuantile(level);
      return [
        rule("past-quantile", "The trader's past quantile", pastQuantile(rows, target, level, ownRows)),
        rule(
          "normal",
          "Normal with the trader's past mean and volatility",
          mean.map((m, i) => m + z * sd[i]),
        ),
      ];
    }
  }
}

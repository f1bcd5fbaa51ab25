import type {BaselineValues, SignalRows} from "../skill.ts";

/** The rows on which R² is taken: in the order day, trader. */
export interface JudgedRows {
  readonly trader: Int32Array;
  readonly day: Int32Array;
  readonly net: Float64Array;
  readonly value: Float64Array;
  /** Mean of the desk's earlier days. */
  readonly pastMean: Float64Array;
  /** The trader's volatility as known before the day. */
  readonly scale: Float64Array;
}

/**
 * Rows with a prediction, P&L and every naive rule: those of the skill report, so that R² here is R² there.
 * @throws RangeError where the baselines lack the past mean.
 */
export function judgedRows(rows: SignalRows & {readonly scale: Float64Array}, baselines: readonly BaselineValues[]) {
  const mean = baselines.find(({name}) => name === "mean");
  if (mean === undefined) throw new RangeError('invalid baselines; "mean" is not among them');
  const kept = Int32Array.from(rows.value.keys())
    .filter(
      (i) =>
        Number.isFinite(rows.value[i]) &&
        Number.isFinite(rows.net[i]) &&
        baselines.every(({values}) => Number.isFinite(values[i])),
    )
    .sort((a, b) => rows.day[a] - rows.day[b] || rows.trader[a] - rows.trader[b] || a - b);
  const pick = (column: Float64Array) => Float64Array.from(kept, (i) => column[i]);
  return {
    trader: kept.map((i) => rows.trader[i]),
    day: kept.map((i) => rows.day[i]),
    net: pick(rows.net),
    value: pick(rows.value),
    pastMean: pick(mean.values),
    scale: pick(rows.scale),
  } satisfies JudgedRows;
}

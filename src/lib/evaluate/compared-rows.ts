import type {BaselineValues, SignalRows} from "./skill.ts";
import type {Signal} from "./types.ts";

/** Rows on which the signal, what happened and every naive rule exist, in the order day, trader. */
export interface ComparedRows {
  readonly trader: Int32Array;
  readonly day: Int32Array;
  readonly fold: Int32Array;
  /** The prediction. */
  readonly value: Float64Array;
  /** What it predicts: P&L, or 0/1 for a probability. */
  readonly target: Float64Array;
  /** Net P&L of the day. */
  readonly net: Float64Array;
  readonly baselines: readonly BaselineValues[];
  /** Rows left out because one of these is missing. */
  readonly left: number;
}

/**
 * The rows that a signal is judged on. Their order is that of day and trader, so that no sum depends on the input's order.
 * @throws RangeError if a probability lies outside [0, 1], an outcome is not 0/1, or a quantile has no level in (0, 1).
 */
export function comparedRows(signal: Signal, rows: SignalRows, baselines: readonly BaselineValues[]): ComparedRows {
  const {outcome} = rows;
  const keep: number[] = [];
  for (let i = 0; i < rows.value.length; i++) {
    if (!Number.isFinite(rows.value[i]) || !Number.isFinite(rows.net[i])) continue;
    if (outcome && !Number.isFinite(outcome[i])) continue;
    if (baselines.every((b) => Number.isFinite(b.values[i]))) keep.push(i);
  }
  keep.sort((a, b) => rows.day[a] - rows.day[b] || rows.trader[a] - rows.trader[b] || a - b);
  const pick = (values: Float64Array) => {
    const picked = new Float64Array(keep.length);
    for (let k = 0; k < keep.length; k++) picked[k] = values[keep[k]];
    return picked;
  };
  const pickInt = (values: Int32Array) => {
    const picked = new Int32Array(keep.length);
    for (let k = 0; k < keep.length; k++) picked[k] = values[keep[k]];
    return picked;
  };
  const net = pick(rows.net);
  const value = pick(rows.value);
  const target = outcome ? pick(outcome) : signal.kind !== "probability" ? net : net.map((y) => (y < 0 ? 1 : 0));
  checkValues(signal, value, target);
  return {
    trader: pickInt(rows.trader),
    day: pickInt(rows.day),
    fold: pickInt(rows.fold),
    value,
    target,
    net,
    baselines: baselines.map((b) => ({...b, values: pick(b.values)})),
    left: rows.value.length - keep.length,
  };
}

function checkValues(signal: Signal, value: Float64Array, target: Float64Array): void {
  if (signal.kind === "quantile" && !(signal.level !== null && signal.level > 0 && signal.level < 1))
    throw new RangeError(`signal "${signal.name}": a quantile needs a level in (0, 1); found ${signal.level}`);
  if (signal.kind !== "probability") return;
  const wrong = value.find((p) => !(p >= 0 && p <= 1));
  if (wrong !== undefined)
    throw new RangeError(
      `signal "${signal.name}": a probability lies in [0, 1]; found ${wrong}. If it predicts P&L, set kind: "net"`,
    );
  const odd = target.find((o) => o !== 0 && o !== 1);
  if (odd !== undefined)
    throw new RangeError(`signal "${signal.name}": outcome "${signal.outcome}" should be 0 or 1; found ${odd}`);
}

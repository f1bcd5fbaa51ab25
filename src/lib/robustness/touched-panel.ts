import {checkPolicyRows, orderByTrader, type PolicyRows} from "../policy/index.ts";

/**
 * The traders that a policy touches (any multiplier other than 1), packed for fast resampling: rows in the order trader,
 * day. Untouched traders add exactly nothing to delta, de-risking and timing, in the sample and in every draw.
 */
export interface TouchedPanel {
  /** Number of days T on which any trader, touched or not, has a row. */
  readonly days: number;
  /** Trader of each block of rows, ascending. */
  readonly traders: Int32Array;
  /** Rows of block k: [start[k], start[k + 1]). */
  readonly start: Uint32Array;
  /** Position of the row's day among the T days, ascending within a block. */
  readonly at: Int32Array;
  /** Net P&L. */
  readonly net: Float64Array;
  /** Multiplier − 1. */
  readonly change: Float64Array;
  /** 1 a row: the values whose weighted sum is the number of rows drawn. */
  readonly one: Float64Array;
  /** The rows whose multiplier is not 1, again, without the others: few, and all that delta needs. */
  readonly changed: {
    readonly start: Uint32Array;
    readonly at: Int32Array;
    readonly change: Float64Array;
    /** (m − 1)·Y */
    readonly effect: Float64Array;
  };
}

/** @throws RangeError as `checkPolicyRows` and `orderByTrader` do. */
export function touchedPanel(rows: PolicyRows): TouchedPanel {
  checkPolicyRows(rows);
  const days = Int32Array.from(new Set(rows.day)).sort();
  const position = new Map(Array.from(days, (d, t) => [d, t]));
  const {order, traders, start} = orderByTrader(rows);
  const touched: number[] = [];
  const starts = [0];
  const kept = new Uint32Array(order.length);
  let n = 0;
  for (let k = 0; k < traders.length; k++) {
    let changes = false;
    for (let r = start[k]; r < start[k + 1] && !changes; r++) changes = rows.multiplier[order[r]] !== 1;
    if (!changes) continue;
    touched.push(traders[k]);
    for (let r = start[k]; r < start[k + 1]; r++) kept[n++] = order[r];
    starts.push(n);
  }
  const [at, net, change] = [new Int32Array(n), new Float64Array(n), new Float64Array(n)];
  for (let r = 0; r < n; r++) {
    at[r] = position.get(rows.day[kept[r]])!;
    net[r] = rows.net[kept[r]];
    change[r] = rows.multiplier[kept[r]] - 1;
  }
  const acted = Array.from(change.keys()).filter((r) => change[r] !== 0);
  let seen = 0;
  const before = (row: number) => {
    while (seen < acted.length && acted[seen] < row) seen++;
    return seen;
  };
  return {
    days: days.length,
    traders: Int32Array.from(touched),
    start: Uint32Array.from(starts),
    at,
    net,
    change,
    one: new Float64Array(net.length).fill(1),
    changed: {
      start: Uint32Array.from(starts, before),
      at: Int32Array.from(acted, (r) => at[r]),
      change: Float64Array.from(acted, (r) => change[r]),
      effect: Float64Array.from(acted, (r) => change[r] * net[r]),
    },
  };
}

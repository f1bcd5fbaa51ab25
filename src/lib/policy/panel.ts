/** Rows that a policy is judged on: one a trader and day, in any order. */
export interface PolicyRows {
  readonly trader: Int32Array;
  readonly day: Int32Array;
  /** Net P&L that happened, study currency, finite. */
  readonly net: Float64Array;
  /** Exposure that the policy would have set, ≥ 0; 1 is what happened. */
  readonly multiplier: Float64Array;
}

/** Rows in the order trader, day, so that sums do not depend on the order in which rows come. */
export interface TraderOrder {
  readonly order: Uint32Array;
  /** Traders that have rows, ascending, and where each one's rows lie in `order`: [start[k], start[k + 1]). */
  readonly traders: Int32Array;
  readonly start: Uint32Array;
}

/**
 * Orders rows by trader, then day.
 * @throws RangeError at two rows of one trader and day: their multipliers could not both have been set.
 */
export function orderByTrader(rows: Pick<PolicyRows, "trader" | "day">): TraderOrder {
  const {trader, day} = rows;
  const order = Uint32Array.from({length: trader.length}, (_, i) => i);
  if (!isOrdered(trader, day)) order.sort((a, b) => trader[a] - trader[b] || day[a] - day[b]);
  const traders: number[] = [];
  const start: number[] = [];
  for (let k = 0; k < order.length; k++) {
    const i = order[k];
    const previous = k === 0 ? -1 : order[k - 1];
    if (k > 0 && trader[i] === trader[previous] && day[i] === day[previous])
      throw new RangeError(`invalid rows; trader ${trader[i]} has two on day ${day[i]}`);
    if (k === 0 || trader[i] !== trader[previous]) {
      traders.push(trader[i]);
      start.push(k);
    }
  }
  return {order, traders: Int32Array.from(traders), start: Uint32Array.from([...start, order.length])};
}

/** Half a million rows take a third of a second to sort, and mostly come in order. */
function isOrdered(trader: Int32Array, day: Int32Array): boolean {
  for (let i = 1; i < trader.length; i++)
    if (trader[i] < trader[i - 1] || (trader[i] === trader[i - 1] && day[i] < day[i - 1])) return false;
  return true;
}

/** Net P&L less the trader's mean over these rows: what timing is made of. Zero sum for every trader, up to rounding. */
export function demeanByTrader(rows: Pick<PolicyRows, "trader" | "day" | "net">): Float64Array {
  const {order, traders, start} = orderByTrader(rows);
  const result = new Float64Array(rows.net.length);
  for (let k = 0; k < traders.length; k++) {
    const mine = order.subarray(start[k], start[k + 1]);
    let sum = 0;
    for (const i of mine) sum += rows.net[i];
    const mean = sum / mine.length;
    for (const i of mine) result[i] = rows.net[i] - mean;
  }
  return result;
}

/** @throws RangeError where P&L is not finite or a multiplier is not a finite number ≥ 0. */
export function checkPolicyRows({trader, day, net, multiplier}: PolicyRows): void {
  if (day.length !== trader.length || net.length !== trader.length || multiplier.length !== trader.length)
    throw new RangeError(
      `invalid rows; lengths differ: trader ${trader.length}, day ${day.length}, net ${net.length}, multiplier ${multiplier.length}`,
    );
  for (let i = 0; i < net.length; i++) {
    if (!Number.isFinite(net[i]))
      throw new RangeError(`invalid net; not finite for trader ${trader[i]} on day ${day[i]}: ${net[i]}`);
    if (!(multiplier[i] >= 0 && multiplier[i] < Number.POSITIVE_INFINITY))
      throw new RangeError(
        `invalid multiplier; not 0 or more for trader ${trader[i]} on day ${day[i]}: ${multiplier[i]}`,
      );
  }
}

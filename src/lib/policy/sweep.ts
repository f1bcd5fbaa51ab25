import {quantileSorted} from "simple-statistics";
import type {Signal} from "../evaluate/index.ts";
import {badnessOf} from "./badness.ts";
import {demeanByTrader} from "./panel.ts";
import type {SweepPoint} from "./types.ts";

export interface SweepRows {
  readonly trader: Int32Array;
  readonly day: Int32Array;
  readonly net: Float64Array;
  /** The signal; a row with NaN is never acted on, but counts towards its trader's mean. */
  readonly value: Float64Array;
}

export interface SweepOptions {
  readonly kind: Signal["kind"];
  /** Multiplier of the rows acted on. */
  readonly multiplier: number;
  /** Cut-offs, at equal steps of the share of rows acted on, from none to nearly all. Default 41. */
  readonly points?: number;
  /** "bad": acts where badness exceeds the cut-off (default); "good": where it falls short of it. */
  readonly side?: "bad" | "good";
  /** Further cut-offs on the signal's scale, such as the policy's own. */
  readonly include?: readonly number[];
}

/**
 * The accounting of one multiplier at every cut-off, so that no single one can be picked to please.
 * @returns points by descending number of rows acted on … none: ascending badness of the cut-off, each cut-off once, on
 * the signal's own scale. Parts as in `impactOf`, over all traders.
 */
export function sweep(rows: SweepRows, options: SweepOptions): SweepPoint[] {
  const {kind, multiplier, points = 41, side = "bad", include = []} = options;
  if (!(Number.isInteger(points) && points >= 2)) throw new RangeError(`invalid points; not 2 or more: ${points}`);
  // acting where badness falls short of a cut-off is acting where its negative exceeds the negative
  const orient = (values: Float64Array) =>
    side === "bad" ? badnessOf(kind, values) : badnessOf(kind, values).map((v) => -v);
  const restore = (side === "bad") === (kind === "probability") ? 1 : -1;
  const score = orient(rows.value);
  const order = Uint32Array.from(Array.from(score.keys()).filter((i) => Number.isFinite(score[i])));
  order.sort((a, b) => score[b] - score[a] || rows.trader[a] - rows.trader[b] || rows.day[a] - rows.day[b]);
  if (order.length === 0) return [];

  // running sums over rows from the worst down: the parts at any cut-off are read off at the number of rows above it
  const demeaned = demeanByTrader(rows);
  const net = new Float64Array(order.length + 1);
  const timing = new Float64Array(order.length + 1);
  for (let k = 0; k < order.length; k++) {
    net[k + 1] = net[k] + rows.net[order[k]];
    timing[k + 1] = timing[k] + demeaned[order[k]];
  }
  const ascending = Array.from(order, (i) => score[i]).reverse();
  const steps = Array.from({length: points}, (_, k) => quantileSorted(ascending, k / (points - 1)));
  const cuts = [...new Set([...steps, ...orient(Float64Array.from(include)).filter(Number.isFinite)])].sort(
    (a, b) => a - b,
  );
  let acted = order.length;
  return cuts.map((cut) => {
    while (acted > 0 && !(score[order[acted - 1]] > cut)) acted--;
    const delta = (multiplier - 1) * net[acted];
    const ofTiming = (multiplier - 1) * timing[acted];
    return {threshold: restore * cut + 0, rows: acted, delta, derisking: delta - ofTiming, timing: ofTiming};
  });
}

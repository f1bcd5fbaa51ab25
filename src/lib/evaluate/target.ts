import type {Task} from "../models/index.ts";

/** What a learner is trained to predict, of a trader's day. */
export type Target =
  /** Net P&L of the day, and of the desk's next days up to `horizon` in all; study currency. */
  | {readonly kind: "net"; readonly horizon: number}
  /** Whether net is below zero; days with a net of zero are neither trained on nor judged. */
  | {readonly kind: "loss"}
  /** The `level` quantile of net: 0.05 for a 5 % value at risk. */
  | {readonly kind: "quantile"; readonly level: number}
  /** Whether net is below −`multiple` × the trader's past volatility. */
  | {readonly kind: "large loss"; readonly multiple: number};

/** Next-day net P&L: what a policy acts on. */
export const nextDayNet: Target = {kind: "net", horizon: 1};

/** The end of a signal's name: empty for next-day net. */
export function targetSuffix(target: Target): string {
  if (target.kind === "net") return target.horizon === 1 ? "" : `_${target.horizon}d`;
  if (target.kind === "loss") return "_loss";
  if (target.kind === "quantile") return `_q${String(Math.round(target.level * 1000)).padStart(3, "0")}`;
  return "_large_loss";
}

/** What a reader calls it. */
export function targetLabel(target: Target): string {
  if (target.kind === "net") return target.horizon === 1 ? "next-day P&L" : `P&L of the next ${target.horizon} days`;
  if (target.kind === "loss") return "a losing day";
  if (target.kind === "quantile") return `${Number((100 * target.level).toFixed(1))} % value at risk`;
  return `a loss beyond ${target.multiple} volatilit${target.multiple === 1 ? "y" : "ies"}`;
}

/** Days beyond its own that a label reaches: training rows whose label ends after the window are left out. */
export function labelReach(target: Target): number {
  return target.kind === "net" ? target.horizon - 1 : 0;
}

/** What a learner is asked for. */
export function taskOf(target: Target): Task {
  if (target.kind === "net") return {kind: "mean"};
  if (target.kind === "quantile") return {kind: "quantile", level: target.level};
  return {kind: "probability"};
}

/** Rows of a desk: one a trader and day, in any order. */
export interface OutcomeRows {
  readonly trader: Int32Array;
  readonly day: Int32Array;
  readonly net: Float64Array;
  /** The trader's volatility as known before the day. */
  readonly scale: Float64Array;
}

/**
 * What happened of a target, one a row: currency for net and quantile, 0 or 1 for an event; NaN where the target is not
 * defined (no P&L for "loss", no past volatility for "large loss", for several days a horizon that reaches beyond `lastDay`).
 * The P&L of several days is the sum over the trader's rows in them: a day without a row counts as none.
 */
export function actualOf(target: Target, {trader, day, net, scale}: OutcomeRows, lastDay: number): Float64Array {
  if (target.kind === "quantile") return net;
  if (target.kind === "loss") return net.map((y) => (y < 0 ? 1 : y > 0 ? 0 : Number.NaN));
  if (target.kind === "large loss")
    return net.map((y, i) => (Number.isFinite(y - scale[i]) ? (y < -target.multiple * scale[i] ? 1 : 0) : Number.NaN));
  if (target.horizon === 1) return net;
  const width = lastDay + 1 + target.horizon;
  const at = new Map<number, number>();
  for (let i = 0; i < day.length; i++) at.set(trader[i] * width + day[i], net[i]);
  return Float64Array.from(day, (d, i) => {
    if (d + target.horizon - 1 > lastDay) return Number.NaN;
    let sum = 0;
    for (let h = 0; h < target.horizon; h++) sum += at.get(trader[i] * width + d + h) ?? 0;
    return sum;
  });
}

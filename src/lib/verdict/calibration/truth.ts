import type {PolicyRows} from "../../policy/index.ts";
import type {Simulation} from "../../simulate/index.ts";
import type {TraderVerdict} from "../types.ts";
import type {TraderCounts} from "./types.ts";

/** What is true of a simulated desk under a policy. Money in study currency. */
export interface DeskTruthUnderPolicy {
  /** Σ (m − m̄ᵢ)·E[P&L | past] by trader: what the policy's timing was worth on these days, luck apart. */
  readonly timing: ReadonlyMap<number, number>;
  /** The same over the traders, as a share of the gross P&L of the rows judged; null where no row was. */
  readonly timingShare: number | null;
  /** Σ E[effect of a limit | past] over the trader-days that had one, as a share of the desk's gross P&L; null without rows. */
  readonly limitsShare: number | null;
}

/**
 * The truth that a verdict is held against. Gross P&L is Σ |P&L| over trader-days: what was won and lost, whatever their balance.
 * @param rows the rows on which the policy was judged; `day` counts the desk's days.
 */
export function truthOfDesk(simulation: Simulation, rows: PolicyRows): DeskTruthUnderPolicy {
  const {rows: all, dates} = simulation;
  const seen = new Uint8Array(dates.length);
  for (const day of all.day) seen[day] = 1;
  const number = new Int32Array(dates.length).fill(-1);
  let days = 0;
  for (let t = 0; t < dates.length; t++) if (seen[t] === 1) number[t] = days++;
  const expected = new Map<number, number>();
  let [gross, limits] = [0, 0];
  for (let i = 0; i < all.count; i++) {
    expected.set(all.trader[i] * days + number[all.day[i]], all.expected[i]);
    gross += Math.abs(all.net[i]);
    if (all.limited[i] === 1) limits += all.effect[i];
  }
  const sums = new Map<number, {rows: number; exposure: number}>();
  for (let i = 0; i < rows.net.length; i++) {
    const own = sums.get(rows.trader[i]) ?? {rows: 0, exposure: 0};
    own.rows++;
    own.exposure += rows.multiplier[i];
    sums.set(rows.trader[i], own);
  }
  const timing = new Map<number, number>();
  let [judged, total] = [0, 0];
  for (let i = 0; i < rows.net.length; i++) {
    const trader = rows.trader[i];
    const own = sums.get(trader)!;
    const gain = (rows.multiplier[i] - own.exposure / own.rows) * expected.get(trader * days + rows.day[i])!;
    timing.set(trader, (timing.get(trader) ?? 0) + gain);
    total += gain;
    judged += Math.abs(rows.net[i]);
  }
  return {
    timing,
    timingShare: judged > 0 ? total / judged : null,
    limitsShare: gross > 0 ? limits / gross : null,
  };
}

/** Verdicts on traders against what their timing was truly worth. */
export function countTraders(traders: readonly TraderVerdict[], timing: ReadonlyMap<number, number>): TraderCounts {
  const deploy = traders.filter((t) => t.decision === "deploy");
  const against = traders.filter((t) => t.decision === "do not deploy");
  const worth = (t: TraderVerdict) => timing.get(t.trader) ?? 0;
  return {
    judged: traders.length,
    deploy: deploy.length,
    deployWrong: deploy.filter((t) => !(worth(t) > 0)).length,
    against: against.length,
    againstWrong: against.filter((t) => t.timing === "fail" && worth(t) > 0).length,
  };
}

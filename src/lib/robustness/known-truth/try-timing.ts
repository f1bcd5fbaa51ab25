import {tQuantile} from "../../numeric/index.ts";
import type {PolicyRows} from "../../policy/index.ts";
import {marginalMean, type TwinModel} from "../../simulate/index.ts";
import {observedParts} from "../impact-bootstrap.ts";
import {impactIntervals} from "../impact-intervals.ts";
import {touchedPanel} from "../touched-panel.ts";
import type {TwinTry} from "./try-designs.ts";
import {freeNet} from "./twins.ts";

/** The module that exports `tryTiming`, for a worker to load. */
export const tryTimingModule = new URL("./try-timing.ts", import.meta.url);

export interface TimingTask {
  readonly model: TwinModel;
  readonly seed: number;
  /** The study's own multipliers, on their own days: they do not look at the twin's P&L. */
  readonly rows: Pick<PolicyRows, "trader" | "day" | "multiplier">;
  /** Timing that is put into the twin's P&L: 0, or what was estimated. Study currency, in total. */
  readonly gain: number;
  readonly level: number;
  /** Draws of the bootstrap. */
  readonly draws: number;
}

/**
 * The interval of the policy's timing on twins: new P&L with the desk's tails, clusters and correlations under the multipliers that
 * the policy set. For a gain, P&L is raised where the multiplier is above the trader's mean and lowered where it is below, in
 * proportion, by as much as makes the expected timing the gain.
 */
export async function tryTiming({model, seed, rows, gain, level, draws}: TimingTask): Promise<TwinTry> {
  const {trader, multiplier} = rows;
  const change = aroundTraderMean(trader, multiplier);
  const means = model.marginals.map(marginalMean);
  const free = freeNet(model, seed, trader, rows.day);
  let [squares, drift] = [0, 0];
  for (let i = 0; i < free.length; i++)
    if (free[i] !== 0) {
      squares += change[i] * change[i];
      drift += change[i] * means[trader[i]];
    }
  const slope = squares > 0 ? gain / squares : 0;
  const own = {...rows, net: free.map((y, i) => (y === 0 ? 0 : y + slope * change[i]))};
  const traders = means.length;
  const {bootstrap, reason} = await impactIntervals({rows: own, traders, draws, level, seed, names: ["known truth"]});
  if (bootstrap === null) return {refused: reason ?? "No interval."};
  const [lower, upper] = bootstrap.total.timing;
  const panel = touchedPanel(own);
  const half = tQuantile(0.5 + level / 2, panel.days / bootstrap.blockLength - 1);
  return {
    truth: drift + slope * squares,
    estimate: observedParts(panel)[3 * panel.traders.length + 2],
    standardError: (upper - lower) / 2 / half,
    lower,
    upper,
  };
}

/** Each multiplier less its trader's mean. */
function aroundTraderMean(trader: Int32Array, multiplier: Float64Array): Float64Array {
  const sums = new Map<number, {sum: number; n: number}>();
  trader.forEach((t, i) => {
    const own = sums.get(t) ?? {sum: 0, n: 0};
    own.sum += multiplier[i];
    own.n++;
    sums.set(t, own);
  });
  return multiplier.map((m, i) => {
    const {sum, n} = sums.get(trader[i])!;
    return m - sum / n;
  });
}

import {type DesignContext, dayBlockFolds, inference, type LimitSample} from "../../causal/index.ts";
import {designRows} from "../../models/index.ts";
import {float64, int32} from "../../numeric/index.ts";
import {fixedRidgePlr} from "../refit/index.ts";
import {identityOf, notRun} from "./assemble.ts";
import {causalIdentities} from "./causal-words.ts";
import type {Placebo} from "./types.ts";

/** Least squares but for a trace of penalty, so that what is in the features is taken out whole. */
const penalties = {outcome: [1e-6], treatment: [1e-6]};
/** The outcome must be news to the features: less left of its variance than this, and it is one of them. */
const minimumLeft = 0.1;
const furthest = 5;
const minimumTreated = 10;

/**
 * Effect of a limit on P&L that was made before it: it has none, so that one that is found must come from what limits follow and
 * features do not carry.
 *
 * The earlier day is the latest whose P&L the features do not give away. The day before is usually a feature itself: then nothing
 * is left of it to be affected, and the day before that is taken, up to five days back. Features are all kept: if they carry
 * everything that limits follow, the treatment given the features is unrelated to any P&L of the past. Dropping those made of
 * that day's P&L would find the losses that limits rightly follow, and call them a flaw. Only trader-days without a limit on any
 * day since are used: an earlier limit may well have moved the earlier P&L, and last until the day.
 */
export function pastOutcome(
  sample: LimitSample,
  {context, level}: {readonly context: Pick<DesignContext, "panel" | "level">; readonly level: number},
): Placebo {
  const identity = causalIdentities["past-outcome"];
  for (let lag = 1; lag <= furthest; lag++) {
    const own = shifted(sample, context.panel, lag);
    const limited = own.treated.reduce((sum, d) => sum + d, 0);
    const days = new Set(own.day.filter((_, i) => own.treated[i] === 1)).size;
    if (days < minimumTreated || limited === own.y.length)
      return notRun(
        identity,
        `First days of a limit, with P&L known ${back(lag)}, fall on ${days} days: too few to compare.`,
      );
    const fit = attempt(() =>
      fixedRidgePlr({...own, folds: dayBlockFolds(own.day, sample.folds.length, 5)}, penalties),
    );
    if (fit === null)
      return notRun(identity, "Too few days, or features that tell exactly which were the first of a limit.");
    if (!(squares(fit.residualY) > minimumLeft * squares(within(own.y, own.trader)))) continue;
    const {estimate, interval, p} = inference(fit, {cluster: ["day"], level: context.level});
    const alarm = p <= level;
    return {
      ...identityOf(identity),
      method:
        `P&L ${back(lag)}, the latest that is not itself among the features, as the outcome; all features kept; trader-days without a limit ` +
        `since then; double machine learning as before, near least squares, standard error clustered by day; ${limited} limited trader-days`,
      status: alarm ? "alarm" : "quiet",
      observed: estimate,
      interval,
      drawn: [],
      p,
      pError: 0,
      draws: 0,
      exact: false,
      happened: alarm ? identity.words.standsOut : identity.words.doesNot,
    };
  }
  return notRun(identity, `The features give away the P&L of each of the ${furthest} days before: no outcome is left.`);
}

const back = (lag: number) => (lag === 1 ? "on the day before" : `${lag} trading days before`);

/** Rows whose trader has `lag` earlier rows, none of them limited; the outcome is the P&L of the earliest of those. */
function shifted(sample: LimitSample, panel: DesignContext["panel"], lag: number) {
  const [trader, day, net] = [int32(panel, "trader"), int32(panel, "day"), float64(panel, "net")];
  const order = Int32Array.from(trader.keys()).sort((a, b) => trader[a] - trader[b] || day[a] - day[b]);
  const place = new Int32Array(order.length);
  order.forEach((row, k) => {
    place[row] = k;
  });
  const changed = new Uint8Array(order.length).fill(1); // limited, or raised and so left out of the sample
  sample.rows.forEach((row, k) => {
    if (sample.treated[k] === 0) changed[row] = 0;
  });
  const earlier = (k: number) => {
    const at = place[sample.rows[k]];
    if (at < lag || trader[order[at - lag]] !== sample.trader[k]) return -1;
    for (let back = 1; back <= lag; back++) if (changed[order[at - back]] === 1) return -1;
    return order[at - lag];
  };
  const from = Array.from(sample.rows.keys(), earlier);
  const kept = Int32Array.from(from.keys()).filter((k) => from[k] >= 0);
  return {
    y: Float64Array.from(kept, (k) => net[from[k]]),
    treated: Float64Array.from(kept, (k) => sample.treated[k]),
    x: designRows(sample.x, kept),
    day: Int32Array.from(kept, (k) => sample.day[k]),
    trader: Int32Array.from(kept, (k) => sample.trader[k]),
  };
}

function within(values: Float64Array, trader: Int32Array): Float64Array {
  const sums = new Map<number, {sum: number; n: number}>();
  values.forEach((v, i) => {
    const own = sums.get(trader[i]) ?? {sum: 0, n: 0};
    own.sum += v;
    own.n++;
    sums.set(trader[i], own);
  });
  return values.map((v, i) => v - sums.get(trader[i])!.sum / sums.get(trader[i])!.n);
}

const squares = (values: Float64Array) => values.reduce((sum, v) => sum + v * v, 0);

function attempt<T>(of: () => T): T | null {
  try {
    return of();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return null;
  }
}

import {describe, expect, it} from "vitest";
import {clustersOf, fitLimits, isRefusal, limitSample} from "../../src/lib/causal/index.ts";
import {stream, table} from "../../src/lib/numeric/index.ts";
import {clusteredDml} from "../../src/lib/robustness/sensitivity/clustered.ts";
import {type HiddenCause, movedDml} from "../../src/lib/robustness/sensitivity/moved.ts";
import {interventionsOf} from "../causal/designs-context.ts";
import {quickLinear} from "../causal/quick-learners.ts";

const draws = Number(process.env.DRAWS ?? 600);
const [traders, days, truth] = [14, 160, 3];
const n = traders * days;
/** Of the hidden cause on P&L, of the day's shock, of a trader-day's own noise. */
const [push, common, own] = [4, 3, 10];

/**
 * A hidden cause s = ±1 that nobody records: P(limit) = 0.4 + 0.2 s, P&L = truth · limit + push · s + noise that a day's traders share
 * in part. Its strengths are algebra: Var(0.2 s) / Var(limit) = 0.04 / 0.24 with the limit; with P&L, given the limit,
 * push² (1 − 1/6) over that and the noise.
 */
function draw(seed: number) {
  const random = stream(seed, "hidden cause");
  const trader = Int32Array.from({length: n}, (_, i) => Math.floor(i / days));
  const day = Int32Array.from({length: n}, (_, i) => i % days);
  const shock = Float64Array.from({length: days}, () => common * random.normal());
  const x = Float64Array.from({length: n}, () => random.normal());
  const s = Float64Array.from({length: n}, () => (random.uniform() < 0.5 ? -1 : 1));
  const limited = s.map((v) => (random.uniform() < 0.4 + 0.2 * v ? 1 : 0));
  const net = limited.map((d, i) => truth * d + push * s[i] + 5 * x[i] + shock[day[i]] + own * random.normal());
  const panel = table({trader, day, net, x});
  const sample = limitSample(
    panel,
    interventionsOf(
      panel,
      limited.map((d) => (d === 1 ? 0.5 : Number.NaN)),
    ),
  );
  if (isRefusal(sample)) throw new Error(sample.reason);
  const fit = fitLimits(sample, {outcome: quickLinear, treatment: quickLinear}, seed);
  if ("reason" in fit) throw new Error(fit.reason);
  return clusteredDml(fit, {cluster: clustersOf(sample).cluster, labels: {day, trader}, level: 0.95});
}

const left = push * push * (5 / 6);
const cause: HiddenCause = {
  treatment: 1 / 6,
  outcome: left / (left + common * common + own * own),
  correlation: 1,
};
const holds = ([lower, upper]: readonly [number, number]) => lower <= truth && truth <= upper;

describe("an estimate from which a hidden cause of known strength is taken out", () => {
  it("is right on average, and its interval holds the truth as often as it says", () => {
    const fits = Array.from({length: draws}, (_, seed) => draw(seed + 1));
    const moved = fits.map((fit) => movedDml(fit, cause));
    const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / draws;
    const bias = mean(moved.map((m) => m.estimate)) - truth;
    const spread = Math.sqrt(mean(moved.map((m) => (m.estimate - truth) ** 2)));
    const covered = mean(moved.map((m) => (holds(m.interval) ? 1 : 0)));
    const before = mean(
      fits.map((fit) => (holds(movedDml(fit, {...cause, treatment: 0, outcome: 0}).interval) ? 1 : 0)),
    );
    const error = Math.sqrt((0.95 * 0.05) / draws);
    console.log(
      `bias ${bias.toFixed(3)} ± ${(spread / Math.sqrt(draws)).toFixed(3)}, coverage ${covered.toFixed(3)} ± ${error.toFixed(3)}, before ${before.toFixed(3)}`,
    );
    expect(Math.abs(bias)).toBeLessThan(3 * (spread / Math.sqrt(draws)) + 0.02 * truth);
    expect(covered).toBeGreaterThan(0.95 - 3 * error);
    expect(before).toBeLessThan(0.1);
  });
});

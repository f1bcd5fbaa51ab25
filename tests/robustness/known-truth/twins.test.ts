import {describe, expect, it} from "vitest";
import {fixedLearners, loadDesign, recordingLearners} from "../../../src/lib/causal/index.ts";
import type {Desk} from "../../../src/lib/ingest/index.ts";
import {loadLearner} from "../../../src/lib/models/index.ts";
import {float64, int32, stream, table, take} from "../../../src/lib/numeric/index.ts";
import {type TwinTry, tryDesigns} from "../../../src/lib/robustness/index.ts";
import {freeNet, lotteryTwin, recordedTwin} from "../../../src/lib/robustness/known-truth/twins.ts";
import {fitTwin, simulateDesk} from "../../../src/lib/simulate/index.ts";

const effect = 100;
const whole = simulateDesk({desk: "demo", seed: 3});
const early = (t: Desk["daily"]) => {
  const day = int32(t, "day");
  return take(
    t,
    Int32Array.from(day.keys()).filter((i) => day[i] < 250),
  );
};
const short: Desk = {...whole, days: whole.days.slice(0, 250), daily: early(whole.daily), market: null};
const [trader, day, net] = [int32(short.daily, "trader"), int32(short.daily, "day"), float64(short.daily, "net")];

/** Limits follow a score: 70 % of days above 0, 10 % below. */
const random = stream(1, "score");
const score = Float64Array.from(trader, () => random.normal());
const ruled = Int32Array.from(trader.keys()).filter((i) => random.uniform() < (score[i] >= 0 ? 0.7 : 0.1));
const pick = (column: Int32Array) => ruled.map((i) => column[i]);
const scored: Desk = {
  ...short,
  predictions: table({trader, day, score}),
  interventions: table({trader: pick(trader), day: pick(day), multiplier: new Float64Array(ruled.length).fill(0.5)}),
};
/** Limits by lot, one day in four. */
const lots = Float64Array.from(trader, () => (random.uniform() < 0.25 ? 0.5 : 1));
const drawnByLot: Desk = {
  ...short,
  interventions: table({trader, day, multiplier: lots, propensity: lots.map((m) => (m < 1 ? 0.25 : 0.75))}),
};

const context = {seed: 1, level: 0.95, currency: "USD", rule: null};
const none = {outcome: [], treatment: [], propensity: []};
const answers = (tries: TwinTry[]) =>
  tries.map((one) => {
    if ("refused" in one) throw new Error(one.refused);
    return one;
  });

describe("a twin with the limits on record", () => {
  const model = fitTwin(scored);

  it("keeps them and the score, and adds the effect on days that were limited and had trades", () => {
    const {desk, truth} = recordedTwin(model, 5, effect);
    expect(desk.interventions).toBe(scored.interventions);
    expect(desk.predictions).toBe(scored.predictions);
    const free = freeNet(model, 5, trader, day);
    const limited = new Set(ruled);
    float64(desk.daily, "net").forEach((y, i) => {
      const added = limited.has(i) && net[i] !== 0 ? effect : 0;
      expect(y - free[i]).toBeCloseTo(added, 6);
      expect(truth.effect[i]).toBe(net[i] === 0 ? 0 : effect);
      expect(truth.propensity[i]).toBe(added === 0 ? 0 : 1);
    });
  });

  it("lets the discontinuity be asked, and knows what it should find", async () => {
    const rule = {label: "score", cutoff: 0, side: "above" as const, scores: table({trader, day, value: score})};
    const designs = [{name: "discontinuity" as const, penalties: none}];
    const own = {model, effect, designs, features: ["net_lag1"], context: {...context, rule}};
    const [one] = answers(await tryDesigns({...own, seed: 5}));
    expect(one.truth).toBeCloseTo(effect, 0);
    expect(one.lower).toBeLessThan(one.upper);
  });

  it("refuses rows that the desk does not have", () => {
    expect(() => freeNet(model, 1, Int32Array.of(0), Int32Array.of(10_000))).toThrow(/no trader 0 on day 10000/);
  });
});

describe("a twin with lots drawn again", () => {
  const model = fitTwin(drawnByLot);

  it("draws with the chances on record, and states them", () => {
    const {desk, truth} = lotteryTwin(model, 7, effect);
    const [multiplier, propensity] = ["multiplier", "propensity"].map((c) => float64(desk.interventions!, c));
    const limited = multiplier.filter((m) => m < 1).length / multiplier.length;
    expect(Math.abs(limited - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / multiplier.length));
    expect(multiplier).not.toEqual(lots);
    multiplier.forEach((m, k) => {
      expect(propensity[k]).toBe(m < 1 ? 0.25 : 0.75);
    });
    expect(new Set(truth.propensity)).toEqual(new Set([0, 0.25]));
    expect(() => lotteryTwin({...model, desk: {...model.desk, interventions: null}}, 1, 0)).toThrow(/no interventions/);
  });

  it("lets past decisions be weighed: right on average", async () => {
    const designs = [{name: "off-policy" as const, penalties: none}];
    const tries = [];
    for (let seed = 0; seed < 40; seed++)
      tries.push(...answers(await tryDesigns({model, seed, effect, designs, features: "core", context})));
    const active = net.filter((y) => y !== 0).length / net.length;
    expect(tries[0].truth).toBeCloseTo(0.25 * effect * active, 6);
    const errors = tries.map((t) => t.estimate - t.truth);
    const mean = errors.reduce((a, b) => a + b, 0) / errors.length;
    const sd = Math.sqrt(errors.reduce((s, e) => s + (e - mean) ** 2, 0) / (errors.length - 1));
    expect(Math.abs(mean)).toBeLessThan((4 * sd) / Math.sqrt(errors.length));
    expect(tries.filter((t) => t.lower <= t.truth && t.truth <= t.upper).length).toBeGreaterThan(30);
  });
});

describe("penalties", () => {
  it("are those that the regressions chose, fit by fit, and are not chosen again", async () => {
    const panel = table({trader, day, net, x1: score, x2: lots});
    const facts = {panel, interventions: scored.interventions, days: 250, accounts: short.accounts, truth: null};
    const [ridge, logistic] = await Promise.all(["ridge", "logistic"].map(loadLearner));
    const own = {outcome: ridge, treatment: ridge, propensity: logistic};
    const design = await loadDesign("interactive-ate");
    const run = (learners: typeof own) => design.run({...context, ...facts, learners});
    const {learners, chosen} = recordingLearners(own);
    run(learners);
    expect([chosen.outcome.length, chosen.treatment.length, chosen.propensity.length]).toEqual([10, 0, 5]);
    expect([...chosen.outcome, ...chosen.propensity].every((p) => p > 0)).toBe(true);
    const given = {...chosen, outcome: chosen.outcome.map((p) => 7 * p + 1)};
    const again = recordingLearners(fixedLearners(own, given));
    run(again.learners);
    expect(again.chosen).toEqual(given);
  });
});

import {beforeAll, describe, expect, it} from "vitest";
import {
  crossFit,
  type DesignContext,
  estimateInterventions,
  inference,
  isRefusal,
  type LimitSample,
  limitSample,
  numbered,
  plrFromPredictions,
} from "../../src/lib/causal/index.ts";
import {type Learner, loadLearner} from "../../src/lib/models/index.ts";
import {float64, int32, stream, table} from "../../src/lib/numeric/index.ts";
import {causalPlacebos, realStatistic, treatmentPlacebo} from "../../src/lib/robustness/index.ts";
import {placeboEstimates} from "../../src/lib/robustness/placebo/placebo-statistics.ts";
import {treatmentDraws, treatmentGrid} from "../../src/lib/robustness/placebo/treatment-draws.ts";
import {untreatedDraws} from "../../src/lib/robustness/placebo/untreated-draws.ts";
import {contextOf} from "../causal/designs-context.ts";
import {treatedDesk} from "../causal/desk.ts";

let ridge: Learner;
beforeAll(async () => {
  ridge = await loadLearner("ridge");
});

const sampleOf = (
  panel: Parameters<typeof limitSample>[0],
  interventions: Parameters<typeof limitSample>[1],
): LimitSample => {
  const found = limitSample(panel, interventions);
  if (isRefusal(found)) throw new Error(found.reason);
  return found;
};
const contextFor = (desk: Pick<ReturnType<typeof treatedDesk>, "panel"> & Partial<ReturnType<typeof treatedDesk>>) => {
  const context = contextOf(desk.panel, desk.interventions ?? null);
  return {...context, learners: {...context.learners, outcome: ridge, treatment: ridge}} satisfies DesignContext;
};
const placebosOf = async (desk: Parameters<typeof contextFor>[0], more: {lookBack?: number; draws?: number} = {}) => {
  const context = contextFor(desk);
  const report = estimateInterventions({...context, learners: context.learners, truth: null});
  return {report, placebos: await causalPlacebos({context, report, lookBack: 14, level: 0.05, draws: 99, ...more})};
};

describe("placebo treatments", () => {
  const desk = treatedDesk({traders: 6, days: 90, seed: 8, effect: 5});
  const sample = sampleOf(desk.panel, desk.interventions);
  const {of, count} = numbered(sample.trader);
  const grid = treatmentGrid(sample.treated, of, count, sample.day);
  const days = (rows: Int32Array) => {
    const found = new Map<number, number>();
    for (const i of rows) found.set(sample.day[i], (found.get(sample.day[i]) ?? 0) + 1);
    return found;
  };
  const real = Int32Array.from(sample.treated.keys()).filter((i) => sample.treated[i] === 1);
  const options = {draws: 40, seed: 2, lookBack: 14};

  it("by shifts move all traders' limits by as many days, none by fewer than a tenth of them", () => {
    const draws = treatmentDraws(grid, "shift", options)!;
    expect([draws.count, draws.exact]).toEqual([90 - 2 * 9 + 1, true]);
    for (const b of [0, 30, draws.count - 1]) {
      const expected = Array.from(real, (i) => `${of[i]},${(sample.day[i] + 9 + b) % 90}`).sort();
      expect(Array.from(draws.rows(b), (i) => `${of[i]},${sample.day[i]}`).sort()).toEqual(expected);
    }
  });

  it("by blocks, within days and between traders keep what they should, and are the same when asked again", () => {
    const blocks = treatmentDraws(grid, "blocks", options)!;
    const within = treatmentDraws(grid, "within-day", options)!;
    const traders = treatmentDraws(grid, "traders", options)!;
    for (const draws of [blocks, within, traders]) {
      expect([draws.count, draws.exact]).toEqual([40, false]);
      for (const b of [0, 1, 39]) {
        expect([...draws.rows(b)]).toEqual([...draws.rows(b)]);
        expect(new Set(draws.rows(b)).size).toBe(real.length);
      }
      expect([...draws.rows(0)].sort()).not.toEqual([...real].sort());
    }
    const perDay = (rows: Int32Array) => [...days(rows)].sort((a, b) => a[0] - b[0]);
    const perTrader = (rows: Int32Array) =>
      [...rows.reduce((n, i) => n.set(of[i], (n.get(of[i]) ?? 0) + 1), new Map<number, number>()).values()].sort(
        (a, b) => a - b,
      );
    for (const b of [0, 20]) {
      expect(perDay(within.rows(b))).toEqual(perDay(real));
      expect(perDay(traders.rows(b))).toEqual(perDay(real));
      expect(perTrader(traders.rows(b))).toEqual(perTrader(real));
      expect(perTrader(blocks.rows(b))).toEqual(perTrader(real));
    }
    expect(treatmentDraws(grid, "blocks", {...options, lookBack: 30})).toBeNull();
  });

  it("among the untreated are calendars of the treated, days without a row left out", () => {
    const calendars = [Int32Array.of(1, 5, 40), Int32Array.of(7)];
    const trader = Int32Array.of(0, 0, 1, 1, 1);
    const day = Int32Array.of(1, 5, 5, 7, 40);
    const draws = untreatedDraws({calendars, trader, day, traders: 2, draws: 60, seed: 1});
    const seen = new Set(Array.from({length: 60}, (_, b) => [...draws.rows(b)].join()));
    expect([...seen].sort()).toEqual(["", "0,1,2,4", "0,1,3", "2,4", "3"].filter((s) => seen.has(s)).sort());
    expect(seen.size).toBeGreaterThan(2);
    for (const s of seen) expect(["0,1,2,4", "0,1,3", "2,4", "3"]).toContain(s);
  });

  it("are estimated as double machine learning with that treatment and the outcome's residuals estimates them", () => {
    const fixed: Learner = {...ridge, fit: (x, y, o) => ridge.fit(x, y, {...o, settings: {penalty: 0.1}})};
    const residualY = Float64Array.from(sample.y, (_, i) => stream(1, "residual", i).normal());
    const draws = treatmentDraws(grid, "traders", options)!;
    const {theta, standardError} = placeboEstimates(
      {...sample, residualY, penalties: [0.1]},
      {count: 5, rows: draws.rows},
    );
    for (let b = 0; b < 5; b++) {
      const d = new Float64Array(sample.y.length);
      for (const i of draws.rows(b)) d[i] = 1;
      const predicted = crossFit(d, {...sample, seed: 1}, {name: "treatment", learner: fixed, group: sample.trader});
      const slow = plrFromPredictions(residualY, d, new Float64Array(d.length), predicted, {day: sample.day});
      const {standardError: error} = inference(slow, {cluster: ["day"]});
      expect(theta[b]).toBeCloseTo(slow.theta, 9);
      expect(standardError[b]).toBeCloseTo(error, 9);
    }
  });

  it("leave out draws without anything to compare, and count them", () => {
    const residualY = sample.y;
    const none = placeboEstimates({...sample, residualY, penalties: [1]}, {count: 1, rows: () => new Int32Array(0)});
    expect(none.theta[0]).toBeNaN();
    const item = {sample: {...sample, residualY, penalties: [1]}, treated: new Float64Array(sample.y.length)};
    const found = treatmentPlacebo({...item, design: "untreated", calendars: [Int32Array.of(999)], ...options})!;
    expect([found.drawn.length, found.lost]).toEqual([0, 40]);
  });
});

describe("causalPlacebos", () => {
  it("are quiet where limits have their effect and follow features, whatever runs them", async () => {
    const desk = treatedDesk({traders: 12, days: 130, seed: 2, effect: 14});
    const {report, placebos} = await placebosOf(desk);
    if (report.status !== "estimated") throw new Error(report.reason);
    expect(placebos.map((p) => [p.id.replace("causal.", ""), p.status])).toEqual([
      ["shift", "quiet"],
      ["blocks", "quiet"],
      ["within-day", "quiet"],
      ["traders", "quiet"],
      ["untreated", "not run"],
      ["past-outcome", "quiet"],
    ]);
    expect(placebos[4].happened).toContain("Every trader was limited");
    for (const p of placebos.slice(0, 4)) {
      expect(p.observed).toBeGreaterThan(4);
      expect(p.p).toBeLessThanOrEqual(0.02);
      expect(p.drawn).toHaveLength(p.draws);
    }
    const {placebos: parallel} = await (async () => {
      const context = contextFor(desk);
      const map = async <I, O>(task: (item: I) => O | Promise<O>, _: URL, items: readonly I[]) =>
        (await Promise.all([...items].reverse().map((item) => task(structuredClone(item))))).reverse();
      return {placebos: await causalPlacebos({context, report, lookBack: 14, level: 0.05, draws: 99, map})};
    })();
    expect(parallel).toEqual(placebos);
  });

  it("take a claim back that draws reach as well", async () => {
    const desk = treatedDesk({traders: 12, days: 130, seed: 3, effect: 0});
    const context = contextFor(desk);
    const report = estimateInterventions({...context, learners: context.learners, truth: null});
    if (report.status !== "estimated") throw new Error(report.reason);
    const options = {context, lookBack: 14, level: 0.05, draws: 99};
    const quiet = await causalPlacebos({...options, report});
    expect(quiet.slice(0, 4).map((p) => p.status)).toEqual(["quiet", "quiet", "quiet", "quiet"]);
    const loud = await causalPlacebos({...options, report: {...report, interval: [0.1, 3]}});
    expect(loud.slice(0, 4).map((p) => p.status)).toEqual(["alarm", "alarm", "alarm", "alarm"]);
  });

  it("pretend limits for traders who had none, where there are some", async () => {
    const {panel, interventions} = treatedDesk({traders: 12, days: 130, seed: 2, effect: 14});
    const kept = Array.from(int32(interventions, "trader").keys()).filter((k) => int32(interventions, "trader")[k] < 7);
    const fewer = table({
      trader: Int32Array.from(kept, (k) => int32(interventions, "trader")[k]),
      day: Int32Array.from(kept, (k) => int32(interventions, "day")[k]),
      multiplier: Float64Array.from(kept, (k) => float64(interventions, "multiplier")[k]),
    });
    const {placebos} = await placebosOf({panel, interventions: fewer});
    const untreated = placebos.find((p) => p.id === "causal.untreated")!;
    expect([untreated.status, untreated.draws]).toEqual(["quiet", 99]);
    // nothing was done to them: t is about standard normal, but for nuisances
    const spread = Math.sqrt(untreated.drawn.reduce((sum, t) => sum + t * t, 0) / untreated.draws);
    expect(spread).toBeGreaterThan(0.6);
    expect(spread).toBeLessThan(1.7);
  });

  it("say why where nothing can be estimated", async () => {
    const {panel} = treatedDesk({traders: 3, days: 90, seed: 1, effect: 0});
    const {placebos} = await placebosOf({panel});
    expect(placebos).toHaveLength(6);
    for (const p of placebos) expect([p.status, p.p, p.drawn]).toEqual(["not run", null, []]);
    expect(placebos[0].happened).toContain("states no interventions");
  });

  it("with one trader say which cannot be arranged", async () => {
    const {placebos} = await placebosOf(treatedDesk({traders: 1, days: 200, seed: 1, effect: 0}));
    const status = new Map(placebos.map((p) => [p.id, p.status]));
    expect([status.get("causal.within-day"), status.get("causal.traders")]).toEqual(["not run", "not run"]);
    expect(status.get("causal.shift")).not.toBe("not run");
    expect(placebos.find((p) => p.id === "causal.traders")!.happened).toContain("1 trader ");
  });

  it("measure the real estimate as they measure the draws", () => {
    const desk = treatedDesk({traders: 6, days: 90, seed: 8, effect: 5});
    const sample = sampleOf(desk.panel, desk.interventions);
    const penalties = [0.1];
    const t = realStatistic({...sample, residualY: sample.y, penalties}, sample.treated);
    const rows = Int32Array.from(sample.treated.keys()).filter((i) => sample.treated[i] === 1);
    const {theta, standardError} = placeboEstimates(
      {...sample, residualY: sample.y, penalties},
      {count: 1, rows: () => rows},
    );
    expect(t).toBe(theta[0] / standardError[0]);
  });
});

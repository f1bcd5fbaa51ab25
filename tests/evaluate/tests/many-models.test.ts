import {describe, expect, it} from "vitest";
import {
  dayMeans,
  modelConfidenceSet,
  realityCheck,
  stepM,
  superiorPredictiveAbility,
} from "../../../src/lib/evaluate/index.ts";
import {bootstrapDraws, drawMeans, stream, tTwoSided} from "../../../src/lib/numeric/index.ts";
import {nullDesk, squaredErrors} from "../null-desk.ts";

const losses = (n: number, extra: readonly number[], seed = 1) => {
  const random = stream(seed, "losses");
  const common = Float64Array.from({length: n}, () => random.normal());
  return extra.map((e) => common.map((c) => 5 + c + e + 0.7 * random.normal()));
};
const bootstrap = (seed = 1, draws = 400, kind: "stationary" | "circular" = "stationary") => ({
  random: stream(seed, "draws"),
  draws,
  kind,
});

describe("modelConfidenceSet", () => {
  it.each(["max", "range"] as const)("%s: keeps the best and drops what is clearly worse", (statistic) => {
    const found = modelConfidenceSet(losses(300, [0.5, 0, 0, 1]), {bootstrap: bootstrap(), statistic});
    expect(found.included).toEqual([1, 2]);
    expect(found.order[0].model).toBe(3);
    expect(found.order.at(-1)!.p).toBe(1);
    expect(found.draws).toBe(400);
    expect(found.blockLength).toBeGreaterThanOrEqual(1);
    const ps = found.order.map(({p}) => p);
    expect(ps).toEqual([...ps].sort((a, b) => a - b));
  });

  it("is blind to units, and to the same number added to all losses of a day", () => {
    const models = losses(120, [0.1, 0, 0.05]);
    const random = stream(9, "day");
    const shift = Float64Array.from({length: 120}, () => 10 * random.normal());
    const run = (m: Float64Array[]) =>
      modelConfidenceSet(m, {bootstrap: {...bootstrap(), blockLength: 3}}).order.map(({model, p}) => [model, p]);
    expect(run(models.map((x) => x.map((v) => 1024 * v)))).toEqual(run(models));
    expect(run(models.map((x) => x.map((v, t) => v + shift[t])))).toEqual(run(models));
  });

  it("the small-sample comparison is the tail of Student's t on draws that are normal: p-values rise, the order stays", () => {
    const models = losses(100, [0.2, 0.1, 0]);
    const scheme = () => ({...bootstrap(3, 2000), blockLength: 10});
    const published = modelConfidenceSet(models, {bootstrap: scheme(), smallSample: false});
    const adjusted = modelConfidenceSet(models, {bootstrap: scheme()});
    expect(adjusted.order.map(({model}) => model)).toEqual(published.order.map(({model}) => model));
    published.order.forEach(({p}, k) => {
      expect(adjusted.order[k].p).toBeGreaterThanOrEqual(p);
    });
    expect(adjusted.order[0].p).toBeGreaterThan(published.order[0].p);
    // two models: the pair's t is normal in the draws, so the p-value is that of a two-sided t-test with 9 degrees of freedom
    const pair = models.slice(0, 2);
    const draws = bootstrapDraws(pair, scheme());
    const [a, b] = drawMeans(pair, draws);
    const [ma, mb] = pair.map((x) => x.reduce((s, v) => s + v, 0) / 100);
    const error = Math.sqrt(a.reduce((s, v, k) => s + (v - b[k] - (ma - mb)) ** 2, 0) / 2000);
    const p = modelConfidenceSet(pair, {bootstrap: scheme(), statistic: "range"}).order[0].p;
    expect(Math.abs(p - tTwoSided((ma - mb) / error, 9))).toBeLessThan(0.04);
  });

  it("two models that are one are both in", () => {
    const [x] = losses(50, [0]);
    expect(modelConfidenceSet([x, x], {bootstrap: bootstrap()}).included).toEqual([0, 1]);
    expect(modelConfidenceSet([x, x], {bootstrap: bootstrap(), statistic: "range"}).included).toEqual([0, 1]);
  });

  it("contains the best model in 90 % of samples or more", () => {
    let held = 0;
    const samples = 150;
    for (let k = 0; k < samples; k++) {
      const found = modelConfidenceSet(losses(100, [0, 0, 0.05, 0.3], k), {bootstrap: bootstrap(k, 200)});
      if (found.included.includes(0)) held++;
    }
    expect(held / samples).toBeGreaterThan(0.85);
  });

  it("says what is wrong", () => {
    expect(() => modelConfidenceSet([new Float64Array(5)], {bootstrap: bootstrap()})).toThrow(
      "needed are 2 or more: 1",
    );
    expect(() => modelConfidenceSet([new Float64Array(5), new Float64Array(4)], {bootstrap: bootstrap()})).toThrow(
      "number 1 has 4 of 5 days",
    );
    const odd = [new Float64Array(9), new Float64Array(9).fill(Number.NaN)];
    expect(() => modelConfidenceSet(odd, {bootstrap: bootstrap()})).toThrow("number 1 has NaN on day 0");
    expect(() => modelConfidenceSet(losses(50, [0, 0]), {bootstrap: bootstrap(), size: 10})).toThrow("invalid size");
  });
});

describe("superiorPredictiveAbility", () => {
  it("finds a better model among poor ones; the reality check loses it", () => {
    const [benchmark, good, ...poor] = losses(250, [0, -0.18, ...Array.from({length: 6}, () => 0.4)]);
    // poor models with wild losses widen the unstudentised null
    const wild = poor.map((x, k) => x.map((v, t) => v + ((t + k) % 2 === 0 ? 8 : -8)));
    const spa = superiorPredictiveAbility(benchmark, [good, ...wild], {bootstrap: bootstrap()});
    expect(spa.best).toBe(0);
    expect(spa.consistent).toBeLessThan(0.05);
    expect(spa.lower).toBeLessThanOrEqual(spa.consistent);
    expect(spa.consistent).toBeLessThanOrEqual(spa.upper);
    expect(realityCheck(benchmark, [good, ...wild], bootstrap()).p).toBeGreaterThan(spa.consistent);
    expect(spa.gains[0]).toBeGreaterThan(0);
  });

  it("does not reject when all are worse, nor when a model is the benchmark", () => {
    const [benchmark, ...models] = losses(200, [0, 0.5, 0.6]);
    const spa = superiorPredictiveAbility(benchmark, models, {bootstrap: bootstrap(2, 200, "circular")});
    expect(spa.statistic).toBe(0);
    expect(spa.upper).toBe(1);
    const same = superiorPredictiveAbility(benchmark, [benchmark], {bootstrap: bootstrap()});
    expect([same.statistic, same.lower, same.consistent, same.upper]).toEqual([0, 1, 1, 1]);
    expect(realityCheck(benchmark, [benchmark], bootstrap()).p).toBe(1);
    expect([...stepM(benchmark, [benchmark, models[0]], {bootstrap: bootstrap()}).p]).toEqual([1, 1]);
  });
});

describe("stepM", () => {
  /** Romano and Wolf's (2005) algorithm 4.1 as it stands: reject all beyond the critical value, take them out, again. */
  function slow(benchmark: Float64Array, models: Float64Array[], indices: Int32Array[], size: number): number[] {
    const n = benchmark.length;
    const mean = (x: Float64Array, at: Int32Array) => at.reduce((s, t) => s + x[t], 0) / n;
    const all = Int32Array.from({length: n}, (_, t) => t);
    const gains = models.map((m) => m.map((v, t) => benchmark[t] - v));
    const observed = gains.map((g) => mean(g, all));
    const rejected = new Set<number>();
    for (;;) {
      const left = gains.map((_, k) => k).filter((k) => !rejected.has(k));
      if (left.length === 0) break;
      const maxima = indices.map((at) => Math.max(...left.map((k) => mean(gains[k], at) - observed[k])));
      const critical = maxima.sort((a, b) => a - b)[maxima.length - 1 - Math.floor(size * maxima.length)];
      const more = left.filter((k) => observed[k] > critical && observed[k] > 0);
      if (more.length === 0) break;
      for (const k of more) rejected.add(k);
    }
    return [...rejected].sort((a, b) => a - b);
  }

  it("names the models that Romano and Wolf's own steps name", () => {
    let named = 0;
    for (let seed = 0; seed < 30; seed++) {
      const [benchmark, ...models] = losses(60, [0, -0.6, -0.3, -0.25, 0, 0.3], seed);
      const random = stream(seed, "indices");
      const indices = Array.from({length: 100}, () => Int32Array.from({length: 60}, () => random.integer(60)));
      const found = stepM(benchmark, models, {bootstrap: {indices}, studentised: false, size: 0.1});
      expect(found.superior).toEqual(slow(benchmark, models, indices, 0.1));
      named += found.superior.length;
    }
    expect(named).toBeGreaterThan(30);
  });

  it("p-values rise as statistics fall; studentised needs a block length", () => {
    const [benchmark, ...models] = losses(200, [0, -0.5, -0.2, 0, 0.4]);
    const {p, statistics, superior} = stepM(benchmark, models, {bootstrap: bootstrap()});
    expect(superior).toContain(0);
    expect(superior).not.toContain(3);
    const order = [...statistics.keys()].sort((a, b) => statistics[b] - statistics[a]);
    for (let k = 1; k < order.length; k++) expect(p[order[k]]).toBeGreaterThanOrEqual(p[order[k - 1]]);
    const indices = [Int32Array.from({length: 200}, (_, t) => t)];
    expect(() => stepM(benchmark, models, {bootstrap: {indices}})).toThrow("give it beside the indices");
    expect(() => stepM(benchmark, models, {bootstrap: bootstrap(), size: 0})).toThrow("invalid size");
  });
});

describe("tests over many models, where none is better (tests/long has 500 desks)", () => {
  it("do not reject much more often than they say", () => {
    const count = {spa: 0, realityCheck: 0, stepM: 0};
    const desks = 120;
    for (let seed = 0; seed < desks; seed++) {
      const desk = nullDesk({seed, traders: 4, days: 120, models: 6});
      const [benchmark, ...models] = dayMeans(desk.day, squaredErrors(desk)).means;
      if (superiorPredictiveAbility(benchmark, models, {bootstrap: bootstrap(seed, 200)}).consistent <= 0.05)
        count.spa++;
      if (realityCheck(benchmark, models, bootstrap(seed, 200)).p <= 0.05) count.realityCheck++;
      if (stepM(benchmark, models, {bootstrap: bootstrap(seed, 200)}).superior.length > 0) count.stepM++;
    }
    // three Monte-Carlo standard errors of 2 % above 5 %
    for (const [name, n] of Object.entries(count)) expect(n / desks, name).toBeLessThan(0.11);
  });
});

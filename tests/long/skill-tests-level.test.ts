import {describe, expect, it} from "vitest";
import {
  backtestOverfitting,
  christoffersenTest,
  dayCoverage,
  dayMeans,
  deflateWinner,
  dieboldMariano,
  directionByDay,
  dynamicQuantileTest,
  giacominiWhite,
  groupedMetrics,
  kupiecExactP,
  kupiecTest,
  modelConfidenceSet,
  pesaranTimmermann,
  pesaranTimmermannDynamic,
  probabilisticSharpe,
  realityCheck,
  returnMoments,
  simulateBreaches,
  simulatedTest,
  stepM,
  superiorPredictiveAbility,
} from "../../src/lib/evaluate/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {nullDesk, policyGains, squaredErrors} from "../evaluate/null-desk.ts";

const desks = 500;
const level = 0.05;
/** Three Monte-Carlo standard errors of a share of 5 % over 500 desks. */
const margin = 3 * Math.sqrt((level * (1 - level)) / desks);

/** Share of desks in which each test rejects. */
function rejections(tests: (seed: number) => Record<string, boolean>): Record<string, number> {
  const count: Record<string, number> = {};
  for (let seed = 0; seed < desks; seed++)
    for (const [name, rejected] of Object.entries(tests(seed))) count[name] = (count[name] ?? 0) + (rejected ? 1 : 0);
  const shares = Object.fromEntries(Object.entries(count).map(([name, n]) => [name, n / desks]));
  console.log(
    Object.entries(shares)
      .map(([name, share]) => `${name} ${(100 * share).toFixed(1)} %`)
      .join(", "),
  );
  return shares;
}

describe("tests of skill on 500 desks without any: how often they reject at 5 %", () => {
  it("two forecasts, a panel of 8 traders and 250 days", () => {
    const shares = rejections((seed) => {
      const desk = nullDesk({seed});
      const [a, b] = squaredErrors(desk);
      const [d] = dayMeans(desk.day, [a.map((v, i) => v - b[i])]).means;
      const own = Int32Array.from(desk.day.keys()).filter((i) => desk.trader[i] === 0);
      const [actual, predicted] = [desk.net, desk.predictions[0]].map((x) => Float64Array.from(own, (i) => x[i]));
      return {
        dieboldMariano: dieboldMariano(d, {horizon: 7, variance: "bartlett"})!.p <= level,
        giacominiWhite: giacominiWhite(d)!.p <= level,
        pesaranTimmermann: pesaranTimmermann(actual, predicted)!.p <= level,
        pesaranTimmermannDynamic: pesaranTimmermannDynamic(actual, predicted)!.p <= level,
        directionByDay: directionByDay(desk.day, desk.net, desk.predictions[0])!.p <= level,
      };
    });
    for (const [name, share] of Object.entries(shares))
      expect(Math.abs(share - level), name).toBeLessThan(margin + 0.01);
  });

  it("ten forecasts as good as the benchmark: SPA, reality check, StepM (any named), MCS at 10 % (any dropped)", () => {
    const shares = rejections((seed) => {
      const desk = nullDesk({seed, models: 11});
      const [benchmark, ...models] = dayMeans(desk.day, squaredErrors(desk)).means;
      const bootstrap = () => ({random: stream(seed, "bootstrap"), draws: 500});
      const spa = superiorPredictiveAbility(benchmark, models, {bootstrap: bootstrap()});
      return {
        spaLower: spa.lower <= level,
        spaConsistent: spa.consistent <= level,
        spaUpper: spa.upper <= level,
        realityCheck: realityCheck(benchmark, models, bootstrap()).p <= level,
        stepM: stepM(benchmark, models, {bootstrap: bootstrap(), size: level}).superior.length > 0,
        mcsMax: modelConfidenceSet(models, {bootstrap: bootstrap(), statistic: "max"}).included.length < 10,
        mcsRange: modelConfidenceSet(models, {bootstrap: bootstrap(), statistic: "range"}).included.length < 10,
      };
    });
    const {mcsMax, mcsRange, ...others} = shares;
    for (const [name, share] of Object.entries(others))
      expect(Math.abs(share - level), name).toBeLessThan(margin + 0.01);
    for (const share of [mcsMax, mcsRange]) expect(share).toBeLessThan(0.1 + 3 * Math.sqrt((0.1 * 0.9) / desks));
  });

  it("policies: probabilistic Sharpe of one, deflated Sharpe of the best of 20, PBO", () => {
    let overfitting = 0;
    const shares = rejections((seed) => {
      const gains = policyGains(nullDesk({seed, models: 20}));
      overfitting += backtestOverfitting(gains, {blocks: 8}).probability / desks;
      const winner = deflateWinner(gains);
      return {
        probabilistic: probabilisticSharpe(returnMoments(gains[0])) >= 1 - level,
        winnerNotDeflated: winner.probabilistic >= 1 - level,
        deflated: winner.deflated.probability >= 1 - level,
      };
    });
    expect(Math.abs(shares.probabilistic - level)).toBeLessThan(margin);
    expect(shares.winnerNotDeflated).toBeGreaterThan(0.25); // what deflation is for
    expect(shares.deflated).toBeLessThan(level + margin); // errs on the safe side by construction
    console.log(`mean probability of backtest overfitting ${overfitting.toFixed(3)}`);
    expect(Math.abs(overfitting - 0.5)).toBeLessThan(0.1);
  });
});

describe("value-at-risk backtests on 500 series that are right: how often they reject at 5 %", () => {
  it.each([
    [250, 0.05],
    [1000, 0.05],
    [500, 0.01],
  ])("%i days at %d", (n, tau) => {
    const shares = rejections((seed) => {
      const random = stream(seed, "value at risk", n, String(tau));
      const breach = simulateBreaches(random, n, {coverage: tau, afterBreach: tau});
      const risk = Float64Array.from(breach, () => -1 - 0.3 * random.uniform());
      const test = christoffersenTest(breach, tau);
      const options = () => ({random, draws: 199, alternative: {coverage: 2 * tau, afterBreach: 6 * tau}});
      const breaches = breach.reduce((s, b) => s + b, 0);
      const independence = (b: Uint8Array) => christoffersenTest(b, tau).independence.statistic;
      const conditional = (b: Uint8Array) => christoffersenTest(b, tau).conditional.statistic;
      const dynamic = (b: Uint8Array) => dynamicQuantileTest(b, risk, tau)!.statistic;
      return {
        kupiec: kupiecTest(n, breaches, tau).p <= level,
        kupiecExact: kupiecExactP(n, breaches, tau) <= level,
        independence: test.independence.p <= level,
        independenceSimulated: simulatedTest(breach, independence, "order", options()).p! <= level,
        conditional: test.conditional.p <= level,
        conditionalSimulated: simulatedTest(breach, conditional, tau, options()).p! <= level,
        dynamicQuantile: dynamicQuantileTest(breach, risk, tau)!.p <= level,
        dynamicQuantileSimulated: simulatedTest(breach, dynamic, tau, options()).p! <= level,
      };
    });
    // what is published as the p-value at small n: never more than the level, but for Monte-Carlo error
    for (const name of ["kupiecExact", "independenceSimulated", "conditionalSimulated", "dynamicQuantileSimulated"])
      expect(shares[name], name).toBeLessThan(level + margin);
    expect(shares.dynamicQuantileSimulated).toBeGreaterThan(level - margin); // almost continuous
    if (n * tau >= 50) expect(Math.abs(shares.kupiec - level)).toBeLessThan(margin);
  });

  it("a panel whose traders breach together", () => {
    const traders = 10;
    const shares = rejections((seed) => {
      const random = stream(seed, "together");
      const day = Int32Array.from({length: 500 * traders}, (_, i) => Math.floor(i / traders));
      const factor = Float64Array.from({length: 500}, () => random.normal());
      const breach = day.map((d) => (0.8 * factor[d] + 0.6 * random.normal() < -1.6448536269514722 ? 1 : 0));
      const breaches = breach.reduce((s, b) => s + b, 0);
      return {
        dayCoverage: dayCoverage(day, breach, 0.05)!.p <= level,
        kupiecOnRows: kupiecTest(breach.length, breaches, 0.05).p <= level,
      };
    });
    expect(Math.abs(shares.dayCoverage - level)).toBeLessThan(margin + 0.02);
    expect(shares.kupiecOnRows).toBeGreaterThan(0.3);
  });
});

describe("intervals of grouped metrics on 500 desks", () => {
  it("hit rate's and rmse's difference to an equally bad rule hold 0 in 95 %", () => {
    const shares = rejections((seed) => {
      const desk = nullDesk({seed, models: 2});
      const [value, rule] = desk.predictions;
      const [total] = groupedMetrics({
        signal: {kind: "net", level: null},
        rows: {day: desk.day, value, target: desk.net, baselines: [{name: "rule", label: "Rule", values: rule}]},
        by: [],
        random: stream(seed, "draws"),
        draws: 300,
      });
      const metric = (name: string) => total.metrics.find((m) => m.metric === name)!;
      const outside = (interval: readonly [number, number], truth: number) =>
        truth < interval[0] || truth > interval[1];
      return {
        rmse: outside(metric("rmse").differenceInterval!, 0),
        mae: outside(metric("mae").differenceInterval!, 0),
        hitRate: outside(metric("hit_rate").interval!, 0.5),
        spearman: outside(metric("spearman").interval!, 0),
      };
    });
    for (const [name, share] of Object.entries(shares))
      expect(Math.abs(share - level), name).toBeLessThan(margin + 0.01);
  });
});

import {describe, expect, it} from "vitest";
import {residualsWithin} from "../../src/lib/causal/designs/trader-effects.ts";
import {loadDesign} from "../../src/lib/causal/index.ts";
import type {Learner, Model} from "../../src/lib/models/index.ts";
import {float64, int32, stream, table} from "../../src/lib/numeric/index.ts";
import {contextOf, interventionsOf} from "./designs-context.ts";
import {quickLinear} from "./quick-learners.ts";

describe("residualsWithin", () => {
  const random = stream(1, "residuals within");
  const n = 60;
  const group = Int32Array.from({length: n}, (_, i) => i % 3);
  const [a, b, y] = [0, 1, 2].map(() => Float64Array.from({length: n}, () => random.normal()));

  it("leaves what is orthogonal to a level and to the predictors in each group: least squares, by its normal equations", () => {
    const [rest] = residualsWithin([y], [a, b], group);
    for (const g of [0, 1, 2])
      for (const column of [a.map(() => 1), a, b]) {
        const product = rest.reduce((sum, r, i) => sum + (group[i] === g ? r * column[i] : 0), 0);
        expect(product).toBeCloseTo(0, 10);
      }
    // what was taken out is a level and the predictors: a sum of them, another in each group, has no residual
    const made = y.map((_, i) => group[i] + (1 + group[i]) * a[i] - 3 * b[i]);
    for (const r of residualsWithin([made], [a, b], group)[0]) expect(r).toBeCloseTo(0, 10);
  });

  it("leaves out a predictor that says nothing new", () => {
    const twice = a.map((v) => 2 * v - 1);
    const constant = a.map(() => 7);
    const [alone] = residualsWithin([y], [a], group);
    const [beside] = residualsWithin([y], [a, twice, constant], group);
    beside.forEach((r, i) => {
      expect(r).toBeCloseTo(alone[i], 10);
    });
  });
});

describe("trader by trader", () => {
  /** Half of the traders are limited on low days, half nearly at random, a quarter of each never: x moves P&L, and the limit adds 5. */
  const desk = () => {
    const [traders, days] = [16, 240];
    const random = stream(2, "two rules");
    const trader = Int32Array.from({length: traders * days}, (_, i) => Math.floor(i / days));
    const day = Int32Array.from(trader, (_, i) => i % days);
    const x = Float64Array.from(trader, () => random.normal());
    const chance = x.map((v, i) =>
      trader[i] % 4 === 3 ? 0 : 1 / (1 + Math.exp(1.2 + (trader[i] < 8 ? 1.2 : 0.1) * v)),
    );
    const limited = chance.map((p) => (random.uniform() < p ? 1 : 0));
    const net = x.map((v, i) => 8 * v + 5 * limited[i] + 10 * random.normal());
    const panel = table({trader, day, net, x});
    const interventions = interventionsOf(
      panel,
      limited.map((d) => (d === 1 ? 0.5 : Number.NaN)),
    );
    return {panel, interventions, truth: {effect: x.map(() => 5), propensity: chance}};
  };

  it("finds each one's effect where traders follow different rules and what is expected of P&L is poorly known", async () => {
    const {panel, interventions, truth} = desk();
    // predicts nothing but the mean: all that is adjusted for comes from the chance of a limit, whose slope is one for all
    const mean: Learner = {
      ...quickLinear,
      fit: (_, y) => {
        const level = y.reduce((sum, v) => sum + v, 0) / y.length;
        return {predict: ({rows}) => new Float64Array(rows).fill(level)} as Model;
      },
    };
    const context = contextOf(panel, interventions, {truth});
    const report = (await loadDesign("by-trader")).run({
      ...context,
      learners: {...context.learners, outcome: mean},
      estimateOnly: true,
    });
    if (report.status !== "estimated") throw new Error(report.reason);
    const {rows} = report.figures.traders!;
    expect(rows).toHaveLength(12);
    const off = rows.map((r) => (r.raw - r.truth!) / r.standardError);
    expect(Math.abs(off.reduce((sum, z) => sum + z, 0)) / Math.sqrt(12)).toBeLessThan(2.5); // a sum of 12 normal draws
    expect(off.filter((z) => Math.abs(z) > 1.97).length).toBeLessThanOrEqual(2);
    expect(Math.abs(report.estimate.value - 5)).toBeLessThan(2.5 * report.estimate.standardError);
  });

  it("leaves out a trader with too few limits, or too few days without one, and says which", async () => {
    const {panel, interventions} = desk();
    const [trader, day] = [int32(interventions, "trader"), int32(interventions, "day")];
    const multiplier = float64(interventions, "multiplier");
    // trader 1 keeps his first five limits; trader 0 is limited on nearly every day
    const seen = {count: 0};
    const kept = [...trader.keys()].filter((k) => trader[k] !== 0 && (trader[k] !== 1 || seen.count++ < 5));
    const all = Array.from({length: 235}, (_, d) => d);
    const changed = table({
      trader: Int32Array.from([...kept.map((k) => trader[k]), ...all.map(() => 0)]),
      day: Int32Array.from([...kept.map((k) => day[k]), ...all]),
      multiplier: Float64Array.from([...kept.map((k) => multiplier[k]), ...all.map(() => 0.5)]),
    });
    const report = (await loadDesign("by-trader")).run(contextOf(panel, changed, {estimateOnly: true}));
    if (report.status !== "estimated") throw new Error(report.reason);
    expect(report.figures.traders!.leftOut.map((l) => [l.trader, l.reason])).toEqual([
      [0, "5 days without a limit; 10 are needed"],
      [1, "4 limits; 10 are needed"],
    ]);
  });
});

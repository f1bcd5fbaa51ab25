import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  aggregateOverTime,
  exponentialWeights,
  fixedRate,
  fixedRateBound,
  movingRateBound,
} from "../../src/lib/models/ensemble/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";

/** What the forecaster lost beyond the best expert, from its weights and the losses alone. */
function regretOf(losses: readonly Float64Array[], weights: readonly Float64Array[]): number {
  let mixed = 0;
  for (let t = 0; t < losses[0].length; t++)
    losses.forEach((loss, k) => {
      mixed += weights[k][t] * loss[t];
    });
  return mixed - Math.min(...losses.map((loss) => loss.reduce((s, v) => s + v, 0)));
}

/** Any losses in [0, 1], the extremes often. */
const anyLosses = fc
  .record({experts: fc.integer({min: 2, max: 6}), rounds: fc.integer({min: 1, max: 60})})
  .chain(({experts, rounds}) => {
    const loss = fc.oneof(fc.constant(0), fc.constant(1), fc.double({min: 0, max: 1, noNaN: true}));
    return fc.array(fc.array(loss, {minLength: rounds, maxLength: rounds}), {minLength: experts, maxLength: experts});
  })
  .map((series) => series.map((values) => Float64Array.from(values)));

describe("exponential weights", () => {
  it("never regret more than √(T/2 · ln N), whatever the losses (Cesa-Bianchi and Lugosi 2006, theorem 2.2)", () => {
    fc.assert(
      fc.property(anyLosses, (losses) => {
        const [n, rounds] = [losses.length, losses[0].length];
        const rate = fixedRate(n, rounds);
        const regret = regretOf(losses, exponentialWeights(losses, rate));
        expect(regret).toBeLessThanOrEqual(Math.sqrt((rounds / 2) * Math.log(n)) + 1e-9);
        expect(fixedRateBound(n, rounds, rate)).toBeCloseTo(Math.sqrt((rounds / 2) * Math.log(n)), 9);
      }),
      {numRuns: 500},
    );
  });

  it("nor, at any rate, more than ln N / η + η T / 8; at the moving rate no more than theorem 2.3 says", () => {
    fc.assert(
      fc.property(anyLosses, fc.double({min: 0.01, max: 20, noNaN: true}), (losses, rate) => {
        const [n, rounds] = [losses.length, losses[0].length];
        expect(regretOf(losses, exponentialWeights(losses, rate))).toBeLessThanOrEqual(
          Math.log(n) / rate + (rate * rounds) / 8 + 1e-9,
        );
        expect(regretOf(losses, exponentialWeights(losses, "moving"))).toBeLessThanOrEqual(
          2 * Math.sqrt((rounds / 2) * Math.log(n)) + Math.sqrt(Math.log(n) / 8) + 1e-9,
        );
      }),
      {numRuns: 500},
    );
  });

  it("come near the bound where the losses are made against them (so the bound is not loose)", () => {
    const rounds = 1000;
    const rate = fixedRate(2, rounds);
    const losses = [new Float64Array(rounds), new Float64Array(rounds)];
    for (let t = 0; t < rounds; t++) {
      const [a, b] = exponentialWeights(
        losses.map((loss) => loss.subarray(0, t + 1)),
        rate,
      ).map((w) => w[t]);
      losses[a >= b ? 0 : 1][t] = 1; // whoever has more weight errs
    }
    const regret = regretOf(losses, exponentialWeights(losses, rate));
    expect(regret).toBeGreaterThan(0.3 * fixedRateBound(2, rounds, rate));
  });

  it("are proportional to exp(−η · loss so far), and equal at first", () => {
    const losses = [Float64Array.of(0.5, 1, 0), Float64Array.of(0.25, 0, 1)];
    const [a, b] = exponentialWeights(losses, 2);
    expect([a[0], b[0]]).toEqual([0.5, 0.5]);
    expect(a[1] / b[1]).toBeCloseTo(Math.exp(-2 * 0.25), 12);
    expect(a[2] / b[2]).toBeCloseTo(Math.exp(-2 * 1.25), 12);
    const [c] = exponentialWeights([Float64Array.of(0.5, 0), Float64Array.of(0, 0)], "moving");
    expect(c[1] / (1 - c[1])).toBeCloseTo(Math.exp(-Math.sqrt((8 * Math.log(2)) / 2) * 0.5), 12);
    const huge = exponentialWeights([new Float64Array(3).fill(1e6), new Float64Array(3)], 10);
    expect([huge[0][2], huge[1][2]]).toEqual([0, 1]);
    expect(movingRateBound(1, 100)).toBe(0);
    expect(fixedRateBound(1, 100, 1)).toBe(0);
  });
});

describe("aggregation over time", () => {
  /** Two experts; the better one changes in the middle. */
  function desk(days: number, rowsPerDay: number) {
    const random = stream(2, "aggregate");
    const day = Int32Array.from({length: days * rowsPerDay}, (_, i) => Math.floor(i / rowsPerDay));
    const y = Float64Array.from(day, () => random.uniform());
    const good = y.map((v) => Math.max(0, Math.min(1, v + 0.1 * random.normal())));
    const bad = y.map(() => random.uniform());
    const first = y.map((_, i) => (day[i] < days / 2 ? good[i] : bad[i]));
    const second = y.map((_, i) => (day[i] < days / 4 ? bad[i] : good[i]));
    return {day, y, predictions: [first, second]};
  }

  it("states its regret and a bound that holds; exp-concave squared error regrets no more than 2 ln N", () => {
    const {day, y, predictions} = desk(300, 5);
    const moving = aggregateOverTime(predictions, y, day, {lossLimit: 1});
    expect(moving.regret).toBeLessThanOrEqual(moving.bound);
    expect(moving.bound).toBeCloseTo(2 * Math.sqrt(150 * Math.log(2)) + Math.sqrt(Math.log(2) / 8), 12);
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({min: 2, max: 5}), fc.integer({min: 1, max: 4}), (seed, n, rowsPerDay) => {
        const random = stream(seed, "exp-concave");
        const days = Int32Array.from({length: 40 * rowsPerDay}, (_, i) => Math.floor(i / rowsPerDay));
        const extreme = () => (random.uniform() < 0.5 ? random.integer(2) : random.uniform());
        const series = Array.from({length: n}, () => Float64Array.from(days, extreme));
        const target = Float64Array.from(days, extreme);
        const {prediction} = aggregateOverTime(series, target, days, {lossLimit: 1, rate: 0.5});
        const loss = (f: Float64Array) => target.reduce((sum, v, i) => sum + (v - f[i]) ** 2, 0) / rowsPerDay;
        expect(loss(prediction) - Math.min(...series.map(loss))).toBeLessThanOrEqual(2 * Math.log(n) + 1e-9);
      }),
      {numRuns: 200},
    );
  });

  it("weighs a day by earlier days only: rewriting the future moves nothing before it", () => {
    const {day, y, predictions} = desk(60, 3);
    const before = aggregateOverTime(predictions, y, day, {lossLimit: 1});
    const cut = 30;
    const spoil = (series: Float64Array) => series.map((v, i) => (day[i] >= cut ? 1 - v * v : v));
    const after = aggregateOverTime(predictions, spoil(y), day, {lossLimit: 1});
    day.forEach((d, i) => {
      if (d <= cut) expect(after.prediction[i]).toBe(before.prediction[i]);
    });
    expect(after.weights[0][cut + 5]).not.toBe(before.weights[0][cut + 5]);
  });

  it("follows the better expert, whatever the order of the rows", () => {
    const {day, y, predictions} = desk(200, 4);
    const {weights, prediction, days} = aggregateOverTime(predictions, y, day, {lossLimit: 1, rate: 1});
    expect(days).toHaveLength(200);
    expect(weights[0][49]).toBeGreaterThan(0.9);
    expect(weights[1][199]).toBeGreaterThan(0.9);
    const order = Array.from(day.keys()).reverse();
    const turned = (series: Float64Array) => Float64Array.from(order, (i) => series[i]);
    const again = aggregateOverTime(
      predictions.map(turned),
      turned(y),
      Int32Array.from(order, (i) => day[i]),
      {lossLimit: 1, rate: 1},
    );
    again.prediction.forEach((v, k) => {
      expect(v).toBeCloseTo(prediction[order[k]], 12);
    });
  });

  it("limits losses, does other tasks, and one expert", () => {
    const day = Int32Array.of(0, 1);
    const y = Float64Array.of(0, 0);
    const wild = aggregateOverTime([Float64Array.of(1000, 0), Float64Array.of(0, 0)], y, day, {lossLimit: 1, rate: 1});
    expect(wild.weights[0][1] / wild.weights[1][1]).toBeCloseTo(Math.exp(-1), 12);
    const task = {kind: "quantile", level: 0.1} as const;
    const tail = aggregateOverTime([Float64Array.of(1, 0), Float64Array.of(-1, 0)], y, day, {
      task,
      lossLimit: 1,
      rate: 1,
    });
    expect(tail.weights[0][1] / tail.weights[1][1]).toBeCloseTo(Math.exp(-0.9 + 0.1), 12);
    const alone = aggregateOverTime([Float64Array.of(3, 4)], y, day, {lossLimit: 1});
    expect([...alone.prediction]).toEqual([3, 4]);
    expect([alone.regret, alone.bound]).toEqual([0, 0]);
  });

  it("refuses what it cannot use", () => {
    const [y, day] = [Float64Array.of(1, 2), Int32Array.of(0, 1)];
    expect(() => aggregateOverTime([], y, day, {lossLimit: 1})).toThrow("there are no series to aggregate");
    expect(() => aggregateOverTime([y], y, day, {lossLimit: 0})).toThrow(
      "invalid lossLimit; not above 0 and finite: 0",
    );
    expect(() => aggregateOverTime([y], y, day, {lossLimit: 1, rate: -1})).toThrow("invalid rate");
    expect(() => aggregateOverTime([y], y, Int32Array.of(0), {lossLimit: 1})).toThrow("invalid days; 1 for 2 rows");
    expect(() => aggregateOverTime([y.subarray(1)], y, day, {lossLimit: 1})).toThrow(
      "invalid predictions of expert 0; 1 values for 2 rows",
    );
    expect(() => aggregateOverTime([y], Float64Array.of(1, Number.NaN), day, {lossLimit: 1})).toThrow(
      "invalid target; not finite in row 1: NaN",
    );
  });
});

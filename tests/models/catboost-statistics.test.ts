import {describe, expect, it} from "vitest";
import {trainingFeatures} from "../../src/lib/models/catboost/features.ts";
import {type RowOrder, randomOrder, timeOrder} from "../../src/lib/models/catboost/order.ts";
import {catboostSettings} from "../../src/lib/models/catboost/settings.ts";
import {orderedCounts} from "../../src/lib/models/catboost/target-statistics.ts";
import {fromJSON, learner} from "../../src/lib/models/catboost.ts";
import type {Design} from "../../src/lib/models/learner.ts";
import {stream} from "../../src/lib/numeric/index.ts";

const settings = {learningRate: 0.05, randomStrength: 0, earlyStoppingRounds: 0, oneHotMaxSize: 0};
const trained = (x: Design, y: Float64Array, days: Int32Array, more = {}) =>
  learner.fit(x, y, {days, random: stream(1, "statistics"), settings: {...settings, ...more}});
const eachItsDay = (n: number) => Int32Array.from({length: n}, (_, i) => i);
const mse = (a: Float64Array, b: Float64Array) => a.reduce((sum, v, i) => sum + (v - b[i]) ** 2, 0) / a.length;

function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const mean = (v: ArrayLike<number>) => Array.from(v).reduce((s, x) => s + x, 0) / v.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - ma) * (b[i] - mb);
    aa += (a[i] - ma) ** 2;
    bb += (b[i] - mb) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}

describe("ordered target statistics", () => {
  it("count rows of the level before the row, none of its own day, by hand", () => {
    const codes = Int32Array.of(0, 1, 0, 0, 1, 0);
    const target = Uint8Array.of(1, 0, 1, 0, 1, 1);
    const days = Int32Array.of(3, 1, 1, 2, 2, 2);
    const {ones, total} = orderedCounts(codes, target, timeOrder(days));
    // day 1: rows 1 and 2; day 2: 3, 4, 5; day 3: 0
    expect([...ones]).toEqual([2, 0, 0, 1, 0, 1]);
    expect([...total]).toEqual([3, 0, 0, 1, 1, 1]);
  });

  it("do not change with the target of the row itself nor of any later one, in time or in a permutation", () => {
    const random = stream(2, "ordered");
    const n = 60;
    const codes = Int32Array.from({length: n}, () => random.integer(4));
    const target = Uint8Array.from({length: n}, () => random.integer(2));
    const days = Int32Array.from({length: n}, (_, i) => Math.floor(i / 3));
    for (const order of [timeOrder(days), randomOrder(n, random)] as RowOrder[]) {
      const before = orderedCounts(codes, target, order);
      for (let g = 0; g + 1 < order.cuts.length; g++) {
        const changed = target.slice();
        for (let p = order.cuts[g]; p < n; p++) changed[order.rows[p]] ^= 1;
        const after = orderedCounts(codes, changed, order);
        for (let p = 0; p < order.cuts[g + 1]; p++) expect(after.ones[order.rows[p]]).toBe(before.ones[order.rows[p]]);
      }
    }
  });

  it("have values (ones + a·p) / (total + a), and the whole window's at prediction", () => {
    const x: Design = {
      rows: 6,
      names: ["c"],
      columns: [Float64Array.of(0, 0, 1, 0, 1, Number.NaN)],
      levels: {c: ["u", "v"]},
    };
    const target = Uint8Array.of(1, 0, 1, 1, 0, 0);
    const order = timeOrder(eachItsDay(6));
    const {ordered, statistics} = trainingFeatures(
      x,
      target,
      [order],
      catboostSettings({...settings, priorStrength: 2}),
    );
    // p = ½, so (ones + 1) / (total + 2)
    expect([...ordered[0][0]]).toEqual([0.5, 2 / 3, 0.5, 0.5, 2 / 3, 0.5].map(Math.fround));
    expect([...statistics[0].table.rows.values()]).toEqual([
      [1, 2], // u: one below, two above
      [1, 1],
      [1, 0], // missing is a level of its own
    ]);
    expect([statistics[0].priorNumerator, statistics[0].priorDenominator]).toEqual([1, 2]);
  });

  it("do not leak a level that is new in each row; the greedy statistic gives the target away (the paper's section 3.2)", () => {
    const random = stream(4, "unique");
    const n = 400;
    const y = Float64Array.from({length: n}, () => random.integer(2));
    const names = Array.from({length: n}, (_, i) => `id ${i}`);
    const days = eachItsDay(n);
    const p = y.reduce((a, b) => a + b, 0) / n;
    const greedy: Design = {rows: n, names: ["c"], columns: [y.map((v) => (v + 10 * p) / 11)]};
    const task = {kind: "probability"} as const;
    const leaking = learner.fit(greedy, y, {
      days,
      random: stream(1),
      task,
      settings: {...settings, iterations: 100, learningRate: 1},
    });
    const accuracy = leaking.predict(greedy).reduce((sum, q, i) => sum + Number(q > 0.5 === (y[i] === 1)), 0) / n;
    expect(accuracy).toBe(1); // in training; new ids all have the prior, so one prediction for all
    const fresh = leaking.predict({rows: 1, names: ["c"], columns: [Float64Array.of(p)]});
    expect(Math.abs(fresh[0] - p)).toBeGreaterThan(0.3); // and that one is far off
    const x: Design = {
      rows: n,
      names: ["c"],
      columns: [Float64Array.from({length: n}, (_, i) => i)],
      levels: {c: names},
    };
    for (const hasTime of ["yes", "no"]) {
      const model = learner.fit(x, y, {days, random: stream(1), task, settings: {...settings, hasTime}});
      for (const q of model.predict(x)) expect(q).toBeCloseTo(p, 10); // there is nothing to learn, and nothing is learnt
    }
  });

  it("of pure noise with many levels: greedy ones fit training rows and lose on new ones, ordered ones do neither", () => {
    const random = stream(6, "noise");
    const [n, levels] = [3000, 400];
    const draw = () => {
      const signal = Float64Array.from({length: n}, () => random.normal());
      const noise = Float64Array.from({length: n}, () => random.integer(levels));
      const y = signal.map((v) => 0.5 * v + random.normal());
      return {signal, noise, y};
    };
    const [train, test] = [draw(), draw()];
    const days = eachItsDay(n);
    const names = Array.from({length: levels}, (_, k) => `level ${k}`);
    const categorical = ({signal, noise}: typeof train): Design => ({
      rows: n,
      names: ["signal", "noise"],
      columns: [signal, noise],
      levels: {noise: names},
    });
    const median = train.y.slice().sort()[n / 2];
    const [ones, total] = [new Float64Array(levels), new Float64Array(levels)];
    train.noise.forEach((level, i) => {
      ones[level] += Number(train.y[i] > median);
      total[level]++;
    });
    const statistic = ({noise}: typeof train) => noise.map((level) => (ones[level] + 0.5) / (total[level] + 1));
    const greedy = (d: typeof train): Design => ({
      rows: n,
      names: ["signal", "noise"],
      columns: [d.signal, statistic(d)],
    });
    const alone = ({signal}: typeof train): Design => ({rows: n, names: ["signal"], columns: [signal]});
    const losses = (design: (d: typeof train) => Design) => {
      const model = trained(design(train), train.y, days, {priorStrength: 1});
      return {train: mse(model.predict(design(train)), train.y), test: mse(model.predict(design(test)), test.y)};
    };
    const [without, leaking, ordered] = [losses(alone), losses(greedy), losses(categorical)];
    expect(leaking.train).toBeLessThan(0.95 * without.train);
    expect(leaking.test).toBeGreaterThan(1.03 * without.test);
    expect(ordered.test).toBeLessThan(1.01 * without.test);
    // the cause: what the statistic says of the target in training it does not say of new rows
    expect(correlation(statistic(train), train.y)).toBeGreaterThan(0.25);
    expect(Math.abs(correlation(statistic(test), test.y))).toBeLessThan(0.06);
    const target = Uint8Array.from(train.y, (v) => Number(v > median));
    const settingsOfOne = catboostSettings({...settings, priorStrength: 1});
    const own = trainingFeatures(categorical(train), target, [timeOrder(days)], settingsOfOne).ordered[0][0];
    expect(Math.abs(correlation(own, train.y))).toBeLessThan(0.06);
  });

  it.each(["yes", "no"])(
    "learn what a level says of the target (hasTime %s), also after writing and reading",
    (hasTime) => {
      const random = stream(8, "effect");
      const [n, levels] = [2000, 12];
      const names = Array.from({length: levels}, (_, k) => `trader ${k}`);
      const effect = names.map((_, k) => (k - 5.5) / 4);
      const codes = Float64Array.from({length: n}, () => random.integer(levels));
      const y = codes.map((k) => effect[k] + random.normal());
      const x: Design = {rows: n, names: ["trader"], columns: [codes], levels: {trader: names}};
      for (const boostingType of ["plain", "ordered"]) {
        const model = trained(x, y, eachItsDay(n), {hasTime, boostingType});
        const other: Design = {
          rows: levels + 2,
          names: ["trader"],
          columns: [Float64Array.from([...names.keys(), levels, Number.NaN])],
          levels: {trader: [...names].reverse().concat("new")},
        };
        const predicted = model.predict(other);
        names.forEach((_, k) => {
          expect(predicted[levels - 1 - k]).toBeCloseTo(effect[k], 0);
        });
        expect(predicted[levels]).toBe(predicted[levels + 1]); // a level not seen in training counts as missing
        expect(Math.abs(predicted[levels])).toBeLessThan(0.5); // the prior
        const again = fromJSON(JSON.parse(JSON.stringify(model.toJSON())));
        expect([...again.predict(other)]).toEqual([...predicted]);
        const {base, columns} = model.explain!(other);
        expect(base + columns[0][0]).toBeCloseTo(predicted[0], 10);
      }
    },
  );
});

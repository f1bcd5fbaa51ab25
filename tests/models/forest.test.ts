import {describe, expect, it} from "vitest";
import {bagWeights, forestSettings, prepareForest} from "../../src/lib/models/forest/index.ts";
import {fromJSON, learner} from "../../src/lib/models/forest.ts";
import type {Design, FitOptions, Settings, Task} from "../../src/lib/models/index.ts";
import {predictMargin} from "../../src/lib/models/trees/predict.ts";
import {stream} from "../../src/lib/numeric/index.ts";

const design = (columns: Record<string, ArrayLike<number>>): Design => ({
  rows: Object.values(columns)[0].length,
  names: Object.keys(columns),
  columns: Object.values(columns).map((c) => Float64Array.from(c)),
});

/** A step in `signal`, which no straight line fits, and noise. */
function step(rows: number, seed = 1) {
  const random = stream(seed, "forest test");
  const draw = () => Float64Array.from({length: rows}, () => random.normal());
  const signal = draw();
  const y = signal.map((s) => (Math.abs(s) > 0.7 ? 10 : 0) + random.normal());
  return {x: design({noise: draw(), more: draw(), signal}), y, days: Int32Array.from({length: rows}, (_, i) => i)};
}

const options = (days: Int32Array, settings?: Settings, more: Partial<FitOptions> = {}): FitOptions => ({
  days,
  random: stream(3, "fit"),
  ...(settings ? {settings} : {}),
  ...more,
});

/** The seed that a fit with `options` draws, so that tests can see its bags. */
const seed = stream(3, "fit").uint32();

function bags(x: Design, y: Float64Array, days: Int32Array, settings: Settings, task: Task = {kind: "mean"}) {
  const all = forestSettings(settings);
  const {plan} = prepareForest(x, y, new Float64Array(y.length).fill(1), {days, seed, task, settings: all});
  return bagWeights(
    plan,
    Array.from({length: all.trees}, (_, t) => t),
  );
}

const treeAlone = (model: ReturnType<typeof learner.fit>, t: number, x: Design) =>
  predictMargin({...model.ensemble, trees: [model.ensemble.trees[t]]}, x);

describe("random forest", () => {
  it("finds what no line can, and says which feature did it", () => {
    const {x, y, days} = step(400);
    const fresh = step(300, 2);
    const model = learner.fit(x, y, options(days));
    const prediction = model.predict(fresh.x);
    const mean = y.reduce((a, b) => a + b, 0) / y.length;
    let loss = 0;
    let naive = 0;
    fresh.y.forEach((v, i) => {
      loss += (v - prediction[i]) ** 2;
      naive += (v - mean) ** 2;
    });
    expect(loss).toBeLessThan(0.35 * naive);
    const {weights, rowsUsed, chosen} = model.summary();
    expect(weights.signal).toBeGreaterThan(0.8);
    expect(weights.signal + weights.noise + weights.more).toBeCloseTo(1, 12);
    expect(rowsUsed).toBe(400);
    expect(chosen).toEqual({
      trees: 100,
      depth: 6,
      minLeaf: 30,
      featureShare: 1 / 3,
      outOfBagLoss: model.outOfBag!.loss,
    });
  });

  it("is the same forest from the same stream, and another from another", () => {
    const {x, y, days} = step(200);
    const a = learner.fit(x, y, options(days)).toJSON();
    expect(learner.fit(x, y, options(days)).toJSON()).toEqual(a);
    expect(learner.fit(x, y, {days, random: stream(4, "fit")}).toJSON()).not.toEqual(a);
  });

  it("does not depend on the order in which levels are listed, nor on the scale of weights", () => {
    const {x, y, days} = step(300);
    const code = y.map((_, i) => (i * 7) % 3);
    const listed = (order: number[], levels: string[]): Design => ({
      ...x,
      names: [...x.names, "trader"],
      columns: [...x.columns, code.map((c) => order[c])],
      levels: {trader: levels},
    });
    const a = learner.fit(listed([0, 1, 2], ["ada", "bob", "cy"]), y, options(days));
    const b = learner.fit(listed([2, 0, 3], ["bob", "nobody", "ada", "cy"]), y, options(days));
    expect(b.toJSON()).toEqual(a.toJSON());
    const three = new Float64Array(y.length).fill(3);
    expect(learner.fit(x, y, options(days, {}, {weights: three})).toJSON()).toEqual(
      learner.fit(x, y, options(days)).toJSON(),
    );
  });

  it("survives saving: the same predictions, bit for bit, for every task", () => {
    const {x, y, days} = step(200);
    const binary = y.map((v) => Number(v > 5));
    for (const [task, target] of [
      [{kind: "mean"}, y],
      [{kind: "probability"}, binary],
      [{kind: "quantile", level: 0.2}, y],
    ] as [Task, Float64Array][]) {
      const model = learner.fit(x, target, options(days, {trees: 20, minLeaf: 5}, {task}));
      const saved = JSON.stringify(model.toJSON());
      expect(saved).not.toMatch(/null,null|NaN|Infinity/);
      const loaded = fromJSON(JSON.parse(saved));
      expect(loaded.predict(x)).toEqual(model.predict(x));
      expect(loaded.summary()).toEqual(model.summary());
      expect(JSON.stringify(loaded.toJSON())).toBe(saved);
    }
  });

  it("explains each prediction: contributions and base add up to it", () => {
    const {x, y, days} = step(200);
    const model = learner.fit(x, y, options(days, {trees: 20, minLeaf: 5}));
    const {base, columns} = model.explain!(x);
    model.predict(x).forEach((v, i) => {
      expect(columns.reduce((sum, column) => sum + column[i], base)).toBeCloseTo(v, 9);
    });
    const task = {kind: "quantile", level: 0.5} as const;
    expect(learner.fit(x, y, options(days, {trees: 2}, {task})).explain).toBeUndefined();
  });
});

describe("out-of-bag error", () => {
  it("is that of the trees that did not draw the row, counted here by hand", () => {
    const {x, y, days} = step(80);
    for (const [task, target] of [
      [{kind: "mean"}, y],
      [{kind: "probability"}, y.map((v) => Number(v > 5))],
    ] as [Task, Float64Array][]) {
      const settings = {trees: 6, minLeaf: 5};
      const model = learner.fit(x, target, options(days, settings, {task}));
      const bag = bags(x, target, days, settings);
      const trees = bag.map((_, t) => treeAlone(model, t, x));
      let sum = 0;
      let rows = 0;
      target.forEach((v, i) => {
        const out = trees.filter((_, t) => bag[t][i] === 0).map((prediction) => prediction[i]);
        if (out.length === 0) return;
        const mean = out.reduce((s, p) => s + p, 0) / out.length;
        rows++;
        if (task.kind === "mean") sum += (v - mean) ** 2;
        else sum -= Math.log(Math.min(1 - 1e-15, Math.max(1e-15, v === 1 ? mean : 1 - mean)));
      });
      expect(rows).toBeLessThan(80); // a row that every tree drew is left out
      expect(model.outOfBag!.rows).toBe(rows);
      expect(model.outOfBag!.loss).toBeCloseTo(sum / rows, 10);
    }
  });

  it("foretells the error on fresh rows where rows are independent", () => {
    const {x, y, days} = step(1500);
    const fresh = step(4000, 2);
    const model = learner.fit(x, y, options(days));
    const prediction = model.predict(fresh.x);
    const loss = fresh.y.reduce((sum, v, i) => sum + (v - prediction[i]) ** 2, 0) / 4000;
    expect(model.outOfBag!.loss / loss).toBeGreaterThan(0.9);
    expect(model.outOfBag!.loss / loss).toBeLessThan(1.1);
  });

  it("is honest with days drawn where the rows of a day move together; with rows drawn it is not", () => {
    const random = stream(4, "days");
    const day = Int32Array.from({length: 1200}, (_, i) => Math.floor(i / 20));
    const shock = Float64Array.from({length: 60}, () => random.normal());
    const market = Float64Array.from({length: 60}, () => random.normal()); // names the day, and says nothing of other days
    const y = Float64Array.from(day, (d) => shock[d] + 0.2 * random.normal());
    const x = design({market: Float64Array.from(day, (d) => market[d]), own: y.map(() => random.normal())});
    const run = (drawn: string) => learner.fit(x, y, options(day, {drawn, featureShare: 1, minLeaf: 5, bins: 255}));
    expect(run("rows").outOfBag!.loss).toBeLessThan(0.6);
    expect(run("days").outOfBag!.loss).toBeGreaterThan(0.9); // the shocks' variance is 1
    for (const bag of bags(x, y, day, {drawn: "days", trees: 5}))
      for (let i = 1; i < 1200; i++) if (day[i] === day[i - 1]) expect(bag[i]).toBe(bag[i - 1]);
  });

  it("is absent where every tree has every row", () => {
    const {x, y, days} = step(100);
    const model = learner.fit(x, y, options(days, {kind: "extremely-randomised", trees: 5}));
    expect(model.outOfBag).toBeNull();
    expect(model.summary().chosen).not.toHaveProperty("outOfBagLoss");
    const half = learner.fit(x, y, options(days, {kind: "extremely-randomised", sampleShare: 0.5, trees: 20}));
    expect(half.outOfBag!.rows).toBe(100);
  });
});

describe("probability forest", () => {
  it("gives calibrated probabilities of a known truth", () => {
    const draw = (rows: number, name: string) => {
      const random = stream(7, name);
      const a = Float64Array.from({length: rows}, () => random.normal());
      const b = Float64Array.from({length: rows}, () => random.normal());
      const truth = a.map((v, i) => 1 / (1 + Math.exp(-1.2 * v - (b[i] > 0 ? 0.8 : -0.8))));
      return {x: design({a, b}), truth, y: truth.map((p) => Number(random.uniform() < p))};
    };
    const train = draw(4000, "train");
    const test = draw(6000, "test");
    const days = Int32Array.from(train.y.keys());
    const model = learner.fit(train.x, train.y, options(days, {featureShare: 1}, {task: {kind: "probability"}}));
    const p = model.predict(test.x);
    expect(Math.min(...p)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...p)).toBeLessThanOrEqual(1);
    const order = Array.from(p.keys()).sort((i, j) => p[i] - p[j]);
    for (let k = 0; k < 10; k++) {
      const tenth = order.slice(k * 600, (k + 1) * 600);
      const mean = (values: Float64Array) => tenth.reduce((sum, i) => sum + values[i], 0) / 600;
      expect(Math.abs(mean(p) - mean(test.truth))).toBeLessThan(0.05);
    }
    expect(model.explain).toBeUndefined();
  });
});

describe("quantile forest", () => {
  it("is Meinshausen's: the weighted quantile of the training targets, with weights counted here by hand", () => {
    /** With a categorical feature, and holes. */
    const widened = ({x, y}: ReturnType<typeof step>): Design => ({
      ...x,
      names: [...x.names, "trader"],
      columns: [
        ...x.columns.map((c) => c.map((v, i) => (i % 5 === 0 ? Number.NaN : v))),
        y.map((v, i) => (i % 7 === 0 ? Number.NaN : v > 5 ? i % 2 : 2)),
      ],
      levels: {trader: ["ada", "bob", "cy"]},
    });
    const {y, days} = step(60);
    const x = widened(step(60));
    const rounded = y.map((v) => Math.round(v)); // ties
    for (const level of [0.05, 0.5, 0.95]) {
      const settings = {trees: 7, minLeaf: 4};
      const task = {kind: "quantile", level} as const;
      const model = learner.fit(x, rounded, options(days, settings, {task}));
      const bag = bags(x, rounded, days, settings);
      const fresh = widened(step(20, 5));
      // A row's leaf, named by what all trees of one leaf value each say: each leaf gets its own number.
      const leafIds = model.ensemble.trees.map((tree) => {
        const numbered = {...tree, value: tree.value.map((_, node) => node)};
        return (at: Design) => predictMargin({...model.ensemble, trees: [numbered]}, at);
      });
      const trained = leafIds.map((id) => id(x));
      const asked = leafIds.map((id) => id(fresh));
      const expected = Array.from({length: 20}, (_, i) => {
        const weight = new Map<number, number>();
        for (let t = 0; t < 7; t++) {
          const inLeaf = Array.from(y.keys()).filter((r) => bag[t][r] > 0 && trained[t][r] === asked[t][i]);
          const total = inLeaf.reduce((sum, r) => sum + bag[t][r], 0);
          for (const r of inLeaf) weight.set(rounded[r], (weight.get(rounded[r]) ?? 0) + bag[t][r] / total / 7);
        }
        let sum = 0;
        for (const v of [...weight.keys()].sort((a, b) => a - b)) {
          sum += weight.get(v)!;
          if (sum >= level - 1e-9) return v;
        }
        return Number.NaN;
      });
      expect([...model.predict(fresh)]).toEqual(expected);
    }
  });

  it("covers what it should where the spread depends on a feature (value at risk)", () => {
    const draw = (rows: number, name: string) => {
      const random = stream(11, name);
      const risk = Float64Array.from({length: rows}, () => random.uniform());
      return {x: design({risk}), y: risk.map((r) => (0.5 + 3 * r) * random.normal())};
    };
    const train = draw(3000, "train");
    const test = draw(6000, "test");
    for (const level of [0.05, 0.9]) {
      const task = {kind: "quantile", level} as const;
      const model = learner.fit(
        train.x,
        train.y,
        options(Int32Array.from(train.y.keys()), {minLeaf: 75, trees: 30}, {task}),
      );
      const q = model.predict(test.x);
      for (const [low, high] of [
        [0, 0.3],
        [0.3, 0.7],
        [0.7, 1],
      ]) {
        const at = Array.from(q.keys()).filter((i) => test.x.columns[0][i] >= low && test.x.columns[0][i] < high);
        const below = at.filter((i) => test.y[i] <= q[i]).length / at.length;
        expect(Math.abs(below - level)).toBeLessThan(0.03);
      }
      expect(Math.abs(model.outOfBag!.loss / pinball(test.y, q, level) - 1)).toBeLessThan(0.1);
    }
  });

  function pinball(y: Float64Array, q: Float64Array, level: number) {
    return y.reduce((sum, v, i) => sum + (v >= q[i] ? level * (v - q[i]) : (1 - level) * (q[i] - v)), 0) / y.length;
  }

  it("weighs targets by the rows' weights", () => {
    const x = design({a: new Float64Array(40)});
    const y = Float64Array.from({length: 40}, (_, i) => i);
    const weights = y.map((v) => (v < 20 ? 9 : 1));
    const task = {kind: "quantile", level: 0.5} as const;
    const settings = {kind: "extremely-randomised", trees: 3};
    const model = learner.fit(x, y, options(Int32Array.from(y), settings, {task, weights}));
    expect(model.predict(design({a: [0]}))[0]).toBe(11); // 9 · 12 of 200 reach half, 9 · 11 do not
  });
});

describe("extremely randomised trees", () => {
  it("cut at random, uniformly over the values of the node", () => {
    const a = Float64Array.from({length: 300}, (_, i) => (i < 200 ? 0 : i % 10)); // most rows at one end
    const random = stream(2, "extra");
    const y = a.map(() => random.normal());
    const trees = 1800;
    const settings = {kind: "extremely-randomised", depth: 1, minLeaf: 1, trees};
    const model = learner.fit(design({a}), y, options(Int32Array.from(a.keys()), settings));
    const counts = new Map<number, number>();
    for (const {threshold} of model.ensemble.trees) counts.set(threshold[0], (counts.get(threshold[0]) ?? 0) + 1);
    expect([...counts.keys()].sort((p, q) => p - q)).toEqual([0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5]);
    for (const count of counts.values())
      expect(Math.abs(count - trees / 9)).toBeLessThan(4.5 * Math.sqrt((trees / 9) * (8 / 9)));
  });

  it("find a signal, also in levels and in what is missing", () => {
    const random = stream(2, "extra signal");
    const rows = 1500;
    const a = Float64Array.from({length: rows}, () => (random.uniform() < 0.3 ? Number.NaN : random.normal()));
    const code = a.map(() => random.integer(5));
    const y = a.map((v, i) => (Number.isNaN(v) ? 3 : v) + (code[i] === 1 || code[i] === 4 ? 2 : 0) + random.normal());
    const x = {...design({a, code}), levels: {code: ["v", "w", "x", "y", "z"]}};
    const model = learner.fit(
      x,
      y,
      options(Int32Array.from(a.keys()), {kind: "extremely-randomised", featureShare: 1, minLeaf: 5}),
    );
    const asked = {...design({a: [-1, -1, 1, Number.NaN], code: [0, 1, 4, 0]}), levels: x.levels};
    const [low, lifted, high, missing] = model.predict(asked);
    expect(Math.abs(low - -1)).toBeLessThan(0.7);
    expect(Math.abs(lifted - 1)).toBeLessThan(0.7);
    expect(Math.abs(high - 3)).toBeLessThan(0.7);
    expect(Math.abs(missing - 3)).toBeLessThan(0.7);
  });

  it("draw without replacement", () => {
    const {x, y, days} = step(100);
    for (const bag of bags(x, y, days, {kind: "extremely-randomised", sampleShare: 0.3, trees: 10})) {
      expect(bag.every((w) => w === 0 || w === 1)).toBe(true);
      expect(bag.reduce((sum, w) => sum + w, 0)).toBe(30);
    }
    const drawn = bags(x, y, days, {trees: 200});
    const mean = drawn.reduce((sum, bag) => sum + bag.filter((w) => w > 0).length, 0) / 200;
    expect(Math.abs(mean - 100 * (1 - Math.exp(-1)))).toBeLessThan(1.5); // with replacement: 1 − (1 − 1/n)ⁿ of them
  });
});

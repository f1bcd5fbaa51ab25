import {describe, expect, it} from "vitest";
import {fromJSON, learner} from "../../src/lib/models/forest.ts";
import type {Design, FitOptions, Settings, Task} from "../../src/lib/models/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";

const design = (columns: Record<string, ArrayLike<number>>): Design => ({
  rows: Object.values(columns)[0].length,
  names: Object.keys(columns),
  columns: Object.values(columns).map((c) => Float64Array.from(c)),
});

const tasks: Task[] = [{kind: "mean"}, {kind: "probability"}, {kind: "quantile", level: 0.1}];
const kinds = ["bagged", "extremely-randomised"];

function options(rows: number, settings?: Settings, more: Partial<FitOptions> = {}): FitOptions {
  const days = Int32Array.from({length: rows}, (_, i) => i);
  return {days, random: stream(3, "fit"), ...(settings ? {settings} : {}), ...more};
}

function noise(rows: number, seed = 1) {
  const random = stream(seed, "input");
  const x = design({
    a: new Float64Array(rows).map(() => random.normal()),
    b: new Float64Array(rows).map(() => random.normal()),
  });
  return {x, y: x.columns[0].map((v) => Number(v + random.normal() > 0))};
}

describe("a forest of odd input", () => {
  it("one row, and a constant target: that value, exactly, for every task and kind", () => {
    for (const task of tasks)
      for (const kind of kinds) {
        const value = task.kind === "probability" ? 1 : 0.1;
        const one = learner.fit(design({a: [1]}), Float64Array.of(value), options(1, {kind}, {task}));
        expect([...one.predict(design({a: [9, Number.NaN]}))]).toEqual([value, value]);
        const {x} = noise(50);
        const model = learner.fit(x, new Float64Array(50).fill(value), options(50, {kind, minLeaf: 1}, {task}));
        expect(new Set(model.predict(x))).toEqual(new Set([value]));
        expect(model.outOfBag?.loss ?? 0).toBeLessThan(1e-14);
        expect(model.summary().weights).toEqual({a: 0, b: 0});
        expect(fromJSON(JSON.parse(JSON.stringify(model.toJSON()))).predict(x)).toEqual(model.predict(x));
      }
  });

  it("a constant target where it counts: rows of weight 0 may say otherwise", () => {
    const {x} = noise(50);
    const weights = Float64Array.from({length: 50}, (_, i) => i % 2);
    const model = learner.fit(
      x,
      weights.map((w) => (w > 0 ? 0.3 : 99)),
      options(50, {}, {weights}),
    );
    expect(new Set(model.predict(x))).toEqual(new Set([0.3]));
  });

  it("rows of weight 0 leave no trace: the forest is that of the other rows", () => {
    const {x, y} = noise(120);
    const weights = Float64Array.from({length: 120}, (_, i) => (i % 3 === 0 ? 0 : 1 + (i % 2)));
    const kept = Int32Array.from({length: 120}, (_, i) => i).filter((i) => weights[i] > 0);
    const pick = (v: Float64Array) => Float64Array.from(kept, (i) => v[i]);
    const spoilt = {...x, columns: x.columns.map((c) => c.map((v, i) => (weights[i] > 0 ? v : 1e9)))};
    const a = learner.fit(
      spoilt,
      y.map((v, i) => (weights[i] > 0 ? v : -1e9)),
      options(120, {minLeaf: 3}, {weights}),
    );
    const b = learner.fit({...x, rows: kept.length, columns: x.columns.map(pick)}, pick(y), {
      ...options(120, {minLeaf: 3}),
      days: kept,
      weights: pick(weights),
    });
    expect(a.toJSON()).toEqual(b.toJSON());
    expect(a.summary().rowsUsed).toBe(kept.length);
  });

  it("columns that are constant, missing throughout, or all there is", () => {
    const {x, y} = noise(100);
    const odd = {
      ...x,
      names: [...x.names, "flat", "gone", "rare"],
      columns: [
        ...x.columns,
        new Float64Array(100).fill(4),
        new Float64Array(100).fill(Number.NaN),
        new Float64Array(100).map((_, i) => (i === 7 ? Number.NaN : 4)),
      ],
    };
    for (const kind of kinds) {
      const model = learner.fit(odd, y, options(100, {kind, minLeaf: 1, featureShare: 1}));
      expect(model.predict(odd).every(Number.isFinite)).toBe(true);
      const {weights} = model.summary();
      expect([weights.flat, weights.gone]).toEqual([0, 0]);
    }
    const gone = design({gone: new Float64Array(100).fill(Number.NaN)});
    const model = learner.fit(gone, y, options(100));
    const mean = y.reduce((sum, v) => sum + v, 0) / 100;
    expect(Math.abs(model.predict(design({gone: [3]}))[0] - mean)).toBeLessThan(0.02); // mean over bags
    const none: Design = {rows: 100, names: [], columns: []};
    expect(learner.fit(none, y, options(100)).predict(none).every(Number.isFinite)).toBe(true);
  });

  it("levels that training has not seen, or that are missing, count as missing; a design without rows", () => {
    const random = stream(1, "levels");
    const code = new Float64Array(300).map(() => random.integer(3));
    const x = {...design({trader: code}), levels: {trader: ["ada", "bob", "cy"]}};
    const y = code.map((c) => 3 * Number(c === 1) + 0.1 * random.normal());
    const model = learner.fit(x, y, options(300));
    const asked = {...design({trader: [0, 1, 2, Number.NaN]}), levels: {trader: ["bob", "dan", "ada"]}};
    const [bob, dan, ada, missing] = model.predict(asked);
    expect(bob).toBeCloseTo(3, 1);
    expect(ada).toBeCloseTo(0, 1);
    expect(dan).toBe(missing);
    expect(model.predict({...design({trader: []}), levels: {trader: []}})).toHaveLength(0);
    expect(() => model.predict(design({trader: [0]}))).toThrow('"trader" is a number');
    expect(() => learner.fit({...x, columns: [code.map(() => 3)]}, y, options(300))).toThrow(
      '"trader" is 3 in row 0: not the index of one of its 3 levels',
    );
  });

  it("depth 0 is the mean of each bag; more bins than values, the least shares, large values: all work", () => {
    const {x, y} = noise(100);
    const flat = learner.fit(x, y, options(100, {depth: 0, kind: "extremely-randomised"}));
    const mean = y.reduce((sum, v) => sum + v, 0) / 100;
    for (const v of flat.predict(x)) expect(v).toBeCloseTo(mean, 12);
    const few = design({a: y.map((v) => v), b: x.columns[1]});
    const odd: Settings[] = [
      {bins: 2},
      {bins: 1024},
      {featureShare: 0, minLeaf: 1},
      {sampleShare: 0},
      {sampleShare: 0, drawn: "days"},
      {depth: 30, minLeaf: 1, featureShare: 1},
    ];
    for (const settings of odd)
      expect(learner.fit(few, y, options(100, settings)).predict(few).every(Number.isFinite)).toBe(true);
    const deep = learner.fit(few, y, options(100, {depth: 30, minLeaf: 1, featureShare: 1, kind: kinds[1]}));
    expect([...deep.predict(few)]).toEqual([...y]); // column a is the target
    const large = y.map((v) => 1e300 * (v - 0.5));
    const huge = learner.fit({...x, columns: x.columns.map((c) => c.map((v) => 1e200 * v))}, large, options(100));
    expect(huge.predict(x).every(Number.isFinite)).toBe(true);
    const tiny = learner.fit(
      x,
      y.map((v) => 1e-200 * v),
      options(100, {minLeaf: 5}),
    );
    expect(new Set(tiny.predict(x)).size).toBeGreaterThan(2);
  });

  it("refuses what it cannot use, saying what and where", () => {
    const {x, y} = noise(10);
    const attempt =
      (settings: Settings, more: Partial<FitOptions> = {}) =>
      () =>
        learner.fit(x, y, options(10, settings, more));
    expect(attempt({depth: 31})).toThrow("invalid depth of forest; not a whole number from 0 to 30: 31");
    expect(attempt({trees: 0})).toThrow("invalid trees of forest; not a whole number from 1 to 10000: 0");
    expect(attempt({featureShare: 1.5})).toThrow("invalid featureShare of forest; not a number from 0 to 1: 1.5");
    expect(attempt({minLeaf: 0})).toThrow("invalid minLeaf of forest");
    expect(attempt({kind: "boosted"})).toThrow("not one of bagged, extremely-randomised: boosted");
    expect(attempt({leaves: 3})).toThrow('there is no "leaves", there are: trees, kind, depth');
    expect(attempt({}, {weights: new Float64Array(10)})).toThrow("invalid weights; all are 0");
    expect(attempt({}, {weights: y.map((_, i) => i - 1)})).toThrow("invalid weight; not finite and ≥ 0 in row 0: -1");
    expect(attempt({}, {task: {kind: "quantile", level: 1}})).toThrow("invalid level of a quantile; not in (0, 1): 1");
    const bad = (column: number[], target: number[], task: Task) => () =>
      learner.fit(design({a: column}), Float64Array.from(target), options(2, {}, {task}));
    expect(bad([1, Number.POSITIVE_INFINITY], [1, 2], tasks[0])).toThrow('"a" is Infinity in row 1');
    expect(bad([1, 2], [1, Number.NaN], tasks[0])).toThrow("invalid target; not finite in row 1: NaN");
    expect(bad([1, 2], [1, 0.5], tasks[1])).toThrow("not 0 or 1 in row 1: 0.5");
    const model = learner.fit(x, y, options(10));
    expect(() => model.predict(design({b: [1], a: [1]}))).toThrow("the model was fitted on a, b, not on b, a");
  });

  it("a saved forest that is damaged: a clear error, and no hang", () => {
    const {x, y} = noise(80);
    const task = {kind: "quantile", level: 0.3} as const;
    const saved = () =>
      JSON.parse(JSON.stringify(learner.fit(x, y, options(80, {trees: 2, minLeaf: 5}, {task})).toJSON()));
    const damaged = (harm: (state: ReturnType<typeof saved>) => void) => () => {
      const state = saved();
      harm(state);
      fromJSON(state);
    };
    expect(damaged(() => {})).not.toThrow();
    expect(() => fromJSON(null)).toThrow('invalid model; not "forest@2": undefined');
    expect(() => fromJSON({kind: "forest@1"})).toThrow('not "forest@2": forest@1');
    expect(damaged((s) => delete s.ensemble)).toThrow("it was cut short, or is of another version");
    expect(damaged((s) => delete s.ensemble.trees[1].gain)).toThrow("cut short");
    expect(damaged((s) => s.ensemble.trees.splice(0))).toThrow("a forest has at least one tree");
    expect(damaged((s) => s.ensemble.trees[0].value.pop())).toThrow("value has");
    expect(
      damaged((s) => {
        s.ensemble.trees[0].left[0] = 0;
      }),
    ).toThrow("a child of node 0 is 0");
    expect(damaged((s) => s.leaves.trees.pop())).toThrow("it has 2 trees, and the leaves of 1");
    expect(
      damaged((s) => {
        s.leaves.trees[1].ranks[0] = 99;
      }),
    ).toThrow("the leaves of tree 1 do not name their targets");
    expect(damaged((s) => s.leaves.trees[0].to.fill(0))).toThrow("the leaves of tree 0");
    expect(damaged((s) => s.leaves.trees[0].weights.pop())).toThrow("the leaves of tree 0");
  });
});

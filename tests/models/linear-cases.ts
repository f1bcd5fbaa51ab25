import {expect, it} from "vitest";
import type {Design, Learner, Model, Task} from "../../src/lib/models/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";

export const design = (columns: Record<string, ArrayLike<number>>, levels?: Design["levels"]): Design => ({
  rows: Object.values(columns)[0]?.length ?? 0,
  names: Object.keys(columns),
  columns: Object.values(columns).map((c) => Float64Array.from(c)),
  ...(levels === undefined ? {} : {levels}),
});

/** Numbers, holes, two categorical features (one with holes), a flat and an empty column; a signal in some of them. */
export function mixedRows(rows: number, seed = 1) {
  const random = stream(seed, "mixed rows");
  const draw = () => Float64Array.from({length: rows}, () => random.normal());
  const [a, b] = [draw(), draw()];
  const holes = b.map((v) => (random.uniform() < 0.2 ? Number.NaN : v));
  const trader = Float64Array.from({length: rows}, () => random.integer(4));
  const symbol = Float64Array.from({length: rows}, () => (random.uniform() < 0.1 ? Number.NaN : random.integer(3)));
  const x = design(
    {
      a,
      trader,
      b: holes,
      symbol,
      flat: new Float64Array(rows).fill(0.1),
      gone: new Float64Array(rows).fill(Number.NaN),
    },
    {trader: ["T3", "T1", "T0", "T2"], symbol: ["ES", "CL", "NQ"]},
  );
  const signal = a.map((v, i) => 1 + v - (Number.isNaN(holes[i]) ? 0 : b[i] / 2) + (trader[i] === 1 ? 1.5 : 0));
  const y = signal.map((v) => v + random.normal());
  const weights = Float64Array.from({length: rows}, () => (random.uniform() < 0.1 ? 0 : 0.5 + random.uniform()));
  return {x, y, weights, days: Int32Array.from({length: rows}, (_, i) => i >> 2)};
}

/** The terms of a design by hand: numbers filled with `fills`, one 0/1 column a level, in the order of a linear encoding. */
export function literalTerms(x: Design, levels: Record<string, readonly string[]>, fills: Record<string, number>) {
  const columns: Record<string, number[]> = {};
  x.names.forEach((name, j) => {
    if (!(name in levels)) columns[name] = [...x.columns[j]].map((v) => (Number.isNaN(v) ? fills[name] : v));
  });
  x.names.forEach((name, j) => {
    if (!(name in levels)) return;
    const texts = [...x.columns[j]].map((v) => (Number.isNaN(v) ? null : x.levels![name][v]));
    for (const level of levels[name])
      columns[`${name}=${level}`] = texts.map((t) => (t === null ? fills[`${name}=${level}`] : t === level ? 1 : 0));
  });
  return columns;
}

export const weighted = (values: ArrayLike<number>, w: ArrayLike<number>) => {
  let [sum, total] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    sum += w[i] * values[i];
    total += w[i];
  }
  return sum / total;
};

/** Weighted standardisation by hand. */
export function standardise(
  columns: Record<string, readonly number[]>,
  w: ArrayLike<number>,
): Record<string, number[]> {
  return Object.fromEntries(
    Object.entries(columns).flatMap(([name, column]) => {
      const mean = weighted(column, w);
      const sd = Math.sqrt(
        weighted(
          column.map((v) => (v - mean) ** 2),
          w,
        ),
      );
      return sd > 1e-12 ? [[name, column.map((v) => (v - mean) / sd)]] : [];
    }),
  );
}

export function medianOf(values: ArrayLike<number>): number {
  const sorted = Array.from(values)
    .filter((v) => !Number.isNaN(v))
    .sort((p, q) => p - q);
  const n = sorted.length;
  return n === 0 ? 0 : (sorted[Math.floor((n - 1) / 2)] + sorted[Math.floor(n / 2)]) / 2;
}

interface Subject {
  readonly learner: Learner;
  readonly fromJSON: (state: unknown) => Model;
  readonly task?: Task;
  /** The target of the mixed rows as the task wants it. */
  readonly target?: (y: Float64Array) => Float64Array;
  /** What is predicted where all targets are this one. */
  readonly constant?: (value: number, rows: number) => number;
}

/** What every linear learner must do with the same awkward windows. */
export function keepsTheContract({learner, fromJSON, task, target = (y) => y, constant = (v) => v}: Subject): void {
  const options = (days: Int32Array, weights?: Float64Array) => ({
    days,
    weights,
    random: stream(1, "unused"),
    ...(task === undefined ? {} : {task}),
  });
  const {x, y: raw, weights, days} = mixedRows(240);
  const y = target(raw);
  const model = learner.fit(x, y, options(days, weights));

  it("survives saving: the same predictions, explanations and summary, bit for bit", () => {
    const saved = JSON.stringify(model.toJSON());
    expect(saved).not.toContain("null");
    const loaded = fromJSON(JSON.parse(saved));
    expect(loaded.predict(x)).toEqual(model.predict(x));
    expect(loaded.explain!(x)).toEqual(model.explain!(x));
    expect(loaded.summary()).toEqual(model.summary());
  });

  it("refuses a state that is another's, truncated or damaged", () => {
    const good = () => JSON.parse(JSON.stringify(model.toJSON()));
    for (const state of [null, undefined, 7, "x", [], {}, {kind: "forest@1"}])
      expect(() => fromJSON(state)).toThrow("invalid model; not ");
    const parts = Object.keys(good()).filter((key) => key !== "kind");
    expect(parts.length).toBeGreaterThan(5);
    for (const part of parts) {
      const {[part]: _, ...rest} = good();
      expect(() => fromJSON(rest), part).toThrow(RangeError);
      expect(() => fromJSON({...good(), [part]: null}), part).toThrow(/invalid model; .* missing or damaged/);
    }
    const spoilt: ((state: ReturnType<typeof good>) => void)[] = [
      (s) => s.weights.pop(),
      (s) => {
        s.weights[0] = "1";
      },
      (s) => s.encoding.terms.pop(),
      (s) => {
        s.encoding.terms[1] = s.encoding.terms[0];
      },
      (s) => {
        s.encoding.terms[0].feature = 99;
      },
      (s) => {
        s.encoding.terms[0].sd = -1;
      },
      (s) => {
        s.encoding.terms.at(-1).level = 9;
      },
      (s) => {
        s.encoding.names[1] = s.encoding.names[0];
      },
      (s) => {
        s.encoding.levels.nobody = ["a"];
      },
      (s) => {
        s.link = "cubic";
      },
    ];
    for (const spoil of spoilt) {
      const state = good();
      spoil(state);
      expect(() => fromJSON(state), spoil.toString()).toThrow(/invalid model; .* missing or damaged/);
    }
  });

  it("explains every prediction as the sum of its features' contributions", () => {
    const {base, columns} = model.explain!(x);
    const prediction = model.predict(x);
    expect(columns).toHaveLength(x.names.length);
    prediction.forEach((value, i) => {
      const margin = columns.reduce((sum, column) => sum + column[i], base);
      expect(learner.tasks?.[0] === "probability" ? 1 / (1 + Math.exp(-margin)) : margin).toBeCloseTo(value, 11);
    });
    const [flat, gone] = [x.names.indexOf("flat"), x.names.indexOf("gone")];
    expect([...columns[flat], ...columns[gone]].every((v) => v === 0)).toBe(true);
  });

  it("matches levels by their text, and predicts a level that it has not seen as a missing one", () => {
    const at = x.names.indexOf("trader");
    const other = ["T9", "T2", "T0", "T1", "T3"]; // the same traders in another order, and a new one
    const text = (i: number) => x.levels!.trader[x.columns[at][i]];
    const moved: Design = {
      ...x,
      columns: x.columns.map((c, j) => (j === at ? c.map((_, i) => other.indexOf(text(i))) : c)),
      levels: {...x.levels, trader: other},
    };
    expect(model.predict(moved)).toEqual(model.predict(x));
    const spoil = (code: number): Design => ({
      ...moved,
      columns: moved.columns.map((c, j) => (j === at ? c.map(() => code) : c)),
    });
    expect(model.predict(spoil(0))).toEqual(model.predict(spoil(Number.NaN)));
    expect(model.predict(spoil(0))).not.toEqual(model.predict(x));
  });

  it("does not depend on the order in which levels are listed, nor on rows of weight 0", () => {
    const at = x.names.indexOf("trader");
    const order = [2, 0, 3, 1];
    const turned: Design = {
      ...x,
      columns: x.columns.map((c, j) => (j === at ? c.map((code) => order.indexOf(code)) : c)),
      levels: {...x.levels, trader: order.map((k) => x.levels!.trader[k])},
    };
    expect(learner.fit(turned, y, options(days, weights)).toJSON()).toEqual(model.toJSON());
    const spoilt = y.map((v, i) => (weights[i] === 0 ? 1 - v : v));
    const again = learner.fit(x, spoilt, options(days, weights)).predict(x);
    model.predict(x).forEach((value, i) => {
      expect(again[i]).toBeCloseTo(value, 10);
    });
  });

  it("predicts from a constant target, one row, an empty column, and no column", () => {
    for (const value of learner.tasks?.[0] === "probability" ? [0, 1] : [-2.1, 0]) {
      const flat = learner.fit(x, new Float64Array(240).fill(value), options(days));
      expect(new Set(flat.predict(x)).size).toBe(1);
      expect(flat.predict(x)[0]).toBeCloseTo(constant(value, 240), 14);
      expect(Object.values(flat.summary().weights).every((v) => v === 0)).toBe(true);
      const one = learner.fit(design({p: [4], q: [Number.NaN]}), Float64Array.of(value), options(Int32Array.of(3)));
      expect(one.predict(design({p: [100], q: [1]}))[0]).toBeCloseTo(constant(value, 1), 14);
    }
    const none: Design = {rows: 3, names: [], columns: []};
    const bare = learner.fit(none, target(Float64Array.of(1, 5, 9)), options(Int32Array.of(0, 1, 2)));
    expect(bare.predict({rows: 1, names: [], columns: []})[0]).toSatisfy(Number.isFinite);
    const empty = design({p: new Float64Array(40).fill(Number.NaN)});
    const fitted = learner.fit(empty, target(raw.slice(0, 40)), options(days.slice(0, 40)));
    expect(new Set(fitted.predict(design({p: [Number.NaN, 1, 1e6]}))).size).toBe(1);
    expect(fitted.summary().chosen.features).toBe(0);
  });

  it("copes with more features than rows and with copies of a feature", () => {
    const random = stream(1, "wide");
    const base = Float64Array.from({length: 10}, () => random.normal());
    const wide = design(
      Object.fromEntries(Array.from({length: 15}, (_, j) => [`f${j}`, j < 6 ? base : base.map(() => random.normal())])),
    );
    const fitted = learner.fit(wide, target(base.map((v) => 3 * v)), options(Int32Array.from(base, (_, i) => i)));
    expect(fitted.predict(wide).every(Number.isFinite)).toBe(true);
  });

  it("refuses what it cannot use, saying where and how to mend it", () => {
    const two = design({a: [1, 2], b: [3, 4]});
    const values = target(Float64Array.of(-5, 5));
    const attempt =
      (d: Design, v = values, w?: Float64Array) =>
      () =>
        learner.fit(d, v, options(Int32Array.of(0, 1), w));
    expect(attempt(design({a: [1, Number.NEGATIVE_INFINITY]}))).toThrow(
      '"a" is -Infinity in row 1: use NaN for a missing value',
    );
    expect(attempt(two, Float64Array.of(1, Number.NaN))).toThrow("invalid target; not finite in row 1: NaN");
    expect(attempt(two, values, Float64Array.of(1, -1))).toThrow("invalid weight; not finite and ≥ 0 in row 1: -1");
    expect(attempt(two, values, Float64Array.of(0, 0))).toThrow("all are 0");
    expect(attempt(design({a: [0, 2]}, {a: ["x", "y"]}))).toThrow(
      '"a" is 2 in row 1: not the index of one of its 2 levels',
    );
    const numbers = {...x, levels: {symbol: x.levels!.symbol}};
    expect(() => model.predict(numbers)).toThrow('"trader" is a number, the model was fitted with it categorical');
    const levels = {
      ...x,
      levels: {...x.levels, a: []},
      columns: [x.columns[0].map(() => Number.NaN), ...x.columns.slice(1)],
    };
    expect(() => model.predict(levels)).toThrow('"a" is categorical, the model was fitted with it as a number');
    expect(() => model.predict(two)).toThrow("the model was fitted on a, trader, b");
    const wrong = task?.kind === "probability" ? {kind: "mean" as const} : {kind: "probability" as const};
    expect(() => learner.fit(x, y, {...options(days), task: wrong})).toThrow(
      `invalid task of ${learner.name}; it does `,
    );
    const set = (settings: Record<string, number | string>) => () => learner.fit(x, y, {...options(days), settings});
    expect(set({penalty: -1})).toThrow(
      new RegExp(`invalid penalty of ${learner.name}; not a number from \\S+ to \\S+: -1`),
    );
    expect(set({shrink: 1})).toThrow(`invalid setting of ${learner.name}; there is no "shrink"`);
  });

  it("chooses on the blocks whose past can be learnt from: not where it is constant or without weight", () => {
    const early = (days[239] + 1) / 3; // two of the six blocks
    const flat = y.map((v, i) => (days[i] < early ? y[0] : v));
    expect(learner.fit(x, flat, options(days)).predict(x).every(Number.isFinite)).toBe(true);
    const late = weights.map((v, i) => (days[i] < early ? 0 : v));
    expect(learner.fit(x, y, options(days, late)).predict(x).every(Number.isFinite)).toBe(true);
    const only = weights.map((_, i) => (i === 239 ? 1 : 0)); // no block has a past
    expect(learner.fit(x, y, options(days, only)).predict(x)[0]).toBeCloseTo(constant(y[239], 1), 12);
  });

  it("says which feature's squares overflow", () => {
    const huge = design({a: [1, 2, 3], b: [1e200, -1e200, 3e200]});
    const values = target(Float64Array.of(-5, 5, 1));
    expect(() => learner.fit(huge, values, options(Int32Array.of(0, 1, 2)))).toThrow('squares of "b" overflow');
  });

  it("uses the penalty that it is given: the larger, the closer to the constant", () => {
    const top = learner.hyperparameters!.find((p) => p.name === "penalty")!;
    const spread = (penalty: number) => {
      const fitted = learner.fit(x, y, {...options(days, weights), settings: {penalty}});
      const prediction = fitted.predict(x);
      return Math.max(...prediction) - Math.min(...prediction);
    };
    if (top.kind === "choice" || top.kind === "text") throw new Error("the penalty is a number");
    expect(spread(top.high)).toBeLessThan(1e-3 * spread(top.search!.low));
    expect(spread(top.search!.high)).toBeLessThan(spread(top.search!.low));
  });
}

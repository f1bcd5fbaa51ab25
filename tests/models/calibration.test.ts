import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  applyIsotonic,
  applyPlatt,
  calibrated,
  isotonicCalibration,
  plattScaling,
  poolAdjacentViolators,
} from "../../src/lib/models/calibration/index.ts";
import type {Design, Learner, Model} from "../../src/lib/models/index.ts";
import {innerSplits} from "../../src/lib/models/inner-split.ts";
import * as logistic from "../../src/lib/models/logistic.ts";
import * as ridge from "../../src/lib/models/ridge.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {design, mixedRows, weighted} from "./linear-cases.ts";

const sigmoid = (v: number) => 1 / (1 + Math.exp(-v));

/** Predictions too sure of themselves: their log-odds are three times the true ones. */
function overconfident(rows: number, seed = 1) {
  const random = stream(seed, "calibration");
  const truth = Float64Array.from({length: rows}, () => sigmoid(random.normal()));
  const outcome = truth.map((p) => (random.uniform() < p ? 1 : 0));
  return {
    truth,
    outcome,
    said: truth.map((p) => sigmoid(3 * Math.log(p / (1 - p)))),
    w: truth.map(() => 0.2 + random.uniform()),
  };
}

describe("Platt's scaling", () => {
  it("meets the conditions of its minimum, with Platt's targets", () => {
    const {said, outcome, w} = overconfident(300);
    const {slope, intercept} = plattScaling(said, outcome, w);
    const events = outcome.filter((o) => o === 1).length;
    const f = said.map((p) => Math.log(p / (1 - p)));
    const residual = outcome.map(
      (o, i) => (o === 1 ? (events + 1) / (events + 2) : 1 / (302 - events)) - sigmoid(slope * f[i] + intercept),
    );
    expect(weighted(residual, w)).toBeCloseTo(0, 10);
    expect(
      weighted(
        residual.map((r, i) => r * f[i]),
        w,
      ),
    ).toBeCloseTo(0, 10);
  });

  it("undoes what was done to the log-odds", () => {
    const {said, outcome, truth} = overconfident(20_000);
    const map = plattScaling(said, outcome);
    expect(map.slope).toBeGreaterThan(0.31); // a third; standard error 0.007
    expect(map.slope).toBeLessThan(0.355);
    expect(Math.abs(map.intercept)).toBeLessThan(0.06);
    const worst = applyPlatt(map, said).reduce((top, p, i) => Math.max(top, Math.abs(p - truth[i])), 0);
    expect(worst).toBeLessThan(0.02);
  });

  it("is finite where the predictions separate the outcomes, one outcome only occurred, or all predictions are alike", () => {
    const said = Float64Array.of(0.1, 0.2, 0.8, 0.9);
    const {slope, intercept} = plattScaling(said, Float64Array.of(0, 0, 1, 1));
    expect(Number.isFinite(slope) && slope > 0).toBe(true);
    expect(applyPlatt({slope, intercept}, said)[3]).toBeLessThan(0.95);
    // all events: the target of each is (4 + 1) / (4 + 2)
    const all = plattScaling(said, new Float64Array(4).fill(1));
    for (const p of applyPlatt(all, said)) expect(p).toBeCloseTo(5 / 6, 8);
    const alike = plattScaling(new Float64Array(4).fill(0.7), Float64Array.of(1, 0, 0, 0));
    for (const p of applyPlatt(alike, Float64Array.of(0.7))) expect(p).toBeCloseTo((2 / 3 + 3 * (1 / 5)) / 4, 8);
    const ends = plattScaling(Float64Array.of(0, 1, 0, 1), Float64Array.of(0, 1, 1, 0));
    expect([ends.slope, ends.intercept].every(Number.isFinite)).toBe(true);
  });

  it("refuses what are no probabilities, outcomes or weights", () => {
    const p = Float64Array.of(0.5, 0.6);
    const o = Float64Array.of(0, 1);
    expect(() => plattScaling(Float64Array.of(0.5, 1.2), o)).toThrow(
      "invalid probability; not in [0, 1] in row 1: 1.2",
    );
    expect(() => plattScaling(Float64Array.of(Number.NaN, 1), o)).toThrow("in row 0: NaN");
    expect(() => plattScaling(p, Float64Array.of(0, 2))).toThrow("invalid outcome; not 0 or 1 in row 1: 2");
    expect(() => plattScaling(p, Float64Array.of(0))).toThrow("2 probabilities, 1 outcomes");
    expect(() => isotonicCalibration(p, o, Float64Array.of(1, -1))).toThrow(
      "invalid weight; not finite and ≥ 0 in row 1: -1",
    );
    expect(() => isotonicCalibration(p, o, Float64Array.of(0, 0))).toThrow("no row has any");
  });
});

describe("isotonic regression", () => {
  it("is the min-max formula: at each x the least over ends of the greatest mean from starts (Barlow et al. 1972)", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({min: 0, max: 8}), fc.integer({min: 0, max: 5}), fc.integer({min: 0, max: 3})), {
          minLength: 1,
          maxLength: 30,
        }),
        (list) => {
          const rows = list.filter(([, , weight]) => weight > 0);
          if (rows.length === 0) return;
          const {x, value} = poolAdjacentViolators(
            ...([0, 1, 2].map((k) => Float64Array.from(list, (row) => row[k])) as [
              Float64Array,
              Float64Array,
              Float64Array,
            ]),
          );
          const distinct = [...new Set(rows.map(([at]) => at))].sort((p, q) => p - q);
          expect([...x]).toEqual(distinct);
          const mean = (from: number, to: number) => {
            const inside = rows.filter(([at]) => at >= distinct[from] && at <= distinct[to]);
            return weighted(
              inside.map(([, y]) => y),
              inside.map(([, , weight]) => weight),
            );
          };
          distinct.forEach((_, k) => {
            let least = Number.POSITIVE_INFINITY;
            for (let end = k; end < distinct.length; end++) {
              let greatest = Number.NEGATIVE_INFINITY;
              for (let start = 0; start <= k; start++) greatest = Math.max(greatest, mean(start, end));
              least = Math.min(least, greatest);
            }
            expect(value[k]).toBeCloseTo(least, 10);
          });
        },
      ),
      {seed: 1, numRuns: 150},
    );
  });

  it("calibrates to a rising curve through its blocks, linear between and constant beyond them", () => {
    const said = Float64Array.of(0.2, 0.3, 0.4, 0.6, 0.7, 0.8);
    const map = isotonicCalibration(said, Float64Array.of(0, 1, 0, 1, 1, 1));
    // blocks: 0 at 0.2; ½ from 0.3 to 0.4; 1 from 0.6 on
    expect(map).toEqual({from: [0.2, 0.3, 0.4, 0.6, 0.8], to: [0, 0.5, 0.5, 1, 1]});
    const at = [0, 0.2, 0.25, 0.35, 0.5, 0.65, 1];
    applyIsotonic(map, Float64Array.from(at)).forEach((p, k) => {
      expect(p).toBeCloseTo([0, 0, 0.25, 0.5, 0.75, 1, 1][k], 12);
    });
    expect(isotonicCalibration(said, new Float64Array(6).fill(1))).toEqual({from: [0.2, 0.8], to: [1, 1]});
    expect(
      applyIsotonic(isotonicCalibration(Float64Array.of(0.5), Float64Array.of(1)), Float64Array.of(0.1, 0.9)),
    ).toEqual(Float64Array.of(1, 1));
  });

  it("brings over-confident predictions near the truth", () => {
    const {said, outcome, truth} = overconfident(20_000);
    const error = (p: Float64Array) =>
      weighted(
        p.map((v, i) => Math.abs(v - truth[i])),
        new Float64Array(20_000).fill(1),
      );
    expect(error(applyIsotonic(isotonicCalibration(said, outcome), said))).toBeLessThan(0.03);
    expect(error(said)).toBeGreaterThan(0.14);
  });
});

const task = {kind: "probability"} as const;

/** Says what the feature says: predictions known without a fit, and which rows it was fitted on. */
function parrot(log: number[][] = []): {learner: Learner; fromJSON: (state: unknown) => Model} {
  const model: Model = {
    predict: (x) => x.columns[0].slice(),
    toJSON: () => ({kind: "parrot@1"}),
    summary: () => ({rowsUsed: 1, chosen: {}, weights: {}}),
  };
  const fit: Learner["fit"] = (_x, _y, {days}) => {
    log.push([...new Set(days)]);
    return model;
  };
  return {
    learner: {name: "parrot", label: "Parrot", description: "Repeats", tasks: ["probability"], fit},
    fromJSON: () => model,
  };
}

describe("a calibrated learner", () => {
  const {said, outcome, truth} = overconfident(2400);
  const x = design({said});
  const days = Int32Array.from({length: 2400}, (_, i) => i >> 3);
  const options = {days, task, random: stream(1, "calibrated")};

  it("fits the map on predictions of days after those fitted on, then the model on all", () => {
    const log: number[][] = [];
    const model = calibrated(parrot(log), "platt").learner.fit(x, outcome, options);
    const splits = innerSplits(days, 5);
    expect(log.map((list) => list.length)).toEqual([...splits.map(({train}) => train.length / 8), 300]);
    const held = splits.flatMap(({test}) => [...test]);
    const map = plattScaling(
      Float64Array.from(held, (i) => said[i]),
      Float64Array.from(held, (i) => outcome[i]),
    );
    expect(model.predict(x)).toEqual(applyPlatt(map, said));
    expect(model.summary().chosen).toEqual({
      plattSlope: map.slope,
      plattIntercept: map.intercept,
      calibrationRows: 2000,
    });
  });

  it("is nearer the truth than what it calibrates, by either method, and survives saving", () => {
    const error = (p: Float64Array) =>
      weighted(
        p.map((v, i) => (v - truth[i]) ** 2),
        new Float64Array(2400).fill(1),
      );
    for (const method of ["platt", "isotonic"] as const) {
      const {learner, fromJSON} = calibrated(parrot(), method);
      const model = learner.fit(x, outcome, options);
      expect(error(model.predict(x))).toBeLessThan(0.15 * error(said));
      expect(learner.name).toBe(`parrot-${method}`);
      const saved = JSON.parse(JSON.stringify(model.toJSON()));
      expect(fromJSON(saved).predict(x)).toEqual(model.predict(x));
      expect(fromJSON(saved).summary()).toEqual(model.summary());
      expect(() => calibrated(parrot(), method === "platt" ? "isotonic" : "platt").fromJSON(saved)).toThrow(
        "not a parrot calibrated by",
      );
      expect(() => fromJSON({...saved, map: {}})).toThrow("or damaged");
      expect(() => fromJSON({...saved, map: 3})).toThrow("or damaged");
      expect(() => fromJSON({...saved, map: undefined})).toThrow("or damaged");
      expect(() => fromJSON({kind: "ridge@2"})).toThrow('not "calibrated@1": ridge@2');
    }
    const {fromJSON} = calibrated(parrot(), "isotonic");
    const state = {kind: "calibrated@1", learner: "parrot", method: "isotonic", rows: 2, inner: {}};
    expect(() => fromJSON({...state, map: {from: [0, 0], to: [0, 1]}})).toThrow("or damaged");
    expect(() => fromJSON({...state, map: {from: [0, 1], to: [0.5, 0.1]}})).toThrow("or damaged");
    expect(fromJSON({...state, map: {from: [0, 1], to: [0.1, 0.5]}}).predict(x)[0]).toBeCloseTo(
      0.1 + 0.4 * said[0],
      12,
    );
  });

  it("leaves a short window as it is, and rows of weight 0 out", () => {
    const short = {...options, days: new Int32Array(2400)};
    const model = calibrated(parrot(), "platt").learner.fit(x, outcome, short);
    expect(model.predict(x)).toEqual(said);
    expect(model.summary().chosen).toEqual({calibrationRows: 0});
    expect(
      calibrated(parrot(), "platt")
        .fromJSON(JSON.parse(JSON.stringify(model.toJSON())))
        .predict(x),
    ).toEqual(said);
    const weights = outcome.map((_, i) => (i % 5 === 0 ? 0 : 1));
    const wrong = outcome.map((o, i) => (i % 5 === 0 ? 1 - o : o));
    const fitted = (y: Float64Array) =>
      calibrated(parrot(), "isotonic")
        .learner.fit(x, y, {...options, weights})
        .predict(x);
    expect(fitted(wrong)).toEqual(fitted(outcome));
  });

  it("scales the contributions of what it calibrates, where the map is linear in the log-odds", () => {
    const {x: mixed, y, days: when, weights} = mixedRows(240);
    const events = y.map((v) => (v > 1 ? 1 : 0));
    const given = {days: when, weights, task, random: stream(1, "unused")};
    const model = calibrated(logistic, "platt").learner.fit(mixed, events, given);
    const {base, columns} = model.explain!(mixed);
    model.predict(mixed).forEach((p, i) => {
      expect(sigmoid(columns.reduce((sum, c) => sum + c[i], base))).toBeCloseTo(p, 10);
    });
    const short = calibrated(logistic, "platt").learner.fit(mixed, events, {...given, days: new Int32Array(240)});
    expect(short.explain!(mixed)).toEqual(
      logistic.learner.fit(mixed, events, {...given, days: new Int32Array(240)}).explain!(mixed),
    );
    expect(calibrated(logistic, "isotonic").learner.fit(mixed, events, given).explain).toBeUndefined();
  });

  it("refuses a learner that does not predict probabilities, and a target that is no outcome", () => {
    expect(() => calibrated(ridge, "platt")).toThrow("ridge does not predict probabilities");
    const half: Design = x;
    expect(() => calibrated(parrot(), "platt").learner.fit(half, said, options)).toThrow("not 0 or 1 in row 0");
    expect(() => calibrated(parrot(), "platt").learner.fit(x, outcome, {...options, task: undefined})).toThrow(
      "not mean",
    );
  });
});

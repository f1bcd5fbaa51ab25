import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  adaptiveBound,
  adaptiveConformal,
  conformalQuantile,
  conformalScores,
  coverageOverTime,
  intervalsOf,
  splitConformal,
} from "../../src/lib/models/conformal/index.ts";
import {learner as mean} from "../../src/lib/models/mean.ts";
import {learner as ridge} from "../../src/lib/models/ridge.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {design} from "./linear-cases.ts";

describe("conformalQuantile", () => {
  it("is the ⌈(n + 1) level⌉-th smallest, infinite where n is too small", () => {
    const ten = Float64Array.from({length: 19}, (_, i) => i + 1);
    expect([0.05, 0.051, 0.5, 0.9, 0.95, 0.951].map((level) => conformalQuantile(ten, level))).toEqual([
      1,
      2,
      10,
      18,
      19,
      Number.POSITIVE_INFINITY,
    ]);
    expect(conformalQuantile([], 0.1)).toBe(Number.POSITIVE_INFINITY);
    expect([0, -1].map((level) => conformalQuantile(ten, level))).toEqual([
      Number.NEGATIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    ]);
    // 10 × 0.7 is 7.000000000000001 where 0.7 is reached as 1 − 0.3
    expect(
      conformalQuantile(
        Float64Array.from({length: 9}, (_, i) => i + 1),
        1 - 0.3,
      ),
    ).toBe(7);
  });

  it("covers a new exchangeable score as often as it says: exactly ⌈(n + 1) level⌉ / (n + 1)", () => {
    const draws = 20_000;
    for (const [n, level] of [
      [9, 0.9],
      [25, 0.8],
      [40, 0.95],
    ]) {
      const random = stream(n, "exchangeable");
      let covered = 0;
      for (let k = 0; k < draws; k++) {
        // A shared factor: exchangeable, and far from independent.
        const scale = Math.exp(random.normal());
        const scores = Float64Array.from({length: n}, () => Math.abs(scale * random.normal())).sort();
        if (Math.abs(scale * random.normal()) <= conformalQuantile(scores, level)) covered++;
      }
      const exact = Math.ceil((n + 1) * level - 1e-9) / (n + 1);
      expect(Math.abs(covered / draws - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / draws));
    }
  });
});

describe("scores and intervals", () => {
  it("agree: an outcome is inside where its score is no more than the width, on either side or both", () => {
    const y = Float64Array.of(-3, -1, 0, 2, 5);
    const f = new Float64Array(5).fill(0.5);
    for (const side of ["both", "lower", "upper"] as const)
      for (const width of [0, 1.5, 3.5, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
        const {lower, upper} = intervalsOf(f, width, side);
        conformalScores(y, f, side).forEach((score, i) => {
          expect(y[i] >= lower[i] && y[i] <= upper[i], `${side} ${width} ${y[i]}`).toBe(score <= width);
        });
      }
  });
});

/** A line with noise; later days noisier by a factor. */
function line(days: number, perDay: number, seed: number, growth = 1) {
  const random = stream(seed, "conformal");
  const n = days * perDay;
  const a = Float64Array.from({length: n}, () => random.normal());
  const day = Int32Array.from({length: n}, (_, i) => Math.floor(i / perDay));
  const y = a.map((v, i) => 2 * v + random.normal() * (day[i] < days / 2 ? 1 : growth));
  return {x: design({a}), y, day};
}

describe("split conformal", () => {
  it("fits on the earlier days, calibrates on the latest, and covers new rows of the same process", () => {
    const {x, y, day} = line(200, 5, 1);
    const options = {days: day, random: stream(1, "unused")};
    const found = splitConformal(ridge, x, y, options, {level: 0.9});
    expect([found.trainRows, found.calibrationRows, found.calibrationFrom]).toEqual([750, 250, 150]);
    const early = {...x, rows: 750, columns: x.columns.map((c) => c.slice(0, 750))};
    const alone = ridge.fit(early, y.slice(0, 750), {...options, days: day.slice(0, 750)});
    expect(found.model.predict(x)).toEqual(alone.predict(x));
    const scores = y.slice(750).map((v, i) => Math.abs(v - alone.predict(x)[750 + i]));
    expect(found.width).toBe([...scores].sort((p, q) => p - q)[Math.ceil(251 * 0.9) - 1]);
    const fresh = line(400, 5, 2);
    const {lower, upper} = found.intervals(fresh.x);
    const inside = fresh.y.filter((v, i) => v >= lower[i] && v <= upper[i]).length / 2000;
    expect(Math.abs(inside - 0.9)).toBeLessThan(0.05); // calibration on 250 rows: standard error 0.02
  });

  it("covers on average over many windows what it says, and a side alone likewise", () => {
    for (const side of ["both", "lower", "upper"] as const) {
      let inside = 0;
      const windows = 1500;
      for (let seed = 1; seed <= windows; seed++) {
        const {x, y, day} = line(20, 2, seed);
        const past = {...x, rows: 38, columns: x.columns.map((c) => c.slice(0, 38))};
        const options = {days: day.slice(0, 38), random: stream(1, "unused")};
        const found = splitConformal(mean, past, y.slice(0, 38), options, {level: 0.8, side, share: 0.5});
        const {lower, upper} = found.intervals({...x, rows: 1, columns: [x.columns[0].slice(38, 39)]});
        if (y[38] >= lower[0] && y[38] <= upper[0]) inside++;
      }
      const exact = Math.ceil(21 * 0.8) / 21; // 20 calibration rows
      expect(Math.abs(inside / windows - exact), side).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / windows));
    }
  });

  it("leaves rows of weight 0 out, is infinite where rows are too few, and refuses what cannot be split", () => {
    const {x, y, day} = line(12, 1, 3);
    const options = {days: day, random: stream(1, "unused")};
    expect(splitConformal(mean, x, y, options, {level: 0.9}).width).toBe(Number.POSITIVE_INFINITY); // 3 rows
    const weights = y.map((_, i) => (i === 11 ? 0 : 1));
    const spoilt = y.map((v, i) => (i === 11 ? 1e9 : v));
    expect(splitConformal(mean, x, spoilt, {...options, weights}, {level: 0.5}).width).toBeLessThan(100);
    const split =
      (given: object, d = day) =>
      () =>
        splitConformal(mean, x, y, {...options, days: d}, {level: 0.5, ...given});
    expect(split({level: 1})).toThrow("invalid level; not in (0, 1): 1");
    expect(split({share: 0})).toThrow("invalid share of the days; not in (0, 1): 0");
    expect(split({}, new Int32Array(12))).toThrow("1 days leave none to fit on besides calibration");
    expect(() => splitConformal(mean, x, y, {...options, task: {kind: "quantile", level: 0.5}}, {level: 0.5})).toThrow(
      "invalid task for conformal intervals; not mean: quantile",
    );
  });
});

/** The same, a row at a time, with nothing kept sorted. */
function literalAdaptive(
  day: Int32Array,
  y: Float64Array,
  f: Float64Array,
  level: number,
  rate: number,
  window: number,
) {
  const dates = [...new Set(day)].sort((p, q) => p - q);
  let alpha = 1 - level;
  return dates.map((date, t) => {
    const recent = new Set(dates.slice(Math.max(0, t - window), t));
    const scores = [...day.keys()]
      .filter((i) => recent.has(day[i]))
      .map((i) => Math.abs(y[i] - f[i]))
      .sort((p, q) => p - q);
    const rank = Math.ceil((scores.length + 1) * (1 - alpha) - 1e-9);
    const width =
      alpha >= 1 ? Number.NEGATIVE_INFINITY : rank > scores.length ? Number.POSITIVE_INFINITY : scores[rank - 1];
    const own = [...day.keys()].filter((i) => day[i] === date);
    const missed = own.filter((i) => !(Math.abs(y[i] - f[i]) <= width)).length / own.length;
    const stated = {alpha, width, covered: 1 - missed};
    alpha += rate * (1 - level - missed);
    return stated;
  });
}

describe("adaptive conformal", () => {
  it("is the update of Gibbs and Candès on quantiles of the latest days, as a literal loop has it", () => {
    const random = stream(5, "adaptive");
    const n = 400;
    const day = Int32Array.from({length: n}, () => 3 * random.integer(60)); // any order, with days between
    const f = Float64Array.from({length: n}, () => random.normal());
    const y = f.map((v) => v + Math.round(2 * random.normal())); // ties
    const found = adaptiveConformal(day, y, f, {level: 0.8, rate: 0.05, window: 7});
    const wanted = literalAdaptive(day, y, f, 0.8, 0.05, 7);
    wanted.forEach(({alpha, width, covered}, t) => {
      expect(found.days.alpha[t]).toBeCloseTo(alpha, 12);
      expect(found.days.width[t]).toBe(width);
      expect(found.days.covered[t]).toBeCloseTo(covered, 12);
    });
    const at = new Map([...found.days.day].map((d, t) => [d, t]));
    day.forEach((d, i) => {
      expect(found.upper[i]).toBe(f[i] + found.days.width[at.get(d)!]);
      expect(found.lower[i]).toBe(f[i] - found.days.width[at.get(d)!]);
    });
    expect([...found.days.rows].reduce((p, q) => p + q)).toBe(n);
  });

  it("sees no day before it is over: what comes later changes no interval", () => {
    const {y, day} = line(60, 3, 4);
    const f = new Float64Array(180);
    const base = adaptiveConformal(day, y, f, {level: 0.9, rate: 0.02});
    for (const cut of [10, 30, 59]) {
      const future = y.map((v, i) => (day[i] >= cut ? 1e6 - v : v));
      const other = adaptiveConformal(day, future, f, {level: 0.9, rate: 0.02});
      day.forEach((d, i) => {
        if (d <= cut) expect(other.lower[i]).toBe(base.lower[i]);
      });
    }
  });

  it("keeps the bound of proposition 4.1 whatever the series does", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0.5, 0.8, 0.95),
        fc.constantFrom(0.005, 0.05, 0.5),
        fc.integer({min: 1, max: 300}),
        fc.constantFrom("far", "near", "growing", "switching", "shrinking", "cauchy"),
        fc.integer({min: 1, max: 3}),
        fc.integer({min: 1, max: 1000}),
        (level, rate, days, kind, perDay, seed) => {
          const random = stream(seed, "adversary");
          const n = days * perDay;
          const day = Int32Array.from({length: n}, (_, i) => Math.floor(i / perDay));
          const y = Float64Array.from(day, (d) => {
            const noise = random.normal();
            if (kind === "far") return 1e6 * (d + 1);
            if (kind === "near") return 0;
            if (kind === "growing") return noise * Math.exp(d / 20);
            if (kind === "switching") return noise * (Math.floor(d / 25) % 2 === 0 ? 1 : 100);
            if (kind === "shrinking") return noise * Math.exp(-d / 10);
            return noise / random.normal();
          });
          const {covered} = adaptiveConformal(day, y, new Float64Array(n), {level, rate, window: 50}).days;
          const missed = covered.reduce((sum, c) => sum + 1 - c, 0) / days;
          expect(Math.abs(missed - (1 - level))).toBeLessThanOrEqual(adaptiveBound(level, days, rate) + 1e-12);
        },
      ),
      {seed: 1, numRuns: 300},
    );
    expect(adaptiveBound(0.9, 1000, 0.005)).toBeCloseTo(0.905 / 5, 12);
  });

  it("holds its level where the noise doubles half-way, and a fixed width does not", () => {
    const days = 1500;
    const {y, day} = line(days, 1, 6, 2.5);
    const f = new Float64Array(days);
    const {covered} = adaptiveConformal(day, y, f, {level: 0.9, rate: 0.02, window: 1500}).days;
    const late = covered.slice(days / 2).reduce((p, q) => p + q) / (days / 2);
    expect(Math.abs(late - 0.9)).toBeLessThan(0.02);
    const fixed = conformalQuantile(conformalScores(y.slice(0, days / 2), f.slice(0, days / 2)).sort(), 0.9);
    expect(y.slice(days / 2).filter((v) => Math.abs(v) <= fixed).length / (days / 2)).toBeLessThan(0.8);
  });

  it("leaves rows out whose outcome or prediction is missing, and refuses options out of range", () => {
    const day = Int32Array.of(0, 0, 1, 2);
    const y = Float64Array.of(1, 2, Number.NaN, 4);
    const f = Float64Array.of(0, Number.NaN, 1, 1);
    const {lower, days} = adaptiveConformal(day, y, f, {level: 0.5});
    expect([...days.day]).toEqual([0, 2]);
    expect([...days.rows]).toEqual([1, 1]);
    expect(lower[0]).toBe(Number.NEGATIVE_INFINITY);
    expect([lower[1], lower[2]]).toEqual([Number.NaN, Number.NaN]);
    expect(lower[3]).toBe(0); // α rose to 0.5025: the ⌈2 × 0.4975⌉ = first of one score, 1
    const run = (given: object) => () => adaptiveConformal(day, y, f, {level: 0.5, ...given});
    expect(run({level: 0})).toThrow("invalid level; not in (0, 1): 0");
    expect(run({rate: 0})).toThrow("invalid rate; not above 0: 0");
    expect(run({window: 1.5})).toThrow("invalid window; not a whole number of days from 1: 1.5");
    expect(() => adaptiveConformal(day, y, f.slice(1), {level: 0.5})).toThrow("4 days, 4 outcomes, 3 predictions");
  });
});

describe("coverageOverTime", () => {
  it("counts by day, in any order of rows, and over a window of days by rows", () => {
    const day = Int32Array.of(5, 3, 5, 9, 3, 3);
    const y = Float64Array.of(1, 1, 9, 1, 9, Number.NaN);
    const bounds = {lower: new Float64Array(6), upper: Float64Array.of(2, 2, 2, 2, 2, 2)};
    const found = coverageOverTime(day, y, bounds, 2);
    expect([...found.day]).toEqual([3, 5, 9]);
    expect([...found.rows]).toEqual([2, 2, 1]);
    expect([...found.covered]).toEqual([0.5, 0.5, 1]);
    expect([...found.rolling]).toEqual([Number.NaN, 0.5, 2 / 3]);
    expect(() => coverageOverTime(day, y, bounds, 0)).toThrow("invalid window");
    expect(() => coverageOverTime(day, y.slice(1), bounds)).toThrow("6 days, a column of 5");
  });
});

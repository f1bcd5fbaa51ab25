import {describe, expect, it} from "vitest";
import {
  cusumTests,
  fitStructural,
  type InterruptedSeries,
  interruptedTimeSeries,
  kalmanFilter,
  meanBreaks,
  meanShiftTest,
  shiftedLevel,
  smoothedStates,
  structuralModel,
} from "../../src/lib/causal/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";

/** Solves by elimination with pivoting; also log|det|. */
function solve(
  matrix: readonly (readonly number[])[],
  right: readonly number[],
): {x: number[]; logDeterminant: number} {
  const n = right.length;
  const a = matrix.map((row, i) => [...row, right[i]]);
  let logDeterminant = 0;
  for (let p = 0; p < n; p++) {
    let pivot = p;
    for (let r = p; r < n; r++) if (Math.abs(a[r][p]) > Math.abs(a[pivot][p])) pivot = r;
    [a[p], a[pivot]] = [a[pivot], a[p]];
    logDeterminant += Math.log(Math.abs(a[p][p]));
    for (let r = 0; r < n; r++) {
      if (r === p) continue;
      const factor = a[r][p] / a[p][p];
      for (let q = p; q <= n; q++) a[r][q] -= factor * a[p][q];
    }
  }
  return {x: a.map((row, i) => row[n] / row[i]), logDeterminant};
}

describe("Kalman filter with exact diffuse start", () => {
  const random = stream(1, "kalman");
  const y = Float64Array.from({length: 24}, (_, t) => 5 + 0.3 * t + Math.sin(t) + random.normal());
  const regressor = Float64Array.from({length: 24}, () => random.normal());
  const variances = {irregular: 0.7, level: 0.3, slope: 0.05, seasonal: 0.1};
  const cases = {
    "local level": {},
    "local linear trend": {slope: true},
    "level, seasonal of 4": {seasonal: 4},
    "level and a regressor": {regressors: [regressor]},
    everything: {slope: true, seasonal: 4, regressors: [regressor]},
  };

  /**
   * Slow oracle: the whole series as a normal vector, y = A δ + u, δ the diffuse start states, u from the disturbances; δ by
   * generalised least squares, the likelihood with δ integrated out (Durbin and Koopman 2012, section 5.7 and de Jong 1991).
   */
  function literal(components: Parameters<typeof structuralModel>[1], values: Float64Array) {
    const model = structuralModel(24, components, variances);
    const m = model.states;
    const seen = Array.from(values.keys()).filter((t) => !Number.isNaN(values[t]));
    const powers: number[][][] = [
      Array.from({length: m}, (_, i) => Array.from({length: m}, (__, j) => (i === j ? 1 : 0))),
    ];
    for (let t = 1; t < 24; t++)
      powers.push(
        Array.from({length: m}, (_, i) =>
          Array.from({length: m}, (__, j) =>
            powers[t - 1].reduce((s, row, k) => s + model.transition[i * m + k] * row[j], 0),
          ),
        ),
      );
    const row = (t: number, lag: number) =>
      Array.from({length: m}, (_, j) => model.loadings[t].reduce((s, z, i) => s + z * powers[lag][i][j], 0));
    const design = seen.map((t) => row(t, t));
    const covariance = seen.map((t) =>
      seen.map((s) => {
        let sum = t === s ? model.noise : 0;
        for (let k = 1; k <= Math.min(t, s); k++) {
          const [a, b] = [row(t, t - k), row(s, s - k)];
          for (let j = 0; j < m; j++) sum += a[j] * model.disturbances[j] * b[j];
        }
        return sum;
      }),
    );
    const own = seen.map((t) => values[t]);
    const solved = Array.from({length: m}, (_, j) =>
      solve(
        covariance,
        design.map((d) => d[j]),
      ),
    );
    const information = Array.from({length: m}, (_, i) =>
      Array.from({length: m}, (__, j) => design.reduce((s, d, k) => s + d[i] * solved[j].x[k], 0)),
    );
    const score = Array.from({length: m}, (_, j) => own.reduce((s, v, k) => s + v * solved[j].x[k], 0));
    const start = solve(information, score);
    const residual = own.map((v, k) => v - design[k].reduce((s, d, j) => s + d * start.x[j], 0));
    const weighted = solve(covariance, residual);
    const square = residual.reduce((s, v, k) => s + v * weighted.x[k], 0);
    const logLikelihood =
      -((seen.length - m) * Math.log(2 * Math.PI) + weighted.logDeterminant + start.logDeterminant + square) / 2;
    // E[level at t | y]: the start carried on, plus the disturbances' projections
    const smoothed = Array.from({length: 24}, (_, t) => {
      let level = powers[t][0].reduce((s, p, j) => s + p * start.x[j], 0);
      seen.forEach((s, k) => {
        for (let lag = 1; lag <= Math.min(t, s); lag++) {
          const b = row(s, s - lag);
          for (let j = 0; j < m; j++) level += powers[t - lag][0][j] * model.disturbances[j] * b[j] * weighted.x[k];
        }
      });
      return level;
    });
    return {model, logLikelihood, smoothed};
  }

  it.each(Object.entries(cases))("%s: likelihood and smoothed level of the whole normal vector", (_, components) => {
    const gaps = y.map((v, t) => (t === 3 || t === 4 || t === 17 ? Number.NaN : v));
    for (const values of [y, gaps]) {
      const {model, logLikelihood, smoothed} = literal(components, values);
      const filter = kalmanFilter(model, values);
      expect(filter.logLikelihood).toBeCloseTo(logLikelihood, 8);
      expect(filter.diffuseObservations).toBe(model.states);
      smoothedStates(model, filter).forEach((state, t) => {
        expect(state[0]).toBeCloseTo(smoothed[t], 7);
      });
      expect(kalmanFilter(model, values, false).logLikelihood).toBe(filter.logLikelihood);
    }
  });
});

describe("structural model by maximum likelihood", () => {
  it("no variances nearby are likelier", () => {
    const {outcome} = shiftedLevel({before: 120, after: 1, wander: 0.4}, stream(2, "ml"));
    const fit = fitStructural(outcome);
    for (const [a, b] of [
      [1.05, 1],
      [0.95, 1],
      [1, 1.05],
      [1, 0.95],
    ]) {
      const variances = {...fit.variances, irregular: a * fit.variances.irregular, level: b * fit.variances.level};
      expect(kalmanFilter(structuralModel(121, {}, variances), outcome).logLikelihood).toBeLessThan(fit.logLikelihood);
    }
    const scaled = fitStructural(outcome.map((y) => 100 * y + 3));
    expect(scaled.variances.level / fit.variances.level).toBeCloseTo(1e4, 0);
  });

  it("finds the variances it was simulated with, roughly, and none where there is none", () => {
    const random = stream(3, "simulated");
    let [level, slope] = [0, 0];
    const y = Float64Array.from({length: 1500}, () => {
      slope += 0.02 * random.normal();
      level += slope + 0.5 * random.normal();
      return level + random.normal();
    });
    const {variances} = fitStructural(y, {slope: true});
    expect(variances.irregular).toBeGreaterThan(0.8);
    expect(variances.irregular).toBeLessThan(1.2);
    expect(variances.level).toBeGreaterThan(0.12);
    expect(variances.level).toBeLessThan(0.45);
    expect(variances.slope).toBeLessThan(0.003);
    const noise = fitStructural(Float64Array.from({length: 300}, () => random.normal()));
    expect(noise.variances.level).toBeLessThan(0.01);
    const season = fitStructural(
      Float64Array.from({length: 200}, (_, t) => [2, 0, -1, -1][t % 4] + 0.1 * random.normal()),
      {seasonal: 4},
    );
    expect(season.variances.seasonal).toBeLessThan(0.01);
  });

  it("refuses what cannot be fitted", () => {
    const y = Float64Array.from({length: 30}, (_, t) => Math.sin(t));
    expect(() => fitStructural(y.slice(0, 4))).toThrow("too few");
    expect(() => fitStructural(new Float64Array(30).fill(2))).toThrow("does not vary");
    expect(() => fitStructural(y, {seasonal: 1})).toThrow("invalid seasonal");
    expect(() => fitStructural(y, {regressors: [new Float64Array(3)]})).toThrow("regressor 0");
    expect(() => fitStructural(y, {regressors: [new Float64Array(30).fill(1)]})).toThrow(
      "cannot be told from the others",
    );
    expect(() => fitStructural(y.map((v, t) => (t === 2 ? Number.POSITIVE_INFINITY : v)))).toThrow("infinite");
  });
});

describe("interrupted time series", () => {
  const series = (seed: number, extra = {}): InterruptedSeries =>
    shiftedLevel({before: 80, after: 20, wander: 0.2, ...extra}, stream(seed, "interrupted"));

  it("path, cumulative and mean effect belong together, and intervals widen with time", () => {
    const data = series(1);
    const fit = interruptedTimeSeries(data);
    expect(fit.counterfactual[0]).toBeNaN(); // nothing is known before the first observation
    data.outcome.forEach((y, t) => {
      if (t > 0) expect(fit.effect[t]).toBeCloseTo(y - fit.counterfactual[t], 10);
      if (t > 80)
        expect(fit.upper[t] - fit.lower[t]).toBeGreaterThanOrEqual(fit.upper[t - 1] - fit.lower[t - 1] - 1e-9);
    });
    const post = fit.effect.subarray(80);
    expect(fit.cumulative.effect[19]).toBeCloseTo(
      post.reduce((s, x) => s + x, 0),
      8,
    );
    expect(fit.average.estimate).toBeCloseTo(fit.cumulative.effect[19] / 20, 10);
    expect(fit.average.interval[0]).toBeCloseTo(
      fit.cumulative.effect[19] / 20 - (fit.cumulative.upper[19] - fit.cumulative.effect[19]) / 20,
      8,
    );
    expect(fit.step.standardError).toBeLessThan(fit.average.standardError);
    expect(fit.level.length).toBe(80);
    expect(fit.residuals.p).toBeGreaterThan(0.001);
    expect(fit.degreesOfFreedom).toBe(77);
  });

  it("a huge shift is found to the day, by both estimates; scale passes through", () => {
    const data = series(2);
    const shifted = {...data, outcome: data.outcome.map((y, t) => (t < 80 ? y : y + 50))};
    const [plain, fit] = [interruptedTimeSeries(data), interruptedTimeSeries(shifted)];
    expect(fit.average.estimate - plain.average.estimate).toBeCloseTo(50, 8);
    expect(fit.step.estimate - plain.step.estimate).toBeCloseTo(50, 6);
    expect(fit.average.p).toBeLessThan(1e-6);
    const cents = interruptedTimeSeries({...data, outcome: data.outcome.map((y) => 100 * y)});
    expect(cents.average.standardError / plain.average.standardError).toBeCloseTo(100, 1);
  });

  it("regressors and weekdays explain what they should", () => {
    const data = series(3, {regressor: true, week: true});
    const full = interruptedTimeSeries(data);
    const bare = interruptedTimeSeries({outcome: data.outcome, prePeriods: 80});
    expect(full.variances.irregular).toBeLessThan(bare.variances.irregular);
    const seasonal = interruptedTimeSeries({...series(3, {week: true}), weekday: undefined}, {seasonal: 5, level: 0.9});
    expect(seasonal.confidence).toBe(0.9);
    expect(interruptedTimeSeries(series(4), {slope: true}).average.standardError).toBeGreaterThan(0);
  });

  it("gaps before the intervention are fine; after it, or in a regressor, they are named", () => {
    const data = series(5);
    const holed = {...data, outcome: data.outcome.map((y, t) => (t === 0 || t === 40 ? Number.NaN : y))};
    expect(Number.isFinite(interruptedTimeSeries(holed).average.estimate)).toBe(true);
    const late = {...data, outcome: data.outcome.map((y, t) => (t === 90 ? Number.NaN : y))};
    expect(() => interruptedTimeSeries(late)).toThrow("is not observed");
    expect(() => interruptedTimeSeries({...data, regressors: [new Float64Array(3)]})).toThrow(
      "regressor 0 has 3 periods",
    );
    expect(() => interruptedTimeSeries({...data, prePeriods: 1})).toThrow("invalid prePeriods");
    expect(() => interruptedTimeSeries({...data, prePeriods: 100})).toThrow("invalid prePeriods");
    expect(() => interruptedTimeSeries(data, {level: 1})).toThrow("invalid level");
    expect(() => interruptedTimeSeries({...data, weekday: new Int32Array(2)})).toThrow("invalid weekday");
    const unseen = Int32Array.from(data.outcome, (_, t) => (t === 95 ? 6 : t % 5));
    expect(() => interruptedTimeSeries({...data, weekday: unseen})).toThrow("weekday 6 does not occur");
    const constant = data.outcome.map((y, t) => (t < 80 ? 3 : y));
    expect(() => interruptedTimeSeries({...data, outcome: constant})).toThrow("does not vary before the intervention");
  });
});

describe("breaks in the mean", () => {
  const random = stream(6, "breaks");
  const y = Float64Array.from({length: 60}, (_, t) => (t < 25 ? 0 : t < 40 ? 3 : 1) + random.normal());

  it("F statistics: least squares with and without the break", () => {
    const square = (from: number, to: number) => {
      const part = y.subarray(from, to);
      const mean = part.reduce((s, v) => s + v / part.length, 0);
      return part.reduce((s, v) => s + (v - mean) ** 2, 0);
    };
    const {statistics, from, to, supF, breakAfter, aveF} = meanShiftTest(y);
    expect([from, to]).toEqual([9, 51]);
    statistics.forEach((f, k) => {
      const split = square(0, 9 + k) + square(9 + k, 60);
      expect(f).toBeCloseTo((square(0, 60) - split) / (split / 58), 8);
    });
    expect(statistics[breakAfter - 9]).toBe(supF);
    expect(aveF).toBeCloseTo(
      statistics.reduce((s, f) => s + f / 43, 0),
      10,
    );
  });

  it("the p-value of the largest F: known critical values (Andrews 1993, table 1: 8.85 at 5 %, 12.35 at 1 %, 15 % trimmed)", () => {
    // the test's p depends on F alone; a series whose F is known is made by scaling the shift
    const base = Float64Array.from({length: 400}, () => random.normal());
    const pOf = (shift: number) => {
      const {supF, p} = meanShiftTest(base.map((v, t) => v + (t >= 200 ? shift : 0)));
      return {supF, p};
    };
    let [low, high] = [0, 3];
    for (let k = 0; k < 50; k++) {
      const middle = (low + high) / 2;
      if (pOf(middle).supF < 8.85) low = middle;
      else high = middle;
    }
    expect(Math.abs(pOf(high).p - 0.05)).toBeLessThan(0.006);
    [low, high] = [0, 3];
    for (let k = 0; k < 50; k++) {
      const middle = (low + high) / 2;
      if (pOf(middle).supF < 12.35) low = middle;
      else high = middle;
    }
    expect(Math.abs(pOf(high).p - 0.01)).toBeLessThan(0.0015);
  });

  it("several breaks: all segmentations tried", () => {
    const {breaksAfter, residualSumOfSquares, best} = meanBreaks(y, {most: 2});
    const square = (from: number, to: number) => {
      const part = y.subarray(from, to);
      const mean = part.reduce((s, v) => s + v / part.length, 0);
      return part.reduce((s, v) => s + (v - mean) ** 2, 0);
    };
    let least = Number.POSITIVE_INFINITY;
    for (let a = 9; a <= 42; a++)
      for (let b = a + 9; b <= 51; b++) least = Math.min(least, square(0, a) + square(a, b) + square(b, 60));
    expect(residualSumOfSquares[2]).toBeCloseTo(least, 8);
    expect(best).toBe(2);
    expect(Math.abs(breaksAfter[2][0] - 25)).toBeLessThanOrEqual(2);
    expect(Math.abs(breaksAfter[2][1] - 40)).toBeLessThanOrEqual(3);
  });

  it("CUSUM tests speak up at a break, and are quiet without", () => {
    const {ols, recursive} = cusumTests(y);
    expect(ols.p).toBeLessThan(0.01);
    expect(recursive.p).toBeLessThan(0.2);
    const quiet = cusumTests(Float64Array.from({length: 200}, () => random.normal()));
    expect(quiet.ols.p).toBeGreaterThan(0.01);
    expect(quiet.recursive.p).toBeGreaterThan(0.01);
  });

  it("refuses constant and short series", () => {
    expect(() => meanShiftTest(new Float64Array(40))).toThrow("constant");
    expect(() => meanShiftTest(y.slice(0, 8))).toThrow("too few");
    expect(() => meanShiftTest(y, 0.6)).toThrow("invalid trim");
    expect(() => meanShiftTest(y.map(() => Number.NaN))).toThrow("observation 0");
    expect(() => meanBreaks(y, {trim: 0.01})).toThrow("invalid trim");
    expect(() => cusumTests(y.slice(0, 2))).toThrow("too few");
    expect(() => cusumTests(new Float64Array(10))).toThrow("constant");
  });
});

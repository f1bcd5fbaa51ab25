import {describe, expect, it} from "vitest";
import {inference, plrFromPredictions} from "../../src/lib/causal/index.ts";
import {stream, tQuantile} from "../../src/lib/numeric/index.ts";
import {clusteredDml, clusteredLinear} from "../../src/lib/robustness/sensitivity/clustered.ts";
import {
  adjusted,
  dmlBounds,
  dmlSensitivity,
  linearSensitivity,
  robustnessValue,
} from "../../src/lib/robustness/sensitivity/index.ts";
import {
  criticalFactor,
  dmlRobustness,
  factorLine,
  linearRobustness,
  movedDml,
  movedLinear,
} from "../../src/lib/robustness/sensitivity/moved.ts";
import {observedStrength} from "../../src/lib/robustness/sensitivity/observed-strength.ts";

const [traders, days] = [12, 50];
const n = traders * days;
const random = stream(3, "moved");
const normal = (size: number) => Float64Array.from({length: size}, () => random.normal());
const trader = Int32Array.from({length: n}, (_, i) => Math.floor(i / days));
const day = Int32Array.from({length: n}, (_, i) => i % days);
const [shock, level] = [normal(days), normal(traders)];
const centre = (v: Float64Array) => v.map((a) => a - v.reduce((s, b) => s + b, 0) / v.length);
const hidden = centre(normal(n));
const x = centre(normal(n));
const d = centre(hidden.map((u, i) => 0.4 * u + 0.3 * x[i] + 0.5 * level[trader[i]] + random.normal()));
const y = centre(d.map((v, i) => 1.5 * v + 0.7 * hidden[i] + shock[day[i]] + level[trader[i]] + random.normal()));
const labels = {day, trader};
const clustering = {cluster: ["day", "trader"], labels, level: 0.95};
const nothing = new Float64Array(n);
const negative = y.map((v) => -v);
const fitOf = (outcome: Float64Array) => plrFromPredictions(outcome, d, nothing, nothing, labels);
const none = {treatment: 0, outcome: 0, correlation: 1};

describe.each([
  ["a positive estimate", y],
  ["a negative one", negative],
])("a clustered DML estimate under a hidden cause: %s", (_, outcome) => {
  const fit = fitOf(outcome);
  const clustered = clusteredDml(fit, clustering);

  it.each([[["day", "trader"]], [["day"]], [["trader"]]])(
    "without one it is what inference says, bit for bit: %o",
    (cluster) => {
      const wanted = inference(fit, {cluster, level: 0.95});
      for (const correlation of [1, -1, 0]) {
        const found = movedDml(clusteredDml(fit, {...clustering, cluster}), {...none, correlation});
        expect(Object.is(found.estimate, wanted.estimate)).toBe(true);
        expect(found.se).toBe(wanted.standardError);
        expect(found.interval).toEqual([wanted.interval[0], wanted.interval[1]]);
      }
    },
  );

  it("moves as the bounds of Chernozhukov et al. do, with their standard error where days alone are clusters", () => {
    const plain = dmlSensitivity(fit, day);
    const one = clusteredDml(fit, {...clustering, cluster: ["day"]});
    const factor = Math.sqrt(days / (days - 1)); // inference's G/(G − 1), which the authors' code does not have
    for (const strength of [
      {treatment: 0.1, outcome: 0.2},
      {treatment: 0.5, outcome: 1},
    ])
      for (const rho of [1, 0.6]) {
        const bounds = dmlBounds(plain, {...strength, adversity: rho * rho});
        const [down, up] = [rho, -rho].map((correlation) => movedDml(one, {...strength, correlation}));
        const [low, high] = fit.theta < 0 ? [up, down] : [down, up];
        expect(low.estimate).toBeCloseTo(bounds.lowest, 12);
        expect(high.estimate).toBeCloseTo(bounds.highest, 12);
        expect(low.se).toBeCloseTo(bounds.seLowest * factor, 12);
        expect(high.se).toBeCloseTo(bounds.seHighest * factor, 12);
      }
  });

  it("at its robustness values is at zero, and only there", () => {
    const near = (r: number) => {
      const {interval} = movedDml(clustered, {treatment: r, outcome: r, correlation: 1});
      return fit.theta < 0 ? -interval[1] : interval[0];
    };
    const [all, some] = [dmlRobustness(clustered, "estimate"), dmlRobustness(clustered, "interval")];
    expect(movedDml(clustered, {treatment: all, outcome: all, correlation: 1}).estimate).toBeCloseTo(0, 10);
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(all);
    expect(near(some)).toBeCloseTo(0, 10);
    expect(near(0.98 * some)).toBeGreaterThan(0);
    const wide = {...clustered, critical: 1e6};
    expect(dmlRobustness(wide, "interval")).toBe(0);
  });

  it("moves alike all along a line of one factor", () => {
    const factor = criticalFactor(clustered, "interval");
    const line = factorLine(factor, {maxTreatment: 0.95, maxOutcome: 0.9});
    expect(line.length).toBe(60);
    expect(line[0].outcome).toBeCloseTo(0.9, 12);
    expect(line[59].treatment).toBeCloseTo(0.95, 12);
    for (const strength of line) {
      const {interval} = movedDml(clustered, {...strength, correlation: 1});
      expect(fit.theta < 0 ? interval[1] : interval[0]).toBeCloseTo(0, 9);
    }
    expect(factorLine(0, {maxTreatment: 0.95, maxOutcome: 0.9})).toEqual([]);
    expect(factorLine(9, {maxTreatment: 0.95, maxOutcome: 0.9})).toEqual([]);
  });
});

describe("a clustered linear estimate under a hidden cause", () => {
  const sample = {outcome: y, treatment: d, covariates: [{name: "x", values: x}], absorb: trader};
  const least = linearSensitivity(sample);
  const clustered = clusteredLinear(least, clustering);

  it("has the estimate and residuals of least squares with a dummy a trader", () => {
    const dummies = Array.from({length: traders - 1}, (_, t) => ({
      name: `t${t}`,
      values: Float64Array.from(trader, (v) => (v === t ? 1 : 0)),
    }));
    const slow = linearSensitivity({outcome: y, treatment: d, covariates: [...sample.covariates, ...dummies]});
    expect(least.estimate).toBeCloseTo(slow.estimate, 12);
    expect(least.df).toBe(slow.df);
    for (const i of [0, 77, n - 1]) {
      expect(least.errors[i]).toBeCloseTo(slow.errors[i], 10);
      expect(least.treatmentResidual[i]).toBeCloseTo(slow.treatmentResidual[i], 10);
    }
    expect(clustered.clusteredSe).not.toBeCloseTo(least.se, 3);
  });

  it("without one it is the estimate and its clustered interval", () => {
    const found = movedLinear(clustered, none);
    expect(found.estimate).toBe(least.estimate);
    expect(found.se).toBe(clustered.clusteredSe);
  });

  it("moves as Cinelli and Hazlett's does, where errors are classical", () => {
    const classical = {...clustered, clusteredSe: least.se};
    const strength = {treatment: 0.2, outcome: 0.3};
    const [found, wanted] = [movedLinear(classical, {...strength, correlation: 1}), adjusted(least, strength)];
    expect(found.estimate).toBeCloseTo(wanted.estimate, 12);
    expect(found.se * Math.sqrt(least.df / (least.df - 1))).toBeCloseTo(wanted.se, 12);
    const hides = movedLinear(classical, {...strength, correlation: -1});
    expect(hides.estimate).toBeCloseTo(adjusted(least, strength, {direction: "increase"}).estimate, 12);
  });

  it("has their robustness values", () => {
    expect(linearRobustness(clustered, "estimate")).toBeCloseTo(robustnessValue(least), 12);
    const classical = {
      ...clustered,
      clusteredSe: least.se * Math.sqrt(least.df / (least.df - 1)),
      critical: tQuantile(0.975, least.df - 1),
    };
    expect(linearRobustness(classical, "interval")).toBeCloseTo(robustnessValue(least, {alpha: 0.05}), 12);
    const r = linearRobustness(clustered, "interval");
    expect(movedLinear(clustered, {treatment: r, outcome: r, correlation: 1}).interval[0]).toBeCloseTo(0, 10);
    expect(linearRobustness({...clustered, critical: 1e6}, "interval")).toBe(0);
  });
});

describe("strength seen by leaving a feature out", () => {
  it("explains the change of the estimate exactly where the model is linear", () => {
    const project = (v: Float64Array, on: readonly Float64Array[]) => {
      const covariates = on.map((values, j) => ({name: `c${j}`, values}));
      const {treatmentResidual} = linearSensitivity({outcome: y, treatment: v, covariates});
      return v.map((a, i) => a - treatmentResidual[i]);
    };
    const fitWith = (on: readonly Float64Array[]) => plrFromPredictions(y, d, project(y, on), project(d, on));
    const [long, short] = [fitWith([x, hidden]), fitWith([x])];
    const {strength, correlation} = observedStrength(dmlSensitivity(long), dmlSensitivity(short));
    expect(correlation).toBeCloseTo(1, 9);
    // with the strength relative to what the long fit leaves, the bias of one more such cause is of the size of the one seen
    const scale = Math.sqrt(dmlSensitivity(long).sigma2 * dmlSensitivity(long).nu2);
    const seen = (short.theta - long.theta) / scale;
    expect(Math.sqrt(strength.outcome * strength.treatment) * Math.sqrt(1 / (1 + strength.treatment))).toBeCloseTo(
      seen,
      9,
    );
    expect(observedStrength(dmlSensitivity(short), dmlSensitivity(long))).toEqual({
      strength: {outcome: 0, treatment: 0},
      correlation: null,
    });
  });
});

describe("strengths out of range", () => {
  const clustered = clusteredDml(fitOf(y), clustering);
  it.each([
    [{treatment: 1, outcome: 0, correlation: 1}, /treatment is not in/],
    [{treatment: 0, outcome: 1.1, correlation: 1}, /outcome is not in/],
    [{treatment: 0, outcome: 0, correlation: 1.5}, /invalid correlation/],
    [{treatment: 0, outcome: 0, correlation: Number.NaN}, /invalid correlation/],
  ])("are named: %o", (cause, message) => expect(() => movedDml(clustered, cause)).toThrow(message));
});

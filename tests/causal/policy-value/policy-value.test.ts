import {describe, expect, it} from "vitest";
import {
  doublyRobustValue,
  effectiveSampleSize,
  gainOverLogged,
  inference,
  ipsValue,
  loggedDesign,
  ruleValue,
  selfNormalisedValue,
} from "../../../src/lib/causal/index.ts";
import {stream} from "../../../src/lib/numeric/index.ts";

const columns = (rows: number[][]) => rows[0].map((_, a) => Float64Array.from(rows, (row) => row[a]));

describe("off-policy value", () => {
  // three rows, two actions: everything that may have been logged can be listed
  const chance = [
    [0.3, 0.7],
    [0.6, 0.4],
    [0.5, 0.5],
  ];
  const outcome = [
    [1, 4],
    [-2, 3],
    [5, 0.5],
  ];
  const wanted = [
    [0.9, 0.1],
    [0.2, 0.8],
    [1, 0],
  ];
  const wrong = [
    [2, 2],
    [0, 0],
    [-3, 4],
  ];
  const truth = outcome.reduce((s, row, i) => s + (row[0] * wanted[i][0] + row[1] * wanted[i][1]) / 3, 0);
  const logs = Array.from({length: 8}, (_, k) => [k & 1, (k >> 1) & 1, (k >> 2) & 1]).map((actions) => ({
    chance: actions.reduce((p, a, i) => p * chance[i][a], 1),
    log: {
      y: Float64Array.from(actions, (a, i) => outcome[i][a]),
      action: Int32Array.from(actions),
      propensity: Float64Array.from(actions, (a, i) => chance[i][a]),
    },
  }));

  it("IPS and doubly robust values are unbiased over all that may have been logged", () => {
    const expected = (value: (log: (typeof logs)[number]["log"]) => number) =>
      logs.reduce((s, l) => s + l.chance * value(l.log), 0);
    expect(logs.reduce((s, l) => s + l.chance, 0)).toBeCloseTo(1, 12);
    expect(expected((log) => ipsValue(log, columns(wanted)).theta)).toBeCloseTo(truth, 12);
    expect(expected((log) => doublyRobustValue(log, columns(wanted), columns(wrong)).theta)).toBeCloseTo(truth, 12);
    expect(expected((log) => ipsValue(log, columns(wanted)).meanWeight)).toBeCloseTo(1, 12);
  });

  it("doubly robust with right outcomes does not depend on what was logged", () => {
    for (const {log} of logs)
      expect(
        doublyRobustValue({...log, propensity: log.propensity.map((p) => p / 2)}, columns(wanted), columns(outcome))
          .theta,
      ).toBeCloseTo(truth, 12);
  });

  const design = loggedDesign(300, 1);
  it("self-normalised: moves with a constant added to the outcome; all scale with it; influence has mean zero", () => {
    const shifted = {...design, y: design.y.map((v) => 3 * v + 100)};
    const plain = selfNormalisedValue(design, design.policy);
    expect(selfNormalisedValue(shifted, design.policy).theta).toBeCloseTo(3 * plain.theta + 100, 9);
    const scaled = {...design, y: design.y.map((v) => 3 * v)};
    for (const value of [ipsValue, selfNormalisedValue]) {
      const [a, b] = [value(design, design.policy), value(scaled, design.policy)];
      expect(inference(b).standardError).toBeCloseTo(3 * inference(a).standardError, 10);
      expect(Math.abs(a.influence.reduce((s, v) => s + v, 0))).toBeLessThan(1e-9);
    }
    const w = design.y.map((_, i) => design.policy[design.action[i]][i] / design.propensity[i]);
    expect(plain.theta).toBeCloseTo(w.reduce((s, v, i) => s + v * design.y[i], 0) / w.reduce((s, v) => s + v, 0), 12);
    expect(plain.effectiveSampleSize).toBeCloseTo(effectiveSampleSize(w), 10);
    expect(plain.largestWeight).toBeCloseTo(Math.max(...w), 12);
  });

  it("the logged policy itself: weights one, no gain", () => {
    const {y, action, propensity} = loggedDesign(200, 2);
    const same = [0, 1, 2].map((a) =>
      Float64Array.from(action, (b, i) => (a === b ? propensity[i] : (1 - propensity[i]) / 2)),
    );
    const value = ipsValue({y, action, propensity}, same);
    expect(value.effectiveSampleSize).toBeCloseTo(200, 8);
    const gain = gainOverLogged(value, {y, action, propensity});
    expect(gain.theta).toBeCloseTo(0, 12);
  });

  it("caps weights where asked, and counts them", () => {
    const capped = ipsValue(design, design.policy, {maxWeight: 1});
    expect(capped.largestWeight).toBe(1);
    expect(capped.capped).toBeGreaterThan(0);
    expect(capped.theta).toBeLessThan(ipsValue(design, design.policy).theta);
  });

  it("refuses what has no meaning", () => {
    const of =
      (change: object, policy = design.policy) =>
      () =>
        ipsValue({...design, ...change}, policy);
    expect(of({propensity: design.propensity.map((p, i) => (i === 3 ? 0 : p))})).toThrow(
      /invalid propensity; not in \(0, 1\] in row 3: 0/,
    );
    expect(of({action: design.action.map(() => 7)})).toThrow(/invalid action/);
    expect(of({y: design.y.map(() => Number.NaN)})).toThrow(/invalid outcome/);
    expect(of({y: design.y.subarray(1)})).toThrow(/invalid lengths/);
    expect(
      of(
        {},
        design.policy.map((p) => p.map((v) => v / 2)),
      ),
    ).toThrow(/sum to 0.5/);
    expect(of({}, [design.policy[0].map(() => -1), ...design.policy.slice(1)])).toThrow(/invalid policy/);
    expect(() => ipsValue(design, design.policy, {maxWeight: 0})).toThrow(/invalid maxWeight/);
    expect(() => doublyRobustValue(design, design.policy, [])).toThrow(/each of 3 actions/);
    const never = [0, 1, 2, 3].map((a) => new Float64Array(300).fill(a === 3 ? 1 : 0));
    expect(() => selfNormalisedValue(design, never)).toThrow(/no action that was ever logged/);
  });
});

describe("ruleValue", () => {
  const n = 50;
  const random = stream(1, "rule");
  const [signal0, signal1] = [0, 1].map(() => Float64Array.from({length: n}, () => random.normal()));
  const rule = signal0.map((_, i) => +(i % 3 === 0));
  const mean = (f: (i: number) => number) => rule.reduce((s, _, i) => s + f(i), 0) / n;
  const effect = (i: number) => signal1[i] - signal0[i];

  it("is the mean of the chosen signals, and its differences", () => {
    const found = ruleValue({signal0, signal1}, rule);
    expect(found.value.theta).toBeCloseTo(
      mean((i) => (rule[i] === 1 ? signal1[i] : signal0[i])),
      12,
    );
    expect(found.overNobody.theta).toBeCloseTo(found.value.theta - mean((i) => signal0[i]), 12);
    expect(found.overEverybody.theta).toBeCloseTo(found.value.theta - mean((i) => signal1[i]), 12);
    expect(found.overRandom.theta).toBeCloseTo(found.overNobody.theta - found.treated * mean(effect), 12);
    for (const part of [found.value, found.overNobody, found.overEverybody, found.overRandom])
      expect(Math.abs(part.influence.reduce((s, v) => s + v, 0))).toBeLessThan(1e-12);
  });

  it("treating all or nobody says nothing of whom", () => {
    expect(ruleValue({signal0, signal1}, new Float64Array(n).fill(1)).overRandom.theta).toBeCloseTo(0, 12);
    expect(() =>
      ruleValue(
        {signal0, signal1},
        rule.map((v) => 2 * v),
      ),
    ).toThrow(/not in \[0, 1\] in row 0/);
    expect(() => ruleValue({signal0, signal1}, rule.subarray(1))).toThrow(/invalid lengths/);
  });
});

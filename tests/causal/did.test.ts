import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  type AdoptionOutcomes,
  aggregateEffects,
  cohortPanel,
  effectBand,
  groupTimeEffects,
  inference,
  preTrendTest,
  twoByTwo,
} from "../../src/lib/causal/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";

const panelOf = (seed: number, units = 60, covariate = false) =>
  cohortPanel(units, covariate, stream(seed, "did tests"));
const mean = (x: readonly number[]) => x.reduce((s, v) => s + v, 0) / x.length;

describe("group-time effects without covariates: differences of mean changes", () => {
  const panel = panelOf(1);
  const unitsOf = (keep: (g: number) => boolean) =>
    Array.from(panel.adoption.keys()).filter((i) => keep(panel.adoption[i]));
  const change = (units: number[], t: number, base: number) =>
    mean(units.map((i) => panel.outcome[i][t] - panel.outcome[i][base]));

  it.each(["dr", "regression", "ipw"] as const)("%s: a literal oracle for each cohort and period", (method) => {
    for (const control of ["not-yet", "never"] as const)
      for (const base of ["varying", "universal"] as const) {
        const {effects} = groupTimeEffects(panel, {method, control, base});
        expect(effects.length).toBe(2 * (base === "varying" ? 7 : 7));
        for (const {cohort, period, base: from, theta, treated, controls} of effects) {
          expect(from).toBe(period >= cohort || base === "universal" ? cohort - 1 : period - 1);
          const until = Math.max(period, from);
          const own = unitsOf((g) => g === cohort);
          const others = unitsOf((g) => g < 0 || (control === "not-yet" && g > until && g !== cohort));
          expect([treated, controls]).toEqual([own.length, others.length]);
          expect(theta).toBeCloseTo(change(own, period, from) - change(others, period, from), 10);
        }
      }
  });

  it("influence functions have mean zero and give the variance of a difference of means", () => {
    const {effects} = groupTimeEffects(panel, {control: "never"});
    const {influence, cohort, period, base} = effects.find((e) => e.cohort === 3 && e.period === 4)!;
    expect(influence.reduce((s, x) => s + x, 0)).toBeCloseTo(0, 8);
    const spread = (keep: (g: number) => boolean) => {
      const changes = unitsOf(keep).map((i) => panel.outcome[i][period] - panel.outcome[i][base]);
      return changes.reduce((s, x) => s + (x - mean(changes)) ** 2, 0) / changes.length ** 2;
    };
    const wanted = Math.sqrt(spread((g) => g === cohort) + spread((g) => g < 0));
    expect(inference({theta: 0, influence}).standardError).toBeCloseTo(wanted, 10);
  });

  it("anticipation moves the base back", () => {
    const {effects} = groupTimeEffects(panel, {anticipation: 1});
    expect(effects.find((e) => e.cohort === 5 && e.period === 6)!.base).toBe(3);
    expect(effects.find((e) => e.cohort === 5 && e.period === 4)!.base).toBe(3);
  });

  it("a unit not seen in a period is left out of that effect only", () => {
    const gap = {
      ...panel,
      outcome: panel.outcome.map((y, i) => (i === 0 ? y.map((v, t) => (t === 7 ? Number.NaN : v)) : y)),
    };
    const whole = groupTimeEffects(panel, {control: "never"}).effects;
    const holed = groupTimeEffects(gap, {control: "never"}).effects;
    const count = (e: {treated: number; controls: number}) => e.treated + e.controls;
    const zero = panel.adoption[0];
    whole.forEach((e, k) => {
      const missed = e.period === 7 && (zero < 0 || zero === e.cohort);
      expect(count(e) - count(holed[k])).toBe(missed ? 1 : 0);
    });
  });
});

describe("with covariates", () => {
  const panel = panelOf(2, 120, true);
  const x = panel.covariates![0];

  it("outcome regression: the controls' least squares line, taken off the treated", () => {
    const {effects} = groupTimeEffects(panel, {control: "never", method: "regression"});
    for (const {cohort, period, base, theta} of effects) {
      const rows = Array.from(x.keys());
      const controls = rows.filter((i) => panel.adoption[i] < 0);
      const dy = (i: number) => panel.outcome[i][period] - panel.outcome[i][base];
      const [mx, my] = [mean(controls.map((i) => x[i])), mean(controls.map(dy))];
      const slope =
        controls.reduce((s, i) => s + (x[i] - mx) * (dy(i) - my), 0) /
        controls.reduce((s, i) => s + (x[i] - mx) ** 2, 0);
      const own = rows.filter((i) => panel.adoption[i] === cohort);
      expect(theta).toBeCloseTo(mean(own.map((i) => dy(i) - my - slope * (x[i] - mx))), 9);
    }
  });

  it("ipw and dr: odds of a logit fitted by plain gradient steps", () => {
    const cohort = 3;
    const rows = Array.from(x.keys()).filter((i) => panel.adoption[i] < 0 || panel.adoption[i] === cohort);
    const d = rows.map((i) => (panel.adoption[i] === cohort ? 1 : 0));
    let [a, b] = [0, 0];
    for (let step = 0; step < 3000; step++) {
      let [ga, gb] = [0, 0];
      rows.forEach((i, k) => {
        const miss = d[k] - 1 / (1 + Math.exp(-a - b * x[i]));
        ga += miss / rows.length;
        gb += (miss * x[i]) / rows.length;
      });
      a += 4 * ga;
      b += 4 * gb;
    }
    const odds = rows.map((i, k) => (d[k] === 1 ? 0 : Math.exp(a + b * x[i])));
    const total = odds.reduce((s, w) => s + w, 0);
    const dy = rows.map((i) => panel.outcome[i][4] - panel.outcome[i][2]);
    const own = (e: number[]) => mean(e.filter((_, k) => d[k] === 1));
    const others = (e: number[]) => e.reduce((s, v, k) => s + (odds[k] / total) * v, 0);
    const pick = (method: "ipw" | "dr") =>
      groupTimeEffects(panel, {control: "never", method}).effects.find((e) => e.cohort === cohort && e.period === 4)!;
    expect(pick("ipw").theta).toBeCloseTo(own(dy) - others(dy), 7);
    const controls = rows.flatMap((_, k) => (d[k] === 0 ? [k] : []));
    const [mx, my] = [mean(controls.map((k) => x[rows[k]])), mean(controls.map((k) => dy[k]))];
    const slope =
      controls.reduce((s, k) => s + (x[rows[k]] - mx) * (dy[k] - my), 0) /
      controls.reduce((s, k) => s + (x[rows[k]] - mx) ** 2, 0);
    const left = dy.map((v, k) => v - my - slope * (x[rows[k]] - mx));
    expect(pick("dr").theta).toBeCloseTo(own(left) - others(left), 7);
  });

  it.each(["dr", "regression", "ipw"] as const)(
    "%s: the influence function is the derivative by a unit's weight",
    (method) => {
      // doubling a unit moves the estimate by about influence / (n + 1)
      const find = (p: AdoptionOutcomes) =>
        groupTimeEffects(p, {control: "never", method}).effects.find((e) => e.cohort === 5 && e.period === 6)!;
      const fit = find(panel);
      expect(fit.influence.reduce((s, v) => s + v, 0) / 120).toBeCloseTo(0, 6);
      for (const i of [0, 5, 17, 40, 99]) {
        const twice = find({
          outcome: [...panel.outcome, panel.outcome[i]],
          adoption: Int32Array.of(...panel.adoption, panel.adoption[i]),
          covariates: [Float64Array.of(...x, x[i])],
        });
        const moved = (twice.theta - fit.theta) * 121;
        expect(Math.abs(moved - fit.influence[i])).toBeLessThan(0.12 * Math.abs(fit.influence[i]) + 0.02);
      }
    },
  );

  it("covariates that are collinear, or tell the treated exactly, are refused with the reason", () => {
    const twice = {...panel, covariates: [x, x.map((v) => 2 * v)]};
    expect(() => groupTimeEffects(twice, {method: "regression"})).toThrow("collinear");
    expect(() => groupTimeEffects(twice, {method: "ipw"})).toThrow("collinear");
    const tells = {
      ...panel,
      covariates: [Float64Array.from(panel.adoption, (g, i) => (g >= 0 ? 5 : -5) + 0.01 * (i % 7))],
    };
    expect(() => groupTimeEffects(tells, {control: "never", method: "ipw"})).toThrow(/fewer/);
  });
});

describe("aggregations", () => {
  const panel = panelOf(3, 80);
  const fit = groupTimeEffects(panel);
  const size = (g: number) => panel.adoption.filter((a) => a === g).length;

  it("are the stated means of group-time effects", () => {
    const post = fit.effects.filter((e) => e.period >= e.cohort);
    const weigh = (list: typeof post) =>
      list.reduce((s, e) => s + size(e.cohort) * e.theta, 0) / list.reduce((s, e) => s + size(e.cohort), 0);
    expect(aggregateEffects(fit, "simple").overall.theta).toBeCloseTo(weigh(post), 10);
    const dynamic = aggregateEffects(fit, "dynamic");
    const at = (e: number) => fit.effects.filter((f) => f.period - f.cohort === e);
    for (const {at: e, theta} of dynamic.effects) expect(theta).toBeCloseTo(weigh(at(e)), 10);
    expect(dynamic.overall.theta).toBeCloseTo(mean([0, 1, 2, 3, 4].map((e) => weigh(at(e)))), 10);
    const group = aggregateEffects(fit, "group");
    const own = (g: number) => mean(post.filter((e) => e.cohort === g).map((e) => e.theta));
    expect(group.effects.map(({theta}) => theta)).toEqual([own(3), own(5)].map((v) => expect.closeTo(v, 10)));
    expect(group.overall.theta).toBeCloseTo((size(3) * own(3) + size(5) * own(5)) / (size(3) + size(5)), 10);
    const calendar = aggregateEffects(fit, "calendar");
    expect(calendar.effects.map((e) => e.at)).toEqual([3, 4, 5, 6, 7]);
    expect(calendar.overall.theta).toBeCloseTo(
      mean([3, 4, 5, 6, 7].map((t) => weigh(post.filter((e) => e.period === t)))),
      10,
    );
  });

  it("influence counts that cohort sizes are estimated: doubling a unit", () => {
    for (const kind of ["simple", "dynamic", "group", "calendar"] as const) {
      const {overall} = aggregateEffects(fit, kind);
      for (const i of [1, 8, 30]) {
        const twice = groupTimeEffects({
          outcome: [...panel.outcome, panel.outcome[i]],
          adoption: Int32Array.of(...panel.adoption, panel.adoption[i]),
        });
        const moved = (aggregateEffects(twice, kind).overall.theta - overall.theta) * 81;
        expect(Math.abs(moved - overall.influence[i])).toBeLessThan(0.08 * Math.abs(overall.influence[i]) + 0.02);
      }
    }
  });

  it("a balanced event study uses cohorts seen long enough", () => {
    const balanced = aggregateEffects(fit, "dynamic", {balance: 3});
    expect(balanced.effects.filter(({at}) => at >= 0).map(({of}) => of)).toEqual([1, 1, 1, 1]);
    expect(() => aggregateEffects(fit, "dynamic", {balance: 9})).toThrow("9 periods after");
  });

  it("property: order of units does not matter, scale passes through, levels cancel", () => {
    fc.assert(
      fc.property(fc.integer({min: 1, max: 1e6}), (seed) => {
        const p = panelOf(seed, 40);
        const base = aggregateEffects(groupTimeEffects(p), "simple").overall;
        const order = Array.from({length: 40}, (_, k) => (k * 7) % 40);
        const moved = {
          outcome: order.map((i) => p.outcome[i].map((v, t) => -2 * v + i + 3 * t)),
          adoption: Int32Array.from(order, (i) => p.adoption[i]),
        };
        const found = aggregateEffects(groupTimeEffects(moved), "simple").overall;
        expect(found.theta).toBeCloseTo(-2 * base.theta, 8);
        expect(inference(found, {cluster: ["unit"]}).standardError).toBeCloseTo(
          2 * inference(base, {cluster: ["unit"]}).standardError,
          8,
        );
      }),
      {numRuns: 15},
    );
  });
});

describe("bands and pre-trends", () => {
  const study = aggregateEffects(groupTimeEffects(panelOf(4, 150), {base: "universal"}), "dynamic");

  it("the uniform band is wider than each interval, and leaves out what has no spread", () => {
    const band = effectBand(study, {seed: 1, draws: 2000});
    expect(band.at.includes(-1)).toBe(false);
    expect(band.critical).toBeGreaterThan(1.99);
    expect(band.critical).toBeLessThan(3.3);
    const one = inference(study.effects[0], {cluster: ["unit"]});
    expect(band.standardErrors[0]).toBeCloseTo(one.standardError, 12);
    const coarse = {
      ...study,
      effects: study.effects.map((e) => ({
        ...e,
        labels: {...e.labels, team: Int32Array.from(e.influence, (_, i) => i % 12)},
      })),
    };
    expect(effectBand(coarse, {seed: 1, draws: 500, cluster: ["team"]}).critical).toBeGreaterThan(band.critical);
    const flat = {...study, effects: study.effects.map((e) => ({...e, influence: new Float64Array(150)}))};
    expect(() => effectBand(flat, {seed: 1})).toThrow("do not vary");
  });

  it("Wald's statistic, and the power of the usual check against simulated draws", () => {
    const test = preTrendTest(study, {slopes: [0.1]});
    expect(test.times).toEqual([-5, -4, -3, -2]);
    expect(test.degreesOfFreedom).toBe(4);
    expect(test.p).toBeGreaterThan(0.001); // trends are parallel here
    const [half, most, given] = test.power;
    expect(half.power).toBeCloseTo(0.5, 4);
    expect(most.power).toBeCloseTo(0.8, 4);
    expect(most.slope).toBeGreaterThan(half.slope);
    expect(given.slope).toBe(0.1);
    // literal: draw the pre-period estimates around the trend, by summing the units' influences with random signs
    const pre = study.effects.filter(({at}) => at < -1);
    const post = study.effects.find(({at}) => at === 1)!;
    const random = stream(1, "signs");
    const errors = pre.map((e) => inference(e, {cluster: ["unit"]}).standardError);
    const n = 150;
    let [found, passed, sum] = [0, 0, 0];
    for (let k = 0; k < 6000; k++) {
      const z = Float64Array.from({length: n}, () => random.normal() * Math.sqrt(n / (n - 1)));
      const at = (e: {influence: Float64Array}) => e.influence.reduce((s, v, i) => s + (v * z[i]) / n, 0);
      const seen = pre.some((e, j) => Math.abs(half.slope * (e.at + 1) + at(e)) > test.critical * errors[j]);
      if (seen) found++;
      else {
        passed++;
        sum += half.slope * 2 + at(post);
      }
    }
    expect(found / 6000).toBeCloseTo(0.5, 1);
    const bias = half.bias.find(({time}) => time === 1)!;
    expect(bias.unconditional).toBeCloseTo(2 * half.slope, 10);
    expect(Math.abs(bias.conditional - sum / passed)).toBeLessThan(0.02);
  });

  it("finds a trend that is there", () => {
    const p = panelOf(5, 200);
    const drift = {...p, outcome: p.outcome.map((y, i) => y.map((v, t) => v + (p.adoption[i] >= 0 ? 0.5 * t : 0)))};
    const test = preTrendTest(
      aggregateEffects(groupTimeEffects(drift, {base: "universal", control: "never"}), "dynamic"),
    );
    expect(test.p).toBeLessThan(1e-4);
    expect(test.largest).toBeGreaterThan(test.critical);
  });

  it("asks for what it needs", () => {
    const fit = groupTimeEffects(panelOf(6));
    expect(() => preTrendTest(aggregateEffects(fit, "group"))).toThrow("event study");
    expect(() => preTrendTest(aggregateEffects(fit, "dynamic"))).toThrow("universal");
    expect(() => preTrendTest(study, {level: 1})).toThrow("invalid level");
    const short = panelOf(6);
    const late = {
      outcome: short.outcome.map((y) => y.slice(2)),
      adoption: short.adoption.map((g) => (g === 3 ? 1 : -1)),
    };
    expect(() => preTrendTest(aggregateEffects(groupTimeEffects(late, {base: "universal"}), "dynamic"))).toThrow(
      "no period before",
    );
  });
});

describe("two-by-two", () => {
  it("is the difference of mean changes, with the variance of two samples", () => {
    const [treated, controls] = [
      [Float64Array.of(1, 2, 5, 8), Float64Array.of(0, 0, 3, 4)],
      [Float64Array.of(2, 2, 2, 3), Float64Array.of(5, 1, 4, 4), Float64Array.of(1, 1, 1, 1)],
    ];
    const fit = twoByTwo({treated, controls, prePeriods: 2});
    expect(fit.theta).toBeCloseTo((5 + 3.5) / 2 - (0.5 + 1 + 0) / 3, 12);
    expect(fit.influence.reduce((s, x) => s + x, 0)).toBeCloseTo(0, 10);
    const wanted = (0.75 ** 2 + 0.75 ** 2) / 4 + (0 + 0.25 + 0.25) / 9;
    expect(inference(fit).standardError).toBeCloseTo(Math.sqrt(wanted), 10);
    expect(() => twoByTwo({treated, controls: [], prePeriods: 2})).toThrow("both sides");
    expect(() => twoByTwo({treated, controls, prePeriods: 4})).toThrow("invalid prePeriods");
    expect(() => twoByTwo({treated: [Float64Array.of(1, Number.NaN)], controls, prePeriods: 1})).toThrow(
      "not a finite",
    );
  });
});

describe("bad input", () => {
  const ok = panelOf(7, 20);
  it.each<[string, Partial<AdoptionOutcomes>, string]>([
    ["adoption of others", {adoption: new Int32Array(3)}, "of 3 units"],
    ["no unit", {outcome: [], adoption: new Int32Array(0)}, "no unit"],
    [
      "series of other lengths",
      {outcome: ok.outcome.map((y, i) => (i === 2 ? y.slice(1) : y))},
      "unit 2 has 7 periods",
    ],
    [
      "infinity",
      {outcome: ok.outcome.map((y, i) => (i === 2 ? y.map(() => Number.POSITIVE_INFINITY) : y))},
      "a value not seen is NaN",
    ],
    ["adoption out of range", {adoption: ok.adoption.map(() => 9)}, "treated from 9"],
    ["nobody treated", {adoption: ok.adoption.map(() => -1)}, "no unit is ever treated"],
    ["everyone on one day", {adoption: ok.adoption.map(() => 4)}, "all 20 units are treated from period 4"],
    [
      "all from the first day but the never treated",
      {adoption: ok.adoption.map((g) => (g < 0 ? -1 : 0))},
      "no unit is treated after the first",
    ],
    ["covariate with a gap", {covariates: [new Float64Array(20).fill(Number.NaN)]}, "invalid covariate 0"],
  ])("%s", (_, change, message) => {
    expect(() => groupTimeEffects({...ok, ...change})).toThrow(message);
  });
  it("says which effects are not possible; a cohort treated from the first day is left out", () => {
    const adoption = ok.adoption.map((_, i) => (i < 4 ? 0 : i < 10 ? 3 : 5));
    const fit = groupTimeEffects({...ok, adoption});
    expect(fit.leftOut).toEqual([0, 1, 2, 3]);
    expect(
      fit.refused.some(({cohort, period, reason}) => cohort === 3 && period === 6 && reason.includes("nobody is left")),
    ).toBe(true);
    expect(() => groupTimeEffects({...ok, adoption}, {control: "never"})).toThrow("nobody is left to compare with");
    expect(() => groupTimeEffects(ok, {anticipation: -1})).toThrow("invalid anticipation");
  });
});

import {describe, expect, it} from "vitest";
import {partiallyLinear} from "../../src/lib/causal/index.ts";
import {float64, stream, table} from "../../src/lib/numeric/index.ts";
import {benchmarkStrength, hiddenCauseAnswer, linearSensitivity} from "../../src/lib/robustness/index.ts";
import {assessSensitivity} from "../../src/lib/robustness/sensitivity/assess-sensitivity.ts";
import {movedDml, movedLinear} from "../../src/lib/robustness/sensitivity/moved.ts";
import type {ComputedSensitivity, SensitivityReport} from "../../src/lib/robustness/sensitivity/report-types.ts";
import {contextOf, interventionsOf, numbersIn, ruledDesk} from "../causal/designs-context.ts";
import {quickLinear} from "../causal/quick-learners.ts";

const desk = ruledDesk({traders: 12, days: 120, seed: 5, effect: () => 9});
const context = contextOf(desk.panel, desk.interventions);
const features = [
  {name: "x1", label: "Score", family: "performance", familyLabel: "Performance"},
  {name: "x2", label: "Other", family: "calendar", familyLabel: "Calendar"},
  {name: "x3", label: "Idle", family: "calendar", familyLabel: "Calendar"},
];
const random = stream(8, "idle");
const panel = table({...desk.panel.columns, x3: Float64Array.from({length: desk.panel.rows}, () => random.normal())});
const assess = (over: Partial<Parameters<typeof assessSensitivity>[0]> = {}) =>
  assessSensitivity({...context, panel, features, ...over});
const computed = (report: SensitivityReport): ComputedSensitivity => {
  if (report.status !== "computed") throw new Error(report.reason);
  return report;
};
const report = computed(assess());
/** What a page has: the report as it was written and read again. */
const read = JSON.parse(JSON.stringify(report)) as ComputedSensitivity;

describe("the sensitivity of the effect of limits", () => {
  it("moves the published estimate: with no hidden cause a page says it bit for bit", () => {
    const published = partiallyLinear({...context, panel});
    if (published.status !== "estimated") throw new Error("no estimate");
    const {estimate, interval} = movedDml(read.fit, {treatment: 0, outcome: 0, correlation: 1});
    expect(Object.is(estimate, published.estimate)).toBe(true);
    expect(Object.is(interval[0], published.interval[0]) && Object.is(interval[1], published.interval[1])).toBe(true);
    expect([read.n, read.treated]).toEqual([published.n, published.treated]);
  });

  it("at every benchmark a page computes what is published, bit for bit", () => {
    expect(read.benchmarks.length).toBeGreaterThan(5);
    for (const [rows, move] of [
      [read.benchmarks, (c: Parameters<typeof movedDml>[1]) => movedDml(read.fit, c)],
      [read.linear.benchmarks, (c: Parameters<typeof movedDml>[1]) => movedLinear(read.linear.fit, c)],
    ] as const)
      for (const {partialR2Treatment: treatment, partialR2Outcome: outcome, estimate, interval} of rows) {
        const found = move({treatment, outcome, correlation: 1});
        expect(Object.is(found.estimate, estimate)).toBe(true);
        expect(found.interval).toEqual(interval);
      }
  });

  it("takes benchmarks from least squares on the same rows, families as one, and names the strongest feature", () => {
    const column = (name: string) => ({name, values: float64(panel, name)});
    const slow = linearSensitivity({
      outcome: float64(panel, "net"),
      treatment: desk.limited,
      covariates: [column("x1"), column("x2"), column("x3")],
      absorb: panel.columns.trader as Int32Array,
      benchmarks: [["x1"], ["x2", "x3"]],
    });
    for (const times of [1, 2, 3])
      for (const [k, feature] of ["x1", "family:calendar"].entries()) {
        const wanted = benchmarkStrength(slow.benchmarks[k], times);
        const found = report.benchmarks.find((b) => b.feature === feature && b.times === times)!;
        expect(found.partialR2Treatment).toBeCloseTo(wanted.treatment, 12);
        expect(found.partialR2Outcome).toBeCloseTo(wanted.outcome, 12);
      }
    const top = report.benchmarks[report.strongest!];
    expect([top.feature, top.times, top.kind]).toEqual(["x1", 1, "feature"]);
    const leavesOutZero = top.interval[0] > 0 || top.interval[1] < 0;
    expect(report.survives).toBe(leavesOutZero && Math.sign(top.estimate) === Math.sign(report.fit.estimate));
    expect(report.linear.fit.estimate).toBeCloseTo(slow.estimate, 12);
  });

  it("says how many times as strong as that feature explains it away", () => {
    const {times, timesAtLevel, feature} = report.explainedAway!;
    const own = report.linear.observed.find((o) => o.feature === feature)!;
    const at = (k: number) => movedDml(report.fit, {...benchmarkStrength({name: feature, ...own}, k), correlation: 1});
    expect(at(times!).estimate).toBeCloseTo(0, 6);
    expect(at(timesAtLevel!).interval[0]).toBeCloseTo(0, 6);
    expect(timesAtLevel!).toBeLessThan(times!);
  });

  it("refits without a family, and with a cause made up to which the formula is held", () => {
    expect(report.leftOut.map((r) => r.feature)).toEqual(["family:calendar"]);
    const without = partiallyLinear({
      ...context,
      panel: table({
        trader: panel.columns.trader,
        day: panel.columns.day,
        net: panel.columns.net,
        x1: panel.columns.x1,
      }),
    });
    expect(without.status === "estimated" && without.estimate).toBeCloseTo(report.leftOut[0].estimate, 9);
    const {strength, expected, refitted} = report.simulated!;
    expect(strength).toBe(report.robustnessValue);
    expect(expected).toBeCloseTo(0, 9);
    expect(Math.abs(refitted)).toBeLessThan(0.1 * Math.abs(report.fit.estimate));
  });

  it("tells a verdict the same, without the refits", () => {
    const {status, robustnessValueAtLevel, explainedAway} = report;
    const options = {...context, panel, features};
    expect(hiddenCauseAnswer(options)).toEqual({status, robustnessValueAtLevel, explainedAway});
    expect(hiddenCauseAnswer({...options, features: []})).toMatchObject({explainedAway: {label: "x1"}});
    expect(hiddenCauseAnswer({...options, interventions: null})).toMatchObject({status: "not possible"});
  });

  it("is plain data, and the same whenever it is asked", () => {
    for (const v of numbersIn(report)) expect(Number.isFinite(v)).toBe(true);
    expect(read).toEqual(report);
    expect(JSON.stringify(assess())).toBe(JSON.stringify(report));
  });
});

describe("a desk with a hidden cause", () => {
  it("taken out at its own strength, leaves the truth within the interval, which it was not in before", () => {
    const own = ruledDesk({traders: 14, days: 160, seed: 21, effect: () => 2});
    const u = float64(own.panel, "x2");
    const draws = stream(4, "hidden");
    const net = float64(own.panel, "net").map((v, i) => v + 30 * u[i]);
    const limited = u.map((v) => (draws.uniform() < (v > 0 ? 0.6 : 0.2) ? 0.5 : Number.NaN));
    const truth = 2;
    const base = own.limited;
    const withEffect = net.map((v, i) => v - (base[i] === 1 ? truth : 0) + (Number.isNaN(limited[i]) ? 0 : truth));
    const keys = {trader: own.panel.columns.trader, day: own.panel.columns.day, net: withEffect};
    const seen = table({...keys, x1: own.panel.columns.x1});
    const found = computed(
      assess({panel: seen, interventions: interventionsOf(seen, limited), features: features.slice(0, 1)}),
    );
    const before = movedDml(found.fit, {treatment: 0, outcome: 0, correlation: 1});
    expect(before.interval[0]).toBeGreaterThan(truth);
    const strength = linearSensitivity({
      outcome: withEffect,
      treatment: limited.map((v) => (Number.isNaN(v) ? 0 : 1)),
      covariates: [
        {name: "x1", values: float64(seen, "x1")},
        {name: "u", values: u},
      ],
      absorb: seen.columns.trader as Int32Array,
      benchmarks: [["u"]],
    }).benchmarks[0];
    const after = movedDml(found.fit, {treatment: strength.treatment, outcome: strength.outcome, correlation: 1});
    expect(after.interval[0]).toBeLessThan(truth);
    expect(after.interval[1]).toBeGreaterThan(truth);
  });
});

describe("where it cannot be asked", () => {
  const refused = (found: SensitivityReport) => {
    if (found.status !== "not possible") throw new Error("computed");
    expect(found.needs.length).toBeGreaterThan(10);
    return found.reason;
  };
  const columns = {trader: panel.columns.trader as Int32Array, day: panel.columns.day as Int32Array};
  const rows = panel.rows;

  it("says why: no interventions, every day limited, equal P&L, no feature", () => {
    expect(refused(assess({interventions: null}))).toMatch(/states no interventions/);
    const all = interventionsOf(panel, new Float64Array(rows).fill(0.5));
    expect(refused(assess({interventions: all}))).toMatch(/Every trader-day was cut/);
    expect(refused(assess({panel: table({...panel.columns, net: new Float64Array(rows)})}))).toMatch(/same P&L/);
    expect(refused(assess({panel: table({...columns, net: float64(panel, "net")})}))).toMatch(/no feature/);
  });

  it("says why: no degrees of freedom left, as the library says it", () => {
    const short = {...context.learners.outcome, fit: () => fail("invalid rows; too few")};
    const fail = (message: string): never => {
      throw new RangeError(message);
    };
    expect(refused(assess({learners: {...context.learners, outcome: short}}))).toBe("Invalid rows; too few.");
    const broken = {...short, fit: () => fail("a defect")};
    expect(() => assess({learners: {...context.learners, outcome: broken}})).toThrow("a defect");
  });

  it("says why: an effect of exactly zero", () => {
    // periods of five days, so that every block of days is alike: Σ y = 0 and Σ d y = 0
    const [limited, earned] = [
      [1, 0, 1, 0, 0],
      [1, 2, -1, -1, -1],
    ];
    const traders = Int32Array.from({length: 300}, (_, i) => Math.floor(i / 100));
    const keys = {trader: traders, day: traders.map((_, i) => i % 100)};
    const at = (pattern: readonly number[]) => Float64Array.from(keys.day, (t) => pattern[t % 5]);
    const flat = {...quickLinear, fit: () => ({...quickLinear.fit(empty, none, options), predict: zeros})};
    const empty = {rows: 2, names: [], columns: []};
    const none = new Float64Array(2);
    const options = {random: stream(1), days: new Int32Array(2)};
    const zeros = (x: {rows: number}) => new Float64Array(x.rows);
    const own = table({...keys, net: at(earned), x1: at([0, 1, 2, 3, 4])});
    const interventions = interventionsOf(
      own,
      at(limited).map((v) => (v === 1 ? 0.5 : Number.NaN)),
    );
    const learners = {...context.learners, outcome: flat, treatment: flat};
    expect(refused(assess({panel: own, interventions, learners}))).toMatch(/exactly zero/);
  });

  it("says why: P&L that is a function of the limit", () => {
    const net = desk.limited.map((v, i) => v * 3 + (columns.trader[i] % 2));
    expect(refused(assess({panel: table({...panel.columns, net})}))).toMatch(/tell the P&L exactly/);
  });

  it("of one trader, asks with days as clusters, and says that pairs there are none", () => {
    const one = ruledDesk({traders: 1, days: 400, seed: 2, effect: () => 20});
    const found = computed(assess({panel: one.panel, interventions: one.interventions}));
    expect(found.fit.variances.map((v) => v.clusters)).toEqual(["day"]);
    expect(found.notes[0]).toMatch(/1 trader there are too few/);
    expect("reason" in found.pairs && found.pairs.reason).toMatch(/^0 limited trader-days/);
  });
});

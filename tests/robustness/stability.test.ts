import {beforeAll, describe, expect, it} from "vitest";
import {type DesignContext, estimateInterventions} from "../../src/lib/causal/index.ts";
import {type Learner, loadLearner} from "../../src/lib/models/index.ts";
import {bootstrapDraws, drawMeans, stream} from "../../src/lib/numeric/index.ts";
import {impactOf} from "../../src/lib/policy/index.ts";
import {
  type ComputedCurve,
  curveOf,
  effectCurve,
  impactIntervals,
  monthGroups,
  periodGroups,
  regimeGroups,
  type Specification,
  stationaryError,
  timingCurve,
  timingSpecification,
} from "../../src/lib/robustness/index.ts";
import {contextOf, numbersIn} from "../causal/designs-context.ts";
import {treatedDesk} from "../causal/desk.ts";
import {simulatedDesk} from "./desk.ts";

let ridge: Learner;
beforeAll(async () => {
  ridge = await loadLearner("ridge");
});

const dates = Array.from({length: 400}, (_, t) => {
  const month = Math.floor(t / 21);
  return `${2024 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}-${String((t % 21) + 1).padStart(2, "0")}`;
});
const computed = (curve: {status: string}): ComputedCurve => {
  if (curve.status !== "computed") throw new Error(JSON.stringify(curve));
  return curve as ComputedCurve;
};

describe("stationaryError", () => {
  const random = stream(1, "stationary error");
  let last = 0;
  const series = Float64Array.from({length: 120}, () => {
    last = 0.6 * last + random.normal();
    return last + 5;
  });

  it("is the standard deviation of the bootstrap's means, without drawing", () => {
    for (const blockLength of [1, 4.5, 12]) {
      const [means] = drawMeans(
        [series],
        bootstrapDraws([series], {random: stream(2, "draws", blockLength), draws: 20_000, blockLength}),
      );
      const mean = means.reduce((sum, v) => sum + v, 0) / means.length;
      const sd = Math.sqrt(means.reduce((sum, v) => sum + (v - mean) ** 2, 0) / means.length);
      expect(Math.abs(stationaryError(series, blockLength) / sd - 1)).toBeLessThan(0.02);
    }
  });

  it("with blocks of a day is the textbook one, and refuses shorter ones", () => {
    const mean = series.reduce((sum, v) => sum + v, 0) / 120;
    const variance = series.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 120;
    expect(stationaryError(series, 1)).toBeCloseTo(Math.sqrt(variance / 120), 12);
    expect(() => stationaryError(series, 0.5)).toThrow(/block length.*0.5/);
  });
});

describe("groups of days", () => {
  const days = Int32Array.from({length: 100}, (_, t) => t + 20);

  it("cut periods without gap or overlap", () => {
    const groups = periodGroups(days, dates);
    expect(groups.map((g) => g.id)).toEqual(["half-1", "half-2", "quarter-1", "quarter-2", "quarter-3", "quarter-4"]);
    const sizes = groups.map((g) => days.filter((d) => g.has(d)).length);
    expect(sizes).toEqual([50, 50, 25, 25, 25, 25]);
    expect(groups[0].label).toBe(`First half (${dates[20]} to ${dates[69]})`);
    for (const d of days) expect(groups.slice(2).filter((g) => g.has(d))).toHaveLength(1);
  });

  it("tell regimes by days before only", () => {
    const net = Float64Array.from({length: 130}, (_, t) => (t < 60 ? 1 : -9));
    const groups = regimeGroups(days, net);
    const of = (day: number) => groups.filter((g) => g.has(day)).map((g) => g.id);
    expect(of(30)).toEqual(["calm", "after-gains"]);
    expect(of(60)).toEqual(["calm", "after-gains"]); // the first bad day is not known that morning
    expect(of(100)).toEqual(["rough", "after-losses"]);
    const later = net.map((v, t) => (t >= 80 ? 1e6 : v));
    for (const day of [25, 50, 79])
      expect(
        regimeGroups(days.subarray(0, 60), later)
          .filter((g) => g.has(day))
          .map((g) => g.id),
      ).toEqual(
        regimeGroups(days.subarray(0, 60), net)
          .filter((g) => g.has(day))
          .map((g) => g.id),
      );
  });

  it("leave out one month each, and nothing where there is one only", () => {
    const groups = monthGroups(days, dates);
    expect(groups).toHaveLength(6);
    expect(groups[0].label).toBe("Without 2024-01");
    for (const d of days) expect(groups.filter((g) => !g.has(d))).toHaveLength(1);
    expect(monthGroups(days.subarray(0, 1), dates)).toEqual([]);
  });
});

describe("curveOf", () => {
  const spec = (estimate: number | null, interval: readonly [number, number] | null): Specification => ({
    ...{id: String(estimate), label: "x", axis: "period" as const, p: null, n: 9},
    estimate,
    interval,
  });
  const facts = {of: "policy", unit: "currency/day", level: 0.95, method: "m"} as const;

  it("counts signs and what intervals say against the reported one", () => {
    const curve = curveOf(facts, [
      spec(2, [1, 3]),
      spec(1, [0.5, 2]),
      spec(3, [-1, 7]),
      spec(-1, [-2, -0.5]),
      spec(null, null),
    ]);
    expect(curve).toMatchObject({compared: 3, sameSign: 2 / 3, sameSignificance: 1 / 3, range: [-1, 3], estimate: 2});
    const unclear = curveOf(facts, [spec(2, [-1, 3]), spec(1, [-0.5, 2]), spec(3, [1, 7])]);
    expect(unclear).toMatchObject({sameSign: 1, sameSignificance: 0.5});
  });

  it("has no share of nothing", () => {
    expect(curveOf(facts, [spec(2, [1, 3])])).toMatchObject({
      compared: 0,
      sameSign: null,
      sameSignificance: null,
      range: null,
    });
    expect(curveOf(facts, [spec(0, null), spec(1, [0, 2])])).toMatchObject({sameSign: null, sameSignificance: null});
  });
});

describe("timingCurve", () => {
  const rows = simulatedDesk({traders: 6, days: 240, seed: 9, effect: 0.8, share: 0.2});
  const options = {
    rows,
    others: [{name: "b", label: "Other", rows: simulatedDesk({traders: 6, days: 240, seed: 10, share: 0.2})}],
    accounts: ["A", "B", "C", "D", "E", "F"],
    dates,
    deskNet: Float64Array.from({length: 240}, (_, t) => Math.sin(t / 9)),
    level: 0.95,
  };

  it("starts from the accounting's timing a day, with nearly the bootstrap's interval", async () => {
    const curve = computed(timingCurve(options));
    expect(curve.estimate * 240).toBeCloseTo(impactOf(rows, 6).total.timing, 8);
    const {bootstrap} = await impactIntervals({rows, traders: 6, draws: 4000, level: 0.95, seed: 1, names: ["x"]});
    const [low, high] = bootstrap!.total.timing;
    expect(Math.abs((curve.interval![1] - curve.interval![0]) / ((high - low) / 240) - 1)).toBeLessThan(0.06);
  });

  it("makes every choice anew from the rows that it keeps", () => {
    const {specifications} = computed(timingCurve(options));
    expect(new Set(specifications.map((s) => s.id)).size).toBe(specifications.length);
    const found = (label: string) => specifications.find((s) => s.label.startsWith(label))!;
    const kept = [...rows.net.keys()].filter((i) => rows.trader[i] !== 2);
    const pick = <T extends Float64Array | Int32Array>(v: T) => v.filter((_, i) => kept.includes(i)) as T;
    const without = {
      trader: pick(rows.trader),
      day: pick(rows.day),
      net: pick(rows.net),
      multiplier: pick(rows.multiplier),
    };
    expect(found("Without C").estimate! * 240).toBeCloseTo(impactOf(without, 6).total.timing, 8);
    expect(found("Other").estimate! * 240).toBeCloseTo(impactOf(options.others[0].rows, 6).total.timing, 8);
    expect(found("Without the best 1 %").estimate!).toBeLessThan(found("As reported").estimate!);
    expect(found("Without the worst 1 %").estimate!).toBeGreaterThan(found("As reported").estimate!);
    expect(specifications.filter((s) => s.axis === "leave one month out")).toHaveLength(12);
  });

  it("says why where there is nothing to compare", () => {
    const still = timingCurve({...options, rows: {...rows, multiplier: new Float64Array(rows.net.length).fill(1)}});
    expect(still).toMatchObject({status: "not run", reason: "The policy changes no row: its timing is exactly zero."});
    const short = simulatedDesk({traders: 1, days: 10, seed: 1, share: 0.2});
    expect(timingCurve({...options, rows: short, others: []})).toMatchObject({status: "not run"});
    const empty = {
      trader: new Int32Array(0),
      day: new Int32Array(0),
      net: new Float64Array(0),
      multiplier: new Float64Array(0),
    };
    expect(timingSpecification({id: "x", label: "x", axis: "period"}, empty, 0.95).reason).toBe("There is no row.");
    const equal = timingCurve({
      ...options,
      rows: {...rows, net: new Float64Array(rows.net.length).fill(3)},
      others: [],
    });
    expect(numbersIn(equal).every(Number.isFinite)).toBe(true);
  });
});

describe("effectCurve", () => {
  const desk = treatedDesk({traders: 12, days: 130, seed: 2, effect: 14});
  const run = (more: Partial<DesignContext> = {}) => {
    const base = contextOf(desk.panel, desk.interventions);
    const context = {...base, learners: {...base.learners, outcome: ridge, treatment: ridge}, ...more};
    return effectCurve({
      context,
      report: estimateInterventions({...context, truth: null}),
      dates,
      deskNet: Float64Array.from({length: 130}, (_, t) => Math.cos(t / 7)),
      families: new Map([
        ["x1", "Performance"],
        ["x2", "Desk"],
      ]),
    });
  };

  it("finds the effect under every choice but those that leave out what confounds it", async () => {
    const curve = computed(await run());
    const {specifications} = curve;
    expect(new Set(specifications.map((s) => s.id)).size).toBe(specifications.length);
    // quarters of 130 days are too short for cross-fitting, and say so
    expect(specifications.filter((s) => s.estimate === null).map((s) => s.reason)).toEqual(
      expect.arrayContaining([expect.stringContaining("days are left")]),
    );
    for (const {axis, label, estimate, interval, n} of specifications.filter((s) => s.estimate !== null)) {
      expect(n).toBeGreaterThan(0);
      expect(interval![0]).toBeLessThan(estimate!);
      const confounded = ["No features", "Without features of performance", "Only features of desk"].some((w) =>
        label.startsWith(w),
      );
      if (confounded) expect(estimate!).toBeLessThan(8);
      else if (axis !== "period" && axis !== "regime") expect(Math.abs(estimate! - 14)).toBeLessThan(6);
    }
    const reported = specifications[0];
    const gap = specifications.find((s) => s.id === "window.gap-0")!;
    expect(gap.estimate).not.toBe(reported.estimate);
    expect(Math.abs(gap.estimate! - reported.estimate!)).toBeLessThan(1);
    expect(specifications.filter((s) => s.axis === "leave one trader out")).toHaveLength(12);
    expect(curve.sameSign).toBeGreaterThan(0.9);
  });

  it("says why where a part is too small, or where there is no estimate", async () => {
    expect(await run({interventions: null})).toMatchObject({status: "not run"});
    const small = treatedDesk({traders: 2, days: 70, seed: 2, effect: 0});
    const curve = computed(await run({panel: small.panel, interventions: small.interventions, accounts: ["A", "B"]}));
    const without = curve.specifications.filter((s) => s.estimate === null);
    expect(without.length).toBeGreaterThan(0);
    for (const s of without) expect(s.reason).toMatch(/\.$/);
    expect(numbersIn(curve).every(Number.isFinite)).toBe(true);
  });
});

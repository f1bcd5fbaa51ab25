import {describe, expect, it} from "vitest";
import {stream} from "../../src/lib/numeric/index.ts";
import {amplify, signedRankBounds} from "../../src/lib/robustness/index.ts";
import {pairReport} from "../../src/lib/robustness/sensitivity/pair-report.ts";
import {pairWithinDays} from "../../src/lib/robustness/sensitivity/pairs.ts";
import type {PairReport} from "../../src/lib/robustness/sensitivity/report-types.ts";

describe("pairs within days", () => {
  it("takes the nearest free row of the day, the likeliest limited first, none beyond the caliper", () => {
    // sd of these chances is 0.2905…; a fifth of it 0.0581…
    const day = Int32Array.of(1, 1, 1, 1, 1, 0, 0, 0, 2);
    const treated = Float64Array.of(1, 1, 0, 0, 0, 1, 0, 0, 1);
    const chance = Float64Array.of(0.5, 0.52, 0.53, 0.48, 0.9, 0.2, 0.3, 0.04, 0.97);
    const found = pairWithinDays(treated, chance, day);
    expect([...found.treated]).toEqual([1, 0]);
    expect([...found.control]).toEqual([2, 3]);
    expect(found.unmatched).toBe(2); // the day 0 one is 0.1 off; on day 2 nobody is free
  });
  it("uses each free row once, and the earlier of two that are as near", () => {
    const day = new Int32Array(4);
    const found = pairWithinDays(Float64Array.of(1, 1, 0, 0), Float64Array.of(0.5, 0.5, 0.5, 0.5), day);
    expect([[...found.treated], [...found.control], found.unmatched]).toEqual([[0, 1], [2, 3], 0]);
  });
});

const [traders, days] = [20, 60];
const n = traders * days;
const random = stream(2, "pairs");
const day = Int32Array.from({length: n}, (_, i) => i % days);
const trader = Int32Array.from({length: n}, (_, i) => Math.floor(i / days));
const chance = Float64Array.from({length: n}, () => 0.05 + 0.3 * random.uniform());
const treated = chance.map((p) => (random.uniform() < p ? 1 : 0));
const shock = Float64Array.from({length: days}, () => 5 * random.normal());
const y = treated.map((d, i) => 6 * d + shock[day[i]] + 4 * random.normal());
const options = {
  sample: {y, treated, day, trader},
  fit: {theta: 6, residualY: y, predictedD: chance},
  cluster: ["day", "trader"],
  level: 0.95,
};
const computed = (report: ReturnType<typeof pairReport>): PairReport => {
  if ("reason" in report) throw new Error(report.reason);
  return report;
};
const report = computed(pairReport(options));

describe("what matched days say of hidden bias", () => {
  it("takes out what happened to all on a day, and finds the effect", () => {
    expect(report.rows[0].lowest).toBe(report.rows[0].highest);
    expect(Math.abs(report.rows[0].lowest - 6)).toBeLessThan(1.5);
    expect(report.direction).toBe("raises");
    expect(Math.abs(report.gapWithin)).toBeLessThan(0.1 * report.gapBefore);
    expect(report.pairs + report.unmatched).toBe(treated.reduce((s, v) => s + v, 0));
  });

  it("stops at the bias at which the test just fails, which amplification splits", () => {
    const {treated: a, control: b} = pairWithinDays(treated, chance, day);
    const differences = Float64Array.from(a, (i, k) => y[i] - y[b[k]]);
    const gamma = report.largestGamma!;
    expect(signedRankBounds(differences, gamma * 0.999).upper).toBeLessThan(0.025);
    expect(signedRankBounds(differences, gamma * 1.001).upper).toBeGreaterThan(0.025);
    expect(amplify(gamma, report.amplified!.treatment)).toBeCloseTo(report.amplified!.outcome, 9);
    const p = report.rows.map((r) => r.p);
    expect([...p].sort((u, v) => u - v)).toEqual(p);
    for (const [k, row] of report.rows.entries()) {
      expect(row.lowest).toBeLessThanOrEqual(row.highest);
      expect(row.interval[0]).toBeLessThan(row.lowest);
      expect(row.interval[1]).toBeGreaterThan(row.highest);
      if (k > 0) expect(row.highest).toBeGreaterThan(report.rows[k - 1].highest);
    }
  });

  it("is the mirror image where the effect is negative", () => {
    const mirrored = y.map((v) => -v);
    const other = computed(
      pairReport({
        ...options,
        sample: {...options.sample, y: mirrored},
        fit: {theta: -6, residualY: mirrored, predictedD: chance},
      }),
    );
    expect(other.direction).toBe("lowers");
    expect(other.largestGamma).toBeCloseTo(report.largestGamma!, 9);
    expect(other.rows[2].lowest).toBeCloseTo(-report.rows[2].highest, 9);
  });

  it("puts losing days in a ratio with the E-value of VanderWeele and Ding", () => {
    if ("reason" in report.eValue) throw new Error(report.eValue.reason);
    const {limited, free, ratio, interval, point, near} = report.eValue;
    const {treated: a, control: b} = pairWithinDays(treated, chance, day);
    const losses = (rows: Int32Array) => rows.filter((i) => y[i] < 0).length / rows.length;
    expect([limited, free]).toEqual([losses(a), losses(b)]);
    expect(ratio).toBe(limited / free);
    expect(ratio).toBeLessThan(1);
    expect(point).toBeCloseTo(1 / ratio + Math.sqrt((1 / ratio) * (1 / ratio - 1)), 12);
    expect(interval[0]).toBeLessThan(ratio);
    expect(near).toBeLessThan(point);
  });

  it("says why where it cannot", () => {
    const reason = (found: object) => ("reason" in found ? String(found.reason) : "");
    expect(reason(pairReport({...options, fit: {...options.fit, residualY: new Float64Array(n)}}))).toMatch(/same P&L/);
    const rare = treated.map((d, i) => (i < 60 ? d : 0));
    expect(reason(pairReport({...options, sample: {...options.sample, treated: rare}}))).toMatch(/20 pairs are needed/);
    const rich = computed(pairReport({...options, sample: {...options.sample, y: y.map((v) => v + 1e3)}}));
    expect(reason(rich.eValue)).toMatch(/no losing day/);
    const poor = computed(pairReport({...options, sample: {...options.sample, y: y.map((v) => v - 1e3)}}));
    expect(reason(poor.eValue)).toMatch(/do not vary/);
    const few = y.map((v, i) => (i % 9 === 0 ? v : 0)); // most pairs do not differ: Huber's statistic has no scale
    expect(computed(pairReport({...options, fit: {...options.fit, residualY: few}})).largestGammaHuber).toBe(1);
  });
});

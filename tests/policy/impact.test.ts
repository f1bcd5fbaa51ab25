import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {cvar, dailyImpact, drawdown, impactOf, type PolicyRows} from "../../src/lib/policy/index.ts";

const cents = fc.integer({min: -1e8, max: 1e8}).map((c) => c / 100);

/** A panel with gaps: traders × days, some rows missing, zeros among P&L. */
const panel = fc
  .array(
    fc.record({
      trader: fc.integer({min: 0, max: 4}),
      day: fc.integer({min: 0, max: 30}),
      net: fc.oneof(fc.constant(0), cents),
      multiplier: fc.oneof(
        fc.constant(1),
        fc.constantFrom(0, 0.5, 1.2),
        fc.integer({min: 0, max: 3000}).map((m) => m / 1000),
      ),
    }),
    {minLength: 1, maxLength: 120},
  )
  .map((rows) => [...new Map(rows.map((row) => [`${row.trader},${row.day}`, row])).values()]);
type Row = {trader: number; day: number; net: number; multiplier: number};
const columns = (rows: readonly Row[]): PolicyRows => ({
  trader: Int32Array.from(rows, (r) => r.trader),
  day: Int32Array.from(rows, (r) => r.day),
  net: Float64Array.from(rows, (r) => r.net),
  multiplier: Float64Array.from(rows, (r) => r.multiplier),
});
const size = (rows: readonly Row[]) => rows.reduce((s, r) => s + Math.abs(r.net) * (1 + r.multiplier), 1e-300);

describe("impactOf: identities", () => {
  it("delta = policy − actual = de-risking + timing, per trader and in total", () => {
    fc.assert(
      fc.property(panel, (rows) => {
        const {total, traders} = impactOf(columns(rows), 5);
        for (const part of [total, ...traders]) {
          expect(Math.abs(part.policy - part.actual - part.delta)).toBeLessThanOrEqual(1e-12 * size(rows));
          expect(Math.abs(part.derisking + part.timing - part.delta)).toBeLessThanOrEqual(1e-12 * size(rows));
        }
        for (const key of ["rows", "changed", "actual", "policy", "delta", "derisking", "timing", "turnover"] as const)
          expect(traders.reduce((s, t) => s + t[key], 0)).toBe(total[key]);
      }),
    );
  });

  it("agrees with the definition, summed the slow way", () => {
    fc.assert(
      fc.property(panel, (rows) => {
        const {total} = impactOf(columns(rows), 5);
        const mean = (trader: number) => {
          const mine = rows.filter((r) => r.trader === trader);
          return mine.reduce((s, r) => s + r.multiplier, 0) / mine.length;
        };
        const timing = rows.reduce((s, r) => s + (r.multiplier - mean(r.trader)) * r.net, 0);
        const derisking = rows.reduce((s, r) => s + (mean(r.trader) - 1) * r.net, 0);
        expect(Math.abs(total.timing - timing)).toBeLessThanOrEqual(1e-12 * size(rows));
        expect(Math.abs(total.derisking - derisking)).toBeLessThanOrEqual(1e-12 * size(rows));
      }),
    );
  });

  it("skipping one loser gains its loss once: −Y, exactly", () => {
    fc.assert(
      fc.property(panel, fc.nat(), (rows, pick) => {
        const skipped = rows.map((r, i) => ({...r, multiplier: i === pick % rows.length ? 0 : 1}));
        expect(impactOf(columns(skipped), 5).total.delta).toBe(-rows[pick % rows.length].net + 0);
      }),
    );
  });

  it("multiplier 1 changes nothing, exactly; a constant multiplier has no timing", () => {
    fc.assert(
      fc.property(panel, (rows) => {
        const {total} = impactOf(columns(rows.map((r) => ({...r, multiplier: 1}))), 5);
        expect([total.delta, total.derisking, total.timing, total.changed, total.turnover].every((x) => x === 0)).toBe(
          true,
        );
        expect(total.policy).toBe(total.actual);
        expect(total.meanMultiplier).toBe(1);
        expect(total.successRate).toBeNull();
        const half = impactOf(columns(rows.map((r) => ({...r, multiplier: 0.5}))), 5).total;
        expect(Math.abs(half.timing)).toBe(0);
        expect(Math.abs(half.delta + total.actual / 2)).toBeLessThanOrEqual(1e-12 * size(rows));
      }),
    );
  });

  it("P&L in another unit scales every amount (powers of two: exactly) and no share", () => {
    fc.assert(
      fc.property(panel, (rows) => {
        const {total} = impactOf(columns(rows), 5);
        const scaled = impactOf(columns(rows.map((r) => ({...r, net: 4 * r.net}))), 5).total;
        for (const key of ["actual", "policy", "delta", "derisking", "timing", "drawdownPolicy", "cvarPolicy"] as const)
          expect(scaled[key]).toBe(4 * total[key]);
        for (const key of ["meanMultiplier", "successRate", "turnover", "changed"] as const)
          expect(scaled[key]).toBe(total[key]);
      }),
    );
  });

  it("does not depend on the order of rows, to the bit", () => {
    fc.assert(
      fc.property(panel, fc.infiniteStream(fc.nat()), (rows, keys) => {
        const shuffled = rows.map((row) => ({row, key: keys.next().value})).sort((a, b) => a.key! - b.key!);
        const moved = columns(shuffled.map((s) => s.row));
        expect(impactOf(moved, 5)).toEqual(impactOf(columns(rows), 5));
        const dates = Array.from({length: 31}, (_, d) => `d${d}`);
        expect(dailyImpact(moved, dates)).toEqual(dailyImpact(columns(rows), dates));
      }),
    );
  });

  it("day by day it adds up to the total", () => {
    fc.assert(
      fc.property(panel, (rows) => {
        const {total} = impactOf(columns(rows), 5);
        const daily = dailyImpact(
          columns(rows),
          Array.from({length: 31}, (_, d) => `d${d}`),
        );
        expect(daily.rows).toBe(total.days);
        for (const key of ["actual", "policy", "delta", "derisking", "timing"] as const) {
          const running = daily.columns[`cumulative_${key}`] as Float64Array;
          expect(Math.abs(running[running.length - 1] - total[key])).toBeLessThanOrEqual(1e-12 * size(rows));
        }
      }),
    );
  });
});

describe("impactOf: figures by hand", () => {
  const rows = columns([
    {trader: 0, day: 0, net: 10, multiplier: 1},
    {trader: 0, day: 1, net: -30, multiplier: 0.5},
    {trader: 0, day: 2, net: 5, multiplier: 0.5},
    {trader: 0, day: 3, net: 0, multiplier: 0},
    {trader: 2, day: 1, net: -4, multiplier: 1},
  ]);

  it("success, turnover, drawdown and the worst day", () => {
    const {total, traders} = impactOf(rows, 3);
    expect(traders[0]).toMatchObject({
      rows: 4,
      changed: 3,
      meanMultiplier: 0.5,
      actual: -15,
      policy: -2.5,
      delta: 12.5,
    });
    expect(traders[0]).toMatchObject({derisking: 7.5, timing: 5, successRate: 0.5, turnover: 1, drawdownActual: 30});
    expect(total).toMatchObject({days: 4, drawdownActual: 34, drawdownPolicy: 19, cvarActual: -34, cvarPolicy: -19});
    expect(traders[1]).toMatchObject({trader: 1, rows: 0, meanMultiplier: 1, delta: 0, successRate: null});
  });

  it("refuses rows that cannot be", () => {
    const one = (change: Partial<Row>) => columns([{trader: 0, day: 0, net: 1, multiplier: 1, ...change}]);
    expect(() => impactOf(one({net: Number.NaN}), 1)).toThrow(/invalid net/);
    expect(() => impactOf(one({multiplier: -1}), 1)).toThrow(/invalid multiplier/);
    expect(() => impactOf(one({trader: 3}), 2)).toThrow(/invalid traders/);
    const row = {trader: 0, day: 0, net: 1, multiplier: 1};
    expect(() => impactOf(columns([row, row]), 1)).toThrow(/two on day 0/);
    expect(() => impactOf({...one({}), net: new Float64Array(2)}, 1)).toThrow(/lengths differ/);
  });

  it("has nothing where there are no rows", () => {
    expect(impactOf(columns([]), 2).total).toMatchObject({rows: 0, delta: 0, meanMultiplier: 1, cvarActual: 0});
  });
});

describe("risk", () => {
  it("drawdown counts a fall from the start", () => {
    expect(drawdown([-5, 2, -4])).toBe(7);
    expect(drawdown([1, 2, 3])).toBe(0);
  });

  it("cvar takes the worst 5 % of days, rounded up", () => {
    const days = Array.from({length: 60}, (_, i) => i - 30);
    expect(cvar(days)).toBe((-30 - 29 - 28) / 3);
    expect(cvar(Array.from({length: 61}, (_, i) => i))).toBe((0 + 1 + 2 + 3) / 4);
    expect(cvar([7])).toBe(7);
  });
});

import {describe, expect, it} from "vitest";
import {impactOf, type PolicyRows} from "../../src/lib/policy/index.ts";
import {
  assessRobustness,
  blockTimings,
  dayBlocks,
  movedDays,
  permutations,
  policyPlacebos,
  randomisationP,
  timingGrid,
  traderTimings,
  withinDayTimings,
} from "../../src/lib/robustness/index.ts";
import {simulatedDesk} from "./desk.ts";

const timingOf = (rows: PolicyRows) => impactOf(rows, 30).total.timing;
const placebosOf = async (rows: PolicyRows, more: {lookBack?: number; draws?: number; seed?: number} = {}) => {
  const robustness = await assessRobustness({signal: "s", rows, traders: 30, draws: 200, level: 0.95, seed: 1});
  return policyPlacebos({rows, robustness, lookBack: 20, level: 0.05, draws: 199, seed: 4, ...more});
};

describe("draws of a policy's timing", () => {
  it("of blocks are the accounting of multipliers whose days were moved", () => {
    const rows = simulatedDesk({traders: 3, days: 50, seed: 1, share: 0.2});
    const blocks = dayBlocks(50, 11)!;
    const grid = timingGrid(rows);
    expect(grid.observed).toBeCloseTo(timingOf(rows), 9);
    const {drawn, exact} = blockTimings(grid, blocks, {draws: 100, seed: 1});
    expect([drawn.length, exact]).toEqual([23, true]);
    const orders = permutations(4).slice(1);
    drawn.forEach((timing, b) => {
      const to = movedDays(50, blocks, orders[b]);
      const multiplier = new Float64Array(rows.net.length);
      rows.day.forEach((d, i) => {
        multiplier[rows.trader[i] * 50 + to[d]] = rows.multiplier[i];
      });
      expect(timing).toBeCloseTo(timingOf({...rows, multiplier}), 9);
    });
  });

  it("of traders are the accounting of multipliers given to other traders", () => {
    const rows = simulatedDesk({traders: 4, days: 40, seed: 2, share: 0.2});
    const {drawn, exact} = traderTimings(timingGrid(rows), {draws: 50, seed: 1});
    expect([drawn.length, exact]).toEqual([23, true]);
    const orders = permutations(4).slice(1);
    drawn.forEach((timing, b) => {
      const multiplier = rows.multiplier.map((_, i) => rows.multiplier[orders[b][rows.trader[i]] * 40 + rows.day[i]]);
      expect(timing).toBeCloseTo(timingOf({...rows, multiplier}), 9);
    });
  });

  it("within days keep each day's multipliers, and have the mean and variance of all ways to deal them", () => {
    const rows = simulatedDesk({traders: 6, days: 30, seed: 3, share: 0.2, missing: 0.1});
    const grid = timingGrid(rows);
    const {drawn} = withinDayTimings(grid, {draws: 6000, seed: 1});
    // of a permutation statistic: mean n·c̄·ȳ, variance Σ(c−c̄)² Σ(y−ȳ)² / (n−1), days independent
    let [mean, variance] = [0, 0];
    for (let t = 0; t < grid.days; t++) {
      const cells = Array.from({length: grid.traders}, (_, k) => k * grid.days + t).filter(
        (c) => !Number.isNaN(grid.change[c]),
      );
      const n = cells.length;
      const of = (values: Float64Array) => cells.map((c) => values[c]);
      const [c, y] = [of(grid.change), of(grid.net)];
      const m = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / n;
      const squares = (values: number[]) => values.reduce((sum, v) => sum + (v - m(values)) ** 2, 0);
      mean += n * m(c) * m(y);
      if (n > 1) variance += (squares(c) * squares(y)) / (n - 1);
    }
    const found = drawn.reduce((sum, v) => sum + v, 0) / drawn.length;
    const spread = drawn.reduce((sum, v) => sum + (v - found) ** 2, 0) / drawn.length;
    expect(Math.abs(found - mean)).toBeLessThan(4 * Math.sqrt(variance / drawn.length));
    expect(spread / variance).toBeGreaterThan(0.92);
    expect(spread / variance).toBeLessThan(1.08);
  });

  it("hold their level on desks without timing", () => {
    const desks = 250;
    const rejected = {blocks: 0, traders: 0, within: 0};
    for (let seed = 0; seed < desks; seed++) {
      const grid = timingGrid(simulatedDesk({traders: 4, days: 80, seed: 500 + seed, persistence: 0.7, share: 0.2}));
      const reached = (d: {drawn: Float64Array; exact: boolean}) =>
        randomisationP(grid.observed, d.drawn, {tail: "above", exact: d.exact}).p <= 0.05;
      if (reached(blockTimings(grid, dayBlocks(80, 15)!, {draws: 200, seed}))) rejected.blocks++;
      if (reached(traderTimings(grid, {draws: 200, seed}))) rejected.traders++;
      if (reached(withinDayTimings(grid, {draws: 99, seed}))) rejected.within++;
    }
    // three standard errors of .05 are .041 at this number of desks
    for (const count of Object.values(rejected)) expect(count / desks).toBeLessThan(0.05 + 0.041);
    expect(rejected.blocks + rejected.traders + rejected.within).toBeGreaterThan(10); // they can reject at all
  });
});

describe("policyPlacebos", () => {
  it("are quiet for cuts that know, and tell when from whom", async () => {
    const rows = simulatedDesk({traders: 8, days: 200, seed: 6, effect: 1, share: 0.2});
    const placebos = await placebosOf(rows);
    expect(placebos.map((p) => [p.id, p.status])).toEqual([
      ["policy.shift", "quiet"],
      ["policy.blocks", "quiet"],
      ["policy.within-day", "quiet"],
      ["policy.traders", "quiet"],
    ]);
    for (const p of placebos) {
      expect(p.observed).toBeCloseTo(timingOf(rows), 9);
      expect(p.drawn).toHaveLength(p.draws);
      expect(p.p).toBeLessThanOrEqual(0.05);
      expect(p.pError === 0).toBe(p.exact);
      expect(p.happened).not.toContain("holds zero");
    }
    expect(await placebosOf(rows)).toEqual(placebos);
  });

  it("speak up where a claim does not stand out from draws, and not where nothing is claimed", async () => {
    const rows = simulatedDesk({traders: 8, days: 200, seed: 6, effect: 0, share: 0.2});
    const robustness = await assessRobustness({signal: "s", rows, traders: 8, draws: 200, level: 0.95, seed: 1});
    const claimed = {...robustness.bootstrap!, total: {...robustness.bootstrap!.total, timing: [1, 2] as const}};
    const options = {rows, lookBack: 20, level: 0.05, draws: 199, seed: 4};
    const loud = policyPlacebos({...options, robustness: {...robustness, bootstrap: claimed}});
    expect(loud.map((p) => p.status)).toEqual(["alarm", "alarm", "alarm", "alarm"]);
    const silent = policyPlacebos({...options, robustness});
    expect(silent.map((p) => p.status)).toEqual(["quiet", "quiet", "quiet", "quiet"]);
    for (const p of silent) expect(p.happened).toContain("the interval holds zero");
    // whom to cut is another question than whether cutting paid
    expect(loud.map((p) => p.central)).toEqual([true, true, false, false]);
  });

  it.each([
    ["one trader", simulatedDesk({traders: 1, days: 200, seed: 1, share: 0.2}), [2, 3]],
    ["ten days", simulatedDesk({traders: 5, days: 10, seed: 1, share: 0.2}), [0, 1, 2, 3]],
    [
      "no cut",
      {...simulatedDesk({traders: 5, days: 100, seed: 1}), multiplier: new Float64Array(500).fill(1)},
      [0, 1, 2, 3],
    ],
    [
      "equal P&L",
      {...simulatedDesk({traders: 5, days: 100, seed: 1}), net: new Float64Array(500).fill(7)},
      [0, 1, 2, 3],
    ],
    ["days too few for blocks", simulatedDesk({traders: 5, days: 80, seed: 1, share: 0.2}), [1]],
    ["no row", simulatedDesk({traders: 0, days: 1, seed: 1}), [0, 1, 2, 3]],
  ])("says why where there is %s", async (_, rows, out) => {
    const placebos = await placebosOf(rows);
    placebos.forEach((p, k) => {
      expect(p.status === "not run").toBe((out as number[]).includes(k));
      if (p.status !== "not run") return;
      expect([p.observed, p.p, p.pError, p.draws, p.drawn]).toEqual([null, null, null, 0, []]);
      expect(p.happened).toMatch(/^[A-Z0-9].{15,}\.$/);
    });
  });
});

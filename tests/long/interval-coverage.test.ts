import {quantileSorted} from "simple-statistics";
import {describe, expect, it} from "vitest";
import {stream, tQuantile} from "../../src/lib/numeric/index.ts";
import {impactOf, type PolicyRows} from "../../src/lib/policy/index.ts";
import {
  dailyContributions,
  drawDayCounts,
  impactIntervals,
  observedParts,
  optimalBlockLength,
  touchedPanel,
} from "../../src/lib/robustness/index.ts";
import {type DeskOptions, simulatedDesk} from "../robustness/desk.ts";

/**
 * Which interval to use: share of desks whose 95 % interval holds the expected timing (itself simulated), by type. The
 * alternatives are written out here; the project has only the one that won.
 */
const designs: Record<string, Omit<DeskOptions, "seed">> = {
  "one trader, 250 days, no timing": {traders: 1, days: 250},
  "three traders, 60 days, timing": {traders: 3, days: 60, share: 0.2, effect: 0.3, persistence: 0.3},
  "ten traders, 105 days, no timing, persistent": {traders: 10, days: 105, persistence: 0.5},
  "ten traders, 105 days, timing, persistent": {traders: 10, days: 105, effect: 0.3, persistence: 0.5},
  "five traders, 250 days, timing": {traders: 5, days: 250, effect: 0.3, persistence: 0.5},
};
const desks = 500;
const draws = 400;

/** Expected timing of a design, over desks of other seeds. */
function expectedTiming(design: Omit<DeskOptions, "seed">): number {
  let sum = 0;
  for (let k = 0; k < 4000; k++)
    sum += impactOf(simulatedDesk({...design, seed: 1_000_000 + k}), design.traders).total.timing;
  return sum / 4000;
}

/** Percentile and basic intervals, and the standard error times a normal-theory quantile, from one set of draws. */
function alternatives(rows: PolicyRows, seed: number): Record<string, [number, number]> {
  const panel = touchedPanel(rows);
  const {delta, timing, exposure, net} = dailyContributions(panel);
  const lengths = [delta, timing, exposure, net].map((x) => optimalBlockLength(x).stationary).filter(Number.isFinite);
  const blockLength = Math.max(1, ...lengths);
  const observed = observedParts(panel).at(-1)!;
  const random = stream(seed, "alternatives");
  const found = Float64Array.from({length: draws}, () => {
    const counts = new Float64Array(panel.days);
    drawDayCounts(random, panel.days, blockLength, counts);
    let sum = 0;
    for (let k = 0; k < panel.traders.length; k++) {
      const s = [0, 0, 0, 0];
      for (let r = panel.start[k]; r < panel.start[k + 1]; r++) {
        const w = counts[panel.at[r]];
        const values = [1, panel.net[r], panel.change[r], panel.change[r] * panel.net[r]];
        values.forEach((v, j) => {
          s[j] += w * v;
        });
      }
      if (s[0] > 0) sum += s[3] - (s[2] / s[0]) * s[1];
    }
    return sum;
  });
  const sorted = Array.from(found).sort((a, b) => a - b);
  const [low, high] = [quantileSorted(sorted, 0.025), quantileSorted(sorted, 0.975)];
  const mean = sorted.reduce((s, x) => s + x, 0) / draws;
  const half =
    tQuantile(0.975, panel.days - 1) * Math.sqrt(sorted.reduce((s, x) => s + (x - mean) ** 2, 0) / (draws - 1));
  return {
    percentile: [low, high],
    basic: [2 * observed - high, 2 * observed - low],
    normal: [observed - half, observed + half],
  };
}

describe("coverage of 95 % intervals for timing", () => {
  it.each(Object.entries(designs))("%s", async (name, design) => {
    const truth = expectedTiming(design);
    const held: Record<string, number> = {percentile: 0, basic: 0, normal: 0, ours: 0};
    let untouched = 0;
    for (let seed = 0; seed < desks; seed++) {
      const rows = simulatedDesk({...design, seed});
      const {bootstrap} = await impactIntervals({
        rows,
        traders: design.traders,
        draws,
        level: 0.95,
        seed,
        names: ["long"],
      });
      if (bootstrap === null) {
        untouched++;
        continue;
      }
      const intervals = {...alternatives(rows, seed), ours: bootstrap.total.timing};
      for (const [type, [lower, upper]] of Object.entries(intervals))
        if (lower <= truth && truth <= upper) held[type]++;
    }
    const shares = Object.entries(held).map(([type, count]) => [type, count / (desks - untouched)] as const);
    console.log(`${name}: ${shares.map(([type, share]) => `${type} ${(100 * share).toFixed(1)} %`).join(", ")}`);
    const coverage = Object.fromEntries(shares);
    // Monte-Carlo standard error 1.0 %. With a persistent signal and a true effect no type reaches 95 % (ours: 92 %, measured
    // before this bound was set); the bound guards against getting worse, it does not claim the level.
    expect(coverage.ours).toBeGreaterThan(0.9);
    expect(coverage.ours).toBeLessThan(0.985);
    expect(coverage.ours).toBeGreaterThanOrEqual(coverage.percentile);
  });
});

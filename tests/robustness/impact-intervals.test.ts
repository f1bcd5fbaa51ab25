import {describe, expect, it} from "vitest";
import {stream} from "../../src/lib/numeric/index.ts";
import {impactOf} from "../../src/lib/policy/index.ts";
import {
  assessRobustness,
  bootstrapChunk,
  drawDayCounts,
  impactIntervals,
  type MapTasks,
  observedParts,
  optimalBlockLength,
  stationaryIndices,
  touchedPanel,
} from "../../src/lib/robustness/index.ts";
import {simulatedDesk} from "./desk.ts";

const options = {traders: 6, draws: 600, level: 0.95, seed: 3, names: ["ridge"]};

describe("resampled accounting", () => {
  const rows = simulatedDesk({traders: 6, days: 40, seed: 1, effect: 1, missing: 0.1});
  // one trader left alone, one with a single day
  rows.multiplier.forEach((_, i) => {
    if (rows.trader[i] === 4) rows.multiplier[i] = 1;
  });

  it("at the sample itself is impactOf", () => {
    const panel = touchedPanel(rows);
    const {total, traders} = impactOf(rows, 6);
    const parts = observedParts(panel);
    expect([...panel.traders]).not.toContain(4);
    [...panel.traders].forEach((trader, k) => {
      expect(parts[3 * k]).toBeCloseTo(traders[trader].delta, 10);
      expect(parts[3 * k + 1]).toBeCloseTo(traders[trader].derisking, 10);
      expect(parts[3 * k + 2]).toBeCloseTo(traders[trader].timing, 10);
    });
    expect(parts.at(-1)).toBeCloseTo(total.timing, 10);
  });

  it("in every draw is the accounting of the resampled days, done the slow way", () => {
    const panel = touchedPanel(rows);
    const draws = 21; // not a multiple of the lanes
    const chunk = {panel, blockLength: 3, seed: 9, names: ["x"], chunk: 2, draws};
    const zero = new Float64Array(3 * (panel.traders.length + 1));
    const found = bootstrapChunk({...chunk, observed: zero});
    const random = stream(9, "impact-bootstrap", "x", 2);
    const sum = new Float64Array(zero.length);
    const squares = new Float64Array(zero.length);
    for (let draw = 0; draw < draws; draw++) {
      const counts = new Float64Array(panel.days);
      drawDayCounts(random, panel.days, 3, counts);
      const parts = new Float64Array(zero.length);
      [...panel.traders].forEach((trader, k) => {
        const mine = [...rows.trader.keys()].filter((i) => rows.trader[i] === trader);
        const drawn = mine.flatMap((i) => Array.from({length: counts[rows.day[i]]}, () => i));
        const mean = drawn.reduce((s, i) => s + rows.multiplier[i], 0) / drawn.length;
        const delta = drawn.reduce((s, i) => s + (rows.multiplier[i] - 1) * rows.net[i], 0);
        const timing = drawn.reduce((s, i) => s + (rows.multiplier[i] - mean) * rows.net[i], 0);
        [delta, delta - timing, timing].forEach((value, j) => {
          parts[3 * k + j] = value;
          parts[zero.length - 3 + j] += value;
        });
      });
      parts.forEach((value, j) => {
        sum[j] += value;
        squares[j] += value * value;
      });
    }
    sum.forEach((value, j) => {
      expect(found.sum[j]).toBeCloseTo(value, 8);
      expect(found.sumOfSquares[j]).toBeCloseTo(squares[j], 7);
    });
  });

  it("intervals are the same whoever runs the chunks, and differ by seed and signal", async () => {
    const reversed: MapTasks = async (task, _module, items) => {
      const results = new Array(items.length);
      for (let k = items.length - 1; k >= 0; k--) results[k] = await task(structuredClone(items[k]));
      return results;
    };
    const here = await impactIntervals({rows, ...options});
    expect(await impactIntervals({rows, ...options, map: reversed})).toEqual(here);
    expect(await impactIntervals({rows, ...options, seed: 4})).not.toEqual(here);
    expect(await impactIntervals({rows, ...options, names: ["forest"]})).not.toEqual(here);
  });

  it("holds the observed in the middle, is wider for each trader jointly, and zero for one left alone", async () => {
    const {bootstrap} = await impactIntervals({rows, ...options});
    const {total, traders} = impactOf(rows, 6);
    for (const part of ["delta", "derisking", "timing"] as const) {
      expect((bootstrap!.total[part][0] + bootstrap!.total[part][1]) / 2).toBeCloseTo(total[part], 8);
      expect(bootstrap!.traders[4][part]).toEqual([0, 0]);
      expect((bootstrap!.traders[2][part][0] + bootstrap!.traders[2][part][1]) / 2).toBeCloseTo(traders[2][part], 8);
    }
    expect(bootstrap!.traders.map((t) => t.trader)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(bootstrap!.traderLevel).toBeCloseTo(1 - 0.05 / 5, 12);
    const loose = await impactIntervals({rows, ...options, level: 0.8});
    expect(loose.bootstrap!.total.timing[0]).toBeGreaterThan(bootstrap!.total.timing[0]);
  });

  it("of independent days has the standard error of a sum", async () => {
    const long = simulatedDesk({traders: 1, days: 400, seed: 5, share: 0.2});
    const {bootstrap} = await impactIntervals({rows: long, ...options, traders: 1, draws: 4000});
    const gains = long.net.map((y, i) => (long.multiplier[i] - 1) * y);
    const mean = gains.reduce((s, x) => s + x, 0) / 400;
    const se = Math.sqrt(400 / 399) * Math.sqrt(gains.reduce((s, x) => s + (x - mean) ** 2, 0));
    const width = bootstrap!.total.delta[1] - bootstrap!.total.delta[0];
    expect(width / (2 * 1.97 * se)).toBeGreaterThan(0.85);
    expect(width / (2 * 1.97 * se)).toBeLessThan(1.25);
  });

  it("says why there is none: nothing changed, too few days", async () => {
    const still = {...rows, multiplier: new Float64Array(rows.net.length).fill(1)};
    expect(await impactIntervals({rows: still, ...options})).toMatchObject({bootstrap: null});
    const short = simulatedDesk({traders: 6, days: 12, seed: 1, share: 0.2});
    expect((await impactIntervals({rows: short, ...options})).reason).toContain("12 days");
    await expect(impactIntervals({rows, ...options, draws: 1})).rejects.toThrow(/invalid draws/);
    await expect(impactIntervals({rows, ...options, level: 95})).rejects.toThrow(/invalid level/);
    const whole = await assessRobustness({signal: "s", rows: still, traders: 6, draws: 200, level: 0.95, seed: 1});
    expect(whole).toMatchObject({signal: "s", bootstrap: null, shift: null});
    expect(whole.notes).toHaveLength(2);
    const full = await assessRobustness({signal: "s", rows, traders: 6, draws: 200, level: 0.95, seed: 1});
    expect(full.notes).toEqual([]);
    expect(full.shift!.observed).toBeCloseTo(impactOf(rows, 6).total.timing, 8);
  });
});

describe("coverage (light; tests/long has the whole)", () => {
  it("95 % intervals hold the expected timing of a null desk in 90 to 99 % of desks", async () => {
    // signal and P&L are independent, so the expected timing is zero
    const desks = 250;
    let held = 0;
    for (let seed = 0; seed < desks; seed++) {
      const rows = simulatedDesk({traders: 4, days: 80, seed: 5000 + seed, share: 0.2});
      const {bootstrap} = await impactIntervals({rows, ...options, traders: 4, draws: 250});
      const [lower, upper] = bootstrap!.total.timing;
      if (lower <= 0 && 0 <= upper) held++;
    }
    expect(held / desks).toBeGreaterThan(0.9);
    expect(held / desks).toBeLessThan(0.995);
  });
});

describe("block length", () => {
  it("grows with dependence, and needs a series", () => {
    const random = stream(8, "blocks");
    const series = (rho: number) => {
      let x = 0;
      return Float64Array.from({length: 500}, () => {
        x = rho * x + random.normal();
        return x;
      });
    };
    const [none, some, much] = [0, 0.5, 0.9].map((rho) => optimalBlockLength(series(rho)).stationary);
    expect(none).toBeLessThan(some);
    expect(some).toBeLessThan(much);
    expect(() => optimalBlockLength([1, 2, 3])).toThrow(/needs 8 values/);
    expect(optimalBlockLength(new Float64Array(20)).stationary).toBeNaN();
    expect(() => stationaryIndices([0, 1], [0, 0], 0.5)).toThrow(/invalid block length/);
  });

  it("blocks have the mean length that was asked for", () => {
    const random = stream(9, "blocks");
    const n = 100_000;
    const starts = Int32Array.from({length: n}, () => random.integer(n));
    const indices = stationaryIndices(
      starts,
      Float64Array.from({length: n}, () => random.uniform()),
      5,
    );
    const breaks = indices.filter((v, i) => i > 0 && v !== (indices[i - 1] + 1) % n).length;
    expect(n / breaks).toBeGreaterThan(4.8);
    expect(n / breaks).toBeLessThan(5.2);
  });
});

import {createHash} from "node:crypto";
import {describe, expect, test} from "vitest";
import {type Fills, type Simulation, simulate, simulateFills} from "../../src/lib/simulate/index.ts";
import {BAR_SECONDS} from "../../src/lib/simulate/session.ts";

const simulation = simulate({desk: "demo", seed: 3, days: 200});
const fills = simulateFills(simulation);

/** First fill and the one after the last, of each row. */
function rangesOf({rows}: Simulation, {trader, day, count}: Fills): [number, number][] {
  let k = 0;
  return Array.from({length: rows.count}, (_, r) => {
    const from = k;
    while (k < count && trader[k] === rows.trader[r] && day[k] === rows.day[r]) k++;
    return [from, k];
  });
}
const ranges = rangesOf(simulation, fills);

describe("a day's fills", () => {
  test("are all of the fills, and add up to the row: gross to the cent, volume, fees, flat at the end", () => {
    expect(ranges.at(-1)![1]).toBe(fills.count);
    const {rows} = simulation;
    ranges.forEach(([from, to], r) => {
      let [cents, volume, mills] = [0, 0, 0];
      const position = new Map<number, number>();
      for (let k = from; k < to; k++) {
        cents -= fills.quantity[k] * Math.round(100 * fills.price[k]);
        volume += Math.abs(fills.quantity[k]);
        mills += Math.round(1000 * fills.fee[k]);
        position.set(fills.symbol[k], (position.get(fills.symbol[k]) ?? 0) + fills.quantity[k]);
      }
      const trips = new Set(fills.trip.slice(from, to)).size;
      const found = [cents, volume, mills, trips];
      const wanted = [Math.round(100 * rows.gross[r]), rows.volume[r], Math.round(1000 * rows.fees[r]), rows.trades[r]];
      if (found.some((x, i) => x !== wanted[i])) throw new Error(`row ${r}: ${found} is not ${wanted}`);
      if ([...position.values()].some((q) => q !== 0)) throw new Error(`row ${r} is not flat`);
    });
  });

  test("lie within the session and the day's range, in order of time", () => {
    const {market} = simulation;
    for (let k = 0; k < fills.count; k++) {
      const cell = fills.day[k] * market.symbols.length + fills.symbol[k];
      const within = fills.price[k] >= market.low[cell] - 1e-9 && fills.price[k] <= market.high[cell] + 1e-9;
      const open = fills.second[k] >= 0 && fills.second[k] <= market.bars[fills.day[k]] * BAR_SECONDS;
      const next = k + 1 < fills.count && fills.trader[k + 1] === fills.trader[k] && fills.day[k + 1] === fills.day[k];
      if (!within || !open || (next && fills.second[k + 1] < fills.second[k]) || fills.quantity[k] === 0)
        throw new Error(`fill ${k}`);
    }
  });

  test("are busiest at the open and the close", () => {
    const full = Array.from(fills.second).filter((_, k) => simulation.market.bars[fills.day[k]] === 13);
    const counts = new Array(13).fill(0);
    for (const s of full) counts[Math.min(12, Math.floor(s / BAR_SECONDS))]++;
    const midday = (counts[5] + counts[6] + counts[7]) / 3;
    expect(counts[0]).toBeGreaterThan(1.5 * midday);
    expect(counts[12]).toBeGreaterThan(1.5 * midday);
  });

  test("the morning person trades earlier than the afternoon person", () => {
    const mean = (i: number) => {
      const own = Array.from(fills.second).filter((_, k) => fills.trader[k] === i);
      return own.reduce((a, b) => a + b, 0) / own.length;
    };
    const order = simulation.traders.map((t, i) => ({i, morning: t.morning})).sort((a, b) => a.morning - b.morning);
    expect(mean(order.at(-1)!.i)).toBeLessThan(mean(order[0].i) - 900);
  });
});

/** Mean holding time of losing over that of winning round trips, all traders together. */
function holdingRatio(of: Simulation): number {
  const f = simulateFills(of);
  const held = {won: [0, 0], lost: [0, 0]};
  for (const [from, to] of rangesOf(of, f)) {
    const trips = new Map<number, {first: number; last: number; cents: number}>();
    for (let k = from; k < to; k++) {
      const trip = trips.get(f.trip[k]) ?? {first: f.second[k], last: 0, cents: 0};
      trip.last = f.second[k];
      trip.cents -= f.quantity[k] * Math.round(100 * f.price[k]);
      trips.set(f.trip[k], trip);
    }
    for (const {first, last, cents} of trips.values()) {
      if (cents === 0) continue;
      const group = cents > 0 ? held.won : held.lost;
      group[0]++;
      group[1] += last - first;
    }
  }
  return held.lost[1] / held.lost[0] / (held.won[1] / held.won[0]);
}

describe("the disposition effect", () => {
  const set = (disposition: number, seed: number): Simulation => {
    const s = simulate({desk: "demo", seed, traders: 6, days: 150});
    return {...s, traders: s.traders.map((t) => ({...t, disposition, holding: 300}))};
  };

  test("losers are held longer than winners by the ratio that is set, where the close does not cut holding short", () => {
    for (const seed of [1, 2, 3]) {
      expect(Math.abs(Math.log(holdingRatio(set(1, seed))))).toBeLessThan(0.06);
      expect(holdingRatio(set(2, seed))).toBeGreaterThan(1.7);
      expect(holdingRatio(set(2, seed))).toBeLessThan(2.2);
    }
  });

  test("and on the demo desk as it is", () => {
    expect(holdingRatio(simulation)).toBeGreaterThan(1.15);
  });
});

test("same seed, same bytes, and each trader's fills whoever else is there", () => {
  const hash = (f: Fills) =>
    createHash("sha256").update(f.second).update(f.price).update(f.quantity).update(f.symbol).digest("hex");
  expect(hash(simulateFills(simulate({desk: "demo", seed: 3, days: 200})))).toBe(hash(fills));
  const {rows, traders} = simulation;
  const alone = simulateFills({...simulation, traders: [traders[4]], rows: {...rows, start: rows.start.slice(4, 6)}});
  const own = Int32Array.from(fills.trader.keys()).filter((k) => fills.trader[k] === 4);
  expect(alone.count).toBe(own.length);
  expect(alone.price).toEqual(Float64Array.from(own, (k) => fills.price[k]));
});

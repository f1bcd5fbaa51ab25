import {expect, test} from "vitest";
import {float64, int32, text} from "../../src/lib/numeric/index.ts";
import {intradayBars, simulate} from "../../src/lib/simulate/index.ts";
import {intradayShape} from "../../src/lib/simulate/session.ts";

const simulation = simulate({desk: "demo", seed: 2, traders: 1, days: 300});
const bars = intradayBars(simulation);

test("shares of the session sum to 1 and make a U", () => {
  for (const n of [7, 13]) {
    const shape = intradayShape(n);
    expect(shape.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    const middle = shape[Math.floor(n / 2)];
    expect(shape[0]).toBeGreaterThan(2 * middle);
    expect(shape[n - 1]).toBeGreaterThan(1.5 * middle);
  }
});

test("moves and volume of the half hours are U-shaped: large at the open and the close, small at midday", () => {
  const [bar, open, close, volume] = [
    int32(bars, "bar"),
    float64(bars, "open"),
    float64(bars, "close"),
    float64(bars, "volume"),
  ];
  const date = text(bars, "date");
  const full = new Set(simulation.dates.filter((_, t) => simulation.market.bars[t] === 13));
  const sums = Array.from({length: 13}, () => ({n: 0, move: 0, volume: 0}));
  for (let k = 0; k < bars.rows; k++) {
    if (!full.has(date[k])) continue;
    const s = sums[bar[k]];
    s.n++;
    s.move += Math.abs(Math.log(close[k] / open[k]));
    s.volume += volume[k];
  }
  for (const of of ["move", "volume"] as const) {
    const level = (b: number) => sums[b][of] / sums[b].n;
    const midday = (level(5) + level(6) + level(7)) / 3;
    expect(level(0)).toBeGreaterThan(1.4 * midday);
    expect(level(12)).toBeGreaterThan(1.2 * midday);
  }
});

test("the day's bars join up: each opens where the last closed, and times run from 09:30", () => {
  const [open, close, bar, time] = [
    float64(bars, "open"),
    float64(bars, "close"),
    int32(bars, "bar"),
    text(bars, "time"),
  ];
  for (let k = 1; k < bars.rows; k++) if (bar[k] > 0) expect(open[k]).toBe(close[k - 1]);
  expect(time.slice(0, 3)).toEqual(["09:30:00", "10:00:00", "10:30:00"]);
  const halves = simulation.market.bars.filter((n) => n === 7).length;
  expect(halves).toBe(2); // 3 July and 24 November 2023; Christmas Eve was a Sunday, and the 300 days end in March
});

import {describe, expect, it} from "vitest";
import type {Bars} from "../../src/lib/features/index.ts";
import {
  adx,
  atr,
  bollingerPosition,
  drawdownFromHigh,
  gap,
  macdHistogram,
  parkinson,
  rsi,
  volumeAnomaly,
} from "../../src/lib/features/indicators.ts";

/** Bars in whole cents from a linear congruential generator, so that any program can make the same. */
function bars(count: number): Bars {
  const list: {open: number; high: number; low: number; close: number}[] = [];
  let seed = 12345n;
  const draw = (n: number) => {
    seed = (seed * 1103515245n + 12345n) % 2147483648n;
    return Number(seed / 65536n) % n;
  };
  let close = 10000;
  for (let i = 0; i < count; i++) {
    const open = close;
    close += draw(401) - 200;
    const high = Math.max(open, close) + draw(150);
    const low = Math.min(open, close) - draw(150);
    list.push({open: open / 100, high: high / 100, low: low / 100, close: close / 100});
  }
  const column = (name: "open" | "high" | "low" | "close") => Float64Array.from(list, (b) => b[name]);
  return {
    open: column("open"),
    high: column("high"),
    low: column("low"),
    close: column("close"),
    volume: new Float64Array(count),
  };
}

const flat = (n: number, over: Partial<Bars> = {}): Bars => {
  const hundred = new Float64Array(n).fill(100);
  return {open: hundred, high: hundred, low: hundred, close: hundred, volume: hundred, ...over};
};

/** Peer: trading-signals (npm, MIT), fed the bars above one by one; its numbers in the units of these functions. */
describe("indicators", () => {
  const all = bars(60);
  /** The peer takes the first bar as a true range of its own, without directional movement: as if it had come twice. */
  const twice = (of: Bars): Bars => {
    const column = (x: Float64Array) => Float64Array.from([x[0], ...x]);
    return {
      open: column(of.open),
      high: column(of.high),
      low: column(of.low),
      close: column(of.close),
      volume: of.volume,
    };
  };

  it("agree with trading-signals 8.3.0: new RSI(14), BollingerBands(20, 2), MACD(EMA 12, 26, 9), ATR(14), ADX(14)", () => {
    expect(100 * rsi(all)).toBeCloseTo(32.01689007777979, 10);
    const band = {lower: 84.49263622790697, middle: 89.4475};
    expect(bollingerPosition({...all, close: all.close.slice(-20)})).toBeCloseTo(
      (85 - band.middle) / (band.middle - band.lower),
      10,
    );
    expect(macdHistogram(all) * 85).toBeCloseTo(-0.22419703667346136, 10);
    expect(atr(twice(all)) * 85).toBeCloseTo(2.342230678871823, 10);
    expect(100 * adx(twice(all))).toBeCloseTo(37.517280222500865, 9);
  });

  it("follow from their definitions on bars that can be done by hand", () => {
    const range = flat(12, {high: new Float64Array(12).fill(110), low: new Float64Array(12).fill(100)});
    expect(parkinson(range)).toBeCloseTo(Math.log(1.1) / Math.sqrt(4 * Math.log(2)), 12);
    expect(gap(flat(2, {open: Float64Array.of(1, 102)}))).toBeCloseTo(Math.log(1.02), 12);
    const rising = Float64Array.from({length: 30}, (_, k) => 100 + k);
    expect(rsi(flat(30, {close: rising}))).toBe(1);
    expect(adx(flat(30, {close: rising, high: rising, low: rising}))).toBe(1); // only upward moves
    expect(drawdownFromHigh(flat(30, {close: rising.slice().reverse()}))).toBeCloseTo(29 / 129, 12);
    const volume = Float64Array.from([...Array.from({length: 10}, () => [Math.E, 1]).flat(), Math.E]);
    expect(volumeAnomaly(flat(21, {volume}))).toBeCloseTo(0.5 / Math.sqrt(5 / 19), 10);
  });

  it("have no value where there are too few bars, none that differ, or a missing price", () => {
    for (const indicator of [
      rsi,
      atr,
      adx,
      macdHistogram,
      bollingerPosition,
      parkinson,
      volumeAnomaly,
      drawdownFromHigh,
    ]) {
      expect(indicator(flat(5)), indicator.name).toBeNaN();
      expect(indicator(flat(0)), indicator.name).toBeNaN();
    }
    expect(bollingerPosition(flat(20))).toBeNaN();
    expect(volumeAnomaly(flat(21))).toBeNaN();
    expect(rsi(flat(40))).toBe(0.5);
    expect(adx(flat(40))).toBe(0);
    const holed = flat(40, {high: new Float64Array(40).fill(Number.NaN)});
    expect(atr(holed)).toBeNaN();
    expect(adx(holed)).toBeNaN();
  });
});

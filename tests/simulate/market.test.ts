import {describe, expect, test} from "vitest";
import {stream} from "../../src/lib/numeric/index.ts";
import {autocorrelations, momentsOf} from "../../src/lib/simulate/facts.ts";
import {simulateMarket} from "../../src/lib/simulate/market.ts";
import {BARS, HALF_DAY_BARS} from "../../src/lib/simulate/session.ts";
import {isHalfDay, tradingDays} from "../../src/lib/simulate/trading-days.ts";
import {simulateVolatility} from "../../src/lib/simulate/volatility.ts";

const dates = tradingDays("2000-01-03", 2500);
const markets = [1, 2, 3, 4].map((seed) => simulateMarket({seed, dates}));
const mean = (x: readonly number[]) => x.reduce((a, b) => a + b, 0) / x.length;
const correlation = (x: Float64Array, y: Float64Array) => {
  const [a, b] = [momentsOf(x), momentsOf(y)];
  return mean(Array.from(x, (v, i) => ((v - a.mean) / a.sd) * ((y[i] - b.mean) / b.sd)));
};

describe("stylised facts of the factor (Cont 2001)", () => {
  test("heavy tails", () => {
    for (const {factor} of markets) expect(momentsOf(factor).kurtosis).toBeGreaterThan(4.5);
  });

  test("the size of returns clusters for weeks; returns themselves hardly correlate", () => {
    for (const {factor} of markets) {
      const size = autocorrelations([factor.map(Math.abs)], 20);
      expect(size[0]).toBeGreaterThan(0.1);
    }
    // A trend lasts weeks and explains little of a day: correlation of returns stays far below that of their size.
    expect(Math.abs(mean(markets.map(({factor}) => autocorrelations([factor], 1)[0])))).toBeLessThan(0.05);
    const weeks = markets.map(({factor}) => autocorrelations([factor.map(Math.abs)], 20)[19]);
    expect(mean(weeks)).toBeGreaterThan(0.03); // under independence within ±0.02 (2 / √10,000)
  });

  test("leverage: falls raise the volatility of the days after, not the other way round", () => {
    const after = markets.map(({factor}) =>
      correlation(
        factor.slice(0, -1),
        factor.slice(1).map((r) => r * r),
      ),
    );
    const before = markets.map(({factor}) =>
      correlation(
        factor.slice(1),
        factor.slice(0, -1).map((r) => r * r),
      ),
    );
    expect(mean(after)).toBeLessThan(-0.02);
    expect(mean(after)).toBeLessThan(mean(before) - 0.02);
    // Without regimes it is the shock and the next level: a correlation near −0.6 · 0.2 / sd(h) · …, surely below −0.1.
    const {shock, level} = simulateVolatility(stream(1, "test"), 20_000);
    expect(correlation(shock.slice(0, -1), level.slice(1))).toBeLessThan(-0.1);
    expect(Math.abs(correlation(shock, level))).toBeLessThan(4 / Math.sqrt(20_000));
  });

  test("regimes differ in volatility, and trends drift", () => {
    const of = (state: number) => markets.flatMap((m) => Array.from(m.factor).filter((_, t) => m.regime[t] === state));
    const [calm, up, down, stress] = [0, 1, 2, 3].map((k) => momentsOf(Float64Array.from(of(k))));
    expect(stress.sd / calm.sd).toBeGreaterThan(1.6);
    expect(up.mean).toBeGreaterThan(3 * ((0.1 * up.sd) / Math.sqrt(up.n)));
    expect(up.mean - down.mean).toBeGreaterThan(0.001);
  });

  test("the expected return is calibrated, and is nothing without a trend", () => {
    let [sum, squares] = [0, 0];
    for (const {factor, expectedFactor} of markets)
      factor.forEach((r, t) => {
        sum += r - expectedFactor[t];
        squares += (r - expectedFactor[t]) ** 2;
      });
    expect(Math.abs(sum) / Math.sqrt(squares)).toBeLessThan(4);
    expect(simulateMarket({seed: 1, dates: dates.slice(0, 50), trend: 0}).expectedFactor.every((x) => x === 0)).toBe(
      true,
    );
  });
});

describe("bars", () => {
  test("low ≤ path ≤ high; the close is the path's end; a day has 13 half hours, half a day 7", () => {
    for (const m of markets.slice(0, 2)) {
      const symbols = m.symbols.length;
      for (let t = 0; t < dates.length; t++) {
        expect(m.bars[t]).toBe(isHalfDay(dates[t]) ? HALF_DAY_BARS : BARS);
        for (let s = 0; s < symbols; s++) {
          const i = t * symbols + s;
          const path = m.path.subarray(i * (BARS + 1), (i + 1) * (BARS + 1));
          if (!(m.low[i] > 0 && path.every((x) => m.low[i] <= x && x <= m.high[i]))) throw new Error(`bar ${i}`);
          if (path[0] !== m.open[i] || path[BARS] !== m.close[i] || path[m.bars[t]] !== m.close[i])
            throw new Error(`bar ${i}`);
        }
      }
    }
    expect(markets[0].symbols).toEqual([...markets[0].symbols].sort());
  });

  test("INDEX is the factor; the others move with it", () => {
    const [m] = markets;
    const returns = (s: number) =>
      Float64Array.from({length: 2000}, (_, t) =>
        Math.log(m.close[(t + 1) * m.symbols.length + s] / m.close[t * m.symbols.length + s]),
      );
    const index = m.symbols.indexOf("INDEX");
    returns(index).forEach((r, t) => {
      if (Math.abs(r - m.factor[t + 1]) > 3e-4) throw new Error(`day ${t}: ${r} is not ${m.factor[t + 1]}`);
    });
    m.symbols.forEach((_, s) => {
      const r = correlation(returns(s), returns(index));
      expect(r).toBeGreaterThan(0.25);
      if (s !== index) expect(r).toBeLessThan(0.95);
    });
  });

  test("a longer market begins like a shorter one", () => {
    const short = simulateMarket({seed: 3, dates: dates.slice(0, 50)});
    expect(short.close).toEqual(markets[2].close.slice(0, short.close.length));
    expect(short.regime).toEqual(markets[2].regime.slice(0, 50));
  });
});

import {expect, test} from "vitest";
import {simulateMarket} from "../../src/lib/simulate/market.ts";

const market = simulateMarket(3, 20_000);
const spread = (stress: boolean) => {
  const values = market.returns.filter((_, t) => market.stress[t] === stress);
  return Math.sqrt(values.reduce((sum, r) => sum + r * r, 0) / values.length);
};

test("volatility is that of the regime", () => {
  expect(spread(false)).toBeCloseTo(0.007, 3);
  expect(spread(true)).toBeCloseTo(0.018, 3);
});

test("the share of stress is that of the chain: 0.015 / (0.015 + 0.05)", () => {
  const share = market.stress.filter(Boolean).length / market.stress.length;
  expect(Math.abs(share - 3 / 13)).toBeLessThan(0.04);
});

test("bars are bars: low ≤ open, close ≤ high; the return is that of the closes", () => {
  for (let t = 1; t < 2000; t++) {
    const [open, high, low, close] = [market.open[t], market.high[t], market.low[t], market.close[t]];
    expect(low <= Math.min(open, close) && high >= Math.max(open, close) && low > 0).toBe(true);
    expect(Math.log(close / market.close[t - 1])).toBeCloseTo(market.returns[t], 3);
  }
});

test("a longer market begins like a shorter one", () => {
  expect(simulateMarket(3, 50).close).toEqual(market.close.slice(0, 50));
});

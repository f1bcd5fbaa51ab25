import {expect, test} from "vitest";
import {stream} from "../../src/lib/numeric/index.ts";
import {expectedDrift, REGIME_TRAITS, simulateRegimes, TRANSITION} from "../../src/lib/simulate/regimes.ts";

const path = simulateRegimes(stream(5, "test"), 200_000);

test("rows of the transition matrix sum to 1", () => {
  for (const row of TRANSITION) expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
});

test("moves as often as the matrix says", () => {
  const counts = TRANSITION.map((row) => row.map(() => 0));
  for (let t = 1; t < path.length; t++) counts[path[t - 1]][path[t]]++;
  counts.forEach((row, from) => {
    const n = row.reduce((a, b) => a + b, 0);
    expect(n).toBeGreaterThan(10_000);
    row.forEach((count, to) => {
      const p = TRANSITION[from][to];
      expect(Math.abs(count / n - p)).toBeLessThan(4.5 * Math.sqrt((p * (1 - p)) / n));
    });
  });
});

test("the expected drift is the mean of the drift that follows", () => {
  for (let from = 0; from < TRANSITION.length; from++) {
    let [sum, n] = [0, 0];
    for (let t = 1; t < path.length; t++)
      if (path[t - 1] === from) {
        sum += REGIME_TRAITS[path[t]].drift - expectedDrift(path, t);
        n++;
      }
    expect(Math.abs(sum / n)).toBeLessThan(4 / Math.sqrt(n)); // a drift is at most 1 in size
  }
  // The day before the first counts as calm: 0.007 · 1 + 0.005 · −1 + 0.008 · −0.5.
  expect(expectedDrift(path, 0)).toBeCloseTo(-0.002, 12);
});

import {describe, expect, test} from "vitest";
import {float64, int32} from "../../src/lib/numeric/index.ts";
import {simulateDemo, simulateDesk} from "../../src/lib/simulate/demo.ts";
import {leastSquares} from "./least-squares.ts";

const desk = simulateDesk({desk: "demo", seed: 7});
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe("the demo desk", () => {
  test("is what it says: 20 traders, 500 days, two join late and one leaves", () => {
    expect(desk.accounts).toEqual(Array.from({length: 20}, (_, i) => `D${String(i + 1).padStart(2, "0")}`));
    expect(desk.days).toHaveLength(500);
    expect(desk.days[0]).toBe("2023-01-03");
    expect(desk.daily.rows).toBe(20 * 500 - 100 - 175 - 100);
    const check = (id: string) => desk.quality.checks.find((c) => c.id === id)!.count;
    expect([check("joined-late"), check("left-early"), check("gaps"), check("short-histories")]).toEqual([2, 1, 0, 0]);
  });

  test("is marked as simulated, comes from no file, and lost no row to the contract", () => {
    expect(desk.origin).toEqual({simulated: true, description: "Simulated demo desk, seed 7", files: []});
    expect(desk.setAside.rows).toBe(0);
    expect(desk.quality.files.map((f) => f.file)).toEqual([
      "simulated desk",
      "simulated market",
      "simulated interventions",
    ]);
    expect(desk.quality.checks.filter((c) => c.severity === "error")).toEqual([]);
  });

  test("has the columns that features and estimators read", () => {
    expect(Object.keys(desk.daily.columns)).toEqual(["trader", "day", "net", "fees", "trades", "volume"]);
    expect(int32(desk.market!, "day")).toEqual(Int32Array.from({length: 500}, (_, i) => i));
    expect(float64(desk.interventions!, "multiplier").every((m) => m === 0.5)).toBe(true);
    expect(desk.predictions).toBeNull();
  });

  test("trades if and only if there is P&L to speak of", () => {
    const [net, trades] = [float64(desk.daily, "net"), float64(desk.daily, "trades")];
    expect(net.every((x, i) => trades[i] > 0 || x === 0)).toBe(true);
    const idle = trades.filter((n) => n === 0).length / desk.daily.rows;
    expect(idle).toBeGreaterThan(0.03);
    expect(idle).toBeLessThan(0.1);
  });

  test("is the same for the same seed, and another for another", () => {
    expect(simulateDesk({desk: "demo", seed: 7})).toEqual(desk);
    expect(simulateDesk({desk: "demo", seed: 8}).daily.columns.net).not.toEqual(desk.daily.columns.net);
  });

  test("refuses a desk that it does not know", () => {
    expect(() => simulateDesk({desk: "other" as "demo", seed: 1})).toThrow('invalid desk; not "demo": other');
  });
});

describe("the truth", () => {
  const simulation = simulateDemo(7);
  const all = simulation.traders.flatMap(({days}) => days);

  test("net is the potential outcome of what was done", () => {
    expect(all.every((d) => d.net === (d.limited ? d.netLimited : d.netFree))).toBe(true);
    expect(all.filter((d) => d.limited).length).toBe(desk.interventions!.rows);
  });

  test("expected net, propensity and effect are calibrated over many desks", () => {
    const z = {expected: 0, slope: 0, propensity: 0, effect: 0};
    const sums = {expected: [0, 0], slope: [0, 0], propensity: [0, 0], effect: [0, 0]};
    const add = (name: keyof typeof sums, error: number) => {
      sums[name][0] += error;
      sums[name][1] += error ** 2;
    };
    for (let seed = 1; seed <= 10; seed++) {
      for (const {traits, days} of simulateDemo(seed).traders) {
        for (const d of days) {
          const surprise = (d.net - d.expected) / traits.scale;
          add("expected", surprise);
          add("slope", surprise * (d.expected / traits.scale));
          add("propensity", (d.limited ? 1 : 0) - d.propensity);
          add("effect", (d.netLimited - d.netFree - d.effect) / traits.scale);
        }
      }
    }
    // Under the truth each error is a martingale difference: sum / √(sum of squares) is about standard normal.
    for (const name of ["expected", "slope", "propensity", "effect"] as const) {
      z[name] = sums[name][0] / Math.sqrt(sums[name][1]);
      expect(Math.abs(z[name]), name).toBeLessThan(4);
    }
  });

  test("the stated effect is the mean of the days' effects where a limit was applied, near the realised one", () => {
    const limited = all.filter((d) => d.limited);
    const realised = limited.map((d) => d.netLimited - d.netFree);
    const sd = Math.sqrt(mean(realised.map((x) => (x - mean(realised)) ** 2)));
    expect(mean(limited.map((d) => d.effect))).toBeCloseTo(desk.truth!.effectPerTreatedDay, 9);
    expect(Math.abs(mean(realised) - desk.truth!.effectPerTreatedDay)).toBeLessThan(
      (4 * sd) / Math.sqrt(limited.length),
    );
  });

  test("a few percent of R² can be attained, and a regression on lagged P&L finds some of it", () => {
    const rows = simulation.traders.flatMap(({days}) =>
      days.slice(3).map((d, k) => ({y: d.net, x: [1, (days[k].net + days[k + 1].net + days[k + 2].net) / 3]})),
    );
    const {r2, coefficients, standardErrors} = leastSquares(rows);
    expect(desk.truth!.attainableR2).toBeGreaterThan(0.03);
    expect(desk.truth!.attainableR2).toBeLessThan(0.1);
    expect(r2).toBeGreaterThan(0.005);
    expect(r2).toBeLessThan(desk.truth!.attainableR2!);
    expect(coefficients[1] / standardErrors[1]).toBeGreaterThan(5);
  });

  test("adjusting for lagged P&L recovers the effect, comparing means does not", () => {
    const adjusted: number[] = [];
    const naive: number[] = [];
    for (let seed = 1; seed <= 8; seed++) {
      const {traders} = simulateDemo(seed);
      const effects = traders.flatMap(({days}) => days.filter((d) => d.limited).map((d) => d.effect));
      const truth = mean(effects);
      const rows = traders.flatMap(({traits: {scale}, days}, i) =>
        days.slice(3).map((d, k) => {
          const [l3, l2, l1] = [days[k].net, days[k + 1].net, days[k + 2].net];
          const trader = traders.map((_, j) => (j === i ? 1 : 0));
          const past = [l1, (l1 + l2 + l3) / 3, Math.max(0, -l1), Math.max(0, -l1 / scale)];
          return {y: d.net, d: d.limited ? 1 : 0, x: [...past, ...trader]};
        }),
      );
      const fit = leastSquares(rows.map(({y, d, x}) => ({y, x: [d, ...x]})));
      adjusted.push((fit.coefficients[0] - truth) / fit.standardErrors[0]);
      const raw = leastSquares(rows.map(({y, d}) => ({y, x: [d, 1]})));
      naive.push((raw.coefficients[0] - truth) / raw.standardErrors[0]);
    }
    expect(Math.abs(mean(adjusted))).toBeLessThan(4 / Math.sqrt(adjusted.length));
    expect(adjusted.filter((z) => Math.abs(z) < 2).length).toBeGreaterThanOrEqual(6);
    expect(mean(naive)).toBeLessThan(-2);
  });
});

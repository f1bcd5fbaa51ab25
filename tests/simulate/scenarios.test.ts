import {describe, expect, test} from "vitest";
import {float64} from "../../src/lib/numeric/index.ts";
import {directDesk, type Simulation, simulate, truthOf} from "../../src/lib/simulate/index.ts";
import type {DeskName} from "../../src/lib/study/index.ts";
import {leastSquares} from "./least-squares.ts";

const SEEDS = [1, 2, 3, 4, 5];
const mean = (x: readonly number[]) => x.reduce((a, b) => a + b, 0) / x.length;
const each = (desk: DeskName) => SEEDS.map((seed) => simulate({desk, seed}));

/** Adds up a martingale difference: under the truth sum / √(sum of squares) is about standard normal. */
function score() {
  let [sum, squares] = [0, 0];
  return {
    add(x: number) {
      sum += x;
      squares += x * x;
    },
    z: () => (squares === 0 ? 0 : sum / Math.sqrt(squares)), // no error at all: exact
  };
}

/** Mean net of limited rows less that of the others, and its standard error. */
function naive({rows}: Simulation): {difference: number; error: number} {
  const groups = [0, 1].map((d) => Array.from(rows.net).filter((_, r) => rows.limited[r] === d));
  const error = groups.reduce((sum, g) => sum + mean(g.map((x) => (x - mean(g)) ** 2)) / g.length, 0);
  return {difference: mean(groups[1]) - mean(groups[0]), error: Math.sqrt(error)};
}

/** Rows with what a ridge on lagged P&L would see: net against the mean of the last three rows, both in scales. */
function lagged({rows, traders}: Simulation, from = 0, until = Number.POSITIVE_INFINITY) {
  return traders.flatMap((t, i) => {
    const out: {y: number; x: number[]}[] = [];
    for (let r = rows.start[i] + 3; r < rows.start[i + 1]; r++)
      if (rows.day[r] >= from && rows.day[r] < until)
        out.push({
          y: rows.net[r] / t.scale,
          x: [1, (rows.net[r - 1] + rows.net[r - 2] + rows.net[r - 3]) / 3 / t.scale],
        });
    return out;
  });
}

describe("expectations are calibrated in every scenario", () => {
  test.each(["demo", "null", "helpful", "harmful", "confounded", "weak", "regime-shift", "spillover"] as const)(
    "%s",
    (desk) => {
      const scores = {
        net: score(),
        slope: score(),
        free: score(),
        effect: score(),
        propensity: score(),
        hidden: score(),
      };
      for (const {rows, traders} of each(desk))
        for (let r = 0; r < rows.count; r++) {
          const {scale} = traders[rows.trader[r]];
          const surprise = (rows.net[r] - rows.expected[r]) / scale;
          scores.net.add(surprise);
          scores.slope.add(surprise * (rows.expected[r] / scale));
          scores.free.add((rows.netFree[r] - rows.expectedFree[r]) / scale);
          scores.effect.add((rows.netLimited[r] - rows.netFree[r] - rows.effect[r]) / scale);
          scores.propensity.add(rows.limited[r] - rows.propensity[r]);
          scores.hidden.add(rows.limited[r] - rows.propensityGivenHidden[r]);
        }
      for (const [name, {z}] of Object.entries(scores)) expect(Math.abs(z()), name).toBeLessThan(4.5); // traders share the market: above 4
    },
  );
});

describe("each scenario is what it says", () => {
  test("demo: some are helped, some harmed; a few percent of R² can be had, and lagged P&L finds a part of it", () => {
    for (const simulation of each("demo")) {
      const {traders, total} = truthOf(simulation);
      const [limited, effect] = [traders.columns.limited as Int32Array, float64(traders, "effect_per_limited_day")];
      const by = (temper: string) =>
        Array.from(effect).filter((_, i) => limited[i] > 5 && (traders.columns.temper as string[])[i] === temper);
      expect(by("tilt").length).toBeGreaterThan(4);
      expect(by("tilt").every((e) => e > 0)).toBe(true);
      expect(by("recovery").length).toBeGreaterThan(0);
      expect(by("recovery").every((e) => e < 0)).toBe(true);
      expect(total.attainableR2).toBeGreaterThan(0.02);
      expect(total.attainableR2).toBeLessThan(0.1);
      const {r2, coefficients, standardErrors} = leastSquares(lagged(simulation));
      expect(r2).toBeGreaterThan(0.005);
      expect(r2).toBeLessThan(total.attainableR2);
      expect(coefficients[1] / standardErrors[1]).toBeGreaterThan(4);
    }
  });

  test("demo: adjusting for what the limits depend on recovers the effect, comparing means does not", () => {
    const z: number[] = [];
    const plain: number[] = [];
    for (const simulation of each("demo").slice(0, 3)) {
      const {rows, traders} = simulation;
      const truth = truthOf(simulation).total.effectPerLimitedDay;
      const data = traders.flatMap((t, i) => {
        const out: {y: number; x: number[]}[] = [];
        for (let r = rows.start[i] + 3; r < rows.start[i + 1]; r++) {
          const last = rows.net[r - 1] / t.scale;
          const recent = (rows.net[r - 1] + rows.net[r - 2] + rows.net[r - 3]) / 3;
          const memory = [recent, Math.max(0, -recent), Math.max(0, -last) * t.scale, rows.net[r - 1]];
          const dummies = traders.flatMap((_, j) => (j === i ? [1, recent] : [0, 0]));
          out.push({y: rows.net[r], x: [rows.limited[r], ...memory.slice(1), ...dummies]});
        }
        return out;
      });
      const fit = leastSquares(data);
      z.push((fit.coefficients[0] - truth) / fit.standardErrors[0]);
      const {difference, error} = naive(simulation);
      plain.push((difference - truth) / error);
    }
    // Effects differ between traders, so that the regression's weights cost it a little; a plain comparison is far off.
    expect(Math.abs(mean(z))).toBeLessThan(2);
    expect(mean(plain)).toBeLessThan(-2.5);
  });

  test("null: a limit changes nothing, and nothing foretells P&L", () => {
    const pooled: {y: number; x: number[]}[] = [];
    for (const simulation of each("null")) {
      const {rows} = simulation;
      expect(rows.netLimited).toEqual(rows.netFree);
      expect(rows.effect.every((e) => e === 0)).toBe(true);
      expect(rows.expected.every((e) => e === 0)).toBe(true);
      const {total} = truthOf(simulation);
      expect([total.effect, total.selectionBias]).toEqual([0, 0]);
      expect(total.attainableR2).toBeLessThanOrEqual(0);
      expect(total.attainableR2).toBeGreaterThan(-0.005);
      pooled.push(...lagged(simulation));
    }
    const {coefficients, standardErrors} = leastSquares(pooled);
    expect(Math.abs(coefficients[1] / standardErrors[1])).toBeLessThan(4);
  });

  test("helpful and harmful: of one sign for every trader, and seen in the potential outcomes", () => {
    for (const [desk, sign] of [
      ["helpful", 1],
      ["harmful", -1],
    ] as const)
      for (const simulation of each(desk)) {
        const {rows, traders} = simulation;
        const {traders: table, total} = truthOf(simulation);
        expect(float64(table, "effect").every((e) => sign * e > 0)).toBe(true);
        expect(sign * total.effectPerLimitedDay).toBeGreaterThan(100);
        const realised = traders.map((_, i) => {
          let sum = 0;
          for (let r = rows.start[i]; r < rows.start[i + 1]; r++)
            if (rows.limited[r] === 1) sum += rows.netLimited[r] - rows.netFree[r];
          return sum;
        });
        expect(realised.filter((x) => sign * x > 0).length).toBeGreaterThanOrEqual(17);
      }
  });

  test("confounded: a plain comparison is off by the stated bias, more than half of it hidden", () => {
    const errors: number[] = [];
    for (const simulation of each("confounded")) {
      const {total} = truthOf(simulation);
      const {difference, error} = naive(simulation);
      errors.push((difference - total.effectPerLimitedDay - total.selectionBias) / error);
      expect(total.effectPerLimitedDay).toBeGreaterThan(0);
      expect(total.selectionBias).toBeLessThan(-total.effectPerLimitedDay);
      expect(difference).toBeLessThan(0.3 * total.effectPerLimitedDay);
    }
    expect(errors.every((z) => Math.abs(z) < 4)).toBe(true);
    // The hidden part by algebra: limited at even log odds a ± h, trouble takes c: bias = −c · (E[U | D = 1] − E[U | D = 0]).
    const p = (a: number, u: number) => 1 / (1 + Math.exp(-(Math.log(a / (1 - a)) + 0.8 * u)));
    const [up, down] = [p(0.12, 1), p(0.12, -1)];
    const gap = (up - down) / (up + down) - (down - up) / (2 - up - down);
    let [bias, n] = [0, 0];
    for (const {rows, traders} of each("confounded")) {
      const sums = [0, 0].map(() => ({n: 0, u: 0}));
      for (let r = 0; r < rows.count; r++) {
        const t = traders[rows.trader[r]];
        // Rows under the policy whose last row was no loss: log odds are just those of 0.12 and the trouble.
        if (rows.day[r] < t.adoption || r === rows.start[rows.trader[r]] || rows.net[r - 1] < 0) continue;
        sums[rows.limited[r]].n++;
        sums[rows.limited[r]].u += rows.hidden[r];
      }
      bias += sums[1].u / sums[1].n - sums[0].u / sums[0].n;
      n++;
    }
    expect(bias / n).toBeCloseTo(gap, 1);
    expect(gap).toBeGreaterThan(0.6);
  });

  test("weak: an effect and a signal, both a fraction of the demo's", () => {
    for (const simulation of each("weak")) {
      const {effectPerLimitedDay, attainableR2} = truthOf(simulation).total;
      expect(effectPerLimitedDay).toBeGreaterThan(0);
      expect(effectPerLimitedDay).toBeLessThan(90);
      expect(attainableR2).toBeGreaterThan(0);
      expect(attainableR2).toBeLessThan(0.015);
    }
  });

  test("regime-shift: what the past foretells, and the effect, turn round on the stated day", () => {
    for (const simulation of each("regime-shift")) {
      const {rows} = simulation;
      const shift = truthOf(simulation).total.shiftDay!;
      expect(shift).toBe(300);
      const before = leastSquares(lagged(simulation, 0, shift));
      const after = leastSquares(lagged(simulation, shift));
      expect(before.coefficients[1] / before.standardErrors[1]).toBeGreaterThan(4);
      expect(after.coefficients[1] / after.standardErrors[1]).toBeLessThan(-4);
      const effect = (late: boolean) =>
        mean(Array.from(rows.effect).filter((_, r) => rows.limited[r] === 1 && rows.day[r] >= shift === late));
      expect(effect(false)).toBeGreaterThan(100);
      expect(effect(true)).toBeLessThan(-50);
    }
  });

  test("spillover: others' limits cost a trader what is stated", () => {
    for (const simulation of each("spillover")) {
      const {rows, traders} = simulation;
      const {total} = truthOf(simulation);
      expect(total.effect).toBeGreaterThan(0);
      expect(total.spilled).toBeLessThan(0);
      // By its definition: −0.5 scales · share of the others limited · probability of trading.
      const day = 250;
      const here = Array.from({length: rows.count}, (_, r) => r).filter((r) => rows.day[r] === day);
      const weekday = new Date(`${simulation.dates[day]}T00:00:00Z`).getUTCDay() - 1;
      for (const r of here) {
        const others = here.filter((o) => o !== r);
        const share = others.filter((o) => rows.limited[o] === 1).length / others.length;
        const t = traders[rows.trader[r]];
        expect(rows.spilled[r]).toBeCloseTo(-0.5 * share * t.scale * t.activity[weekday], 9);
      }
    }
    expect(simulate({desk: "demo", seed: 1}).rows.spilled.every((x) => x === 0)).toBe(true);
  });

  test("leaky: its forecast seems to explain a tenth of what nothing can foretell; the score next to it, nothing", () => {
    for (const simulation of each("leaky")) {
      const {predictions, daily} = directDesk(simulation);
      const regression = (column: string) =>
        leastSquares(Array.from(float64(predictions!, column), (x, r) => ({y: float64(daily, "net")[r], x: [1, x]})));
      expect(simulation.rows.expected.every((e) => e === 0)).toBe(true);
      expect(regression("predicted_net").r2).toBeGreaterThan(0.1);
      expect(regression("loss_probability").r2).toBeLessThan(0.005);
    }
  });

  test("tiny: three traders, forty days", () => {
    for (const {traders, dates, rows} of each("tiny")) {
      expect([traders.length, dates.length]).toEqual([3, 40]);
      expect(rows.count).toBeLessThanOrEqual(120);
    }
  });
});

import {describe, expect, it} from "vitest";
import {tQuantile} from "../../src/lib/numeric/index.ts";
import type {PolicyRows} from "../../src/lib/policy/index.ts";
import {impactIntervals} from "../../src/lib/robustness/index.ts";
import {moreData} from "../../src/lib/verdict/index.ts";
import {simulatedDesk} from "../robustness/desk.ts";

const DESKS = Number(process.env.DESKS ?? 600);
const level = 0.95;
const [traders, short] = [6, 150];

/** Σ (m − m̄ᵢ)·Y: the timing of a policy, as defined. */
function timingOf({trader, multiplier, net}: PolicyRows): number {
  const [sums, counts] = [new Float64Array(traders), new Float64Array(traders)];
  trader.forEach((t, i) => {
    sums[t] += multiplier[i];
    counts[t]++;
  });
  return trader.reduce((sum, t, i) => sum + (multiplier[i] - sums[t] / counts[t]) * net[i], 0);
}

/** Fat tails, days in common, and cuts that last where `persistence` is not 0. */
describe("the days that an effect needs", () => {
  it.each([
    [0, 0.16],
    [0.7, 0.2],
  ])(
    "give each a new desk as long the promised power, on average (autocorrelation %d)",
    async (persistence, effect) => {
      const desk = (days: number, seed: number) =>
        simulatedDesk({traders, days, seed, persistence, effect, share: 0.2});
      const judge = async (rows: PolicyRows, seed: number) =>
        (await impactIntervals({rows, traders, draws: 200, level, seed, names: ["days needed"]})).bootstrap!;
      let sum = 0;
      for (let seed = 0; seed < 1000; seed++) sum += timingOf(desk(400, 20_000 + seed)) / 400;
      const perDay = sum / 1000;
      const needed: number[] = [];
      for (let seed = 30_000; seed < 30_000 + DESKS / 2; seed++) {
        const {total, blockLength} = await judge(desk(short, seed), seed);
        const critical = (n: number) => tQuantile(0.5 + level / 2, n / blockLength - 1);
        const half = (total.timing[1] - total.timing[0]) / 2;
        const estimate = perDay * short; // the true effect: what a short desk says of the days that it needs
        const found = moreData({
          ...{of: "timing", unit: "currency", estimate, interval: [estimate - half, estimate + half], power: 0.8},
          ...{standardError: half / critical(short), degrees: short / blockLength - 1, critical, days: short},
        });
        needed.push(found.daysNeeded!);
      }
      let above = 0;
      for (let k = 0; k < DESKS; k++) {
        const seed = 40_000 + k;
        if ((await judge(desk(needed[k % needed.length], seed), seed)).total.timing[0] > 0) above++;
      }
      needed.sort((a, b) => a - b);
      const power = above / DESKS;
      const error = Math.sqrt((power * (1 - power)) / DESKS);
      console.log(
        `autocorrelation ${persistence}: days needed, quartiles ${[1, 2, 3].map((k) => needed[Math.floor((k * needed.length) / 4)]).join(", ")}; power there ${power.toFixed(3)} ± ${error.toFixed(3)}`,
      );
      expect(power).toBeGreaterThan(0.8 - 3 * error);
      expect(power).toBeLessThan(0.85 + 3 * error);
    },
  );
});

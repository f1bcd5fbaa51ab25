import {beforeAll, describe, expect, it} from "vitest";
import {type DesignContext, estimateInterventions} from "../../src/lib/causal/index.ts";
import {type Learner, loadLearner} from "../../src/lib/models/index.ts";
import {
  blockTimings,
  causalPlacebos,
  circularShift,
  dayBlocks,
  randomisationP,
  timingGrid,
  traderTimings,
  withinDayTimings,
} from "../../src/lib/robustness/index.ts";
import {contextOf} from "../causal/designs-context.ts";
import {treatedDesk} from "../causal/desk.ts";
import {simulatedDesk} from "../robustness/desk.ts";

/** Desks of each kind: the error of a level of 5 % is then 0.5 and 1.1 percentage points; some two minutes. */
const POLICY_DESKS = Number(process.env.POLICY_DESKS ?? 2000);
const CAUSAL_DESKS = Number(process.env.CAUSAL_DESKS ?? 400);
const level = 0.05;
const error = (desks: number) => Math.sqrt((level * (1 - level)) / desks);

describe("placebos of a policy, on desks where it knows nothing", () => {
  // the days, how long cuts last, and what near shifts left out may cost (see `circularShift`)
  it.each([
    [300, 0, 0.05],
    [300, 0.7, 0.05],
    [300, 0.95, 0.06],
    [80, 0.9, 0.065],
  ])("hold their level on %d days, autocorrelation %d", (days, persistence, shiftLevel) => {
    const reached = {shift: 0, blocks: 0, traders: 0, within: 0};
    let shifted = 0;
    for (let seed = 0; seed < POLICY_DESKS; seed++) {
      const rows = simulatedDesk({traders: 4, days, seed: 400_000 + seed, persistence, share: 0.2});
      const {shift} = circularShift(rows);
      if (shift !== null) shifted++;
      if (shift !== null && shift.p <= level) reached.shift++;
      const grid = timingGrid(rows);
      const rejects = ({drawn, exact}: {drawn: Float64Array; exact: boolean}) =>
        randomisationP(grid.observed, drawn, {tail: "above", exact}).p <= level;
      if (rejects(blockTimings(grid, dayBlocks(days, days === 80 ? 15 : 30)!, {draws: 199, seed}))) reached.blocks++;
      if (rejects(traderTimings(grid, {draws: 199, seed}))) reached.traders++;
      if (rejects(withinDayTimings(grid, {draws: 199, seed}))) reached.within++;
    }
    const share = (count: number, of = POLICY_DESKS) => count / of;
    console.log(
      days,
      persistence,
      Object.entries(reached)
        .map(([k, v]) => `${k} ${share(v).toFixed(3)}`)
        .join(", "),
    );
    expect(share(reached.shift, shifted)).toBeLessThan(shiftLevel + 3 * error(shifted));
    for (const count of [reached.blocks, reached.traders, reached.within])
      expect(share(count)).toBeLessThan(level + 3 * error(POLICY_DESKS));
    expect(share(reached.within)).toBeGreaterThan(level - 3 * error(POLICY_DESKS)); // its p-values are fine enough to reach it
  });
});

describe("placebos of real limits, on desks where limits do nothing", () => {
  let ridge: Learner;
  beforeAll(async () => {
    ridge = await loadLearner("ridge");
  });

  it("hold their level, the outcome that cannot be affected among them", async () => {
    const reached = new Map<string, number>();
    for (let seed = 0; seed < CAUSAL_DESKS; seed++) {
      const desk = treatedDesk({traders: 8, days: 120, seed: 600_000 + seed, effect: 0});
      const base = contextOf(desk.panel, desk.interventions);
      const context: DesignContext = {...base, learners: {...base.learners, outcome: ridge, treatment: ridge}};
      const report = estimateInterventions({...context, truth: null});
      const placebos = await causalPlacebos({context, report, lookBack: 14, level, draws: 99});
      for (const {id, p} of placebos) if (p !== null) reached.set(id, (reached.get(id) ?? 0) + (p <= level ? 1 : 0));
    }
    console.log([...reached].map(([id, count]) => `${id} ${(count / CAUSAL_DESKS).toFixed(3)}`).join(", "));
    expect([...reached.keys()].sort()).toEqual([
      "causal.blocks",
      "causal.past-outcome",
      "causal.shift",
      "causal.traders",
      "causal.within-day",
    ]);
    // traders keep their own share of limits and are 8, so that an order of them is not quite an exchange of equals
    for (const [id, count] of reached)
      expect(count / CAUSAL_DESKS, id).toBeLessThan(level + 0.015 + 3 * error(CAUSAL_DESKS));
  });
});

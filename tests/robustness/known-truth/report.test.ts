import {afterAll, describe, expect, it} from "vitest";
import {
  type ChosenPenalties,
  type DesignContext,
  type DesignName,
  type DesignReport,
  designNames,
  loadDesign,
  recordingLearners,
} from "../../../src/lib/causal/index.ts";
import {buildPanel} from "../../../src/lib/features/index.ts";
import type {Desk} from "../../../src/lib/ingest/index.ts";
import {loadLearner} from "../../../src/lib/models/index.ts";
import {float64, int32, take} from "../../../src/lib/numeric/index.ts";
import {openWorkers} from "../../../src/lib/pipeline/workers.ts";
import type {PolicyRows} from "../../../src/lib/policy/index.ts";
import {
  type KnownTruthOptions,
  knownTruthReport,
  type MapTasks,
  runInPlace,
  type TwinTry,
} from "../../../src/lib/robustness/index.ts";
import {simulateDesk} from "../../../src/lib/simulate/index.ts";

const pools = [openWorkers(2)];
afterAll(() => Promise.all(pools.map((pool) => pool.close())));

/** The demo's first traders and days. */
function part(traders: number, days: number): Desk {
  const desk = simulateDesk({desk: "demo", seed: 3});
  const keep = (t: Desk["daily"]) => {
    const [who, when] = [int32(t, "trader"), int32(t, "day")];
    return take(
      t,
      Int32Array.from(who.keys()).filter((i) => who[i] < traders && when[i] < days),
    );
  };
  return {
    ...desk,
    accounts: desk.accounts.slice(0, traders),
    days: desk.days.slice(0, days),
    daily: keep(desk.daily),
    interventions: desk.interventions && keep(desk.interventions),
    market: null,
  };
}

/** A policy that halves every third row. */
function thirds({daily}: Desk): PolicyRows {
  const [trader, day, net] = [int32(daily, "trader"), int32(daily, "day"), float64(daily, "net")];
  return {trader, day, net, multiplier: Float64Array.from(day, (d) => (d % 3 === 0 ? 0.5 : 1))};
}

async function options(desk: Desk, more: Partial<KnownTruthOptions> = {}): Promise<KnownTruthOptions> {
  const names = ["net_lag1", "net_mean_5", "net_sd_20"];
  const [ridge, logistic] = await Promise.all(["ridge", "logistic"].map(loadLearner));
  const context: DesignContext = {
    panel: buildPanel(desk, names).panel,
    interventions: desk.interventions,
    ...{
      days: desk.days.length,
      accounts: desk.accounts,
      currency: "USD",
      seed: 1,
      level: 0.95,
      rule: null,
      truth: null,
    },
    learners: {outcome: ridge, treatment: ridge, propensity: logistic},
  };
  const designs: DesignReport[] = [];
  const penalties = new Map<DesignName, ChosenPenalties>();
  for (const name of designNames) {
    const {learners, chosen} = recordingLearners(context.learners);
    designs.push((await loadDesign(name)).run({...context, learners}));
    penalties.set(name, chosen);
  }
  return {
    ...{desk, context, designs, penalties, policy: thirds(desk), timing: 5000, features: names},
    primary: "partially-linear",
    options: {draws: 2, budget: 1000},
    map: runInPlace,
    ...more,
  };
}

const desk = part(8, 160);
const given = await options(desk);
const report = await knownTruthReport(given);
const of = (id: string, found = report) => found.methods.find((m) => m.design === id)!;

describe("known truth of a study", () => {
  it("tries timing and every design in use, on twins without an effect and with the estimated one", () => {
    const inUse = given.designs.filter((d) => d.status === "estimated").map((d) => d.id);
    expect(inUse).toContain("partially-linear");
    expect(report.methods.filter((m) => m.null !== null).map((m) => m.design)).toEqual(["timing", ...inUse]);
    expect(report.methods.map((m) => m.design)).toEqual(["timing", ...designNames]);
    const {null: none, effect} = of("partially-linear");
    expect([none!.draws, none!.truth, effect!.draws]).toEqual([2, 0, 2]);
    const estimate = given.designs.find((d) => d.id === "partially-linear") as {
      estimate: {value: number};
    } & DesignReport;
    expect(effect!.truth).toBeCloseTo(estimate.estimate.value, 6);
    expect(of("timing").effect!.truth - of("timing").null!.truth).toBeCloseTo(5000, 6);
    expect(of("partially-linear").status).toBe("cannot tell");
    const active = new Set(int32(desk.daily, "trader").filter((_, i) => float64(desk.daily, "net")[i] !== 0)).size;
    expect(report.likeness).toMatchObject({twins: 5, traders: active, rule: "fitted"});
  });

  it("says why a design is not tried", () => {
    expect(of("off-policy")).toMatchObject({status: "not tried", null: null, effect: null});
    expect(of("off-policy").why).toMatch(/Not in use here: the chance with which each limit was set/);
  });

  it("is the same to the last bit on workers", async () => {
    const map: MapTasks = (task, module, items) => pools[0].map(task, module, items);
    const some = {...given, designs: given.designs.filter((d) => ["partially-linear", "synthetic-did"].includes(d.id))};
    expect(await knownTruthReport({...some, map})).toEqual(await knownTruthReport(some));
  });

  it("marks a method whose standard errors are halved, and no other", async () => {
    const draws = 30;
    const halved = (one: TwinTry): TwinTry => {
      if ("refused" in one) return one;
      const half = (one.upper - one.lower) / 5;
      return {...one, lower: one.estimate - half, upper: one.estimate + half};
    };
    const shifted = (one: TwinTry): TwinTry => {
      if ("refused" in one) return one;
      const off = 2 * one.standardError;
      return {...one, estimate: one.estimate + off, lower: one.lower + off, upper: one.upper + off};
    };
    const broken =
      (spoil: (one: TwinTry) => TwinTry): MapTasks =>
      async (task, module, items) => {
        const results = await runInPlace(task, module, items);
        return task.name === "tryTiming" ? (results.map((r) => spoil(r as TwinTry)) as typeof results) : results;
      };
    const timing = {designs: [], options: {draws, budget: 1000}};
    const status = async (map: MapTasks) => of("timing", await knownTruthReport({...given, ...timing, map})).status;
    expect(await status(runInPlace)).toBe("holds");
    expect(await status(broken(halved))).toBe("fails");
    expect(await status(broken(shifted))).toBe("fails");
  });
});

describe("a desk that permits little", () => {
  const why = async (desk: Desk, more: Partial<KnownTruthOptions> = {}) => {
    const found = await knownTruthReport(await options(desk, more));
    return {found, reasons: new Set(found.methods.filter((m) => m.status === "not tried").map((m) => m.why))};
  };

  it("no interventions: designs are not in use, timing is tried all the same", async () => {
    const {found} = await why({...part(4, 80), interventions: null});
    expect(of("partially-linear", found).why).toMatch(/^Not in use here: the desk states no interventions/);
    expect(of("timing", found).null!.draws).toBe(2);
    expect(found.effect).toBeNull();
  });

  it("one trader, ten days, no P&L, no twins asked for, no policy, no time: each with its reason", async () => {
    const one = await why(part(1, 120));
    expect(of("staggered-did", one.found).why).toMatch(/one trader/);
    const ten = await why(part(2, 10));
    expect(of("timing", ten.found)).toMatchObject({status: "not tried"});
    expect(of("timing", ten.found).why).toMatch(/P&L|No twin of this desk permits it/);
    const idle = part(2, 30);
    const net = new Float64Array(idle.daily.rows);
    const empty = {...idle, daily: {...idle.daily, columns: {...idle.daily.columns, net}}};
    expect(of("timing", (await why(empty)).found).why).toMatch(/Only 0 trader-days have P&L/);
    expect([...(await why(part(2, 60), {options: null})).reasons]).toContainEqual(
      expect.stringMatching(/asks for no twins/),
    );
    expect(of("timing", (await why(part(2, 60), {policy: null})).found).why).toMatch(
      /the policy that the verdict is about changes no row/,
    );
    expect(of("timing", (await why(part(2, 60), {options: {draws: 5, budget: 0.001}})).found).why).toMatch(
      /longer than the 0.001 s/,
    );
  });
});

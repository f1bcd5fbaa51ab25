import {describe, expect, it} from "vitest";
import {placeboInTimeAssumption} from "../../src/lib/causal/designs/synthetic-checks.ts";
import {adopterWindows} from "../../src/lib/causal/designs/synthetic-windows.ts";
import {
  adoptionSample,
  type DesignContext,
  type DesignName,
  type DesignReport,
  loadDesign,
  staggeredSyntheticControl,
} from "../../src/lib/causal/index.ts";
import {int32, stream, table} from "../../src/lib/numeric/index.ts";
import {contextOf, interventionsOf, numbersIn} from "./designs-context.ts";

const run = async (name: DesignName, context: DesignContext) => (await loadDesign(name)).run(context);
const estimated = (report: DesignReport) => {
  if (report.status !== "estimated") throw new Error(`${report.id}: ${report.reason}`);
  return report;
};

interface DeskOptions {
  /** First limited day of each trader; −1: never. */
  readonly adoption: readonly number[];
  readonly days: number;
  /** Effect of a limit, which is set every day from adoption on, in the trader's volatilities. */
  readonly effect: number;
  readonly seed: number;
  readonly noise?: number;
}

/** Traders of different size; P&L in units of size: own level, a shock that all share, noise, and the effect from adoption on. */
function adoptionDesk({adoption, days, effect, seed, noise = 1}: DeskOptions) {
  const random = stream(seed, "adoption desk");
  const traders = adoption.length;
  const n = traders * days;
  const trader = Int32Array.from({length: n}, (_, i) => Math.floor(i / days));
  const day = Int32Array.from({length: n}, (_, i) => i % days);
  const shock = Float64Array.from({length: days}, () => random.normal());
  const on = Float64Array.from({length: n}, (_, i) => {
    const start = adoption[trader[i]];
    return start >= 0 && day[i] >= start ? 1 : 0;
  });
  const size = (t: number) => 100 * (t + 1);
  const net = Float64Array.from({length: n}, (_, i) => {
    const t = trader[i];
    return size(t) * (0.1 * t + shock[day[i]] + noise * random.normal() + effect * on[i]);
  });
  const x = Float64Array.from({length: n}, () => random.normal());
  const panel = table({trader, day, net, x});
  const truth = {effect: Float64Array.from(trader, (t) => effect * size(t)), propensity: on};
  return contextOf(
    panel,
    interventionsOf(
      panel,
      on.map((v) => (v === 1 ? 0.5 : Number.NaN)),
    ),
    {truth},
  );
}

const staggered = [100, 120, 140, 160, -1, -1, -1, -1, -1, -1, -1];
const adopters = [0, 1, 2, 3];
const days = 280;
const designs = ["staggered-did", "synthetic-control", "synthetic-did"] as const;

describe("traders who come under limits", () => {
  const context = adoptionDesk({adoption: staggered, days, effect: 1.2, seed: 11});

  it.each(designs)("%s finds the effect in the unit that it states", async (name) => {
    const report = estimated(await run(name, context));
    const {estimate, truth} = report;
    expect(truth).toBeGreaterThan(0);
    expect(Math.abs(estimate.value - truth!)).toBeLessThan(3.5 * estimate.standardError);
    expect(estimate.standardError).toBeLessThan(truth! / 2);
    expect(numbersIn(report).every(Number.isFinite)).toBe(true);
  });

  it("has the truth that each design's windows imply: the effect over volatility, times the adopters' mean volatility", async () => {
    const net = context.panel.columns.net as Float64Array;
    const sd = (t: number) => {
      const own = Array.from({length: 100}, (_, d) => net[t * days + d]);
      const mean = own.reduce((a, b) => a + b, 0) / 100;
      return Math.sqrt(own.reduce((s, v) => s + (v - mean) ** 2, 0) / 99);
    };
    const volatility = adopters.map(sd).reduce((a, b) => a + b / 4, 0);
    const expected = adopters.reduce((s, t) => s + (120 * (t + 1) * volatility) / sd(t) / 4, 0);
    for (const name of designs) expect(estimated(await run(name, context)).truth).toBeCloseTo(expected, 6);
  });

  it.each(designs)("%s does not mind the order of rows, nor the currency", async (name) => {
    const small = adoptionDesk({adoption: [100, 120, 140, -1, -1, -1, -1, -1], days: 240, effect: 1.2, seed: 11});
    const {panel} = small;
    const order = Array.from({length: panel.rows}, (_, i) => (i * 7919) % panel.rows); // 7919 is a prime: each row once
    const pick = <T extends Int32Array | Float64Array>(c: T) => c.map((_, i) => c[order[i]]) as T;
    const columns = panel.columns as Record<string, Int32Array | Float64Array>;
    const mixed = table(Object.fromEntries(Object.entries(columns).map(([k, c]) => [k, pick(c)])));
    const scaled = table({...panel.columns, net: (columns.net as Float64Array).map((v) => 10 * v)});
    const one = estimated(await run(name, {...small, truth: null})).estimate;
    const other = estimated(await run(name, {...small, truth: null, panel: mixed})).estimate;
    const ten = estimated(await run(name, {...small, truth: null, panel: scaled})).estimate;
    expect(other.value).toBeCloseTo(one.value, 6);
    expect(other.standardError).toBeCloseTo(one.standardError, 5);
    expect(ten.value / one.value).toBeCloseTo(10, 5);
    expect(ten.p).toBeCloseTo(one.p, 6);
  });

  it("draws an event study with a base of zero, gaps with placebos, and weights that sum to one", async () => {
    const did = estimated(await run("staggered-did", context)).figures.eventStudy!;
    expect(did.points.map((p) => p.time)).toEqual([-4, -3, -2, -1, 0, 1, 2, 3, 4, 5]);
    expect(did.points.find((p) => p.time === -1)).toEqual({time: -1, estimate: 0, interval: null, truth: null});
    const {gaps, donors, adopters: rows} = estimated(await run("synthetic-control", context)).figures;
    expect(rows!.map((a) => [a.trader, a.adoption])).toEqual(adopters.map((t) => [t, staggered[t]]));
    expect(gaps!.placebos.length).toBe(rows!.reduce((s, a) => s + a.donors, 0));
    for (const {trader} of rows!) {
      const own = donors!.filter((d) => d.trader === trader);
      expect(own.reduce((s, d) => s + d.weight, 0)).toBeCloseTo(1, 9);
      expect(own.every((d) => d.weight >= 0)).toBe(true);
    }
  });

  it("holds the synthetic control against other weights, permuted time, earlier dates and each donor left out", async () => {
    const {estimate, figures, card} = estimated(await run("synthetic-control", context));
    const {otherWeights, conformal, adopters: rows} = figures;
    expect(otherWeights).toHaveLength(6);
    for (const {label, effect, fitBefore} of otherWeights!) {
      // Adopters and donors have other levels: who allows no constant difference is off, and says so by the gap before.
      const levels = label.includes("pooled") || label.includes("same");
      expect(Math.abs(effect! - estimate.value)).toBeLessThan(levels ? 3 * estimate.standardError : estimate.value / 3);
      expect(fitBefore).toBeGreaterThan(0);
    }
    expect(new Set(otherWeights!.map((w) => w.effect)).size).toBe(6); // each is another way indeed
    expect(conformal!.rows.map((r) => r.trader)).toEqual(adopters);
    for (const {p, periods, intervals} of conformal!.rows) {
      expect(p * periods).toBeCloseTo(Math.round(p * periods), 9);
      expect(p).toBeLessThanOrEqual(0.2); // 1.2 volatilities a day; shifts by a period or two still hold some of it
      expect(intervals).toHaveLength(10);
      for (const [lower, upper] of intervals) expect(lower).toBeLessThan(upper);
    }
    const status = (name: string, report: DesignReport) =>
      estimated(report).card.assumptions.find((a) => a.name === name)?.status;
    const names = ["No single donor makes the effect", "Other weights say the same"];
    const [least, most] = estimate.interval;
    const own = rows!.reduce((sum, r) => sum + r.fitBefore / rows!.length, 0);
    const alike = otherWeights!.filter(({fitBefore}) => fitBefore! <= 1.25 * own);
    expect(alike.length).toBeGreaterThanOrEqual(1);
    const inside = alike.every(({effect}) => effect! >= least && effect! <= most);
    const found = names.map((name) => card.assumptions.find((a) => a.name === name)?.status);
    expect(found).toEqual(["checked", inside ? "checked" : "failed"]);
    const net = (context.panel.columns.net as Float64Array).map((v, i) => {
      const [t, d] = [Math.floor(i / days), i % days];
      return v + (staggered[t] >= 0 && d >= staggered[t] - 40 ? 150 * (t + 1) : 0); // began two months before the limit
    });
    const early = await run("synthetic-control", {...context, panel: table({...context.panel.columns, net})});
    expect(status("No effect before the first limit", early)).toBe("failed");
    const quick = estimated(await run("synthetic-control", {...context, estimateOnly: true}));
    expect(quick.estimate).toEqual(estimate);
    expect(quick.figures.conformal).toBeUndefined();
  });

  it("seldom finds an effect of limits pretended earlier where there is none", () => {
    let failed = 0;
    for (let seed = 20; seed < 60; seed++) {
      const sample = adoptionSample(adoptionDesk({adoption: staggered, days, effect: 1.2, seed}));
      if ("reason" in sample) throw new Error(sample.reason);
      const fit = staggeredSyntheticControl(adopterWindows(sample), {method: {method: "outcomes", demean: true}});
      // The spread between adopters alone: the design also holds its own standard error against it.
      const {status} = placeboInTimeAssumption(fit.adopters, {standardError: 0, currency: "USD"});
      if (status === "failed") failed++;
    }
    expect(failed).toBeLessThanOrEqual(8); // 5 % of 40 are 2; adopters share donors, so that the spread alone sees too little
  });

  it("sees a drift before the first limit", async () => {
    const net = (context.panel.columns.net as Float64Array).map((v, i) => {
      const [t, d] = [Math.floor(i / days), i % days];
      return v + (staggered[t] >= 0 ? 1.5 * (t + 1) * Math.max(0, d - staggered[t] + 80) : 0);
    });
    const drifting = {...context, panel: table({...context.panel.columns, net})};
    const status = (report: DesignReport) =>
      estimated(report).card.assumptions.find((a) => a.name === "Parallel trends")!.status;
    expect(status(await run("staggered-did", drifting))).toBe("failed");
    expect(status(await run("staggered-did", context))).toBe("checked");
  });

  it("leaves out who was limited too early, and says that few traders carry little", async () => {
    const few = adoptionDesk({adoption: [3, 100, 140, -1, -1, -1], days: 300, effect: 1, seed: 2});
    const report = estimated(await run("staggered-did", few));
    expect(report.card.sample).toContain(
      "2 traders with a first limit after day 60, 3 never limited; left out: 1 limited before",
    );
    expect(report.card.assumptions.find((a) => a.name === "Enough traders on each side")?.status).toBe("failed");
  });

  it("refuses where nobody has a past, nobody is left, or nobody adopts", async () => {
    const reason = async (adoption: number[]) => {
      const report = await run("staggered-did", adoptionDesk({adoption, days: 300, effect: 1, seed: 2}));
      return report.status === "refused" ? report.reason : "estimated";
    };
    expect(await reason([3, 5, 20, -1])).toBe(
      "All 3 traders who were ever limited were so within the first 60 days: they have no past without limits.",
    );
    expect(await reason([150, 150, 150, 150])).toContain("nobody was left to compare with");
    expect(await reason([-1, -1])).toBe("No trader ever came under limits.");
    expect(await reason([100])).toContain("one trader");
  });

  it("refuses where no trader is a donor for long enough", async () => {
    const report = await run("synthetic-did", adoptionDesk({adoption: [100, 120, -1], days: 300, effect: 1, seed: 2}));
    expect(report).toMatchObject({status: "refused"});
  });
});

describe("limits that begin for everyone at once", () => {
  const context = adoptionDesk({adoption: [200, 201, 203, 204], days: 320, effect: 2, seed: 5});

  it("compare the desk with its own forecast", async () => {
    const report = estimated(await run("interrupted", context));
    // 2 volatilities of sizes 100 … 400 on all but the first few days
    expect(report.truth).toBeGreaterThan(480);
    expect(report.truth).toBeLessThan(500);
    expect(Math.abs(report.estimate.value - report.truth!)).toBeLessThan(3 * report.estimate.standardError);
    const {points, prePeriods} = report.figures.series!;
    expect([prePeriods, points[0].period, points.length]).toEqual([40, -40, 64]);
    const week = int32(context.panel, "day").filter((d) => d >= 200 && d < 205).length;
    expect(week).toBe(20); // the first week after the start holds five days of four traders
  });

  it("are refused where they do not, or start at the edge", async () => {
    const reason = async (adoption: number[]) => {
      const report = await run("interrupted", adoptionDesk({adoption, days: 320, effect: 1, seed: 5}));
      return report.status === "refused" ? report.reason : "estimated";
    };
    expect(await reason([100, 200])).toContain("did not begin for everyone at once");
    expect(await reason([200, -1])).toContain("1 trader had none");
    expect(await reason([310, 311])).toContain("too close to the edge");
  });
});

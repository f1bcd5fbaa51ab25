import {describe, expect, it} from "vitest";
import {doseCurve} from "../../src/lib/causal/designs/dose-curve.ts";
import {levelWords} from "../../src/lib/causal/designs/multi-valued.ts";
import {attempt} from "../../src/lib/causal/designs/report.ts";
import {
  assistant,
  type DesignContext,
  type DesignName,
  type DesignReport,
  designModule,
  designNames,
  loadDesign,
} from "../../src/lib/causal/index.ts";
import {float64, int32, stream, table, take} from "../../src/lib/numeric/index.ts";
import {contextOf, interventionsOf, numbersIn, ruledDesk} from "./designs-context.ts";

const run = async (name: DesignName, context: DesignContext) => (await loadDesign(name)).run(context);
const estimated = (report: DesignReport) => {
  if (report.status !== "estimated") throw new Error(`${report.id}: ${report.reason}`);
  return report;
};
const near = ({estimate}: ReturnType<typeof estimated>, truth: number, errors = 3) =>
  Math.abs(estimate.value - truth) < errors * estimate.standardError;

describe("weighted comparisons", () => {
  const desk = ruledDesk({traders: 12, days: 160, seed: 3, effect: (t) => (t < 6 ? 14 : 2)});
  const context = contextOf(desk.panel, desk.interventions, {truth: desk.truth});
  const [trader, day] = [int32(desk.panel, "trader"), int32(desk.panel, "day")];

  it("find the mean effect on all days and on limited days, and say what these are", async () => {
    const ate = estimated(await run("interactive-ate", context));
    const att = estimated(await run("interactive-att", context));
    // x1 comes alike to all traders, so that trimming by it leaves the mean over the rows after the first limits about as it was.
    const first = new Map<number, number>();
    trader.forEach((t, i) => {
      if (desk.limited[i] === 1) first.set(t, Math.min(first.get(t) ?? 1e9, day[i]));
    });
    const rows = [...trader.keys()].filter((i) => day[i] > first.get(trader[i])!);
    const mean = (at: number[]) => at.reduce((s, i) => s + desk.truth.effect[i], 0) / at.length;
    const {kept, dropped} = ate.figures.overlap!;
    expect(kept + dropped).toBe(rows.length);
    expect(dropped).toBeLessThan(rows.length / 10);
    expect(Math.abs(ate.truth! - mean(rows))).toBeLessThan(0.3);
    expect(Math.abs(att.truth! - mean(rows.filter((i) => desk.limited[i] === 1)))).toBeLessThan(0.3);
    expect(near(ate, ate.truth!)).toBe(true);
    expect(near(att, att.truth!)).toBe(true);
    expect(ate.estimate.standardError).toBeLessThan(2);
  });

  it("count every trader-day once in the overlap chart, and balance what weights can", async () => {
    const {figures, estimate} = estimated(await run("interactive-ate", context));
    const {treated, untreated, kept, dropped} = figures.overlap!;
    expect([...treated, ...untreated].reduce((a, b) => a + b, 0)).toBe(kept + dropped);
    expect(estimate.n).toBe(kept);
    const x1 = figures.balance!.find((b) => b.name === "x1")!;
    expect(Math.abs(x1.before!)).toBeGreaterThan(0.5);
    expect(Math.abs(x1.after!)).toBeLessThan(0.25);
  });

  it("tell strengths apart, each against normal size", async () => {
    const random = stream(5, "strengths");
    const net = float64(desk.panel, "net").slice();
    const multiplier = new Float64Array(net.length).fill(Number.NaN);
    for (let i = 0; i < net.length; i++) {
      const u = random.uniform();
      if (u < 0.2) {
        multiplier[i] = 0;
        net[i] += 20;
      } else if (u < 0.5) {
        multiplier[i] = 0.5;
        net[i] -= 10;
      }
      net[i] -= desk.limited[i] * desk.truth.effect[i]; // the desk's own limits are taken back
    }
    const panel = table({...desk.panel.columns, net});
    const report = estimated(await run("multi-valued", contextOf(panel, interventionsOf(panel, multiplier))));
    const [avoid, reduce] = report.figures.levels!;
    expect([avoid.level, reduce.level]).toEqual(["avoid", "reduce"]);
    expect(report.estimate.value).toBe(avoid.estimate);
    for (const [found, truth] of [
      [avoid, 20],
      [reduce, -10],
    ] as const) {
      const half = (found.interval[1] - found.interval[0]) / 2;
      expect(Math.abs(found.estimate - truth)).toBeLessThan(1.6 * half);
    }
    expect((await run("multi-valued", context)).status).toBe("refused"); // one strength only
  });

  it("draw a curve where cuts come in many sizes, with a band that holds it all", async () => {
    const random = stream(6, "doses");
    const multiplier = new Float64Array(desk.panel.rows).fill(Number.NaN);
    const net = float64(desk.panel, "net").map((v, i) => {
      const own = v - desk.limited[i] * desk.truth.effect[i];
      if (desk.limited[i] === 0) return own;
      multiplier[i] = 0.9 * random.uniform();
      return own + 30 * (1 - multiplier[i]); // each share of size taken away saves the same
    });
    const panel = table({...desk.panel.columns, net});
    const report = estimated(await run("multi-valued", contextOf(panel, interventionsOf(panel, multiplier))));
    const {reference, points} = report.figures.dose!;
    const cuts = [...multiplier]
      .filter((m) => !Number.isNaN(m))
      .map((m) => 1 - m)
      .sort((a, b) => a - b);
    const quartile = (p: number) => cuts[Math.floor(p * (cuts.length - 1))];
    expect(reference).toBe(quartile(0.25));
    expect(near(report, 30 * (quartile(0.75) - quartile(0.25)))).toBe(true);
    expect(report.estimate.standardError).toBeLessThan(5);
    expect(points.length).toBeGreaterThanOrEqual(14);
    for (const {cut, interval} of points) {
      expect(interval[0]).toBeLessThan(30 * (cut - reference));
      expect(interval[1]).toBeGreaterThan(30 * (cut - reference));
    }
    const halves = multiplier.map((m) => (m < 0.3 ? 0.5 : m));
    const few = await run("multi-valued", contextOf(panel, interventionsOf(panel, halves)));
    expect(few.status).toBe("refused"); // a third of the cuts are the same
  });

  it("say why there is no curve, however many sizes of cuts there are", async () => {
    const n = 130_000; // more than a call has arguments
    const [trader, day] = [new Int32Array(n).map((_, i) => i >> 3), new Int32Array(n).map((_, i) => i % 8)];
    const multiplier = Float64Array.from({length: n}, (_, i) => (i + 1) / (n + 2));
    const panel = table({trader, day, net: multiplier, x: multiplier});
    const many = {...context, panel, interventions: table({trader, day, multiplier})};
    expect(doseCurve(many)).toMatchObject({reason: expect.stringMatching(/130.?000 sizes/)});
  });

  it("shrink traders towards the desk, and see that effects last", async () => {
    const report = estimated(await run("by-trader", context));
    const {rows, mean, ranking, leftOut} = report.figures.traders!;
    expect(rows.length + leftOut.length).toBe(12);
    for (const row of rows) {
      expect(row.borrowed).toBeGreaterThan(0);
      expect(row.borrowed).toBeLessThan(1);
      expect(row.shrunk).toBeCloseTo(row.raw - row.borrowed * (row.raw - mean), 9); // Morris 1983, eq. 4.1
      expect(row.truth).toBeCloseTo(row.trader < 6 ? 14 : 2, 9);
    }
    const held = rows.filter((r) => r.interval[0] <= r.truth! && r.truth! <= r.interval[1]).length;
    expect(held).toBeGreaterThanOrEqual(9);
    expect(ranking!.slope).toBeGreaterThan(0.5);
    expect(ranking!.pAutoc).toBeLessThan(0.05);
    expect(report.card.assumptions.find((a) => a.name === "Effects of traders last")?.status).toBe("checked");
  });

  it("find on which days limits help, by DR- and R-learner, where features tell", async () => {
    const x2 = float64(desk.panel, "x2");
    const net = float64(desk.panel, "net").map((v, i) => v + desk.limited[i] * 10 * x2[i]);
    const told = estimated(await run("by-trader", {...context, panel: table({...desk.panel.columns, net})}));
    const {byFeatures} = told.figures.traders!.ranking!;
    expect(byFeatures.map(({method}) => method)).toEqual(["dr", "r"]);
    for (const {autoc, autocInterval, pAutoc} of byFeatures) {
      const half = (autocInterval[1] - autocInterval[0]) / 2;
      expect(Math.abs(autoc - 9.03)).toBeLessThan(1.6 * half); // 10 × the covariance of normal and exponential quantiles
      expect(pAutoc).toBeLessThan(0.001);
    }
    const plain = estimated(await run("by-trader", context)).figures.traders!.ranking!.byFeatures;
    for (const {pAutoc} of plain) expect(pAutoc).toBeGreaterThan(0.001); // effects differ by trader, not by feature
  });

  it("do not find that effects last where all are the same", async () => {
    const same = ruledDesk({traders: 8, days: 160, seed: 4, effect: () => 8});
    const report = estimated(await run("by-trader", contextOf(same.panel, same.interventions)));
    expect(report.figures.traders!.tau).toBeLessThan(3);
    expect(report.card.assumptions.find((a) => a.name === "Effects of traders last")?.status).toBe("failed");
  });
});

describe("the rule's cut-off", () => {
  const desk = ruledDesk({traders: 15, days: 200, seed: 8, effect: () => 20});
  const rule = {label: "Score", cutoff: 0, side: "above", scores: desk.scores} as const;

  it("finds the effect on days whose limit the rule decides", async () => {
    const report = estimated(
      await run("discontinuity", contextOf(desk.panel, desk.interventions, {rule, truth: desk.truth})),
    );
    expect(report.truth).toBeCloseTo(20, 6); // the same effect everywhere: also at the cut-off
    expect(near(report, 20)).toBe(true);
    expect(report.estimate.standardError).toBeLessThan(8);
    const {bins, cutoff} = report.figures.discontinuity!;
    const share = (side: (s: number) => boolean) => {
      const own = bins.filter((b) => side(b.score));
      return own.reduce((s, b) => s + b.treated * b.rows, 0) / own.reduce((s, b) => s + b.rows, 0);
    };
    expect(share((s) => s < cutoff)).toBeCloseTo(0.15, 1);
    expect(share((s) => s > cutoff)).toBeCloseTo(0.6, 1);
  });

  it("reads a rule that acts below its cut-off the other way round", async () => {
    const value = float64(desk.scores, "value").map((v) => 5 - v);
    const below = {label: "Score", cutoff: 5, side: "below", scores: table({...desk.scores.columns, value})} as const;
    const [one, other] = [rule, below].map((r) => contextOf(desk.panel, desk.interventions, {rule: r}));
    const [a, b] = [estimated(await run("discontinuity", one)), estimated(await run("discontinuity", other))];
    expect(b.estimate.value).toBeCloseTo(a.estimate.value, 6);
  });

  it("is refused without a rule, with too few days on a side, and where nobody follows it", async () => {
    const reason = async (given: DesignContext["rule"]) => {
      const report = await run("discontinuity", contextOf(desk.panel, desk.interventions, {rule: given}));
      return report.status === "refused" ? report.reason : "estimated";
    };
    expect(await reason(null)).toContain("No rule with a threshold");
    expect(await reason({...rule, cutoff: 9})).toContain("each side needs 50");
    const random = stream(2, "noise");
    const value = float64(desk.scores, "value").map(() => random.normal());
    expect(await reason({...rule, scores: table({...desk.scores.columns, value})})).toMatch(/do not follow the rule/);
  });
});

describe("known chances", () => {
  const desk = ruledDesk({traders: 6, days: 100, seed: 9, effect: () => 10});
  const {panel, truth, limited} = desk;
  const all = limited.map((l) => (l === 1 ? 0.5 : 1));
  const propensity = truth.propensity.map((p, i) => (limited[i] === 1 ? p : 1 - p));

  it("weigh past decisions, as the formula says", async () => {
    const report = estimated(
      await run("off-policy", contextOf(panel, interventionsOf(panel, all, {propensity}), {truth})),
    );
    const net = float64(panel, "net");
    let [sum, weight, mean] = [0, 0, 0];
    net.forEach((y, i) => {
      mean += y / net.length;
      if (limited[i] === 1) return;
      sum += y / propensity[i];
      weight += 1 / propensity[i];
    });
    expect(report.estimate.value).toBeCloseTo(mean - sum / weight, 9);
    const expected = truth.propensity.reduce((s, p) => s + (p * 10) / net.length, 0);
    expect(report.truth).toBeCloseTo(expected, 9);
    expect(near(report, expected)).toBe(true);
    const [own, ips, robust] = report.figures.estimators!;
    expect([own.estimator, ips.estimator, robust.estimator]).toEqual(["self-normalised", "ips", "doubly robust"]);
    expect(own).toMatchObject({estimate: report.estimate.value, interval: report.estimate.interval});
    expect(ips.estimate).toBeCloseTo(mean - sum / net.length, 9);
    expect(ips.effective).toBeCloseTo(own.effective, 9); // the same weights
    const width = ({interval}: {interval: readonly [number, number]}) => interval[1] - interval[0];
    expect(Math.abs(robust.estimate - expected)).toBeLessThan(0.8 * width(robust));
    expect(width(robust)).toBeLessThan(width(own)); // x1 moves P&L, and the outcome model knows it
  });

  it("are asked for where they are not there", async () => {
    const report = await run("off-policy", contextOf(panel, interventionsOf(panel, all)));
    expect(report).toMatchObject({status: "refused"});
    const few = take(interventionsOf(panel, all, {propensity}), [0, 1, 2]);
    expect(await run("off-policy", contextOf(panel, few))).toMatchObject({status: "refused"});
  });
});

describe("bad input", () => {
  const desk = ruledDesk({traders: 8, days: 160, seed: 3, effect: () => 5, from: (t) => (t < 4 ? 70 + 10 * t : -1)});
  const {panel, interventions} = desk;
  const rows = (keep: (trader: number, day: number) => boolean) => {
    const [trader, day] = [int32(panel, "trader"), int32(panel, "day")];
    return take(
      panel,
      [...trader.keys()].filter((i) => keep(trader[i], day[i])),
    );
  };
  const still = table({...panel.columns, net: new Float64Array(panel.rows).fill(3)});
  const every = interventionsOf(panel, new Float64Array(panel.rows).fill(0.5));
  const cases: [string, DesignContext][] = [
    ["no interventions", contextOf(panel, null)],
    [
      "one trader",
      contextOf(
        rows((t) => t === 5),
        interventions,
      ),
    ],
    [
      "ten days",
      contextOf(
        rows((_, d) => d < 10),
        interventions,
      ),
    ],
    ["everyone treated on every day", contextOf(panel, every)],
    ["an outcome that never varies", contextOf(still, interventions)],
    ["limits on nobody", contextOf(panel, take(interventions, []))],
    [
      "a past of two days",
      contextOf(
        rows((_, d) => d >= 68),
        interventions,
      ),
    ],
  ];
  it.each(cases)("%s: refused with a reason and a need, or estimated with finite numbers", async (_, context) => {
    const reports = await Promise.all(designNames.map((name) => run(name, context)));
    for (const report of reports) {
      expect(numbersIn(report).filter((v) => !Number.isFinite(v))).toEqual([]);
      if (report.status === "refused") {
        expect(report.reason).toMatch(/^[A-Z].*[.]$/);
        expect(report.needs.length).toBeGreaterThan(20);
      }
    }
    expect(assistant(context, reports).every((t) => t.found.length > 10)).toBe(true);
  });
  it.each(cases.slice(0, 6))("%s: nothing can be estimated at all", async (_, context) => {
    const reports = await Promise.all(designNames.map((name) => run(name, context)));
    expect(reports.filter((r) => r.status === "estimated").map((r) => r.id)).toEqual([]);
  });

  it("passes an estimator's own refusal on as a sentence, and lets defects through", () => {
    const identity = {id: "off-policy", title: "T", question: "Q?", per: "trader-day"} as const;
    const failing = (error: Error) => () =>
      attempt(identity, "More.", () => {
        throw error;
      });
    expect(failing(new RangeError("no donor is left"))()).toEqual({
      ...identity,
      ...{status: "refused", reason: "No donor is left.", needs: "More."},
    });
    expect(failing(new TypeError("a defect"))).toThrow("a defect");
    expect(failing(new RangeError("Maximum call stack size exceeded"))).toThrow("call stack"); // of the engine, no refusal
  });

  it("names a design that is not there", () => {
    expect(() => designModule("magic" as DesignName)).toThrow(/invalid design; not one of partially-linear/);
  });
});

describe("assistant", () => {
  it("lists what was done, and permits what can be estimated", async () => {
    const desk = ruledDesk({
      traders: 12,
      days: 200,
      seed: 6,
      effect: () => 5,
      from: (t) => (t < 6 ? 70 + 12 * t : t < 8 ? 0 : -1),
    });
    const context = contextOf(desk.panel, desk.interventions, {
      rule: {label: "Score", cutoff: 0, side: "above", scores: desk.scores},
    });
    const reports = await Promise.all(designNames.map((name) => run(name, context)));
    const found = assistant(context, reports);
    expect(found.map((t) => [t.id, t.possible])).toEqual([
      ["limit", true],
      ["strength", false],
      ["signal followed", true],
      ["adoption", true],
      ["chance", false],
    ]);
    expect(found[3].found).toBe("2 traders with a first limit in the first 60 days, 6 later, 4 never.");
    expect(found[2].found).toMatch(/got one in (5|6)\d\.\d % of cases/);
    const listed = found.flatMap((t) => t.designs.map((d) => d.id));
    expect([...listed].sort()).toEqual([...designNames].sort());
    for (const {id, permitted} of found.flatMap((t) => t.designs))
      expect(permitted).toBe(reports.find((r) => r.id === id)!.status === "estimated");
    expect(assistant(context, [])[0].designs[0]).toMatchObject({permitted: false});
  });
});

it("says of each strength of limit how often it was used, and leaves out those that never were", () => {
  expect(levelWords([0, 949, 5229, 0])).toBe("949 cut, 5,229 at normal size");
  expect(levelWords([1, 0, 0, 2])).toBe("1 without trading, 2 enlarged");
  expect(levelWords([0, 0, 0, 0])).toBe("none");
});

import {describe, expect, it} from "vitest";
import {type EstimateInterventionsOptions, estimateInterventions} from "../../src/lib/causal/index.ts";
import {float64, int32, table, take} from "../../src/lib/numeric/index.ts";
import {treatedDesk} from "./desk.ts";
import {leastSquares} from "./least-squares.ts";

const learners = {outcome: leastSquares, treatment: leastSquares};
const estimate = (options: Partial<EstimateInterventionsOptions> & Pick<EstimateInterventionsOptions, "panel">) =>
  estimateInterventions({interventions: null, learners, seed: 1, level: 0.95, truth: null, ...options});
const estimated = (report: ReturnType<typeof estimate>) => {
  if (report.status !== "estimated") throw new Error(report.reason);
  return report;
};

describe("estimateInterventions", () => {
  const desk = treatedDesk({traders: 12, days: 120, seed: 1, effect: 8});

  it("finds a known effect where comparing means does not, and says what it rests on", () => {
    const report = estimated(estimate({...desk, truth: 8}));
    const cut = new Set(
      Array.from(int32(desk.interventions, "trader"), (t, k) => `${t},${int32(desk.interventions, "day")[k]}`),
    );
    const [trader, day, net] = [int32(desk.panel, "trader"), int32(desk.panel, "day"), float64(desk.panel, "net")];
    const mean = (treated: boolean) => {
      const rows = [...net.keys()].filter((i) => cut.has(`${trader[i]},${day[i]}`) === treated);
      return rows.reduce((s, i) => s + net[i], 0) / rows.length;
    };
    expect(mean(true) - mean(false)).toBeLessThan(3); // confounded
    expect(Math.abs(report.estimate - 8)).toBeLessThan(3 * report.standardError);
    expect(report.standardError).toBeLessThan(3);
    expect(report.interval[0]).toBeGreaterThan(0);
    expect(report).toMatchObject({n: 1440, treated: cut.size, truth: 8, level: 0.95});
    expect(report.clusters).toEqual([
      {of: "days", count: 120},
      {of: "traders", count: 12},
    ]);
    expect(report.assumptions.map((a) => [a.name, a.status])).toEqual([
      ["Overlap", "checked"],
      ["Treatment varies in each block of days", "checked"],
      ["No hidden common causes", "not checkable"],
      ["Cut before the day's P&L", "not checkable"],
      ["No interference", "not checkable"],
    ]);
  });

  it("clusters by day only with few traders", () => {
    const small = estimated(estimate(treatedDesk({traders: 4, days: 100, seed: 2, effect: 0})));
    expect(small.clusters).toEqual([{of: "days", count: 100}]);
  });

  it("leaves out raised exposure and interventions without P&L, and says so; multiplier 1 is no treatment", () => {
    const multiplier = float64(desk.interventions, "multiplier").slice();
    multiplier[0] = 1.5;
    multiplier[1] = 1;
    const day = int32(desk.interventions, "day").slice();
    day[2] = 5000;
    const interventions = table({...desk.interventions.columns, multiplier, day});
    const report = estimated(estimate({panel: desk.panel, interventions}));
    expect(report.treated).toBe(multiplier.length - 3);
    expect(report.n).toBe(1439);
    expect(report.treatment).toContain(
      "1 trader-days with exposure raised, 1 interventions on trader-days without P&L",
    );
  });

  it("marks what fails: cuts in one stretch of time only", () => {
    const early = [...int32(desk.interventions, "day").keys()].filter((k) => int32(desk.interventions, "day")[k] < 60);
    const report = estimated(estimate({panel: desk.panel, interventions: take(desk.interventions, early)}));
    expect(report.assumptions[1].status).toBe("failed");
  });

  it("marks a treatment that the features all but determine", () => {
    const x1 = float64(desk.panel, "x1");
    const rows = [...x1.keys()].filter((i) => x1[i] > 0);
    const interventions = table({
      trader: Int32Array.from(rows, (i) => int32(desk.panel, "trader")[i]),
      day: Int32Array.from(rows, (i) => int32(desk.panel, "day")[i]),
      multiplier: new Float64Array(rows.length).fill(0.5),
    });
    const sign = x1.map((v, i) => (v > 0 ? 1 : 0) + (i % 50 === 0 ? 0.5 : 0));
    const panel = table({...desk.panel.columns, sign});
    expect(estimated(estimate({panel, interventions})).assumptions[0].status).toBe("failed");
    const exact = table({...desk.panel.columns, sign: x1.map((v) => (v > 0 ? 1 : 0))});
    expect(estimate({panel: exact, interventions})).toMatchObject({status: "not possible"});
  });

  it("says why it is not possible", () => {
    const none = (report: ReturnType<typeof estimate>) =>
      report.status === "not possible" ? report.reason : "estimated";
    const {panel, interventions} = desk;
    const only = (keep: (k: number) => boolean) =>
      take(interventions, [...int32(interventions, "day").keys()].filter(keep));
    expect(none(estimate({panel}))).toContain("states no interventions");
    expect(none(estimate({panel, interventions: only(() => false)}))).toContain("No trader-day with P&L was cut");
    expect(none(estimate({panel, interventions: only((k) => int32(interventions, "day")[k] < 5)}))).toContain(
      "days only",
    );
    const every = table({
      trader: int32(panel, "trader"),
      day: int32(panel, "day"),
      multiplier: new Float64Array(panel.rows).fill(0.5),
    });
    expect(none(estimate({panel, interventions: every}))).toContain("Every trader-day was cut");
    const first = [...int32(panel, "day").keys()].filter((i) => int32(panel, "day")[i] < 50);
    expect(none(estimate({panel: take(panel, first), interventions}))).toContain("There are 50 days");
    const {trader, day, net} = panel.columns;
    const still = table({...panel.columns, net: new Float64Array(panel.rows).fill(3)});
    expect(none(estimate({panel: still, interventions}))).toContain("the same P&L, 3");
    expect(none(estimate({panel: table({trader, day, net}), interventions}))).toContain("no feature");
  });
});

describe("coverage (light; tests/long has the whole)", () => {
  it("95 % intervals hold the effect in 90 to 99 % of desks", () => {
    const desks = 150;
    let held = 0;
    for (let seed = 0; seed < desks; seed++) {
      const report = estimated(estimate(treatedDesk({traders: 5, days: 100, seed: 100 + seed, effect: 8})));
      if (report.interval[0] <= 8 && 8 <= report.interval[1]) held++;
    }
    expect(held / desks).toBeGreaterThan(0.9);
    expect(held / desks).toBeLessThan(0.99);
  });
});

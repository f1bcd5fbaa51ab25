import {beforeAll, describe, expect, it} from "vitest";
import {estimateInterventions, fittedLimits} from "../../src/lib/causal/index.ts";
import {loadLearner} from "../../src/lib/models/index.ts";
import {bootstrapDraws, stream} from "../../src/lib/numeric/index.ts";
import {impactOf} from "../../src/lib/policy/index.ts";
import {timingOfDraws} from "../../src/lib/robustness/impact-bootstrap.ts";
import {
  assessRobustness,
  clusterBootstrap,
  effectIntervals,
  type IntervalComparison,
  percentileInterval,
  timingIntervals,
  touchedPanel,
} from "../../src/lib/robustness/index.ts";
import {numbersIn} from "../causal/designs-context.ts";
import {treatedDesk} from "../causal/desk.ts";
import {simulatedDesk} from "./desk.ts";

const computed = (found: IntervalComparison) => {
  if (found.status !== "computed") throw new Error(found.reason);
  return {...found, by: new Map(found.rows.map((r) => [r.id, r.interval!]))};
};
const width = ([low, high]: readonly [number, number]) => high - low;

describe("timingOfDraws", () => {
  it.each([0, 0.15])("is the accounting of the days drawn, with a share of %d of rows missing", (missing) => {
    const rows = simulatedDesk({traders: 3, days: 30, seed: 4, share: 0.2, missing});
    const days = [...new Set(rows.day)].sort((a, b) => a - b);
    const draws = bootstrapDraws([new Float64Array(30)], {random: stream(1, "draws"), draws: 9, blockLength: 3});
    const found = timingOfDraws(touchedPanel(rows), draws);
    for (let b = 0; b < 9; b++) {
      const drawn: number[] = [];
      rows.day.forEach((d, i) => {
        for (let k = 0; k < draws.counts[b * 30 + days.indexOf(d)]; k++) drawn.push(i);
      });
      const pick = (values: Float64Array) => Float64Array.from(drawn, (i) => values[i]);
      const trader = Int32Array.from(drawn, (i) => rows.trader[i]);
      const day = Int32Array.from(drawn.keys()); // copies of a day count as days of their own
      const {total} = impactOf({trader, day, net: pick(rows.net), multiplier: pick(rows.multiplier)}, 3);
      expect(found[b]).toBeCloseTo(total.timing, 9);
    }
  });

  it("is the same for a policy that changes most rows, which is summed another way", () => {
    const rows = simulatedDesk({traders: 2, days: 40, seed: 5, share: 0.2});
    const dense = {...rows, multiplier: rows.multiplier.map((m, i) => m + 0.1 * Math.sin(i))};
    const once = {draws: 1, days: 40, blockLength: 1, counts: new Float64Array(40).fill(1)};
    expect(timingOfDraws(touchedPanel(dense), once)[0]).toBeCloseTo(impactOf(dense, 2).total.timing, 9);
  });
});

describe("timingIntervals", () => {
  const rows = simulatedDesk({traders: 6, days: 300, seed: 3, effect: 0.5, share: 0.2});
  const run = async (own = rows) => {
    const robustness = await assessRobustness({signal: "s", rows: own, traders: 6, draws: 1000, level: 0.95, seed: 1});
    return timingIntervals({rows: own, robustness, level: 0.95, draws: 1000, seed: 2});
  };

  it("are of a width where days do not depend on each other, whatever the scheme", async () => {
    const {by, rows: all, estimate} = computed(await run());
    expect(all[0].id).toBe("reported");
    const reported = by.get("reported")!;
    for (const [id, interval] of by) {
      expect(interval[0], id).toBeLessThan(estimate);
      expect(interval[1], id).toBeGreaterThan(estimate);
      if (id !== "traders") expect(Math.abs(width(interval) / width(reported) - 1), id).toBeLessThan(0.3);
    }
    const [low, high] = by.get("stationary-percentile")!;
    const basic = by.get("stationary-basic")!;
    expect(basic[0]).toBeCloseTo(2 * estimate - high, 9);
    expect(basic[1]).toBeCloseTo(2 * estimate - low, 9);
    expect(await run()).toEqual(await run());
  });

  it("say why where there are none", async () => {
    expect(await run(simulatedDesk({traders: 2, days: 10, seed: 1, share: 0.2}))).toMatchObject({status: "not run"});
    const one = computed(await run(simulatedDesk({traders: 1, days: 60, seed: 1, share: 0.2})));
    expect(numbersIn(one.rows).every(Number.isFinite)).toBe(true);
    for (const r of one.rows) if (r.interval === null) expect(r.why).toMatch(/^Not available: /);
  });
});

describe("effectIntervals", () => {
  let found: ReturnType<typeof computed>;
  let parts: ReturnType<typeof prepare>;
  const prepare = (ridge: Awaited<ReturnType<typeof loadLearner>>) => {
    const desk = treatedDesk({traders: 14, days: 110, seed: 6, effect: 8});
    const given = {...desk, learners: {outcome: ridge, treatment: ridge}, seed: 1};
    const fitted = fittedLimits(given);
    if ("reason" in fitted) throw new Error(fitted.reason);
    const report = estimateInterventions({...given, level: 0.95, truth: null});
    if (report.status !== "estimated") throw new Error(report.reason);
    return {report, ...fitted};
  };
  beforeAll(async () => {
    parts = prepare(await loadLearner("ridge"));
    found = computed(effectIntervals({...parts, draws: 999, seed: 3}));
  });

  it("by whole days are those of a literal cluster bootstrap with the same draws", () => {
    const {fit, sample} = parts;
    const draws = clusterBootstrap(
      sample.day,
      (rows) => {
        let [a, s] = [0, 0];
        for (const i of rows) {
          a += fit.residualD[i] * fit.residualY[i];
          s += fit.residualD[i] ** 2;
        }
        return a / s;
      },
      {random: stream(3, "intervals", "effect", "days"), draws: 999},
    );
    // the sample lists trader after trader, so that its days are numbered in order by both
    const [low, high] = percentileInterval(draws, 0.95);
    expect(found.by.get("day-percentile")![0]).toBeCloseTo(low, 9);
    expect(found.by.get("day-percentile")![1]).toBeCloseTo(high, 9);
  });

  it("agree where effects do not differ between traders, and hold the estimate", () => {
    expect(found.estimate).toBeCloseTo(parts.fit.theta, 9);
    expect(found.rows).toHaveLength(11);
    for (const [id, interval] of found.by) {
      expect(interval[0], id).toBeLessThan(found.estimate);
      expect(interval[1], id).toBeGreaterThan(found.estimate);
      expect(width(interval) / width(found.by.get("day-percentile")!), id).toBeGreaterThan(0.5);
      expect(width(interval) / width(found.by.get("day-percentile")!), id).toBeLessThan(2);
    }
  });
});

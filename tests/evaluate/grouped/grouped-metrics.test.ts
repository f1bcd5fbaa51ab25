import {sampleRankCorrelation} from "simple-statistics";
import {describe, expect, it} from "vitest";
import {areaUnderCurve, spearman} from "../../../src/lib/evaluate/grouped/rank-kernels.ts";
import {
  auc,
  type GroupedRows,
  groupedMetrics,
  hitRate,
  logLoss,
  mae,
  r2OutOfSample,
  rmse,
} from "../../../src/lib/evaluate/index.ts";
import {stream} from "../../../src/lib/numeric/index.ts";

const traders = 5;
function desk(seed: number, skill: number, days = 120): GroupedRows & {trader: Int32Array} {
  const random = stream(seed, "grouped");
  const n = traders * days;
  const day = Int32Array.from({length: n}, (_, i) => Math.floor(i / traders));
  const value = Float64Array.from({length: n}, () => skill * random.normal());
  const target = value.map((v) => (random.uniform() < 0.1 ? 0 : v + random.normal() + 0.1));
  return {
    day,
    trader: Int32Array.from({length: n}, (_, i) => i % traders),
    value,
    target,
    baselines: [
      {name: "zero", label: "Always zero", values: new Float64Array(n)},
      {name: "mean", label: "Mean", values: new Float64Array(n).fill(0.1)},
      {name: "last", label: "Last", values: Float64Array.from({length: n}, () => random.normal())},
    ],
  };
}
const net = {kind: "net", level: null} as const;
const run = (rows: GroupedRows & {trader: Int32Array}, draws = 200) =>
  groupedMetrics({
    signal: net,
    rows,
    by: [
      {name: "trader", labels: Array.from(rows.trader, (t) => `t${t}`)},
      {name: "month", labels: rows.day.map((d) => Math.floor(d / 30))},
    ],
    random: stream(1, "draws"),
    draws,
  });

describe("groupedMetrics, net", () => {
  const rows = desk(1, 0.7);
  const groups = run(rows);
  const find = (by: string, group: string | number, metric: string) =>
    groups.find((g) => g.by === by && g.group === group)!.metrics.find((m) => m.metric === metric)!;

  it("are the plain metrics, in total and on each group's rows", () => {
    const of = (keep: (i: number) => boolean) => {
      const at = [...rows.day.keys()].filter(keep);
      const pick = (x: Float64Array) => Float64Array.from(at, (i) => x[i]);
      const [y, f] = [pick(rows.target), pick(rows.value)];
      return {
        mae: mae(y, f),
        rmse: rmse(y, f),
        r2: r2OutOfSample(y, f, new Float64Array(at.length).fill(0.1)),
        hit_rate: hitRate(y, f)!.rate,
        spearman: sampleRankCorrelation([...y], [...f]),
      };
    };
    const cases = [
      ["total", "all", of(() => true)],
      ["trader", "t3", of((i) => rows.trader[i] === 3)],
      ["month", 2, of((i) => Math.floor(rows.day[i] / 30) === 2)],
    ] as const;
    for (const [by, group, wanted] of cases)
      for (const [metric, value] of Object.entries(wanted))
        expect(find(by, group, metric).value).toBeCloseTo(value, 10);
    expect(groups.map((g) => [g.by, g.group, g.n, g.days])).toEqual([
      ["total", "all", 600, 120],
      ...[0, 1, 2, 3, 4].map((t) => ["trader", `t${t}`, 120, 120]),
      ...[0, 1, 2, 3].map((m) => ["month", m, 150, 30]),
    ]);
  });

  it("stand beside the best naive rule by that metric, the majority among the rules of the hit rate", () => {
    const hit = find("total", "all", "hit_rate");
    expect(hit.baseline!.name).toBe("majority");
    expect(hit.baseline!.value).toBeCloseTo(hitRate(rows.target, rows.value)!.majority, 12);
    const error = find("total", "all", "rmse");
    const rivals = rows.baselines.map(({values}) => rmse(rows.target, values));
    expect(error.baseline!.value).toBeCloseTo(Math.min(...rivals), 12);
    expect(error.difference).toBeCloseTo(error.value! - error.baseline!.value, 12);
    expect(find("total", "all", "r2").baseline!.name).toMatch(/mean|zero/);
    // a constant has no rank correlation; the last value has one
    expect(find("total", "all", "spearman").baseline!.name).toBe("last");
    for (const metric of ["rmse", "r2", "hit_rate"]) {
      const {differenceInterval, better} = find("total", "all", metric);
      expect(better === "lower" ? differenceInterval![1] < 0 : differenceInterval![0] > 0, metric).toBe(true);
    }
  });

  it("do not depend on the order of rows, beyond rounding, nor on other groups", () => {
    const order = Array.from({length: 600}, (_, i) => (i * 7) % 600);
    const pick = <T extends Float64Array | Int32Array>(x: T) => x.map((_, k) => x[order[k]]) as T;
    const mixed = run({
      day: pick(rows.day),
      trader: pick(rows.trader),
      value: pick(rows.value),
      target: pick(rows.target),
      baselines: rows.baselines.map((b) => ({...b, values: pick(b.values)})),
    });
    mixed.forEach((g, k) => {
      g.metrics.forEach((m, j) => {
        expect(m.value).toBeCloseTo(groups[k].metrics[j].value!, 10);
        expect(m.interval?.[0]).toBeCloseTo(groups[k].metrics[j].interval![0], 8);
      });
    });
    const alone = groupedMetrics({signal: net, rows, by: [], random: stream(1, "draws"), draws: 200});
    expect(alone[0]).toEqual(groups[0]);
  });
});

describe("intervals of grouped metrics", () => {
  it("hold the true value about as often as they say (mean absolute error and hit rate, days that persist)", () => {
    let [held, hits] = [0, 0];
    const desks = 80;
    for (let seed = 0; seed < desks; seed++) {
      const random = stream(seed, "coverage");
      let state = 0;
      const n = 4 * 100;
      const day = Int32Array.from({length: n}, (_, i) => Math.floor(i / 4));
      const scale = Array.from({length: 100}, () => {
        state = 0.5 * state + random.normal();
        return Math.exp(0.3 * state);
      });
      const target = Float64Array.from(day, (d) => scale[d] * random.normal());
      const value = Float64Array.from({length: n}, () => random.normal());
      const [total] = groupedMetrics({
        signal: net,
        rows: {day, value, target, baselines: []},
        by: [],
        random,
        draws: 150,
      });
      const interval = (name: string) => total.metrics.find((m) => m.metric === name)!.interval!;
      if (interval("hit_rate")[0] <= 0.5 && interval("hit_rate")[1] >= 0.5) hits++;
      if (interval("mae")[0] <= meanAbsolute && interval("mae")[1] >= meanAbsolute) held++;
    }
    expect(hits / desks).toBeGreaterThan(0.89);
    expect(held / desks).toBeGreaterThan(0.85);
    expect(held / desks).toBeLessThan(1);
  });

  /** Mean of |y − f| where f has variance 1 and y variance s²: E √(2/π)·√(s² + 1), s = exp(0.3 x), x normal with variance 4/3. */
  const random = stream(77, "truth");
  let sum = 0;
  for (let k = 0; k < 200_000; k++) sum += Math.sqrt(Math.exp(0.6 * Math.sqrt(4 / 3) * random.normal()) + 1);
  const meanAbsolute = (Math.sqrt(2 / Math.PI) * sum) / 200_000;

  it("are left out where there are too few days, and values where nothing is defined", () => {
    const rows = desk(2, 0.5, 15);
    const [total] = run(rows);
    expect(total.metrics.every((m) => m.interval === null && m.differenceInterval === null)).toBe(true);
    const still = {...rows, target: new Float64Array(75)};
    const hit = run(still)[0].metrics.find((m) => m.metric === "hit_rate")!;
    expect([hit.value, hit.baseline, hit.difference]).toEqual([null, null, null]);
  });
});

describe("groupedMetrics, other kinds", () => {
  const random = stream(3, "kinds");
  const day = Int32Array.from({length: 400}, (_, i) => Math.floor(i / 4));
  const value = Float64Array.from(day, () => random.uniform());
  const target = value.map((p) => (random.uniform() < p ? 1 : 0));
  const baselines = [{name: "base-rate", label: "Base rate", values: new Float64Array(400).fill(0.5)}];

  it("probability: Brier score, log loss and AUC", () => {
    const [{metrics}] = groupedMetrics({
      signal: {kind: "probability", level: null},
      rows: {day, value, target, baselines},
      by: [],
      random: stream(1, "p"),
      draws: 50,
    });
    const found = Object.fromEntries(metrics.map((m) => [m.metric, m]));
    expect(found.auc.value).toBeCloseTo(auc(target, value)!, 12);
    expect(found.log_loss.value).toBeCloseTo(logLoss(target, value), 12);
    expect(found.auc.baseline!.value).toBe(0.5);
    expect(found.brier.differenceInterval![1]).toBeLessThan(0);
  });

  it("quantile: pinball loss, and coverage beside its level", () => {
    const low = new Float64Array(400).fill(0.1);
    const rules = [{name: "past-quantile", label: "Past", values: new Float64Array(400).fill(-1)}];
    const [{metrics}] = groupedMetrics({
      signal: {kind: "quantile", level: 0.1},
      rows: {day, value: low, target: value, baselines: rules},
      by: [],
      random: stream(1, "q"),
      draws: 50,
    });
    const coverage = metrics.find((m) => m.metric === "coverage")!;
    expect(coverage.value).toBeCloseTo(value.filter((v) => v < 0.1).length / 400, 12);
    expect(coverage.baseline).toEqual({name: "level", label: "The stated level", value: 0.1});
    expect(metrics.find((m) => m.metric === "pinball")!.difference!).toBeLessThan(0);
    expect(() =>
      groupedMetrics({
        signal: {kind: "quantile", level: null},
        rows: {day, value: low, target: value, baselines: rules},
        by: [],
        random: stream(1, "q"),
      }),
    ).toThrow("invalid level of a quantile");
  });

  it("says what is wrong", () => {
    const rows = {day, value, target, baselines};
    const options = {signal: net, rows, by: [], random: stream(1, "w")};
    expect(() => groupedMetrics({...options, level: 95})).toThrow("invalid level");
    expect(() => groupedMetrics({...options, by: [{name: "x", labels: [1]}]})).toThrow("1 for 400 rows");
    const holes = value.slice();
    holes[4] = Number.NaN;
    expect(() => groupedMetrics({...options, rows: {...rows, value: holes}})).toThrow("invalid value of row 4");
    expect(() => groupedMetrics({...options, rows: {...rows, value: value.slice(1)}})).toThrow("399 for 400 rows");
    const none = {day: new Int32Array(0), value: new Float64Array(0), target: new Float64Array(0), baselines: []};
    expect(() => groupedMetrics({...options, rows: none})).toThrow("there is no row");
  });
});

describe("rank metrics of a draw", () => {
  it("linearised, vary from draw to draw as those of the rows written out do", () => {
    const random = stream(9, "ranks");
    const [days, perDay] = [60, 5];
    const n = days * perDay;
    const at = Int32Array.from({length: n}, (_, i) => Math.floor(i / perDay));
    const value = Float64Array.from({length: n}, () => random.integer(40));
    const target = value.map((v) => (random.uniform() < v / 50 ? 1 : 0));
    const forecast = {value, target, pastMean: null};
    const kernels = {
      spearman: {of: spearman(forecast, at), exact: (rows: number[]) => rankCorrelation(rows)},
      auc: {
        of: areaUnderCurve(forecast, at),
        exact: (rows: number[]) =>
          auc(
            rows.map((i) => target[i]),
            rows.map((i) => value[i]),
          )!,
      },
    };
    const rankCorrelation = (rows: number[]) =>
      sampleRankCorrelation(
        rows.map((i) => value[i]),
        rows.map((i) => target[i]),
      );
    for (const [name, {of, exact}] of Object.entries(kernels)) {
      const all = [...at.keys()];
      expect(of(new Float64Array(days).fill(1), 0)).toBeCloseTo(exact(all), 10);
      const pairs = Array.from({length: 300}, () => {
        const counts = new Float64Array(days);
        for (let d = 0; d < days; d++) counts[random.integer(days)]++;
        const rows = all.flatMap((i) => Array.from({length: counts[at[i]]}, () => i));
        return [of(counts, 0), exact(rows)] as const;
      });
      const sd = (k: 0 | 1) => {
        const mean = pairs.reduce((s, p) => s + p[k], 0) / 300;
        return Math.sqrt(pairs.reduce((s, p) => s + (p[k] - mean) ** 2, 0) / 299);
      };
      expect(Math.abs(sd(0) / sd(1) - 1), name).toBeLessThan(0.05);
      const apart = Math.sqrt(pairs.reduce((s, [a, b]) => s + (a - b) ** 2, 0) / 300);
      expect(apart / sd(1), name).toBeLessThan(0.2);
    }
    expect(areaUnderCurve({...forecast, target: new Float64Array(n)}, at)(new Float64Array(days).fill(1), 0)).toBeNaN();
    expect(spearman({...forecast, value: new Float64Array(n)}, at)(new Float64Array(days).fill(1), 0)).toBeNaN();
  });
});

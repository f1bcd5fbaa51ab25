import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  assessSignal,
  type BaselineValues,
  type DayRegimes,
  type DetailOptions,
  dayCoverage,
  detailSkill,
  directionByDay,
  fittedRegimes,
  giacominiWhite,
  kupiecExactP,
  lossSaved,
  type Signal,
  type SignalRows,
  tenthsOf,
  volatilityRegimes,
} from "../../src/lib/evaluate/index.ts";
import {fitFeatures} from "../../src/lib/features/index.ts";
import {stream, table} from "../../src/lib/numeric/index.ts";

const dates = Array.from(
  {length: 120},
  (_, t) => `2025-${String(1 + Math.floor(t / 30)).padStart(2, "0")}-${String(1 + (t % 30)).padStart(2, "0")}`,
);
const traders = 4;
const n = traders * 90;
const range = (start: number, end: number) => ({start, end});
const folds = [0, 1, 2].map((index) => ({
  index,
  train: range(0, 29 + 30 * index),
  gap: range(29 + 30 * index, 30 + 30 * index),
  test: range(30 + 30 * index, 60 + 30 * index),
}));
const signalOf = (kind: Signal["kind"], level: number | null = null): Signal => ({
  name: "s",
  label: "S",
  kind,
  level,
  outcome: null,
  source: "given",
});

/** Days 30 to 119, four traders; the prediction knows a share of the day. */
function rowsOf(knows: number, seed = 3): SignalRows & {value: Float64Array; net: Float64Array} {
  const random = stream(seed, "detail");
  const trader = Int32Array.from({length: n}, (_, i) => i % traders);
  const day = Int32Array.from({length: n}, (_, i) => 30 + Math.floor(i / traders));
  const value = Float64Array.from({length: n}, () => 100 * knows * random.normal());
  const net = value.map((v) => (random.uniform() < 0.1 ? 0 : v + 100 * random.normal()));
  return {trader, day, fold: day.map((d) => Math.floor((d - 30) / 30)), value, net};
}

const constant = (name: string, value: number): BaselineValues => ({
  name,
  label: `Always ${value}`,
  values: new Float64Array(n).fill(value),
});
const regimes: DayRegimes = {
  of: "something",
  method: "By number.",
  labels: dates.map((_, t) => (t < 40 ? null : t % 2 === 0 ? "1 calm" : "3 wild")),
};
const optionsOf = (kind: Signal["kind"], rows: SignalRows, more: Partial<DetailOptions> = {}): DetailOptions => ({
  signal: signalOf(kind, kind === "quantile" ? 0.1 : null),
  rows,
  baselines: [constant("zero", 0), constant("mean", 30)],
  days: dates,
  folds,
  level: 0.95,
  regimes,
  seed: 5,
  draws: 60,
  ...more,
});
const mean = (x: readonly number[]) => x.reduce((s, v) => s + v, 0) / x.length;

describe("lossSaved", () => {
  const day = Int32Array.from({length: 60}, (_, i) => i >> 1);
  const random = stream(1, "saved");
  const loss = Float64Array.from(day, () => 1 + random.uniform());
  const naive = Float64Array.from(day, () => 1.5 + random.uniform());
  const labels = Array.from(day, (d) => (d < 5 ? null : d < 8 ? "short" : "long"));
  const found = lossSaved({day, loss, naive, by: [{name: "when", labels}], level: 0.95});

  it("is the share of the rule's loss, in total and by group; rows without a label are in the total only", () => {
    expect(found.map(({by, group, n: rows, days}) => [by, group, rows, days])).toEqual([
      ["total", "all", 60, 30],
      ["when", "long", 44, 22],
      ["when", "short", 6, 3],
    ]);
    for (const {group, saved, loss: mine, naiveLoss} of found) {
      const own = [...day.keys()].filter((i) => group === "all" || labels[i] === group);
      expect(mine).toBeCloseTo(mean(own.map((i) => loss[i])), 12);
      expect(naiveLoss).toBeCloseTo(mean(own.map((i) => naive[i])), 12);
      expect(saved).toBeCloseTo(1 - mean(own.map((i) => loss[i])) / mean(own.map((i) => naive[i])), 12);
    }
    expect(found[1].interval![0]).toBeLessThan(found[1].saved!);
    expect(found[2].interval).toBeNull(); // three days
  });
  it("groups weighted by the rule's loss add up to the total", () => {
    const all = lossSaved({day, loss, naive, by: [{name: "day", labels: Array.from(day)}], level: 0.9});
    const [total, ...groups] = all;
    const weight = (g: (typeof all)[number]) => g.n * g.naiveLoss;
    expect(groups.reduce((s, g) => s + weight(g) * g.saved!, 0) / weight(total)).toBeCloseTo(total.saved!, 12);
  });
  it("is not defined against a rule that is never wrong, and empty without rows", () => {
    const [total] = lossSaved({day, loss, naive: new Float64Array(60), by: [], level: 0.95});
    expect(total.saved).toBeNull();
    const none = new Float64Array(0);
    expect(lossSaved({day: new Int32Array(0), loss: none, naive: none, by: [], level: 0.95})).toEqual([]);
  });
});

describe("detailSkill, net", () => {
  const rows = rowsOf(0.6);
  const detail = detailSkill(optionsOf("net", rows));
  const skill = assessSignal(optionsOf("net", rows));

  it("agrees with the one test of skill on rows, loss, best rule and metrics", () => {
    expect([detail.n, detail.days]).toEqual([skill.n, skill.days]);
    expect(detail.versus!.name).toBe(skill.test!.versus);
    const total = detail.saved.find(({by}) => by === "total")!;
    expect(total.loss).toBeCloseTo(skill.loss.value!, 8);
    // every day has four rows: means over days and over rows are the same
    expect(total.saved! * total.naiveLoss).toBeCloseTo(skill.test!.difference, 6);
    const metrics = detail.groups.find(({by}) => by === "total")!.metrics;
    for (const {metric, value} of metrics) expect(value).toBeCloseTo(skill.metrics[metric]!, 9);
    expect(metrics.map((m) => m.metric)).toEqual(["mae", "rmse", "r2", "hit_rate", "spearman"]);
  });
  it("has every grouping, folds counted from one, without a group for days of no regime", () => {
    const groups = (by: string) => detail.saved.filter((g) => g.by === by).map((g) => g.group);
    expect(groups("fold")).toEqual([1, 2, 3]);
    expect(groups("month")).toEqual(["2025-02", "2025-03", "2025-04"]);
    expect(groups("regime")).toEqual(["1 calm", "3 wild"]);
    expect(groups("trader")).toEqual([0, 1, 2, 3]);
    expect(detail.groups.filter((g) => g.by === "regime").map((g) => g.group)).toEqual(["1 calm", "3 wild"]);
    const bySaved = new Map(detail.saved.map((g) => [`${g.by} ${g.group}`, g.n]));
    for (const g of detail.groups) expect(g.n).toBe(bySaved.get(`${g.by} ${g.group}`));
    for (const g of detail.saved.filter(({by}) => by === "fold"))
      expect(g.loss).toBeCloseTo(skill.byFold[Number(g.group) - 1].loss, 8);
  });
  it("makes the further tests on daily differences, and of directions inside each trader", () => {
    const daily = Float64Array.from({length: 90}, (_, t) =>
      mean(
        [0, 1, 2, 3].map((k) => {
          const i = traders * t + k;
          const rule = skill.test!.versus === "zero" ? 0 : 30;
          return (rows.net[i] - rule) ** 2 - (rows.net[i] - rows.value[i]) ** 2;
        }),
      ),
    );
    expect(detail.tests.conditional!.p).toBeCloseTo(giacominiWhite(daily)!.p, 9);
    expect(detail.tests.direction).toEqual(directionByDay(rows.day, rows.net, rows.value, {within: rows.trader}));
    expect(detail.tests.direction!.p).toBeLessThan(0.01);
    expect(detail.reliability).toBeNull();
    expect(detail.valueAtRisk).toBeNull();
  });
  it("holds tenths whose means are the rows'", () => {
    expect(detail.tenths.map((t) => t.n)).toEqual(new Array(10).fill(36));
    expect(mean(detail.tenths.map((t) => t.actual))).toBeCloseTo(mean([...rows.net]), 9);
    const order = [...rows.value.keys()].sort((a, b) => rows.value[a] - rows.value[b]).slice(0, 36);
    expect(detail.tenths[0].predicted).toBeCloseTo(mean(order.map((i) => rows.value[i])), 9);
    expect(detail.tenths[0].actual).toBeCloseTo(mean(order.map((i) => rows.net[i])), 9);
    const inside = detail.tenths.filter((t) => t.interval![0] <= t.predicted && t.predicted <= t.interval![1]);
    expect(inside.length).toBeGreaterThanOrEqual(8); // the prediction is the conditional mean
  });
  it("gives the same bits whatever the order of rows", () => {
    const order = [...rows.net.keys()].sort((a, b) => rows.net[a] - rows.net[b] || a - b);
    const shuffled = {
      trader: Int32Array.from(order, (i) => rows.trader[i]),
      day: Int32Array.from(order, (i) => rows.day[i]),
      fold: Int32Array.from(order, (i) => rows.fold[i]),
      value: Float64Array.from(order, (i) => rows.value[i]),
      net: Float64Array.from(order, (i) => rows.net[i]),
    };
    expect(detailSkill(optionsOf("net", shuffled))).toEqual(detail);
  });
  it("is empty where nothing can be compared", () => {
    const none = detailSkill(optionsOf("net", {...rows, value: new Float64Array(n).fill(Number.NaN)}));
    expect(none).toMatchObject({n: 0, days: 0, versus: null, saved: [], groups: [], tenths: []});
  });
  it("judges labels of several days with their overlap", () => {
    const signal: Signal = {...signalOf("net"), target: {kind: "net", horizon: 12}};
    const longer = detailSkill(optionsOf("net", rows, {signal}));
    expect(longer.tests.conditional!.n).toBe(90 - 12);
    expect(longer.tests.conditional!.p).not.toBe(detail.tests.conditional!.p);
  });
});

describe("detailSkill, other kinds", () => {
  it("draws a reliability diagram of a probability", () => {
    const rows = rowsOf(1);
    const value = rows.value.map((v) => 1 / (1 + Math.exp(v / 60)));
    const rate = [constant("base-rate", 0.45)];
    const {reliability, tests, tenths, groups} = detailSkill(
      optionsOf("probability", {...rows, value}, {baselines: rate}),
    );
    expect(reliability!.bins.reduce((s, b) => s + b.n, 0)).toBe(n);
    const {
      brier,
      reliability: off,
      resolution,
      uncertainty,
      withinVariance,
      withinCovariance,
    } = reliability!.decomposition;
    expect(off - resolution + uncertainty + withinVariance - withinCovariance).toBeCloseTo(brier, 12);
    expect(groups[0].metrics.map((m) => m.metric)).toEqual(["brier", "log_loss", "auc"]);
    expect(tests.direction).toBeNull();
    expect(tenths).toEqual([]);
  });
  it("backtests a value at risk trader by trader, and all traders by day", () => {
    const rows = rowsOf(0);
    const value = new Float64Array(n).fill(-125); // about a tenth of the days
    const {valueAtRisk, reliability} = detailSkill(optionsOf("quantile", {...rows, value}));
    const {coverage, traders: each, tests, size} = valueAtRisk!;
    const breach = Uint8Array.from(rows.net, (y) => (y < -125 ? 1 : 0));
    expect(coverage).toEqual(dayCoverage(rows.day, breach, 0.1, 0.95));
    expect(each.map((t) => [t.trader, t.n])).toEqual([0, 1, 2, 3].map((t) => [t, 90]));
    for (const one of each) {
      const below = [...breach].filter((b, i) => b === 1 && rows.trader[i] === one.trader).length;
      expect(one.breaches).toBe(below);
      expect(one.p.coverage).toBeCloseTo(kupiecExactP(90, below, 0.1), 12);
      for (const p of Object.values(one.p)) expect(p! > 0 && p! <= 1).toBe(true);
    }
    for (const {test, traders: of, rejected, expected, power} of tests) {
      expect(of).toBe(4);
      if (test !== "trafficLight") expect(rejected).toBe(each.filter((t) => t.p[test]! <= size).length);
      expect(expected).toBeGreaterThan(0);
      expect(expected).toBeLessThan(0.5);
      expect(power).toBeGreaterThan(0.3); // a doubled rate over 90 days at 10 %
    }
    expect(reliability).toBeNull();
  });
  it("sees a value at risk that is breached far more often than it says", () => {
    const rows = rowsOf(0);
    const {valueAtRisk} = detailSkill(optionsOf("quantile", {...rows, value: new Float64Array(n).fill(-50)}));
    expect(valueAtRisk!.coverage!.p).toBeLessThan(0.001);
    expect(valueAtRisk!.tests.find((t) => t.test === "coverage")!.rejected).toBeGreaterThanOrEqual(3);
    expect(valueAtRisk!.traders.every((t) => t.zone !== "green")).toBe(true);
  });
  it("tests no trader with less than 60 days, and says how many it tested", () => {
    const rows = rowsOf(0);
    const value = new Float64Array(n)
      .fill(-125)
      .map((v, i) => (rows.trader[i] === 0 && rows.day[i] > 80 ? Number.NaN : v));
    const {valueAtRisk} = detailSkill(optionsOf("quantile", {...rows, value}));
    expect(valueAtRisk!.traders.map((t) => t.trader)).toEqual([1, 2, 3]);
    expect(valueAtRisk!.able).toBe(3);
    const short = {...rows, value: value.map((v, i) => (rows.day[i] > 80 ? Number.NaN : v))};
    const none = detailSkill(optionsOf("quantile", short)).valueAtRisk!;
    expect(none.tests.map((t) => [t.traders, t.rejected, t.expected, t.power])).toEqual(
      new Array(5).fill([0, 0, 0, 0]),
    );
  });
});

describe("tenthsOf", () => {
  it("never parts equal predictions", () => {
    const rows = rowsOf(0);
    const flat = {...rows, value: new Float64Array(n).fill(7), target: rows.net, baselines: [], left: 0};
    expect(tenthsOf(flat, 0.95).map((t) => [t.n, t.predicted])).toEqual([[n, 7]]);
  });
});

describe("fittedRegimes", () => {
  // two traders, 200 days; the market is wild from day 100 to 149
  const panelDays = 200;
  const random = stream(4, "market");
  const market = Float64Array.from({length: panelDays}, (_, t) => (t >= 100 && t < 150 ? 6 : 1) * random.normal());
  const day = Int32Array.from({length: 2 * panelDays}, (_, i) => i % panelDays);
  const panel = table({
    trader: Int32Array.from(day, (_, i) => Math.floor(i / panelDays)),
    day,
    net: new Float64Array(2 * panelDays),
    market_return_lag1: Float64Array.from(day, (d) => (d === 0 ? Number.NaN : market[d - 1])),
  });
  const plan = [
    {index: 0, train: range(0, 140), gap: range(140, 141), test: range(141, 170)},
    {index: 1, train: range(0, 169), gap: range(169, 170), test: range(170, 200)},
  ];
  const prepared = plan.map(({index, train}) => {
    const window = {day, names: ["market_return_lag1"], columns: [panel.columns.market_return_lag1 as Float64Array]};
    const {log, states} = fitFeatures(["market_regime"], window, train, {seed: 1, names: [index]});
    return {fold: index, fitted: log, states, selection: null};
  });
  it("labels test days by what the fold's own model believed before them", () => {
    const {labels, of} = fittedRegimes(["market_regime"], prepared, plan, panel, panelDays)!;
    expect(of).toBe("the market's daily return");
    expect(labels.slice(0, 141).every((l) => l === null)).toBe(true);
    expect(labels.slice(142, 150).filter((l) => l === "3 wild").length).toBeGreaterThanOrEqual(7);
    expect(labels.slice(160).filter((l) => l === "1 calm").length).toBeGreaterThan(30);
  });
  it("is null without a fit or without the column it reads", () => {
    const none = prepared.map((p) => ({...p, states: [null]}));
    expect(fittedRegimes(["market_regime"], none, plan, panel, panelDays)).toBeNull();
    expect(fittedRegimes(["desk_regime"], prepared, plan, panel, panelDays)).toBeNull();
  });
});

describe("volatilityRegimes", () => {
  const deskDays = 160;
  const desk = (scale: (t: number) => number, seed = 1) => {
    const random = stream(seed, "regimes");
    const rows = 3 * deskDays;
    const trader = Int32Array.from({length: rows}, (_, i) => Math.floor(i / deskDays));
    const day = Int32Array.from({length: rows}, (_, i) => i % deskDays);
    return table({trader, day, net: Float64Array.from(day, (t, i) => 1000 ** trader[i] * scale(t) * random.normal())});
  };
  it("calls days wild after P&L has become wild, and calm after it has calmed down, whatever a trader's size", () => {
    const {labels} = volatilityRegimes(
      desk((t) => (t >= 80 && t < 110 ? 5 : 1)),
      deskDays,
    );
    expect(labels.slice(0, 40).every((l) => l === null)).toBe(true);
    expect(labels.slice(95, 112).every((l) => l === "3 wild")).toBe(true);
  });
  it("never looks at the day itself or later", () => {
    fc.assert(
      fc.property(fc.integer({min: 45, max: deskDays - 1}), fc.integer({min: 1, max: 50}), (cut, seed) => {
        const a = desk(() => 1, seed);
        const net = a.columns.net as Float64Array;
        const day = a.columns.day as Int32Array;
        const b = table({...a.columns, net: net.map((y, i) => (day[i] >= cut ? -9 * y + 1 : y))});
        const [before, after] = [a, b].map((t) => volatilityRegimes(t, deskDays).labels.slice(0, cut + 1));
        expect(after).toEqual(before);
      }),
      {numRuns: 20},
    );
  });
});

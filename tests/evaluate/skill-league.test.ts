import {describe, expect, it} from "vitest";
import {
  type BaselineValues,
  leagueOf,
  makeLeagues,
  type Signal,
  type SignalRows,
} from "../../src/lib/evaluate/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";

const traders = 3;
const days = 120;
const n = traders * days;
const trader = Int32Array.from({length: n}, (_, i) => i % traders);
const day = Int32Array.from({length: n}, (_, i) => Math.floor(i / traders));
const fold = new Int32Array(n);
const signalOf = (name: string, more: Partial<Signal> = {}): Signal => ({
  name,
  label: name.toUpperCase(),
  kind: "net",
  level: null,
  outcome: null,
  source: "trained",
  target: {kind: "net", horizon: 1},
  ...more,
});

/** Predictions that know shares of the day, in one desk. */
function desk(knows: Readonly<Record<string, number>>, seed = 1) {
  const random = stream(seed, "league test");
  const known = Float64Array.from({length: n}, () => random.normal());
  const net = known.map((k) => 0.3 * k + random.normal());
  const baselines: BaselineValues[] = [
    {name: "zero", label: "Always zero", values: new Float64Array(n)},
    {name: "mean", label: "Mean", values: new Float64Array(n).fill(0.2)},
  ];
  return Object.entries(knows).map(([name, share]) => {
    const value = known.map((k) => 0.3 * share * k + (1 - share) * 0.3 * random.normal());
    const rows: SignalRows & {value: Float64Array} = {trader, day, fold, value, net, outcome: net};
    return {signal: signalOf(name), rows, baselines, trials: [4, 4, 0] as readonly number[] | null};
  });
}
const options = {seed: 2, level: 0.95, draws: 300};

describe("makeLeagues", () => {
  const contestants = desk({good: 1, poor: 0, fair: 0.3});
  const [league] = makeLeagues(contestants, options);
  const entry = (name: string) => league.entries.find((e) => e.name === name)!;

  it("weights the signals by their success until the day before, as a literal loop does", () => {
    const {overTime} = league;
    const names = contestants.map((c) => c.signal.name);
    const {net} = contestants[0].rows;
    const loss = (k: number, i: number) => (net[i] - contestants[k].rows.value[i]) ** 2;
    const early = names
      .flatMap((_, k) => Array.from({length: 20 * traders}, (_, i) => loss(k, i)))
      .sort((a, b) => a - b);
    const limit = early[Math.floor(0.99 * (early.length - 1))];
    const sofar = names.map(() => 0);
    let [own, mixed] = [0, 0];
    for (let t = 20; t < days; t++) {
      const eta = Math.sqrt((8 * Math.log(3)) / (t - 19));
      const raw = sofar.map((l) => Math.exp(-eta * l));
      const w = raw.map((v) => v / raw.reduce((a, b) => a + b));
      const rows = Array.from({length: traders}, (_, j) => t * traders + j);
      for (const i of rows) {
        const predicted = names.reduce((s, _, k) => s + w[k] * contestants[k].rows.value[i], 0);
        own += (net[i] - predicted) ** 2 / ((days - 20) * traders);
      }
      names.forEach((_, k) => {
        const mean = rows.reduce((s, i) => s + Math.min(1, loss(k, i) / limit) / traders, 0);
        mixed += w[k] * mean;
        sofar[k] += mean;
      });
      if (t < days - 1) continue;
      for (const {name, weight} of overTime!.weights) expect(weight).toBeCloseTo(w[names.indexOf(name)], 10);
    }
    expect(overTime).toMatchObject({days: 100, n: 300});
    expect(overTime!.weights.map((w) => w.name)).toEqual([...names].sort());
    expect(overTime!.loss).toBeCloseTo(own, 10);
    expect(overTime!.regret).toBeCloseTo(((mixed - Math.min(...sofar)) * limit) / 100, 10);
    expect(overTime!.regret).toBeLessThan(overTime!.bound);
    expect(overTime!.loss).toBeLessThan(entry("poor").loss);
  });

  it("does not let the last day's outcome move its weights, and weights nothing that is not known by then", () => {
    const moved = contestants.map((c) => {
      const net = c.rows.net.map((v, i) => (day[i] === days - 1 ? 50 : v));
      return {...c, rows: {...c.rows, net, outcome: net}};
    });
    expect(makeLeagues(moved, options)[0].overTime!.weights).toEqual(league.overTime!.weights);
    const later = contestants.map((c) => ({...c, signal: {...c.signal, target: {kind: "net", horizon: 5} as const}}));
    expect(makeLeagues(later, options)[0].overTime).toBeNull();
    expect(makeLeagues(contestants.slice(0, 1), options)[0].overTime).toBeNull();
  });

  it("ranks signals and naive rules by loss on the same rows, against the best naive rule", () => {
    const mse = (f: (i: number) => number) => contestants[0].rows.net.reduce((s, y, i) => s + (y - f(i)) ** 2, 0) / n;
    expect(league).toMatchObject({id: "net", kind: "net", n, days, leftOut: [], label: "next-day P&L"});
    expect(entry("good").loss).toBeCloseTo(
      mse((i) => contestants[0].rows.value[i]),
      10,
    );
    expect(league.benchmark).toBe(mse(() => 0) < mse(() => 0.2) ? "zero" : "mean");
    expect(league.entries.map((e) => e.loss)).toEqual(league.entries.map((e) => e.loss).sort((a, b) => a - b));
    expect(league.entries[0].name).toBe("good");
    const benchmark = entry(league.benchmark);
    expect([benchmark.saved, benchmark.p, benchmark.stepwise]).toEqual([null, null, null]);
    expect(entry("good").saved).toBeCloseTo(1 - entry("good").loss / benchmark.loss, 8); // every day has three rows
  });
  it("finds the one that is good, also when it is counted how many were compared", () => {
    const {superior, reality, better, included} = league.tests!;
    expect(superior.best).toBe("good");
    expect(superior.consistent).toBeLessThan(0.05);
    expect(superior.lower).toBeLessThanOrEqual(superior.consistent);
    expect(superior.consistent).toBeLessThanOrEqual(superior.upper);
    expect(reality.p).toBeLessThan(0.1);
    expect(better).toContain("good");
    expect(better).not.toContain("poor");
    expect(included).toContain("good");
    expect(included).not.toContain("poor");
    expect(entry("good").confidence!.p).toBe(1);
    expect(entry("poor").stepwise).toBe(1);
  });
  it("counts the settings tried, and fits that had rows to train on", () => {
    expect(league.trials).toBe(24);
    expect(league.fits).toBe(6);
    expect(entry("good").trials).toBe(8);
    expect(entry("zero").trials).toBeNull();
  });
  it("does not depend on the order of signals or rows", () => {
    const order = [...day.keys()].reverse();
    const turned = [...contestants].reverse().map((c) => ({
      ...c,
      rows: {
        trader: Int32Array.from(order, (i) => trader[i]),
        day: Int32Array.from(order, (i) => day[i]),
        fold,
        value: Float64Array.from(order, (i) => c.rows.value[i]),
        net: Float64Array.from(order, (i) => c.rows.net[i]),
      },
      baselines: c.baselines.map((b) => ({...b, values: Float64Array.from(order, (i) => b.values[i])})),
    }));
    expect(makeLeagues(turned, options)).toEqual([league]);
  });
  it("leaves out who has few of the rows, and compares the others on rows that all have", () => {
    const [good, poor, fair] = contestants;
    const value = good.rows.value.map((v, i) => (day[i] < 40 ? Number.NaN : v));
    const missing = fair.rows.value.map((v, i) => (i === 7 ? Number.NaN : v));
    const [found] = makeLeagues(
      [{...good, rows: {...good.rows, value}}, poor, {...fair, rows: {...fair.rows, value: missing}}],
      options,
    );
    expect(found.leftOut).toEqual([
      {name: "good", label: "GOOD", why: `it has ${80 * traders} rows, others have ${n}`},
    ]);
    expect(found.n).toBe(n - 1);
    expect(
      makeLeagues([{...good, rows: {...good.rows, value: new Float64Array(n).fill(Number.NaN)}}], options),
    ).toEqual([]);
  });
  it("has no test below 20 days", () => {
    const short = contestants.map((c) => ({
      ...c,
      rows: {...c.rows, value: c.rows.value.map((v, i) => (day[i] < 15 ? v : Number.NaN))},
    }));
    const [found] = makeLeagues(short, options);
    expect(found.tests).toBeNull();
    expect(found.entries.every((e) => e.confidence === null && e.stepwise === null)).toBe(true);
    expect(found.entries[0].loss).toBeGreaterThan(0);
  });
  it("rarely crowns anyone where nobody knows anything", () => {
    let [superior, step] = [0, 0];
    for (let seed = 0; seed < 80; seed++) {
      const [found] = makeLeagues(desk({a: 0, b: 0, c: 0, d: 0}, 100 + seed), {...options, seed, draws: 100});
      if (found.tests!.superior.consistent <= 0.05) superior++;
      if (found.tests!.better.length > 0) step++;
    }
    // predictions here are worse than the rules: both tests stay far below their level
    expect(superior).toBeLessThanOrEqual(8);
    expect(step).toBeLessThanOrEqual(8);
  });
});

describe("leagueOf", () => {
  it("puts together what predicts the same, given or trained", () => {
    const given = {source: "given", target: undefined} as const;
    expect(leagueOf(signalOf("a"))).toBe("net");
    expect(leagueOf(signalOf("a", given))).toBe("net");
    expect(leagueOf(signalOf("a", {target: {kind: "net", horizon: 5}}))).toBe("net_5d");
    const quantile = {kind: "quantile", level: 0.05} as const;
    expect(leagueOf(signalOf("a", {...quantile, target: {...quantile}}))).toBe("q050");
    expect(leagueOf(signalOf("a", {...quantile, ...given}))).toBe("q050");
    expect(leagueOf(signalOf("a", {kind: "probability", target: {kind: "loss"}}))).toBe("loss");
    expect(leagueOf(signalOf("a", {kind: "probability", ...given}))).toBe("net_below_zero");
    expect(leagueOf(signalOf("a", {kind: "probability", ...given, outcome: "bad"}))).toBe("event_bad");
  });
  it("makes a league for each, next-day net first", () => {
    const [good, poor] = desk({good: 1, poor: 0});
    const loss = {
      ...poor,
      signal: signalOf("p", {kind: "probability", target: undefined, source: "given"}),
      rows: {trader, day, fold, net: poor.rows.net, value: poor.rows.value.map((v) => 1 / (1 + Math.exp(v)))},
      baselines: [{name: "base-rate", label: "Base rate", values: new Float64Array(n).fill(0.5)}],
      trials: null,
    };
    const found = makeLeagues([loss, good], options);
    expect(found.map((l) => [l.id, l.loss.name, l.benchmark])).toEqual([
      ["net", "squared-error", found[0].benchmark],
      ["net_below_zero", "brier", "base-rate"],
    ]);
    expect(found[1].entries.find((e) => e.name === "p")!.trials).toBeNull();
    expect(found[1].trials).toBe(0);
  });
});

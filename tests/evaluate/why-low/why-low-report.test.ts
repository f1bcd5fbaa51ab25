import {describe, expect, it} from "vitest";
import {
  assembleWalkForward,
  assessSignal,
  attainableR2,
  baselinesOn,
  fitFold,
  foldItems,
  isNextDayNet,
  type LearningReport,
  type Plan,
  predictionRows,
  reasonsOf,
  type SignalRows,
  subjectOf,
  type TwinReport,
  volatilityRegimes,
  type WhyLowReport,
  walkForwardFolds,
  whyLow,
} from "../../../src/lib/evaluate/index.ts";
import {buildPanel} from "../../../src/lib/features/index.ts";
import {float64, int32, table} from "../../../src/lib/numeric/index.ts";
import {rowsOfSignal} from "../../../src/lib/pipeline/stages/signal-rows.ts";
import {directDesk, simulate, truthOf} from "../../../src/lib/simulate/index.ts";

const split = {kind: "expanding", train: 60, test: 20, purge: 0, embargo: 1} as const;
const simulation = simulate({desk: "demo", seed: 4, traders: 8, days: 200});
const desk = directDesk(simulation);
const folds = walkForwardFolds(200, split);
const ridge = {
  name: "ridge",
  label: "Ridge regression",
  kind: "net",
  level: null,
  outcome: null,
  source: "trained",
  learner: "ridge",
  target: {kind: "net", horizon: 1},
} as const;
const loss = {
  name: "p_loss",
  label: "Chance of a loss",
  kind: "probability",
  level: null,
  outcome: null,
  source: "given",
} as const;
const plan: Plan = {signals: [ridge], primary: "ridge", split, folds, limits: []};
const noTwin: TwinReport = {skill: null, limits: []};
const noCurves: LearningReport = {folds: 0, days: 0, rows: 0, curves: [], families: null, limits: []};
const {panel} = buildPanel(desk, "core");
const results = [];
for (const item of foldItems({learner: "ridge", seed: 1, folds, panel})) results.push(await fitFold(item));
const trained = new Map([["ridge", assembleWalkForward(results).predictions]]);
const predicted = trained.get("ridge")!;
const given = table({
  trader: int32(predicted, "trader"),
  day: int32(predicted, "day"),
  p_loss: float64(predicted, "value").map((v) => 1 / (1 + Math.exp(v / 1000))),
});
const both: Plan = {...plan, signals: [loss, ridge], primary: "p_loss"};
const predictions = predictionRows(both, {daily: desk.daily, given, trained});
const options = {
  plan,
  days: 200,
  daily: desk.daily,
  regimes: volatilityRegimes(desk.daily, 200),
  rowsOf: (signal: string) => rowsOfSignal(predictions, signal),
  expected: float64(truthOf(simulation).rows, "expected"),
  learning: noCurves,
  twin: noTwin,
  ...{seed: 1, level: 0.95, size: 0.05, power: 0.8, draws: 200},
};
const report = whyLow(options);

describe("whyLow", () => {
  it("is about the R² that the skill report shows", () => {
    const rows: SignalRows = rowsOfSignal(predictions, "ridge");
    const baselines = baselinesOn({signal: ridge, rows, daily: desk.daily});
    const skill = assessSignal({signal: ridge, rows, baselines, days: desk.days, folds, level: 0.95});
    expect(report.r2!.value).toBeCloseTo(skill.metrics.r2!, 12);
    expect(report).toMatchObject({rows: skill.n, days: skill.days, primary: null, subject: {name: "ridge"}});
    expect(report.hit!.rate.value).toBeCloseTo(skill.metrics.hit_rate!, 12);
    expect(report.hit!.majority).toBeCloseTo(skill.metrics.majority_share!, 12);
  });

  it("knows the ceiling of a simulated desk from its truth, on the same rows", () => {
    const at = new Map(Array.from(int32(desk.daily, "trader"), (i, r) => [i * 200 + int32(desk.daily, "day")[r], r]));
    const rows = rowsOfSignal(predictions, "ridge");
    const row = Array.from(rows.trader, (i, k) => at.get(i * 200 + rows.day[k])!);
    const [mean] = baselinesOn({signal: ridge, rows, daily: desk.daily}).filter((b) => b.name === "mean");
    const found = attainableR2({
      day: rows.day,
      target: rows.net,
      pastMean: mean.values,
      expected: Float64Array.from(row, (r) => options.expected[r]),
      value: rows.value,
    });
    expect(report.known!.attainable.value).toBeCloseTo(found.attainable.value, 12);
    expect(report.known!.reached!.value).toBeCloseTo(found.reached!.value, 10);
    expect(report.power!.attainable!.r2).toBeGreaterThan(0);
  });

  it("shares add up to one, and the regimes' part is in the days'", () => {
    const share = (part: string) => report.shares!.shares.find((s) => s.part === part)!.share;
    expect(share("trader") + share("day") + share("rest")).toBeCloseTo(1, 12);
    expect(share("regime")).toBeLessThanOrEqual(share("day") + 1e-12);
    expect(report.regimes).toBe("the desk’s volatility");
  });

  it("asks R² of the first net prediction where the verdict's is none, and says so", () => {
    const found = whyLow({...options, plan: both});
    expect(found.subject!.name).toBe("ridge");
    expect(found.primary).toMatchObject({name: "p_loss", kind: "probability"});
    expect(found.decay.map((d) => d.signal)).toEqual(["ridge", "p_loss"]);
    // the probability is a falling function of the currency value: turned round, its ranks within a trader are the same
    expect(found.decay[1].points[0].value).toBeGreaterThan(-1);
    expect(found.limits.some(({what}) => what.includes("Chance of a loss"))).toBe(true);
    expect(found.r2).toEqual(report.r2);
  });

  it("says what it cannot where there is no such prediction, no truth and no twin", () => {
    const found = whyLow({...options, plan: {...plan, signals: [loss], primary: "p_loss"}, expected: null});
    expect(found).toMatchObject({subject: null, rows: 0, r2: null, known: null, hit: null, power: null});
    expect(found.limits.map(({what}) => what)).toEqual(["R² itself", "What any model could reach"]);
    expect(found.shares).not.toBeNull();
    const twinned = whyLow({
      ...options,
      expected: null,
      twin: {skill: {...report.known!, daily: null} as never, limits: []},
    });
    expect(twinned.limits[0].why).toContain("twin repeats");
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  });

  it("subjectOf and isNextDayNet tell P&L of the next day from the rest", () => {
    expect(isNextDayNet(ridge)).toBe(true);
    expect(isNextDayNet({kind: "net"})).toBe(true);
    expect(isNextDayNet({kind: "net", target: {kind: "net", horizon: 5}})).toBe(false);
    expect(isNextDayNet(loss)).toBe(false);
    const elsewhere = {...ridge, name: "theirs", source: "given" as const};
    expect(subjectOf({signals: [loss, elsewhere, ridge], primary: "p_loss"})!.name).toBe("ridge");
    expect(subjectOf({signals: [elsewhere, ridge], primary: "theirs"})!.name).toBe("theirs");
  });
});

describe("reasonsOf", () => {
  const at = (value: number, half = 0.001) => ({
    value,
    standardError: half / 2,
    interval: [value - half, value + half] as const,
  });
  const base: Omit<WhyLowReport, "reasons" | "limits"> = {
    ...report,
    r2: at(0.01),
    known: {attainable: at(0.05), earned: at(0.01), reached: at(0.2)},
    shares: null,
    decay: [],
    hit: null,
    power: null,
  };
  const reasons = (change: Partial<typeof base>, learning = noCurves, twin = noTwin) =>
    reasonsOf({...base, ...change}, learning, twin);

  it("by what is attainable and reached", () => {
    expect(reasons({})).toEqual(["mostly luck", "left on the table"]);
    expect(reasons({known: {attainable: at(0.5), earned: at(0.4), reached: at(0.8)}})).toEqual(["mostly reached"]);
    expect(reasons({known: {attainable: at(0.05), earned: at(-0.01), reached: at(-0.2)}})).toEqual([
      "mostly luck",
      "none reached",
    ]);
    expect(reasons({r2: at(0.001), known: {attainable: at(0), earned: at(0), reached: null}})).toEqual([
      "nothing to foretell",
    ]);
    expect(reasons({r2: at(0.4)})).toEqual(["too good", "mostly luck"]);
    expect(reasons({r2: at(0.07, 0.05)})).not.toContain("too good");
    expect(reasons({known: null})).toEqual([]);
    const twin = {skill: {...base.known, daily: null}, limits: []} as unknown as TwinReport;
    expect(reasons({known: null}, noCurves, twin)).toEqual(["mostly luck", "left on the table"]);
  });

  it("by more days, correlation, majority and power", () => {
    const curve = (r2: number, p: number | null) =>
      ({
        ...noCurves,
        curves: [{learner: "ridge", label: "Ridge", points: [{gain: {r2, p}}]}],
      }) as unknown as LearningReport;
    const only = {known: null};
    expect(reasons(only, curve(0.01, 0.01))).toEqual(["more days help"]);
    expect(reasons(only, curve(0.01, 0.2))).toEqual(["more days do not help"]);
    expect(reasons(only, curve(-0.01, 0.01))).toEqual(["more days do not help"]);
    expect(reasons(only, curve(0, null))).toEqual([]);
    const elsewhere = {...only, subject: {name: "ridge", label: "Theirs", source: "given" as const}};
    expect(reasons(elsewhere, curve(0.01, 0.01))).toEqual([]);
    const point = (value: number) => ({...at(value, 0.05), horizon: 0, pairs: 9, days: 9});
    const decay = (value: number) => [{signal: "ridge", label: "Ridge", points: [point(value)]}];
    expect(reasons({...only, decay: decay(0.02)})).toEqual(["not related"]);
    expect(reasons({...only, decay: decay(0.2)})).toEqual([]);
    const hit = (value: number) => ({...report.hit!, aboveMajority: at(value, 0.02)});
    expect(reasons({...only, hit: hit(0.01)})).toEqual(["hit rate is majority"]);
    expect(reasons({...only, hit: hit(0.1)})).toEqual([]);
    const power = (moreDays: number | null) => ({...report.power!, seen: {...report.power!.seen, moreDays}});
    expect(reasons({...only, power: power(100)})).toEqual(["too few days"]);
    expect(reasons({...only, power: power(null)})).toEqual([]); // a skill that is not there needs no days
    expect(reasons({...only, power: power(0)})).toEqual([]);
    const shares = {...report.shares!, shares: [{part: "rest", share: 0.9, interval: [0.8, 1]} as const]};
    expect(reasons({...only, shares})).toEqual(["each day its own"]);
  });
});

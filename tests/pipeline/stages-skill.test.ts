import {describe, expect, it} from "vitest";
import type {Plan} from "../../src/lib/evaluate/index.ts";
import {float64, stream, type Table, table, text} from "../../src/lib/numeric/index.ts";
import {canonicalJson} from "../../src/lib/pipeline/index.ts";
import type {StageContext, StageOutput} from "../../src/lib/pipeline/stage.ts";
import {leagueStage} from "../../src/lib/pipeline/stages/league.ts";
import {skillStage} from "../../src/lib/pipeline/stages/skill.ts";
import {defineStudy} from "../../src/lib/study/index.ts";

const study = defineStudy({
  title: "T",
  source: {kind: "simulated", desk: "tiny"},
  learners: ["ridge", "huber"],
  targets: [{kind: "quantile", level: 0.1, learners: ["quantile"]}],
});
const signals: Plan["signals"] = [
  {
    name: "ridge",
    label: "Ridge",
    kind: "net",
    level: null,
    outcome: null,
    source: "trained",
    target: {kind: "net", horizon: 1},
  },
  {
    name: "huber",
    label: "Huber",
    kind: "net",
    level: null,
    outcome: null,
    source: "trained",
    target: {kind: "net", horizon: 1},
  },
  {
    name: "quantile_q100",
    label: "VaR",
    kind: "quantile",
    level: 0.1,
    outcome: null,
    source: "trained",
    target: {kind: "quantile", level: 0.1},
  },
  {name: "alarm", label: "Alarm", kind: "probability", level: null, outcome: null, source: "given"},
];

/** A desk of that many traders over 160 days, whose last 100 are predicted. */
function sourcesOf(traders: number): Record<string, {tables: Record<string, Table>; json: Record<string, unknown>}> {
  const random = stream(1, "stages");
  const deskDays = 160;
  const days = Array.from({length: deskDays}, (_, t) => new Date(Date.UTC(2025, 0, 1 + t)).toISOString().slice(0, 10));
  const n = traders * deskDays;
  const trader = Int32Array.from({length: n}, (_, i) => Math.floor(i / deskDays));
  const day = Int32Array.from({length: n}, (_, i) => i % deskDays);
  const known = Float64Array.from({length: n}, () => random.normal());
  const net = known.map((k) => 50 * k + 100 * random.normal());
  const predicted = [...day.keys()].filter((i) => day[i] >= 60);
  const values: Record<string, (i: number) => number> = {
    ridge: (i) => 40 * known[i],
    huber: () => 10 * random.normal(),
    quantile_q100: (i) => 50 * known[i] - 128,
    alarm: (i) => 1 / (1 + Math.exp(known[i])),
  };
  const rows = signals.flatMap((signal) => predicted.map((i) => ({signal, i})));
  const value = rows.map(({signal, i}) => values[signal.name](i));
  const folds = [0, 1].map((index) => ({
    index,
    train: {start: 0, end: 59 + 50 * index},
    gap: {start: 59 + 50 * index, end: 60 + 50 * index},
    test: {start: 60 + 50 * index, end: 110 + 50 * index},
  }));
  const models = folds.map(({index}) => ({fold: index, rowsUsed: 10, chosen: {}, weights: {}, trials: 4}));
  const one = (json: Record<string, unknown>, tables: Record<string, Table> = {}) => ({json, tables});
  const accounts = Array.from({length: traders}, (_, k) => `T${k}`);
  return {
    ingest: one({"desk.json": {days, accounts, slugs: accounts}}, {"daily.arrow": table({trader, day, net})}),
    plan: one({"plan.json": {signals, primary: "ridge", folds, limits: []}}),
    predictions: one(
      {},
      {
        "predictions.arrow": table({
          signal: rows.map(({signal}) => signal.name),
          trader: Int32Array.from(rows, ({i}) => trader[i]),
          day: Int32Array.from(rows, ({i}) => day[i]),
          fold: Int32Array.from(rows, ({i}) => (day[i] < 110 ? 0 : 1)),
          value: Float64Array.from(value),
          net: Float64Array.from(rows, ({i}) => net[i]),
          outcome: Float64Array.from(rows, ({signal, i}) =>
            signal.kind === "probability" ? Number(net[i] < 0) : net[i],
          ),
          scale: new Float64Array(rows.length).fill(100),
        }),
      },
    ),
    ...Object.fromEntries(
      ["ridge", "huber", "quantile_q100"].map((name) => [`walk-forward/${name}`, one({"models.json": models})]),
    ),
  };
}

function contextOf(traders: number, inputs: readonly string[]): StageContext {
  const sources = sourcesOf(traders);
  const context: StageContext = {
    input(stage) {
      if (!inputs.includes(stage)) throw new Error(`${stage} was not declared`);
      return {
        has: (name) => name in sources[stage].json || name in sources[stage].tables,
        table: (name) => sources[stage].tables[name],
        json: <T>(name: string) => sources[stage].json[name] as T,
      };
    },
    file: () => "",
    origin: {simulated: true, description: "", files: []},
    map: async (task, _, items) => Promise.all(items.map(task)),
  };
  return context;
}

const runOf = async (make: typeof skillStage, traders = 3): Promise<StageOutput> => {
  const stage = make(study);
  return stage.run(contextOf(traders, stage.inputs));
};

describe("the stage skill", async () => {
  const {tables, json, findings} = await runOf(skillStage);
  const value = (id: string) => findings!.find((f) => f.id === id)!;

  it("writes artifacts that can be stored: no NaN, every finding once and with its artifact", () => {
    for (const artifact of Object.values(json!)) expect(() => canonicalJson(artifact)).not.toThrow();
    const ids = findings!.map((f) => f.id);
    expect(new Set(ids).size).toBe(ids.length);
    const artifacts = new Set([...Object.keys(tables!), ...Object.keys(json!)]);
    expect(findings!.filter((f) => !artifacts.has(f.artifact)).map((f) => f.id)).toEqual([]);
    for (const f of findings!) {
      expect(f.interval === undefined, f.id).toBe(f.level === undefined);
      if (f.value === null) expect(f.note, f.id).toBeTypeOf("string");
    }
  });
  it("reports no number that does not stand in the artifact that the finding names", () => {
    const numbers = (value: unknown): number[] =>
      typeof value === "number"
        ? [value, -value]
        : value !== null && typeof value === "object"
          ? Object.values(value).flatMap(numbers)
          : [];
    const known = new Map(Object.entries(json!).map(([name, artifact]) => [name, new Set(numbers(artifact))]));
    const lost = findings!.flatMap(({id, value: reported, interval = [], artifact}) =>
      [reported, ...interval]
        .filter((x) => typeof x === "number" && known.get(artifact)?.has(x) === false)
        .map((x) => `${id}: ${x} is not in ${artifact}`),
    );
    expect(lost.filter((line) => !/\.brier\.within: /.test(line))).toEqual([]); // a part of the decomposition, by subtraction
  });
  it("keeps the findings that the verdict and other pages read", () => {
    for (const key of [
      "n",
      "days",
      "r2",
      "mae",
      "rmse",
      "hit_rate",
      "majority_share",
      "spearman",
      "loss",
      "baseline.zero.loss",
      "difference",
      "p",
    ])
      expect(value(`skill.ridge.${key}`).value, key).toBeTypeOf("number");
    for (const key of ["brier", "base_brier", "log_loss", "auc", "base_rate", "events"])
      expect(value(`skill.alarm.${key}`).value).toBeTypeOf("number");
    for (const key of ["pinball", "coverage", "exceedances", "expected_exceedances", "kupiec_p"])
      expect(value(`skill.quantile_q100.${key}`).value).toBeTypeOf("number");
    expect(value("skill.ridge.p").value).toBeLessThan(0.01); // a fifth of the variance is known
    expect(value("skill.huber.p").value).toBeGreaterThan(0.001);
  });
  it("turns differences so that above zero is better, and its interval with it", () => {
    const mae = value("skill.ridge.mae.difference");
    expect(mae.value).toBeCloseTo(
      Number(value("skill.ridge.mae.naive").value) - Number(value("skill.ridge.mae").value),
      9,
    );
    expect(Number(mae.value)).toBeGreaterThan(0);
    expect(mae.interval![0]!).toBeLessThan(Number(mae.value));
    expect(mae.interval![1]!).toBeGreaterThan(Number(mae.value));
    const hits = value("skill.ridge.hit_rate.difference");
    expect(hits.value).toBeCloseTo(
      Number(value("skill.ridge.hit_rate").value) - Number(value("skill.ridge.hit_rate.naive").value),
      12,
    );
  });
  it("has every metric of every group in its table, traders by account", () => {
    const t = tables!["metrics.arrow"];
    const rows = Array.from({length: t.rows}, (_, i) => i);
    const [signal, by, group, metric] = ["signal", "by", "group", "metric"].map((name) => text(t, name));
    const pick = (...want: string[]) =>
      rows.filter((i) => [signal[i], by[i], group[i], metric[i]].every((x, k) => x === want[k]));
    expect(float64(t, "value")[pick("ridge", "total", "all", "mae")[0]]).toBeCloseTo(
      Number(value("skill.ridge.mae").value),
      9,
    );
    expect([...new Set(rows.filter((i) => by[i] === "trader").map((i) => group[i]))]).toEqual(["T0", "T1", "T2"]);
    expect(pick("alarm", "fold", "2", "auc")).toHaveLength(1);
    expect(new Set(rows.map((i) => by[i]))).toEqual(new Set(["total", "fold", "month", "regime", "trader"]));
    expect(tables!["value-at-risk.arrow"].rows).toBe(3);
  });
  it("has as many findings for three traders as for ten", async () => {
    const large = await runOf(skillStage, 10);
    expect(large.findings!.map((f) => f.id)).toEqual(findings!.map((f) => f.id));
    expect((large.json!["skill-traders.json"] as {traders: unknown[]}).traders).toHaveLength(10);
  });
});

describe("the stage league", async () => {
  const {json, findings} = await runOf(leagueStage);
  it("compares what predicts the same, and reports who may be the best", () => {
    expect(() => canonicalJson(json!["league.json"])).not.toThrow();
    const value = (id: string) => findings!.find((f) => f.id === id)!.value;
    expect(value("league.net.learners")).toBe(2);
    expect(value("league.net.trials")).toBe(16); // 2 learners × 2 folds × 4 settings
    expect(value("league.net.superior.p")).toBeLessThan(0.05);
    expect(value("league.net.ridge.confidence")).toBe(1);
    expect(value("league.net.ridge.stepwise")).toBeLessThan(0.05);
    expect(value("league.q100.trials")).toBe(8);
    expect(value("league.net_below_zero.trials")).toBe(0);
    const ids = findings!.map((f) => f.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(findings!.filter((f) => f.value === null && f.note === undefined)).toEqual([]);
  });
  it("re-runs when what it was made from changes", () => {
    expect(leagueStage(study).inputs).toEqual([
      "ingest",
      "plan",
      "predictions",
      "walk-forward/ridge",
      "walk-forward/huber",
      "walk-forward/quantile_q100",
    ]);
    expect(skillStage(study).inputs).toEqual(["ingest", "plan", "predictions"]);
    const regimes = defineStudy({title: "T", source: {kind: "simulated", desk: "tiny"}, regimes: ["market_regime"]});
    expect(skillStage(regimes).inputs).toContain("preparation");
  });
});

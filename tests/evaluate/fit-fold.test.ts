import {describe, expect, it} from "vitest";
import {
  assembleWalkForward,
  type FoldItem,
  fitFold,
  fitFoldModule,
  foldItems,
  walkForwardFolds,
} from "../../src/lib/evaluate/index.ts";
import {buildPanel, pastScale} from "../../src/lib/features/index.ts";
import {fittedForm, forScoring} from "../../src/lib/models/form/index.ts";
import {loadModel} from "../../src/lib/models/index.ts";
import {float64, int32, stream, table} from "../../src/lib/numeric/index.ts";
import {smallDesk} from "../features/small-desk.ts";

const desk = smallDesk({traders: 3, days: 60});
const {panel} = buildPanel(desk, "all");
const folds = walkForwardFolds(60, {kind: "expanding", train: 30, test: 12, purge: 0, embargo: 1});
const items = foldItems({learner: "ridge", seed: 7, folds, panel});
const run = (list: readonly FoldItem[]) => Promise.all(list.map(fitFold));

/** Two traders, one a thousand times larger, whose net is half of yesterday's sign in units of their own size. */
function predictable() {
  const random = stream(4, "predictable");
  const rows = [1, 1000].flatMap((size, trader) => {
    let sign = 1;
    return Array.from({length: 200}, (_, day) => {
      const net = size * (0.5 * sign + random.normal());
      const row = {trader, day, net, sign};
      sign = random.uniform() < 0.5 ? -1 : 1;
      return row;
    });
  });
  return table({
    trader: Int32Array.from(rows, (r) => r.trader),
    day: Int32Array.from(rows, (r) => r.day),
    net: Float64Array.from(rows, (r) => r.net),
    sign: Float64Array.from(rows, (r) => r.sign),
  });
}

describe("fitFold", () => {
  it("predicts every row of the test windows once, from plain data", async () => {
    const {predictions, models} = assembleWalkForward(await run(structuredClone(items)));
    const [day, fold] = [int32(predictions, "day"), int32(predictions, "fold")];
    const expected = [...int32(panel, "day").keys()].filter((r) => int32(panel, "day")[r] >= 31);
    expect([...day]).toEqual(expected.map((r) => int32(panel, "day")[r]));
    expect([...int32(predictions, "trader")]).toEqual(expected.map((r) => int32(panel, "trader")[r]));
    day.forEach((d, r) => {
      expect(d >= folds[fold[r]].test.start && d < folds[fold[r]].test.end).toBe(true);
    });
    expect(float64(predictions, "value").every(Number.isFinite)).toBe(true);
    expect(models.map((m) => m.fold)).toEqual([0, 1, 2]);
    expect(models[0].rowsUsed).toBe(int32(panel, "day").filter((d) => d >= 1 && d < 30).length); // day 0 has no scale
    expect(Object.keys(models[0].weights)).toEqual(Object.keys(panel.columns).slice(3));
  });

  it("does not depend on the order of work, and uses one stream a seed, learner and fold", async () => {
    const forest = foldItems({learner: "forest", seed: 7, folds: folds.slice(0, 2), panel});
    const [a, b] = await run(forest);
    const [b2, a2] = await run([...forest].reverse());
    expect([a2, b2]).toEqual([a, b]);
    const [other] = await run(foldItems({learner: "forest", seed: 8, folds: folds.slice(0, 1), panel}));
    expect(other.value).not.toEqual(a.value);
  });

  it.each([
    ["stability", {stability: {share: 0.6, draws: 40, features: 2}}],
    ["permutation", {permutation: {repeats: 5}}],
  ])("selects by %s inside the training window: the signal stays, most of the noise goes", async (step, option) => {
    const known = predictable();
    const noise = (name: string) => {
      const random = stream(9, name);
      return Float64Array.from({length: known.rows}, () => random.normal());
    };
    const noises = Array.from({length: 10}, (_, k) => `noise${k}`);
    const columns = {...known.columns, ...Object.fromEntries(noises.map((name) => [name, noise(name)]))};
    const selection = {maxMissing: 0.5, maxCorrelation: null, informationLevel: null, ...option};
    const split = {kind: "expanding", train: 150, test: 50, purge: 0, embargo: 0} as const;
    const [item] = foldItems({
      learner: "ridge",
      seed: 1,
      folds: walkForwardFolds(200, split),
      panel: table(columns),
      selection,
    });
    const {selection: log = []} = await fitFold(item);
    expect(log.find(({name}) => name === "sign")?.kept).toBe(true);
    const gone = log.filter(({name, kept}) => name !== "sign" && !kept);
    expect(gone.length).toBeGreaterThanOrEqual(4);
    expect(new Set(gone.map((entry) => entry.step))).toEqual(new Set([step]));
  });

  it("is blind to what lies in and after the test window", async () => {
    const [item] = items;
    const spoilt = {...item, net: item.net.map((v, i) => (item.day[i] >= item.fold.train.end ? 1e9 : v))};
    expect(await fitFold(spoilt)).toEqual(await fitFold(item));
  });

  it("learns a law of small and large traders together, each in its own size", async () => {
    const small = predictable();
    const [one] = walkForwardFolds(200, {kind: "expanding", train: 150, test: 49, purge: 0, embargo: 1});
    const [item] = foldItems({learner: "ridge", seed: 1, folds: [one], panel: small});
    const {value, trader, day} = await fitFold(item);
    const sign = float64(small, "sign");
    value.forEach((v, k) => {
      const truth = 0.5 * [1, 1000][trader[k]] * sign[trader[k] * 200 + day[k]];
      expect(v / truth).toBeGreaterThan(0.4);
      expect(v / truth).toBeLessThan(1.6);
    });
  });

  it("scales with the currency: a desk in cents is predicted in cents", async () => {
    const cents = table({...panel.columns, net: float64(panel, "net").map((v) => v * 64)});
    const scaled = await run(foldItems({learner: "ridge", seed: 7, folds, panel: cents}));
    const plain = await run(items);
    plain.forEach((result, k) => {
      expect(scaled[k].value).toEqual(result.value.map((v) => v * 64)); // a power of two: exact
    });
  });

  it("hands out the scale of the whole past, not of the window", () => {
    const scale = pastScale(panel, 60);
    const rolling = walkForwardFolds(60, {kind: "rolling", train: 10, test: 10, purge: 0, embargo: 1});
    const [, , late] = foldItems({learner: "ridge", seed: 1, folds: rolling, panel});
    const days = int32(panel, "day");
    const inWindow = (r: number) => days[r] >= late.fold.train.start && days[r] < late.fold.test.end;
    const rows = [...days.keys()].filter(inWindow).sort((a, b) => days[a] - days[b] || a - b);
    expect([...late.scale]).toEqual(rows.map((r) => scale[r]));
    expect(late.columns[0]).toEqual(Float64Array.from(rows, (r) => float64(panel, "net_lag1")[r]));
  });

  it("predicts nothing, rather than something, from nothing", async () => {
    const idle = table({...panel.columns, net: new Float64Array(panel.rows)});
    const [item] = foldItems({learner: "ridge", seed: 1, folds: folds.slice(0, 1), panel: idle});
    const {value, model} = await fitFold(item);
    expect(value.every(Number.isNaN)).toBe(true);
    expect(model).toEqual({rowsUsed: 0, chosen: {}, weights: {}});
    expect(foldItems({learner: "ridge", seed: 1, folds: [], panel})).toEqual([]);
    const {predictions, models} = assembleWalkForward([]);
    expect([predictions.rows, Object.keys(predictions.columns), models]).toEqual([
      0,
      ["trader", "day", "fold", "value"],
      [],
    ]);
  });

  it("can be loaded by a worker under its own name", async () => {
    expect((await import(/* @vite-ignore */ fitFoldModule.href)).fitFold.name).toBe("fitFold");
  });
});

describe("fitFold of a probability that is calibrated", () => {
  const plainly = predictable();
  const random = stream(5, "noise");
  const noise = Array.from({length: 6}, (_, k) => [`noise${k}`, plainly.columns.net.map(() => random.normal())]);
  const known = table({...plainly.columns, ...Object.fromEntries(noise)});
  const [one] = walkForwardFolds(200, {kind: "expanding", train: 150, test: 49, purge: 0, embargo: 1});
  const target = {kind: "loss"} as const;
  const settings = {rounds: 60, maxDepth: 4, learningRate: 0.3, minChildWeight: 1, patience: 0}; // far too sure of itself
  const asked = (more: object) =>
    foldItems({learner: "boosting", seed: 3, folds: [one], panel: known, target, settings, keepLast: true, ...more})[0];
  const designOf = (item: FoldItem) => {
    const test = Array.from(item.day.keys()).filter((i) => item.day[i] >= item.fold.test.start);
    const columns = item.columns.map((column) => Float64Array.from(test, (i) => column[i]));
    return {rows: test.length, names: item.names, columns};
  };
  const logLossOf = ({value, trader, day}: {value: Float64Array; trader: Int32Array; day: Int32Array}) =>
    value.reduce((sum, p, k) => {
      const lost = float64(known, "net")[trader[k] * 200 + day[k]] < 0;
      return sum - Math.log(Math.max(1e-12, lost ? p : 1 - p)) / value.length;
    }, 0);

  it.each(["platt", "isotonic"] as const)(
    "by %s is nearer the truth, and a saved model says the same",
    async (calibration) => {
      const [plain, calibrated] = await run([asked({calibration: null}), asked({calibration})]);
      expect(logLossOf(calibrated)).toBeLessThan(logLossOf(plain));
      expect(calibrated.model.chosen.calibrationRows).toBeGreaterThan(150);
      expect(plain.model.chosen).not.toHaveProperty("calibrationRows");
      const again = await loadModel("boosting", JSON.parse(JSON.stringify(calibrated.state)));
      expect(again.predict(designOf(asked({})))).toEqual(calibrated.value);
      expect(forScoring(calibrated.state)).toEqual(calibrated.state);
      expect(fittedForm(calibrated.state).kind).toBe("trees");
    },
  );

  it("is searched for settings with its calibration on, and still counts all that was tried", async () => {
    const tuning = {method: "random", trials: 2} as const;
    const [result] = await run([asked({calibration: "platt", tuning, settings: {rounds: 5}})]);
    expect([result.trials, result.search?.tried]).toEqual([2, 2]);
    expect(result.model.chosen.calibrationRows).toBeGreaterThan(0);
    const again = await loadModel("boosting", JSON.parse(JSON.stringify(result.state)));
    expect(again.predict(designOf(asked({})))).toEqual(result.value);
  });

  it("is blind to the test window, and leaves a mean alone", async () => {
    const item = asked({calibration: "platt"});
    const spoilt = {...item, net: item.net.map((v, i) => (item.day[i] >= item.fold.train.end ? -v : v))};
    expect(await fitFold(spoilt)).toEqual(await fitFold(item));
    const mean = foldItems({learner: "ridge", seed: 3, folds: [one], panel: known});
    expect(await run(mean.map((m) => ({...m, calibration: "platt"})))).toEqual(await run(mean));
  });
});

describe("fitFold with features that are fitted", () => {
  const fitted = ["market_regime", "desk_regime"];
  const asked = foldItems({learner: "ridge", seed: 7, folds, panel, fitted});

  it("fits them on the training window, appends them to the design, and logs what it did", async () => {
    const [result] = await run(structuredClone(asked.slice(0, 1)));
    expect(result.fitted!.map((f) => [f.feature, f.fitted])).toEqual(fitted.map((name) => [name, true]));
    expect(Object.keys(result.model.weights)).toContain("market_regime_stress");
    const [plain] = await run(items.slice(0, 1));
    expect(plain).not.toHaveProperty("fitted");
    expect(Object.keys(plain.model.weights)).not.toContain("market_regime_stress");
  });

  it("is blind to later days: nothing after a test row moves its prediction", async () => {
    const [item] = asked;
    const cut = item.fold.test.start + 3;
    const later = (column: Float64Array) => column.map((v, i) => (item.day[i] > cut ? -3 * v + 1 : v));
    const [before, after] = await run([item, {...item, columns: item.columns.map(later), net: later(item.net)}]);
    before.value.forEach((v, k) => {
      if (before.day[k] <= cut) expect(after.value[k]).toBe(v);
    });
    expect(after.value).not.toEqual(before.value);
    expect(after.fitted).toEqual(before.fitted);
  });

  it("does without what the panel does not have, and says so", async () => {
    const names = item0Without("market_return_lag1");
    const [result] = await run([names]);
    expect(result.fitted).toEqual([
      {feature: "market_regime", fitted: false, note: "The panel has no market_return_lag1.", values: {}},
    ]);
  });

  function item0Without(name: string): FoldItem {
    const at = asked[0].names.indexOf(name);
    const keep = <T>(list: readonly T[]) => list.filter((_, k) => k !== at);
    return {...asked[0], fitted: ["market_regime"], names: keep(asked[0].names), columns: keep(asked[0].columns)};
  }
});

import {
  actualOf,
  auditSplit,
  daySums,
  defaultLags,
  dieboldMariano,
  pastMean,
  type Sides,
  type Target,
} from "../../../evaluate/index.ts";
import {pastScale} from "../../../features/index.ts";
import {designRows, loadLearner} from "../../../models/index.ts";
import {float64, int32, shuffled, stream, type Table, table} from "../../../numeric/index.ts";
import {exhibitDesk, explainable} from "../exhibit-desk.ts";
import {figuresOf, traderDays} from "../figures.ts";
import {level} from "../own-answers.ts";
import {say} from "../statement.ts";
import type {Exhibit} from "../types.ts";
import {type TestedRows, walkForward} from "../walk-forward.ts";

const horizon = 10;
const target: Target = {kind: "net", horizon};
const settings = {trees: 12, depth: 8, minLeaf: 20, featureShare: 1};

/** Another habit of old scripts: the date as a feature. */
function withDate(panel: Table): Table {
  return table({...panel.columns, date: Float64Array.from(int32(panel, "day"))});
}

/** Rows with a label, in the unit that learners are given. */
interface LabelledRows {
  readonly rows: Int32Array;
  readonly label: Float64Array;
}

function labelled(
  panel: Table,
  days: number,
): LabelledRows & {readonly sum: Float64Array; readonly scale: Float64Array} {
  const scale = pastScale(panel, days);
  const rows = {trader: int32(panel, "trader"), day: int32(panel, "day"), net: float64(panel, "net"), scale};
  const sum = actualOf(target, rows, days - 1);
  const kept = Int32Array.from(sum.keys()).filter((r) => Number.isFinite(sum[r] / scale[r]));
  return {sum, scale, rows: kept, label: Float64Array.from(kept, (r) => sum[r] / (scale[r] * Math.sqrt(horizon)))};
}

/**
 * The old validation: rows shuffled and dealt into folds. The label of a row shares all days but one with that of the row
 * next to it, which four times out of five is in the training half.
 */
export async function shuffledKFold(panel: Table, {rows, label}: LabelledRows, folds: number) {
  const learner = await loadLearner("forest");
  const names = Object.keys(panel.columns).filter((name) => !["trader", "day", "net"].includes(name));
  const design = {rows: panel.rows, names, columns: names.map((name) => float64(panel, name))};
  const random = stream(1, "autopsy", "shuffled-folds");
  const dealt = shuffled(Int32Array.from(rows.keys()), random);
  const fold = new Int32Array(rows.length);
  dealt.forEach((k, at) => {
    fold[k] = at % folds;
  });
  const predicted = new Float64Array(rows.length);
  const day = int32(panel, "day");
  const sides: Sides[] = [];
  for (let f = 0; f < folds; f++) {
    const [train, test] = [(k: number) => fold[k] !== f, (k: number) => fold[k] === f].map((side) =>
      Int32Array.from(rows.keys()).filter(side),
    );
    const x = (k: Int32Array) =>
      designRows(
        design,
        k.map((i) => rows[i]),
      );
    const options = {days: train.map((k) => day[rows[k]]), random, task: {kind: "mean"} as const, settings};
    const model = learner.fit(
      x(train),
      Float64Array.from(train, (k) => label[k]),
      options,
    );
    model.predict(x(test)).forEach((v, j) => {
      predicted[test[j]] = v;
    });
    const range = {start: 0, end: 0};
    sides.push({
      fold: {index: f, train: range, gap: range, test: range},
      train: train.map((k) => rows[k]),
      test: test.map((k) => rows[k]),
    });
  }
  return {predicted, sides};
}

const id = "shuffled-folds";

/** Shuffled folds on a time series, against a walk-forward with a gap as long as the label reaches. */
export async function shuffledFoldsExhibit(): Promise<Exhibit> {
  const made = exhibitDesk({desk: "null", seed: 19, traders: 20, days: 250}, ["net_mean_20", "net_sd_20"]);
  const {desk, simulation} = made;
  const panel = withDate(made.panel);
  const days = desk.days.length;
  const all = labelled(panel, days);
  const shuffledFolds = await shuffledKFold(panel, all, 5);
  const mean = all.label.reduce((sum, y) => sum + y, 0) / all.label.length;
  const oldR2 = 1 - ratio(all.label, shuffledFolds.predicted, mean);
  const tested = await walkForward(panel, days, {learner: "forest", settings, target});
  const own = ownR2(tested, all.sum, panel);
  const audit = auditSplit({
    rows: {trader: int32(panel, "trader"), day: int32(panel, "day")},
    ...{sides: shuffledFolds.sides, split: tested.split, desk},
  });
  const figure = figuresOf(id);
  const old = figure("old.r2", {
    ...traderDays(all.rows.length),
    label: "R² of shuffled folds",
    value: oldR2,
    unit: "share",
    method:
      "A random forest for the P&L of the next ten days, five folds of shuffled rows, no gap: the old method, re-enacted.",
  });
  const truth = figure("truth.r2", {
    ...traderDays(all.rows.length),
    label: "R² that anyone could reach",
    value: attainable(all, panel, simulation.rows.expected, days),
    unit: "share",
    method:
      "Variance of the simulator's expectations, each day's given all before it, over that of P&L; both of ten days.",
  });
  const r2 = figure("proofbook.r2", {
    n: own.n,
    of: "trader-days",
    label: "R² of the walk-forward",
    value: own.value,
    unit: "share",
    ...(own.interval === null ? {} : {interval: own.interval, level}),
    method:
      "The same forest, trained on earlier days only, with a gap as long as the label reaches; days are the observations, with a variance that allows for labels that share days.",
  });
  const caught = figure("proofbook.split", {
    n: audit.compared,
    of: "rows of folds",
    label: "What the audit says of the shuffled folds",
    value: audit.status,
    unit: "text",
    method: "The audit of every study: each tested day must come after all days of training, with the gap between.",
    note: audit.evidence,
  });
  return {
    id,
    title: "Shuffled folds on a time series",
    failure:
      "Rows were shuffled before cross-validation and no gap was left, so that most of a tested label stood in training.",
    desks: [made.words],
    origin: desk.origin,
    old: say`“Cross-validated R² is ${old}.”`,
    truth: say`Nothing foretells this desk: the highest R² that anyone could reach is ${truth}.`,
    proofbook: say`The same model, tested on days after its training with a gap between, has an R² of ${r2}: worse than the mean so far. The audit calls the shuffled split a “${caught}”.`,
    impossible: {
      words:
        "Splits are walk-forward; labels of training rows never reach the days that are tested, and each fold is checked for it.",
      page: "./walk-forward",
      test: "tests/evaluate/splits",
    },
  };
}

/** Σ(y − ŷ)² / Σ(y − mean)². */
function ratio(y: Float64Array, predicted: Float64Array, mean: number): number {
  let [left, around] = [0, 0];
  y.forEach((v, k) => {
    left += (v - predicted[k]) * (v - predicted[k]);
    around += (v - mean) * (v - mean);
  });
  return left / around;
}

/** R² of ten days' P&L against ten times the mean so far; the variance allows for labels that share days. */
function ownR2(tested: TestedRows, sum: Float64Array, panel: Table) {
  const rows = {trader: int32(panel, "trader"), day: int32(panel, "day")};
  const mean = pastMean(rows, float64(panel, "net"), "desk");
  const kept = Array.from(tested.at.keys()).filter((k) => Number.isFinite(sum[tested.at[k]]));
  const squared = (x: number) => x * x;
  const around = Float64Array.from(kept, (k) => squared(sum[tested.at[k]] - horizon * mean[tested.at[k]]));
  const gained = Float64Array.from(kept, (k, j) => around[j] - squared(sum[tested.at[k]] - tested.value[k]));
  const byDay = daySums(
    Int32Array.from(kept, (k) => tested.day[k]),
    [gained, around],
  ).sums;
  const total = (x: Float64Array) => x.reduce((a, v) => a + v, 0);
  const value = total(byDay[0]) / total(byDay[1]);
  const days = byDay[0].length;
  const influence = byDay[0].map((g, d) => ((g - value * byDay[1][d]) * days) / total(byDay[1]));
  const test = dieboldMariano(influence, {horizon: horizon + defaultLags(days), variance: "bartlett", level});
  const half = test === null ? null : (test.interval[1] - test.interval[0]) / 2;
  return {n: kept.length, value, interval: half === null ? null : ([value - half, value + half] as const)};
}

function attainable(
  {rows, sum}: ReturnType<typeof labelled>,
  panel: Table,
  expected: Float64Array,
  days: number,
): number {
  const row = {trader: int32(panel, "trader"), day: int32(panel, "day")};
  const foretold = actualOf(target, {...row, net: expected, scale: expected}, days - 1);
  const pick = (x: Float64Array) => Float64Array.from(rows, (r) => x[r]);
  return explainable(pick(sum), pick(foretold));
}

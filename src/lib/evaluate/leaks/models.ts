import {type FoldResult, fitFold} from "../fit-fold.ts";
import type {FoldItem} from "../fold-item.ts";
import {deviation, groupMeans, mean, present} from "./columns.ts";
import type {Leak, Stations} from "./types.ts";

const models = "audit.models.ridge";
const predictions = "audit.predictions.ridge";

const fitting =
  (fit: (item: FoldItem) => Promise<FoldResult>) =>
  (s: Stations): Stations => ({...s, fit});

/** Fits that look at the rows they are to be judged on. */
export const modelLeaks: readonly Leak[] = [
  {
    id: "training-with-the-test",
    name: "Trained up to the last day tested",
    kind: "L1.1",
    description: "The window trained on ends where the test ends.",
    inPractice: "An index that is off by one window; or a retraining that is dated too early.",
    caughtBy: {check: predictions, place: "value"},
    seed: fitting((item) => fitFold({...item, fold: {...item.fold, train: {start: 0, end: item.fold.test.end}}})),
  },
  {
    id: "scaled-with-the-test",
    name: "Scaled with the rows that are tested",
    kind: "L1.2",
    description: "Inside each fold, features are scaled by the mean and deviation of training and test rows together.",
    inPractice: "The scaler is inside the fold, and fitted on the wrong table.",
    caughtBy: {check: predictions, place: "value"},
    seed: fitting((item) =>
      fitFold({
        ...item,
        columns: item.columns.map((column) => {
          const [m, sd] = [mean(present(column)), deviation(present(column))];
          return column.map((v) => Math.tanh((v - m) / (sd > 0 ? sd : 1)));
        }),
      }),
    ),
  },
  {
    id: "early-stopping-on-the-test",
    name: "Early stopping on the test fold",
    kind: "L1.1",
    description: "Each trader's training stops at the round that does best on the rows that are tested.",
    inPractice: "eval_set=[(X_test, y_test)], as in the tutorial.",
    caughtBy: {check: models, place: "chosen.rounds"},
    seed: fitting((item) => chosenOnTest(item, "rounds", 20, (round) => 1 - Math.exp(-round / 5))),
  },
  {
    id: "tuning-on-the-test",
    name: "Tuning on the test fold",
    kind: "L1.1",
    description: "Each trader's shrinkage is the one that does best on the rows that are tested.",
    inPractice: "A grid search whose best score is then the reported one.",
    caughtBy: {check: models, place: "chosen.shrinkage"},
    seed: fitting((item) => chosenOnTest(item, "shrinkage", 20, (k) => (k - 10) / 5)),
  },
  {
    id: "ensemble-weights-on-the-test",
    name: "Ensemble weights chosen on the test",
    kind: "L1.1",
    description: "Two predictions are mixed by the weights that fit the rows that are tested.",
    inPractice: "A stacking regression on the out-of-fold predictions, reported on the same ones.",
    caughtBy: {check: predictions, place: "value"},
    seed: fitting(mixedOnTest),
  },
  {
    id: "calibrated-on-the-test",
    name: "Bias removed on the test",
    kind: "L1.1",
    description: "The mean error of the test window is subtracted from its predictions.",
    inPractice: "Recalibration on the most recent data: those that are judged.",
    caughtBy: {check: predictions, place: "value"},
    seed: fitting(async (item) => {
      const result = await fitFold(item);
      const actual = actualOf(item, result);
      const error = mean(present(result.value.map((v, k) => actual[k] - v)));
      return {...result, value: result.value.map((v) => v + error)};
    }),
  },
  {
    id: "target-scale-of-all-rows",
    name: "The target's scale from all rows",
    kind: "L1.2",
    description: "A trader's volatility, by which predictions are multiplied back, is taken from all of its rows.",
    inPractice: "Volatilities are computed once for each trader.",
    caughtBy: {check: predictions, place: "value"},
    seed: fitting((item) => {
      const size = groupMeans(item.trader, item.net.map(Math.abs));
      return fitFold({...item, scale: Float64Array.from(item.trader, (t) => size.get(t) ?? Number.NaN)});
    }),
  },
  {
    id: "outliers-of-the-test-dropped",
    name: "Predictions for wild days withdrawn",
    kind: "L3.3",
    description: "Rows whose P&L turned out extreme are predicted as missing and so never judged.",
    inPractice: "An outlier filter that runs on the evaluation table as well.",
    caughtBy: {check: predictions, place: "value"},
    seed: fitting(async (item) => {
      const result = await fitFold(item);
      const actual = actualOf(item, result);
      const limit = deviation(present(actual));
      return {...result, value: result.value.map((v, k) => (Math.abs(actual[k]) > limit ? Number.NaN : v))};
    }),
  },
];

/** What happened on the rows that a fold tests: what a fit must never see. */
function actualOf({fold, day, net}: FoldItem, {value}: FoldResult): Float64Array {
  const actual = net.filter((_, i) => day[i] >= fold.test.start && day[i] < fold.test.end);
  if (actual.length !== value.length) throw new RangeError("a fold's test rows are not those of its item");
  return actual;
}

/** For each trader a factor on its predictions, of a grid, by the squared error on the rows that are tested. */
async function chosenOnTest(
  item: FoldItem,
  setting: string,
  steps: number,
  factor: (step: number) => number,
): Promise<FoldResult> {
  const result = await fitFold(item);
  const actual = actualOf(item, result);
  const loss = (trader: number, step: number) =>
    mean(
      present(
        result.value.map((v, k) => (result.trader[k] === trader ? (actual[k] - factor(step) * v) ** 2 : Number.NaN)),
      ),
    );
  const best = new Map<number, number>();
  for (const trader of new Set(result.trader)) {
    best.set(trader, 0);
    for (let step = 1; step <= steps; step++)
      if (loss(trader, step) < loss(trader, best.get(trader)!)) best.set(trader, step);
  }
  const total = [...best.values()].reduce((sum, step) => sum + step, 0);
  return {
    ...result,
    value: result.value.map((v, k) => factor(best.get(result.trader[k])!) * v),
    model: {...result.model, chosen: {[setting]: total, ...result.model.chosen}},
  };
}

/** A mix of the prediction and of the trader's training mean, weighted by least squares on the rows that are tested. */
async function mixedOnTest(item: FoldItem): Promise<FoldResult> {
  const result = await fitFold(item);
  const actual = actualOf(item, result);
  const {fold, day} = item;
  const means = groupMeans(
    item.trader,
    item.net.map((v, i) => (day[i] < fold.train.end ? v : Number.NaN)),
  );
  const other = Float64Array.from(result.trader, (t) => means.get(t) ?? 0);
  const difference = result.value.map((v, k) => v - other[k]);
  const usable = (k: number) => Number.isFinite(difference[k]) && Number.isFinite(actual[k]);
  let [over, under] = [0, 0];
  difference.forEach((d, k) => {
    if (!usable(k)) return;
    over += d * (actual[k] - other[k]);
    under += d * d;
  });
  const weight = under > 0 ? over / under : 0;
  return {...result, value: other.map((v, k) => v + weight * difference[k])};
}

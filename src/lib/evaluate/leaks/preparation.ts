import {EigenvalueDecomposition, Matrix} from "ml-matrix";
import {fitHmm, forwardBackward, hmmFilter} from "../../features/index.ts";
import {float64, int32, type Table} from "../../numeric/index.ts";
import {deviation, featureNames, mapFeatures, mean, present, quantile, withColumn} from "./columns.ts";
import type {Leak, Stations} from "./types.ts";

const check = "audit.features";

const preparing =
  (change: (panel: Table) => Table) =>
  (s: Stations): Stations => ({...s, prepare: (panel, desk) => change(s.prepare(panel, desk))});

/** Fits on all rows, made before the split. */
export const preparationLeaks: readonly Leak[] = [
  {
    id: "whole-sample-scaler",
    name: "Scaled by all rows",
    kind: "L1.2",
    description: "Features are standardised by the mean and deviation of all rows, those tested included.",
    inPractice: "fit_transform on the table, then the split.",
    caughtBy: {check, place: "net_lag1"},
    seed: preparing((panel) =>
      mapFeatures(panel, (column) => {
        const [m, sd] = [mean(present(column)), deviation(present(column))];
        return column.map((v) => (v - m) / (sd > 0 ? sd : 1));
      }),
    ),
  },
  {
    id: "whole-sample-median",
    name: "Gaps filled with the median of all rows",
    kind: "L1.2",
    description: "A missing value becomes the median over all days.",
    inPractice: "An imputer fitted on the table, since missing values are in the way.",
    caughtBy: {check, place: "trades_lag1"},
    seed: preparing((panel) => {
      // the mean of the middle fifth: a median that is not the same round number for every future
      const known = present(float64(panel, "trades_lag1"));
      const [low, high] = [quantile(known, 0.4), quantile(known, 0.6)];
      const middle = mean(known.filter((v) => v >= low && v <= high));
      const filled = float64(panel, "trades_lag1").map((v) => (Number.isNaN(v) ? middle : v));
      return withColumn(panel, "trades_lag1", filled);
    }),
  },
  {
    id: "whole-sample-winsorising",
    name: "Limited at quantiles of all rows",
    kind: "L1.2",
    description: "Extreme values are pulled in to the 5th and 95th hundredth over all days.",
    inPractice: "Outliers are tamed once, before modelling.",
    caughtBy: {check, place: "net_lag1"},
    seed: preparing((panel) => {
      const known = present(float64(panel, "net_lag1"));
      const [low, high] = [quantile(known, 0.05), quantile(known, 0.95)];
      return withColumn(
        panel,
        "net_lag1",
        float64(panel, "net_lag1").map((v) => Math.max(low, Math.min(high, v))),
      );
    }),
  },
  {
    id: "whole-sample-pca",
    name: "Principal components of all rows",
    kind: "L1.2",
    description: "The directions that features are projected on are those of the whole table.",
    inPractice: "Dimension reduction as a first step, without the target: it feels innocent.",
    caughtBy: {check, place: "component"},
    seed: preparing((panel) => withColumn(panel, "component", firstComponent(panel))),
  },
  {
    id: "selection-before-the-split",
    name: "Features chosen before the split",
    kind: "L1.3",
    description:
      "The features kept are those that go with the target on all rows, and how well they do is their weight.",
    inPractice: "A correlation table, a look at it, a shorter list: and only then a cross-validation.",
    caughtBy: {check, place: "net_lag1"},
    seed: preparing((panel) => {
      const net = float64(panel, "net");
      return mapFeatures(panel, (column) => {
        const weight = correlation(column, net);
        return column.map((v) => (Math.abs(weight) < 0.0005 ? 0 : weight * v));
      });
    }),
  },
  {
    id: "smoothed-hmm",
    name: "Regime known with hindsight",
    kind: "L3.1",
    description: "The probability of a hidden Markov regime, smoothed: given all days, later ones included.",
    inPractice: "predict_proba of a fitted model returns smoothed probabilities; filtered ones have to be asked for.",
    caughtBy: {check, place: "regime"},
    seed: preparing((panel) => withColumn(panel, "regime", regime(panel, "smoothed"))),
  },
  {
    id: "whole-sample-hmm",
    name: "Regime model fitted on all days",
    kind: "L1.2",
    description: "Filtered as it should be, but the model's parameters are those of the whole history.",
    inPractice: "The regimes are fitted once, since they are no part of the model.",
    caughtBy: {check, place: "regime"},
    seed: preparing((panel) => withColumn(panel, "regime", regime(panel, "filtered"))),
  },
  {
    id: "detrended-over-all-days",
    name: "Trend removed over all days",
    kind: "L1.2",
    description: "A straight line through all days is subtracted from a feature.",
    inPractice: "The series is made stationary before anything else.",
    caughtBy: {check, place: "net_mean_5"},
    seed: preparing((panel) => {
      const [column, day] = [float64(panel, "net_mean_5"), Float64Array.from(int32(panel, "day"))];
      const known = day.map((d, r) => (Number.isNaN(column[r]) ? Number.NaN : d));
      const slope = (correlation(column, known) * deviation(present(column))) / deviation(present(known));
      return withColumn(
        panel,
        "net_mean_5",
        column.map((v, r) => v - slope * day[r]),
      );
    }),
  },
];

function correlation(x: Float64Array, y: Float64Array): number {
  const rows = Array.from(x.keys()).filter((r) => Number.isFinite(x[r]) && Number.isFinite(y[r]));
  const [a, b] = [Float64Array.from(rows, (r) => x[r]), Float64Array.from(rows, (r) => y[r])];
  const [ma, mb] = [mean(a), mean(b)];
  const scale = deviation(a) * deviation(b);
  return scale > 0 ? mean(a.map((v, k) => (v - ma) * (b[k] - mb))) / scale : 0;
}

function firstComponent(panel: Table): Float64Array {
  const columns = featureNames(panel).map((name) => {
    const column = float64(panel, name);
    const m = mean(present(column));
    return column.map((v) => (Number.isNaN(v) ? 0 : v - m));
  });
  const gram = new Matrix(columns.map((a) => columns.map((b) => a.reduce((sum, v, r) => sum + v * b[r], 0))));
  const {eigenvectorMatrix} = new EigenvalueDecomposition(gram, {assumeSymmetric: true});
  const loading = eigenvectorMatrix.getColumn(columns.length - 1); // eigenvalues ascend
  return panel.rows === 0
    ? new Float64Array(0)
    : columns[0].map((_, r) => columns.reduce((sum, column, j) => sum + loading[j] * column[r], 0));
}

function regime(panel: Table, how: "smoothed" | "filtered"): Float64Array {
  const [day, column] = [int32(panel, "day"), float64(panel, "market_return_lag1")];
  const byDay = new Map<number, number>();
  day.forEach((d, r) => {
    byDay.set(d, column[r]);
  });
  const days = [...byDay.keys()].sort((a, b) => a - b);
  const series = Float64Array.from(days, (d) => byDay.get(d)!);
  const fit = fitHmm(series, {states: 2, seed: 1, names: ["leaks", "regime"]});
  if (fit === null) return new Float64Array(day.length).fill(Number.NaN);
  const filter = hmmFilter(fit.model);
  const filtered = Array.from(series, (x) => {
    filter.push(x);
    return filter.filtered()[0];
  });
  const values = how === "filtered" ? filtered : forwardBackward(fit.model, series).smoothed.map((p) => p[0]);
  const at = new Map(days.map((d, k) => [d, values[k]]));
  return Float64Array.from(day, (d) => at.get(d)!);
}

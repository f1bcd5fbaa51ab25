import type {Design, Learner} from "../../models/index.ts";
import {type CrossFitSample, crossFit, fitOn, foldData} from "./cross-fit.ts";
import {type DoseFit, type DoseOptions, doseFromPredictions} from "./dose.ts";
import {doseDensity} from "./dose-density.ts";
import {labelsOf} from "./fit.ts";
import {checkColumns} from "./linear-score.ts";

export interface FitDoseOptions extends CrossFitSample, Omit<DoseOptions, "labels"> {
  readonly y: Float64Array;
  /** The dose. */
  readonly a: Float64Array;
  readonly learners: {
    /** Of y given x and the dose, which it sees as the last column, "dose". */
    readonly outcome: Learner;
    /** Of the dose given x. */
    readonly dose: Learner;
    /** Of the squared residual of the dose given x; absent: one variance for all rows. */
    readonly variance?: Learner;
  };
  /** Grid doses over which nuisances are averaged. Default 60. */
  readonly gridSize?: number;
}

/**
 * Effect curve of a continuous dose end to end: the outcome by its learner on x and the dose, the dose's conditional density by
 * location, scale and a kernel (see `doseDensity`).
 * @throws RangeError as `crossFit` and `doseFromPredictions`.
 */
export function fitDose(options: FitDoseOptions): DoseFit {
  const {y, a, x, folds, learners, gridSize = 60} = options;
  checkColumns({y, dose: a});
  if (!(Number.isInteger(gridSize) && gridSize >= 10)) throw new RangeError(`invalid gridSize; below 10: ${gridSize}`);
  const mean = crossFit(a, options, {name: "dose", learner: learners.dose});
  const squares = a.map((v, i) => (v - mean[i]) ** 2);
  const average = squares.reduce((sum, v) => sum + v, 0) / a.length;
  if (!(average > 0)) throw new RangeError("invalid dose; nothing of it varies once x is partialled out");
  const variance =
    learners.variance === undefined
      ? squares.map(() => average)
      : crossFit(squares, options, {name: "dose variance", learner: learners.variance});
  // a learner of squares may predict what no variance can be: a twentieth of the mean is the least
  const scale = variance.map((v) => Math.sqrt(Math.max(v, average / 20)));
  const grid = doseGrid(a, gridSize);
  const density = doseDensity(a, {mean, scale}, grid, folds);
  const sample = {...options, x: withColumn(x, "dose", a)};
  const outcome = new Float64Array(a.length);
  const outcomeAtGrid = Array.from(grid, () => new Float64Array(a.length));
  folds.forEach(({test}, k) => {
    const fold = foldData(y, sample, {name: "outcome", learner: learners.outcome}, k);
    const model = fitOn(fold, learners.outcome);
    const rows = fold.test;
    const into = (column: Float64Array, target: Float64Array) => {
      const prediction = model.predict({...rows, columns: [...rows.columns.slice(0, -1), column]});
      test.forEach((i, row) => {
        target[i] = prediction[row];
      });
    };
    into(rows.columns[rows.columns.length - 1], outcome);
    grid.forEach((dose, g) => {
      into(new Float64Array(test.length).fill(dose), outcomeAtGrid[g]);
    });
  });
  return doseFromPredictions(
    y,
    a,
    {grid, outcome, outcomeAtGrid, density: density.observed, densityAtGrid: density.atGrid},
    {...options, labels: labelsOf(options)},
  );
}

/** A design with one more column, last. @throws RangeError where the name is taken. */
function withColumn(x: Design, name: string, column: Float64Array): Design {
  if (x.names.includes(name)) throw new RangeError(`invalid design; it has a column "${name}" already: rename it`);
  return {...x, names: [...x.names, name], columns: [...x.columns, column]};
}

/** Equally spaced between the 1 % and the 99 % quantile, and the smallest and the largest dose. */
function doseGrid(a: Float64Array, size: number): Float64Array {
  const sorted = a.slice().sort();
  const at = (p: number) => sorted[Math.floor(p * (sorted.length - 1))];
  const inner = Array.from({length: size - 2}, (_, k) => at(0.01) + ((at(0.99) - at(0.01)) * k) / (size - 3));
  return Float64Array.from(new Set([at(0), ...inner, at(1)])).sort();
}

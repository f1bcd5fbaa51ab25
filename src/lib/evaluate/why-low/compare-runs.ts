import {type DayEstimate, dayRatio} from "./day-ratio.ts";

export interface ComparedRun {
  readonly label: string;
  /** R² out of sample against the past mean. */
  readonly r2: DayEstimate;
  /** R² of the reference − R² of this run. */
  readonly lost: DayEstimate;
}

/**
 * R² of several runs of one learner beside that of a reference run, on the rows that all of them predict: what does leaving
 * out a family of features cost? Days are the observations.
 * @param rows day, target and past mean of the target, all finite.
 * @param reference prediction a row; NaN where there is none, as in `runs`.
 * @throws RangeError if no row has all predictions.
 */
export function compareRuns(
  rows: {readonly day: Int32Array; readonly target: Float64Array; readonly pastMean: Float64Array},
  reference: Float64Array,
  runs: readonly {readonly label: string; readonly value: Float64Array}[],
  {level = 0.95}: {level?: number} = {},
): {rows: number; days: number; reference: DayEstimate; runs: ComparedRun[]} {
  const all = [reference, ...runs.map(({value}) => value)];
  const kept = Int32Array.from(rows.day.keys()).filter((i) => all.every((value) => Number.isFinite(value[i])));
  if (kept.length === 0) throw new RangeError(`there is no row that the reference and all ${runs.length} runs predict`);
  const day = kept.map((i) => rows.day[i]);
  const loss = (f: Float64Array) => Float64Array.from(kept, (i) => (rows.target[i] - f[i]) * (rows.target[i] - f[i]));
  const mean = loss(rows.pastMean);
  const own = loss(reference);
  const saved = (a: Float64Array, b: Float64Array) =>
    dayRatio(
      day,
      a.map((x, i) => x - b[i]),
      mean,
      {level},
    );
  return {
    rows: kept.length,
    days: new Set(day).size,
    reference: saved(mean, own),
    runs: runs.map(({label, value}) => {
      const theirs = loss(value);
      return {label, r2: saved(mean, theirs), lost: saved(theirs, own)};
    }),
  };
}

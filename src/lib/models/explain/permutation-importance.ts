import {type Random, shuffled, tQuantile} from "../../numeric/index.ts";
import {pick} from "../design.ts";
import type {Design} from "../learner.ts";
import {runsOfDays} from "./runs-of-days.ts";

export interface PermutationOptions {
  /** Of a model that was fitted on other rows: on its own training rows every feature looks important. */
  readonly predict: (x: Design) => Float64Array;
  readonly x: Design;
  readonly y: Float64Array;
  /** Day index of each row. */
  readonly days: Int32Array;
  readonly random: Random;
  /** Default: squared error. */
  readonly loss?: (prediction: number, y: number) => number;
  /**
   * Values are shuffled among the rows of this many consecutive days, so that a feature keeps its slow level. Default 20. With 1, within
   * each day: then a feature that is the same for all rows of a day does not move.
   */
  readonly blockDays?: number;
  /** Shuffles. Default 20. */
  readonly repeats?: number;
  /** Of the intervals. Default 0.95. */
  readonly level?: number;
}

export interface PermutationImportance {
  readonly name: string;
  /** By how much the mean loss rises when the feature's values are shuffled: mean over shuffles. */
  readonly rise: number;
  /** Over blocks of days, the shuffles being given; NaN with fewer than two blocks. */
  readonly standardError: number;
  readonly interval: readonly [low: number, high: number];
  /** Standard error of `rise` that is due to having drawn no more shuffles; part of `standardError`. */
  readonly drawError: number;
  /** Share of rows whose value a shuffle changes. Near 0: the feature hardly varies within a block, and `rise` says nothing. */
  readonly moved: number;
}

export interface PermutationResult {
  /** Mean loss as it is. */
  readonly loss: number;
  readonly rows: number;
  readonly blocks: number;
  readonly level: number;
  /** In the order of the design. */
  readonly features: readonly PermutationImportance[];
}

/**
 * Permutation importance (Breiman 2001; Fisher, Rudin and Dominici 2019, "model reliance") with intervals: the rise of a fitted
 * model's mean loss when one feature is shuffled among the rows of a block of consecutive days. All features meet the same
 * shuffles, so leaving one out does not change the others.
 *
 * The day is the unit of dependence: the standard error treats blocks of days as independent draws of (sum of the rise, rows)
 * and is that of a ratio of means; intervals use Student's t with blocks − 1 degrees of freedom. Features that stand in for
 * each other share their importance, and shuffling one makes rows that could not be: read it beside `accumulatedLocalEffects`.
 * @throws RangeError for lengths that differ, no rows, or a setting out of range.
 */
export function permutationImportance(options: PermutationOptions): PermutationResult {
  const {predict, x, y, days, random, loss = squared, blockDays = 20, repeats = 20, level = 0.95} = options;
  if (x.rows === 0) throw new RangeError("invalid design; it has no rows");
  for (const [what, {length}] of Object.entries({y, days}))
    if (length !== x.rows) throw new RangeError(`invalid ${what}; the design has ${x.rows} rows, not ${length}`);
  if (!(Number.isInteger(repeats) && repeats >= 1)) throw new RangeError(`invalid repeats; not 1 or more: ${repeats}`);
  if (!(level > 0 && level < 1)) throw new RangeError(`invalid level; not in (0, 1): ${level}`);
  const blocks = runsOfDays(days, blockDays);
  const losses = (design: Design) => predict(design).map((prediction, i) => loss(prediction, y[i]));
  const before = losses(x);
  const sums = x.names.map(() => new Float64Array(blocks.length));
  const draws = x.names.map(() => new Float64Array(repeats));
  const moved = new Float64Array(x.names.length);
  for (let r = 0; r < repeats; r++) {
    const source = new Int32Array(x.rows);
    for (const block of blocks) {
      const order = shuffled(block, random);
      for (let k = 0; k < block.length; k++) source[block[k]] = order[k];
    }
    x.columns.forEach((column, j) => {
      const mixed = pick(column, source);
      for (let i = 0; i < x.rows; i++) if (!Object.is(mixed[i], column[i])) moved[j]++;
      const after = losses({...x, columns: x.columns.map((own, k) => (k === j ? mixed : own))});
      blocks.forEach((block, b) => {
        let rise = 0;
        for (const i of block) rise += after[i] - before[i];
        sums[j][b] += rise / repeats;
        draws[j][r] += rise / x.rows;
      });
    });
  }
  const reach = blocks.length < 2 ? Number.NaN : tQuantile(0.5 + level / 2, blocks.length - 1);
  return {
    loss: total(before) / x.rows,
    rows: x.rows,
    blocks: blocks.length,
    level,
    features: x.names.map((name, j) => {
      const rise = total(sums[j]) / x.rows;
      const standardError = ratioError(sums[j], blocks, rise, x.rows);
      return {
        name,
        rise,
        standardError,
        interval: [rise - reach * standardError, rise + reach * standardError],
        drawError: meanError(draws[j]),
        moved: moved[j] / (repeats * x.rows),
      };
    }),
  };
}

const squared = (prediction: number, y: number) => (prediction - y) ** 2;

function total(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/** Standard error of Σ sums / Σ rows over blocks (the linearised ratio; Cochran 1977, 6.4). */
function ratioError(sums: Float64Array, blocks: readonly Int32Array[], ratio: number, rows: number): number {
  const n = blocks.length;
  let squares = 0;
  for (let b = 0; b < n; b++) squares += (sums[b] - ratio * blocks[b].length) ** 2;
  return n < 2 ? Number.NaN : Math.sqrt((n / (n - 1)) * squares) / rows;
}

/** Standard error of a mean; NaN for fewer than two. */
function meanError(values: Float64Array): number {
  const n = values.length;
  const mean = total(values) / n;
  const squares = total(values.map((v) => (v - mean) ** 2));
  return n < 2 ? Number.NaN : Math.sqrt(squares / (n - 1) / n);
}

import {impute, medianPresent, pick} from "../design.ts";
import {innerBlockOfRow} from "../inner-split.ts";
import type {Design, FitOptions} from "../learner.ts";
import {type Encoding, encodingOf, layoutOf} from "./encoding.ts";
import {type Gram, gramBlocks, mergeGrams, packed} from "./gram.ts";
import {type MissingPatterns, missingPatterns} from "./missing-patterns.ts";
import {type StandardGram, standardGram} from "./ridge-gram.ts";

/** Relative size of what rounding leaves. */
const rounding = 1e-12;

/** Everything that least squares needs of a training window and of its inner, time-ordered folds. */
export interface WindowGrams {
  readonly terms: number;
  /** Terms of the encoding, then the target. */
  readonly whole: Gram;
  readonly standard: StandardGram;
  readonly encoding: Encoding;
  /** Each with statistics of the days before a block and of the block itself; those that have weight to learn from. */
  readonly folds: readonly {readonly train: Gram; readonly test: Gram}[];
}

/** The same of several targets, which come after the terms in all grams; and what they were made of. */
export interface TargetGrams extends WindowGrams {
  readonly x: Design;
  readonly days: Int32Array;
  readonly weights: Float64Array | undefined;
  readonly blocks: number;
  readonly targets: readonly Float64Array[];
}

/**
 * Statistics of a window and its inner folds for one target: out of those of all targets that are fitted together on it, which the
 * first of these fits makes.
 * @param w the weights, 1 where `options` gives none. @param blocks of days to choose on; 0: nothing is chosen.
 */
export function windowGrams(
  x: Design,
  y: Float64Array,
  w: Float64Array,
  {days, weights, together}: Pick<FitOptions, "days" | "weights" | "together">,
  blocks: number,
): WindowGrams {
  if (together === undefined || !together.targets.includes(y)) return gramsOf(x, [y], w, days, blocks);
  const {targets, grams: left} = together;
  const fits = left?.x === x && left.days === days && left.weights === weights && left.blocks === blocks;
  const all = fits ? left : {...gramsOf(x, targets, w, days, blocks), x, days, weights, blocks, targets};
  together.grams = all;
  return ofTarget(all, targets.indexOf(y));
}

function ofTarget({terms, whole, standard, encoding, folds}: TargetGrams, k: number): WindowGrams {
  const only = ({rows, weight, mean, cross}: Gram): Gram => {
    const [own, first] = [terms + k, packed(terms, 0)];
    const one = {rows, weight, mean: mean.slice(0, terms + 1), cross: cross.slice(0, first + terms + 1)};
    one.mean[terms] = mean[own];
    one.cross.set(cross.subarray(packed(own, 0), packed(own, terms)), first);
    one.cross[first + terms] = cross[packed(own, own)];
    return one;
  };
  const own = folds.map(({train, test}) => ({train: only(train), test: only(test)}));
  return {terms, whole: only(whole), standard, encoding, folds: own};
}

/**
 * One pass over the rows for the whole window and all of its inner folds: a fold's statistics are sums over blocks of
 * days.
 *
 * What a missing value becomes is fitted by fold too, on the fold's training rows. A column filled with c is the column
 * filled with the window's median m, plus (c − m) times the indicator of its missing values: with those indicators (one a
 * pattern of missing values) among the columns, the statistics for any c are a linear map of the ones for m.
 */
function gramsOf(
  x: Design,
  targets: readonly Float64Array[],
  w: Float64Array,
  days: Int32Array,
  blocks: number,
): WindowGrams {
  const blockOfRow = innerBlockOfRow(days, blocks) ?? new Int32Array(x.rows);
  const layout = layoutOf(x, w);
  const numbers = layout.numbers.map((feature) => x.columns[feature]);
  const medians = numbers.map(medianPresent);
  const patterns = missingPatterns([
    ...numbers,
    ...layout.groups.map(({codes}) => Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : 0))),
  ]);
  const dense = [...numbers.map((column, j) => impute(column, medians[j])), ...patterns.masks];
  const weights = w.every((v) => v === 1) ? null : w;
  const grams = gramBlocks(dense, weights, targets, blockOfRow, {groups: layout.groups});
  const sizes = layout.groups.map(({count}) => count);
  const map = fillMap(numbers.length, patterns, sizes, targets.length);
  const allRows = blockOfRow.map((_, i) => i);
  const mediansBefore = (block: number) => {
    const rows = allRows.filter((i) => blockOfRow[i] <= block);
    return numbers.map((column, j) => (patterns.of[j] < 0 ? medians[j] : medianPresent(pick(column, rows))));
  };
  const all = mergeGrams(grams);
  const wholeMap = map(all, medians, medians);
  const whole = wholeMap.apply(all);
  const terms = numbers.length + sizes.reduce((a, b) => a + b, 0);
  const standard = standardGram(whole, terms);
  return {
    terms,
    whole,
    standard,
    encoding: encodingOf(x.names, layout, wholeMap.fills, standard.means, standard.sds),
    folds: grams.slice(1).flatMap((gram, k) => {
      const train = mergeGrams(grams.slice(0, k + 1));
      if (!(train.weight > 0)) return [];
      const {apply} = map(train, medians, patterns.masks.length > 0 ? mediansBefore(k) : medians);
      return [{train: apply(train), test: apply(gram)}];
    }),
  };
}

/**
 * Statistics of columns as they were filled → as fills fitted on `train` would have them, without the indicators of
 * missing values. Numbers were filled with `from` and shall be with `to`; a missing level was filled with 0 in all its
 * indicators and shall be with the levels' shares among the training rows that have one.
 */
function fillMap(numbers: number, {masks, of}: MissingPatterns, sizes: readonly number[], targets: number) {
  const indicators = sizes.reduce((a, b) => a + b, 0);
  const first = numbers + masks.length;
  // Of each term and the targets at the end: its column in the gram, and the column of its missing values' indicator or −1.
  const column: number[] = [];
  const mask: number[] = [];
  for (let j = 0; j < numbers; j++) {
    column.push(j);
    mask.push(of[j] < 0 ? -1 : numbers + of[j]);
  }
  sizes.forEach((size, g) => {
    for (let level = 0; level < size; level++) {
      column.push(first + column.length - numbers);
      mask.push(of[numbers + g] < 0 ? -1 : numbers + of[numbers + g]);
    }
  });
  for (let k = 0; k < targets; k++) {
    column.push(first + indicators + k);
    mask.push(-1);
  }
  return (train: Gram, from: readonly number[], to: readonly number[]) => {
    const fills = Float64Array.from({length: numbers + indicators}, (_, t) => {
      if (t < numbers) return to[t];
      const present = mask[t] < 0 ? 1 : 1 - train.mean[mask[t]];
      return present > rounding ? train.mean[column[t]] / present : 0;
    });
    const move = Float64Array.from(column, (_, t) => (mask[t] < 0 ? 0 : t < numbers ? to[t] - from[t] : fills[t]));
    const apply = (gram: Gram): Gram => {
      const at = (a: number, b: number) => gram.cross[packed(a, b)];
      const cross = new Float64Array((column.length * (column.length + 1)) / 2);
      for (let s = 0, e = 0; s < column.length; s++)
        for (let t = 0; t <= s; t++, e++) {
          let sum = at(column[s], column[t]);
          if (move[s] !== 0) sum += move[s] * at(mask[s], column[t]);
          if (move[t] !== 0) sum += move[t] * at(column[s], mask[t]);
          if (move[s] !== 0 && move[t] !== 0) sum += move[s] * move[t] * at(mask[s], mask[t]);
          cross[e] = s === t && move[s] !== 0 && sum <= noiseOf(gram, s) ? 0 : sum;
        }
      const mean = Float64Array.from(
        column,
        (c, t) => gram.mean[c] + (move[t] !== 0 ? move[t] * gram.mean[mask[t]] : 0),
      );
      return {rows: gram.rows, weight: gram.weight, mean, cross};
    };
    // A column that the new fill makes constant is left with the rounding of what cancelled.
    const noiseOf = ({cross, mean, weight}: Gram, t: number) => {
      const own = cross[packed(column[t], column[t])];
      const filled = move[t] * move[t] * cross[packed(mask[t], mask[t])];
      const level = rounding * (Math.abs(mean[column[t]]) + Math.abs(move[t] * mean[mask[t]]));
      return 0.1 * rounding * (own + filled) + weight * level * level;
    };
    return {fills, apply};
  };
}

import {checkKind, levelsOf, matchLevels, seenLevels} from "../categories.ts";
import {impute, medianPresent} from "../design.ts";
import type {Design} from "../learner.ts";
import type {Indicators} from "./gram.ts";

/**
 * How a linear learner sees a design, fitted on its training rows. A number is one term; a categorical feature is one
 * indicator for each level that was seen with weight. All terms are standardised: z = (value − mean) / sd.
 *
 * A missing number is given the training median. A missing level, or one never seen, is given the training shares of all
 * levels, so that its terms are 0: such a row is predicted as the average row is.
 */
export interface Encoding {
  readonly names: readonly string[];
  /** Of the categorical features: levels seen with weight, ascending by code point. */
  readonly levels: Readonly<Record<string, readonly string[]>>;
  /** Numbers in the order of the names, then indicators, by feature and level. */
  readonly terms: readonly Term[];
}

export interface Term {
  /** Index into the names. */
  readonly feature: number;
  /** Index into the feature's levels; −1 for a number. */
  readonly level: number;
  /** What a missing value becomes. */
  readonly fill: number;
  readonly mean: number;
  /** 0: constant in training, and so without a weight. */
  readonly sd: number;
}

/** Which columns are numbers, and the codes of those that are not. */
export interface Layout {
  readonly numbers: readonly number[];
  readonly groups: readonly (Indicators & {readonly feature: number; readonly levels: readonly string[]})[];
}

export function layoutOf(x: Design, w: Float64Array): Layout {
  const numbers: number[] = [];
  const groups: Layout["groups"][number][] = [];
  x.names.forEach((name, feature) => {
    const own = levelsOf(x.levels, name);
    if (own === undefined) {
      numbers.push(feature);
      return;
    }
    const levels = seenLevels(x.columns[feature], own, w);
    groups.push({feature, levels, codes: matchLevels(x.columns[feature], own, levels), count: levels.length});
  });
  return {numbers, groups};
}

/**
 * Puts an encoding together; `fills`, `means` and `sds` have one value a term.
 * @throws RangeError naming a feature whose mean or standard deviation is not finite.
 */
export function encodingOf(
  names: readonly string[],
  {numbers, groups}: Layout,
  fills: ArrayLike<number>,
  means: ArrayLike<number>,
  sds: ArrayLike<number>,
): Encoding {
  const places = [
    ...numbers.map((feature) => ({feature, level: -1})),
    ...groups.flatMap(({feature, levels}) => levels.map((_, level) => ({feature, level}))),
  ];
  const overflowing = places.findIndex((_, t) => !Number.isFinite(means[t] + sds[t]));
  if (overflowing >= 0)
    throw new RangeError(
      `invalid design; squares of "${names[places[overflowing].feature]}" overflow: state it in larger units`,
    );
  return {
    names: [...names],
    levels: Object.fromEntries(groups.map(({feature, levels}) => [names[feature], levels])),
    terms: places.map((place, t) => ({...place, fill: fills[t] + 0, mean: means[t] + 0, sd: sds[t]})),
  };
}

/** Medians, shares, weighted means and standard deviations of the rows. */
export function fitEncoding(x: Design, w: Float64Array, layout: Layout = layoutOf(x, w)): Encoding {
  const fills: number[] = [];
  const means: number[] = [];
  const sds: number[] = [];
  let total = 0;
  for (let i = 0; i < w.length; i++) total += w[i];
  for (const feature of layout.numbers) {
    const median = medianPresent(x.columns[feature]);
    const [mean, sd] = momentsOf(impute(x.columns[feature], median), w, total);
    fills.push(median);
    means.push(mean);
    sds.push(sd);
  }
  for (const {codes, count} of layout.groups) {
    const weight = new Float64Array(count);
    let present = 0;
    for (let i = 0; i < codes.length; i++)
      if (codes[i] >= 0) {
        weight[codes[i]] += w[i];
        present += w[i];
      }
    for (const own of weight) {
      const share = own / present;
      fills.push(share);
      means.push(share);
      sds.push(own < present ? Math.sqrt((present / total) * share * (1 - share)) : 0);
    }
  }
  return encodingOf(x.names, layout, fills, means, sds);
}

/** Weighted mean and standard deviation; the latter 0 where all that is left is rounding. */
function momentsOf(column: Float64Array, w: Float64Array, total: number): [number, number] {
  let sum = 0;
  for (let i = 0; i < column.length; i++) sum += w[i] * column[i];
  const mean = sum / total;
  let squares = 0;
  let largest = 0;
  for (let i = 0; i < column.length; i++) {
    squares += w[i] * (column[i] - mean) ** 2;
    if (w[i] > 0) largest = Math.max(largest, Math.abs(column[i]));
  }
  const sd = Math.sqrt(squares / total);
  return [mean, sd <= 1e-12 * largest ? 0 : sd];
}

/** @throws RangeError where the design takes a feature for categorical and the encoding does not, or the other way round. */
export function checkKinds(x: Design, {names, levels}: Encoding): void {
  for (const name of names) checkKind(name, levelsOf(x.levels, name), levelsOf(levels, name));
}

/** What a reader calls a term: its column, and the level of a categorical one ("trader=T001"). */
export function termName({names, levels}: Encoding, {feature, level}: Term): string {
  return level < 0 ? names[feature] : `${names[feature]}=${levels[names[feature]][level]}`;
}

/** The design's columns as the encoding's terms, in their own units, missing values filled: one column a term. */
export function filledColumns(x: Design, {names, levels, terms}: Encoding): Float64Array[] {
  return terms.map(({feature, level, fill}) => {
    if (level < 0) return impute(x.columns[feature], fill);
    const own = levelsOf(x.levels, names[feature])!;
    const codes = matchLevels(x.columns[feature], own, levels[names[feature]]);
    return Float64Array.from(codes, (code) => (code < 0 ? fill : code === level ? 1 : 0));
  });
}

import {levelsOf, matchLevels} from "../categories.ts";
import type {Design} from "../learner.ts";
import {addColumns, dotColumns, standardised} from "./columns.ts";
import {addCrossProducts, chunkRows, paddedColumns} from "./cross-kernel.ts";
import type {Encoding} from "./encoding.ts";
import {packed} from "./gram.ts";

/**
 * Standardised terms of a design, those that vary, as what is fitted in rounds multiplies with them: numbers as columns,
 * the indicators of a categorical feature as codes, so that a feature of 200 levels costs one column and not 200.
 *
 * With f the level's mean and s its standard deviation, the term of a level is (1 − f) / s on its rows, −f / s on those of
 * other levels and 0 where the level is missing.
 */
export interface ModelMatrix {
  readonly rows: number;
  /** Numbers first, then indicators. */
  readonly terms: number;
  readonly columns: readonly Float64Array[];
  readonly groups: readonly {
    readonly first: number;
    /** Index among the group's terms; −1: missing. */
    readonly codes: Int32Array;
    readonly means: Float64Array;
    readonly sds: Float64Array;
  }[];
  /** For each term its index among the encoding's. */
  readonly of: Int32Array;
}

/** Weights of the terms and the margin of the average row. */
export interface TermFit {
  readonly beta: Float64Array;
  readonly intercept: number;
}

/** @param x the design that the encoding was fitted on, or another of the same features. */
export function modelMatrix(x: Design, {names, levels, terms}: Encoding): ModelMatrix {
  const columns: Float64Array[] = [];
  const of: number[] = [];
  const byFeature = new Map<number, number[]>();
  terms.forEach(({feature, level, fill, mean, sd}, t) => {
    if (!(sd > 0)) return;
    if (level >= 0) {
      byFeature.set(feature, [...(byFeature.get(feature) ?? []), t]);
      return;
    }
    of.push(t);
    columns.push(standardised(x.columns[feature], fill, mean, sd));
  });
  const groups = [...byFeature].map(([feature, own]) => {
    const first = of.length;
    of.push(...own);
    const name = names[feature];
    return {
      first,
      // The terms of a feature vary all or none (where it has one level only): a level's index is its term's.
      codes: matchLevels(x.columns[feature], levelsOf(x.levels, name)!, levels[name]),
      means: Float64Array.from(own, (t) => terms[t].mean),
      sds: Float64Array.from(own, (t) => terms[t].sd),
    };
  });
  return {rows: x.rows, terms: of.length, columns, groups, of: Int32Array.from(of)};
}

/** α + Z β, one value a row. */
export function multiply({rows, columns, groups}: ModelMatrix, beta: Float64Array, intercept: number): Float64Array {
  const out = new Float64Array(rows).fill(intercept);
  addColumns(columns, beta, out);
  for (const {first, codes, means, sds} of groups) {
    let average = 0;
    const table = new Float64Array(means.length);
    for (let k = 0; k < means.length; k++) {
      table[k] = beta[first + k] / sds[k];
      average += means[k] * table[k];
    }
    for (let i = 0; i < rows; i++) if (codes[i] >= 0) out[i] += table[codes[i]] - average;
  }
  return out;
}

/** Z'v, one value a term. */
export function transposeMultiply({rows, terms, columns, groups}: ModelMatrix, v: Float64Array): Float64Array {
  const out = new Float64Array(terms);
  dotColumns(columns, v, out);
  for (const {first, codes, means, sds} of groups) {
    const sums = new Float64Array(means.length);
    for (let i = 0; i < rows; i++) if (codes[i] >= 0) sums[codes[i]] += v[i];
    centre(sums, means, sds, out.subarray(first));
  }
  return out;
}

/** Sums of something by level → sums of the standardised terms times it. */
function centre(sums: Float64Array, means: Float64Array, sds: Float64Array, into: Float64Array): void {
  const all = sums.reduce((a, b) => a + b, 0);
  for (let k = 0; k < means.length; k++) into[k] = (sums[k] - means[k] * all) / sds[k];
}

/**
 * [Z 1]'diag(v) [Z 1], lower triangle (see `packed`): terms, then the intercept. Rows of weight 0 cost nothing.
 * @param v non-negative, one a row. @param extra further columns, which come after the intercept.
 */
export function weightedGram(
  {rows, terms, columns, groups}: ModelMatrix,
  v: Float64Array,
  extra: readonly Float64Array[] = [],
): Float64Array {
  const live = new Int32Array(rows);
  let count = 0;
  for (let i = 0; i < rows; i++) if (v[i] > 0) live[count++] = i;
  const dense = [...columns, new Float64Array(rows).fill(1), ...extra];
  const place = (d: number) => (d < columns.length ? d : d - columns.length + terms);
  const padded = paddedColumns(dense.length);
  const chunk = new Float64Array(padded * chunkRows);
  const products = new Float64Array(padded * padded);
  const sums = groups.map(({means}) => dense.map(() => new Float64Array(means.length)));
  const roots = new Float64Array(chunkRows);
  for (let from = 0; from < count; from += chunkRows) {
    const size = Math.min(chunkRows, count - from);
    for (let r = 0; r < size; r++) roots[r] = Math.sqrt(v[live[from + r]]);
    for (let d = 0; d < dense.length; d++) {
      const [column, at] = [dense[d], d * chunkRows];
      for (let r = 0; r < size; r++) chunk[at + r] = roots[r] * column[live[from + r]];
    }
    addCrossProducts(chunk, padded, size, products);
    groups.forEach(({codes}, g) => {
      for (let d = 0; d < dense.length; d++)
        for (let r = 0; r < size; r++) {
          const code = codes[live[from + r]];
          if (code >= 0) sums[g][d][code] += roots[r] * chunk[d * chunkRows + r];
        }
    });
  }
  const gram = new Float64Array(
    ((terms + dense.length - columns.length) * (terms + dense.length - columns.length + 1)) / 2,
  );
  for (let d = 0; d < dense.length; d++)
    for (let e = 0; e <= d; e++) gram[packed(place(d), place(e))] = products[d * padded + e];
  groups.forEach(({first, means, sds}, g) => {
    const row = new Float64Array(means.length);
    for (let d = 0; d < dense.length; d++) {
      centre(sums[g][d], means, sds, row);
      for (let k = 0; k < row.length; k++) gram[packed(first + k, place(d))] = row[k];
    }
    groups.slice(0, g + 1).forEach((other) => {
      addPair(groups[g], other, v, live.subarray(0, count), gram);
    });
  });
  return gram;
}

type Group = ModelMatrix["groups"][number];

/** Cross products of the terms of two categorical features: centred on both sides from the weights of pairs of levels. */
function addPair(a: Group, b: Group, v: Float64Array, live: Int32Array, gram: Float64Array): void {
  const [na, nb] = [a.means.length, b.means.length];
  const pairs = Array.from({length: na}, () => new Float64Array(nb));
  for (const i of live) if (a.codes[i] >= 0 && b.codes[i] >= 0) pairs[a.codes[i]][b.codes[i]] += v[i];
  const half = pairs.map((sums) => {
    const row = new Float64Array(nb);
    centre(sums, b.means, b.sds, row);
    return row;
  });
  const column = new Float64Array(na);
  for (let l = 0; l < nb; l++) {
    centre(
      Float64Array.from(half, (row) => row[l]),
      a.means,
      a.sds,
      column,
    );
    for (let k = 0; k < na; k++) gram[packed(a.first + k, b.first + l)] = column[k];
  }
}

/** The terms of one row. */
export function termsOfRow({terms, columns, groups}: ModelMatrix, row: number): Float64Array {
  const z = new Float64Array(terms);
  columns.forEach((column, j) => {
    z[j] = column[row];
  });
  for (const {first, codes, means, sds} of groups)
    if (codes[row] >= 0)
      for (let k = 0; k < means.length; k++) z[first + k] = ((codes[row] === k ? 1 : 0) - means[k]) / sds[k];
  return z;
}

import {dot, type Random} from "../numeric/index.ts";
import type {Columns} from "./select.ts";

export interface StabilitySelectionOptions {
  readonly days: Int32Array;
  readonly random: Random;
  /** Half-samples drawn. */
  readonly draws: number;
  /** Features that the lasso takes from each: at most as many as there are. */
  readonly features: number;
}

/** Blocks of consecutive days that are drawn as one, since days next to each other say the same. */
const BLOCKS = 40;

/**
 * Stability selection (Meinshausen and Bühlmann 2010): the share of random halves of the window (of blocks of consecutive
 * days) in which a lasso lets each feature in among its first `features`. With a share of at least π to be kept, the expected
 * number of false ones is at most features² / ((2π − 1) p) (their theorem 1).
 *
 * Features are standardised on the window, missing values at the mean. Cross products are taken once a block, so that a
 * draw costs no pass over the rows.
 * @returns one share a feature.
 */
export function stabilitySelection(design: Columns, y: Float64Array, options: StabilitySelectionOptions): Float64Array {
  const {days, random, draws, features} = options;
  const p = design.names.length;
  const z = [...design.columns.map(standardised), standardised(y)];
  const blocks = blockRows(days);
  const products = blocks.map((rows) => {
    const columns = z.map((column) => Float64Array.from(rows, (i) => column[i]));
    return columns.map((a, j) => Float64Array.from(columns.slice(0, j + 1), (b) => dot(a, b)));
  });
  const counts = new Float64Array(p);
  for (let draw = 0; draw < draws; draw++) {
    const chosen = half(blocks.length, random);
    const gram = z.map((_, j) => new Float64Array(p + 1).map((__, k) => (k > j ? 0 : sumOf(products, chosen, j, k))));
    for (let j = 0; j <= p; j++) for (let k = 0; k < j; k++) gram[k][j] = gram[j][k];
    for (const j of firstOnPath(gram, p, Math.min(features, p))) counts[j]++;
  }
  return counts.map((c) => c / draws);
}

function sumOf(
  products: readonly (readonly Float64Array[])[],
  chosen: readonly number[],
  j: number,
  k: number,
): number {
  let sum = 0;
  for (const b of chosen) sum += products[b][j][k];
  return sum;
}

/**
 * The features that a lasso has let in by the penalty at which there are first `most` or more of them (by coordinate
 * descent down a grid of penalties, Friedman et al. 2010). Row p of the Gram matrix is the target's. Where a step of the grid
 * lets in too many, those with the largest coefficients count.
 */
function firstOnPath(gram: readonly Float64Array[], p: number, most: number): number[] {
  const beta = new Float64Array(p);
  let penalty = 0;
  for (let j = 0; j < p; j++) penalty = Math.max(penalty, Math.abs(gram[p][j]));
  let active: number[] = [];
  for (let step = 0; step < 60 && active.length < most && penalty > 0; step++) {
    penalty *= 0.9;
    for (let sweep = 0; sweep < 50; sweep++) {
      let moved = 0;
      for (let j = 0; j < p; j++) {
        if (!(gram[j][j] > 0)) continue;
        let residual = gram[p][j] + gram[j][j] * beta[j];
        for (let k = 0; k < p; k++) residual -= gram[j][k] * beta[k];
        const next = Math.sign(residual) * (Math.max(0, Math.abs(residual) - penalty) / gram[j][j]);
        moved = Math.max(moved, Math.abs(next - beta[j]));
        beta[j] = next;
      }
      if (moved < 1e-6) break;
    }
    active = Array.from(beta.keys()).filter((j) => beta[j] !== 0);
  }
  return active.sort((a, b) => Math.abs(beta[b]) - Math.abs(beta[a]) || a - b).slice(0, most);
}

/** Rows of each block of consecutive days. */
function blockRows(days: Int32Array): number[][] {
  const distinct = Int32Array.from(new Set(days)).sort();
  const count = Math.min(BLOCKS, distinct.length);
  const at = new Map(Array.from(distinct, (d, k) => [d, Math.floor((k * count) / distinct.length)]));
  const rows: number[][] = Array.from({length: count}, () => []);
  for (let i = 0; i < days.length; i++) rows[at.get(days[i])!].push(i);
  return rows;
}

/** Half of 0 … n − 1 (at least one), ascending. */
function half(n: number, random: Random): number[] {
  const order = Array.from({length: n}, (_, k) => k);
  const count = Math.max(1, n >> 1);
  for (let k = 0; k < count; k++) {
    const other = k + random.integer(n - k);
    [order[k], order[other]] = [order[other], order[k]];
  }
  return order.slice(0, count).sort((a, b) => a - b);
}

function standardised(column: Float64Array): Float64Array {
  const known = column.filter((v) => Number.isFinite(v));
  const mean = known.reduce((sum, v) => sum + v, 0) / known.length;
  const sd = Math.sqrt(known.reduce((sum, v) => sum + (v - mean) ** 2, 0) / known.length);
  return column.map((v) => (Number.isFinite(v) && sd > 0 ? (v - mean) / sd : 0));
}

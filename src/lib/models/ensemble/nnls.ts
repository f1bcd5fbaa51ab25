import {crossProducts, dot, solvePositiveDefinite} from "../../numeric/index.ts";

/** A column is taken in only where its slope is more than rounding, with columns scaled to length 1. */
const tolerance = 1e-11;

/**
 * Non-negative least squares: the x ≥ 0 that minimises Σ wᵢ (bᵢ − Σⱼ xⱼ aⱼᵢ)², by the active-set method of Lawson and
 * Hanson (1974, chapter 23) on the normal equations.
 *
 * Of columns that are copies of one another the first gets the weight; a column of zeros gets 0.
 *
 * @param columns aⱼ, of equal length. @param target b. @param weights w ≥ 0, one a row.
 */
export function nonNegativeLeastSquares(
  columns: readonly Float64Array[],
  target: Float64Array,
  weights: Float64Array,
): Float64Array {
  const weighted = target.map((v, i) => weights[i] * v);
  const right = Float64Array.from(columns, (column) => dot(column, weighted));
  return nonNegativeQuadratic(crossProducts(columns, weights), right);
}

/**
 * The x ≥ 0 that minimises x'Gx − 2 c'x, for a positive semi-definite G with c in its range, as normal equations have.
 *
 * @param gram G, row by row. @param c of the same length.
 */
export function nonNegativeQuadratic(gram: readonly Float64Array[], c: Float64Array): Float64Array {
  const lengths = gram.map((row, j) => Math.sqrt(row[j]));
  const live = (j: number) => lengths[j] > 0;
  const g = gram.map((row, j) => row.map((v, k) => (live(j) && live(k) ? v / (lengths[j] * lengths[k]) : 0)));
  const right = c.map((v, j) => (live(j) ? v / lengths[j] : 0));
  const least = tolerance * right.reduce((largest, v) => Math.max(largest, Math.abs(v)), 0);
  const x = new Float64Array(c.length);
  let passive: number[] = [];
  let refused: number[] = []; // at this x: rounding offered them, and they solve to nothing
  for (let step = 0; step < 100 * (c.length + 1); step++) {
    const slope = right.map((v, j) => v - dot(g[j], x));
    let enter = -1;
    slope.forEach((s, j) => {
      const open = live(j) && s > least && !passive.includes(j) && !refused.includes(j);
      if (open && (enter < 0 || s > slope[enter])) enter = j;
    });
    if (enter < 0) break;
    const left = descend(g, right, x, [...passive, enter]);
    if (left === undefined) refused.push(enter);
    else {
      passive = left;
      refused = [];
    }
  }
  return x.map((v, j) => (v > 0 ? v / lengths[j] : 0));
}

/**
 * Moves x to the least squares solution on the passive columns, stopping at each boundary on the way to leave out the
 * column that reaches 0.
 * @returns the columns left; undefined, and x as it was, where the last one to enter cannot be positive.
 */
function descend(
  g: readonly Float64Array[],
  right: Float64Array,
  x: Float64Array,
  entered: readonly number[],
): number[] | undefined {
  let passive = [...entered];
  const last = passive[passive.length - 1];
  for (;;) {
    const solution = solveOn(g, right, passive);
    if (solution === undefined || (passive.length === entered.length && solution[passive.indexOf(last)] <= 0))
      return passive.length === entered.length ? undefined : passive;
    let step = 1;
    let stops = -1;
    passive.forEach((j, k) => {
      if (solution[k] > 0 || x[j] / (x[j] - solution[k]) >= step) return;
      step = x[j] / (x[j] - solution[k]);
      stops = j;
    });
    passive.forEach((j, k) => {
      x[j] = stops < 0 ? solution[k] : Math.max(0, x[j] + step * (solution[k] - x[j]));
    });
    if (stops < 0) return passive;
    x[stops] = 0;
    passive = passive.filter((j) => x[j] > 0);
  }
}

/** The solution on some columns; undefined where one of them is a combination of the others. */
function solveOn(g: readonly Float64Array[], right: Float64Array, at: readonly number[]): Float64Array | undefined {
  try {
    return solvePositiveDefinite(
      at.map((j) => Float64Array.from(at, (k) => g[j][k])),
      Float64Array.from(at, (j) => right[j]),
    );
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

import {type GrowingCholesky, growingCholesky} from "./growing-cholesky.ts";

// What the active-set method of `simplex-program.ts` computes on a support: the variables with weight, in `passive`, whose
// lifted hessian (H + s·1·1ᵀ within groups) `factor` holds.

/** The minimum on a support with only Σ w = 1 in each group asked for: weights in the support's order, perhaps negative. */
export function equalityMinimum(
  factor: GrowingCholesky,
  passive: readonly number[],
  c: Float64Array,
  groups: Int32Array,
  groupCount: number,
  scale: number,
): Float64Array {
  const x = new Float64Array(passive.length);
  for (let a = 0; a < x.length; a++) x[a] = c[passive[a]] + scale; // + s·1, as H has + s·1·1ᵀ: near the solution
  factor.solve(x);
  return shiftToSums(x, 1, factor, passive, groups, groupCount);
}

/** Adds H̃⁻¹Eν to x, with ν such that each group sums to `sum`. */
function shiftToSums(
  x: Float64Array,
  sum: number,
  factor: GrowingCholesky,
  passive: readonly number[],
  groups: Int32Array,
  groupCount: number,
): Float64Array {
  const columns = Array.from({length: groupCount}, (_, g) => {
    const column = new Float64Array(passive.length);
    for (let a = 0; a < column.length; a++) column[a] = groups[passive[a]] === g ? 1 : 0;
    factor.solve(column);
    return column;
  });
  const schur = columns.map((column) => groupSums(column, passive, groups, groupCount));
  const missing = groupSums(x, passive, groups, groupCount).map((s) => sum - s);
  const small = growingCholesky(groupCount);
  for (let g = 0; g < groupCount; g++) small.append(schur[g], schur[g][g]);
  small.solve(missing);
  for (let g = 0; g < groupCount; g++) for (let a = 0; a < x.length; a++) x[a] += missing[g] * columns[g][a];
  return x;
}

function groupSums(x: Float64Array, passive: readonly number[], groups: Int32Array, groupCount: number): Float64Array {
  const sums = new Float64Array(groupCount);
  for (let a = 0; a < passive.length; a++) sums[groups[passive[a]]] += x[a];
  return sums;
}

/** Newton steps on the final support with the accurate gradient, while they keep every weight positive. */
export function refine(
  w: Float64Array,
  passive: readonly number[],
  factor: GrowingCholesky,
  gradient: (w: Float64Array) => Float64Array,
  groups: Int32Array,
  groupCount: number,
): void {
  for (let round = 0; round < 2; round++) {
    const g = gradient(w);
    const multiplier = multipliers(g, w, passive, groups, groupCount);
    const step = Float64Array.from(passive, (i) => multiplier[groups[i]] - g[i]);
    factor.solve(step);
    const sums = groupSums(
      Float64Array.from(passive, (i) => w[i]),
      passive,
      groups,
      groupCount,
    );
    shiftToSums(step, 0, factor, passive, groups, groupCount);
    const next = Float64Array.from(passive, (i, a) => w[i] / sums[groups[i]] + step[a]);
    if (!next.every((x) => x > 0)) return;
    for (let a = 0; a < next.length; a++) w[passive[a]] = next[a];
  }
}

/** The multiplier of each group's sum: the gradient on its support, weighted by the weights. */
export function multipliers(
  g: Float64Array,
  w: Float64Array,
  passive: readonly number[],
  groups: Int32Array,
  count: number,
) {
  const values = new Float64Array(count);
  for (const i of passive) values[groups[i]] += w[i] * g[i];
  return values;
}

/** See `SimplexSolution.kktResidual`. */
export function residualOf(
  g: Float64Array,
  w: Float64Array,
  groups: Int32Array,
  groupCount: number,
  scale: number,
): number {
  const support = Array.from(w.keys()).filter((i) => w[i] > 0);
  const multiplier = multipliers(g, w, support, groups, groupCount);
  const sums = groupSums(
    Float64Array.from(support, (i) => w[i]),
    support,
    groups,
    groupCount,
  );
  let worst = sums.reduce((largest, s) => Math.max(largest, Math.abs(s - 1)), 0);
  for (let i = 0; i < w.length; i++) {
    const excess = (g[i] - multiplier[groups[i]]) / scale;
    worst = Math.max(worst, w[i] > 0 ? Math.abs(excess) : -excess, -w[i]);
  }
  return worst;
}

import {growingCholesky} from "./growing-cholesky.ts";
import {approximateSimplexMinimum} from "./simplex.ts";
import {equalityMinimum, multipliers, refine, residualOf} from "./simplex-support.ts";

/** minimise ½ wᵀHw − cᵀw over w ≥ 0 whose weights sum to 1 (in each group). */
export interface SimplexProgram {
  /** H: n × n, row by row, symmetric positive semidefinite. */
  readonly hessian: Float64Array;
  /** c: n values. */
  readonly linear: Float64Array;
  /** Group of each variable, 0 … G − 1, each with at least one: a product of simplices. Default: one group. */
  readonly groups?: Int32Array;
  /** A feasible point to start from: near the solution it saves most of the work, and cannot change the result. */
  readonly start?: Float64Array;
  /**
   * The gradient Hw − c, where it can be had more accurately than from H (from the columns that H is made of): the
   * solution is refined with it.
   */
  readonly gradient?: (w: Float64Array) => Float64Array;
}

export interface SimplexSolution {
  readonly weights: Float64Array;
  /**
   * How far the Karush-Kuhn-Tucker conditions are from holding: the largest of |gradient − multiplier| where the weight is
   * positive, multiplier − gradient where it is zero, both as a share of the mean diagonal of H (so that units do not
   * matter), negative weights, and |Σ w − 1|.
   */
  readonly kktResidual: number;
  /** Changes of the active set. */
  readonly iterations: number;
}

/** Above this many variables a rough solution is made first: a support of hundreds is not built one by one. */
const roughAbove = 80;
/** A multiplier this far (as a share of the mean diagonal of H) on the wrong side is rounding. */
const tolerance = 1e-13;

/**
 * Solves a quadratic program on a simplex (or a product of simplices) exactly, by a primal active-set method (Lawson and
 * Hanson 1974, chapter 23; Wolfe 1976 for the point of a polytope nearest to the origin). Since Σ w = 1, s·1·1ᵀ is added to H
 * within each group: no difference on the simplex, and the matrix of a support is singular only if its points are affinely
 * dependent. Such a point never enters next to the others: it replaces one of them.
 * Where several w are optimal (more donors than what they are matched on) a vertex of the set of optima is returned.
 * @throws RangeError if the shapes disagree or a value is not finite.
 */
export function solveSimplexProgram(program: SimplexProgram): SimplexSolution {
  const {hessian: h, linear: c, groups = new Int32Array(c.length)} = program;
  const n = c.length;
  if (!(n > 0 && h.length === n * n))
    throw new RangeError(`invalid program; the hessian should hold ${n} × ${n} values, has ${h.length}`);
  let trace = 0;
  for (let i = 0; i < n; i++) trace += h[i * n + i];
  if (!Number.isFinite(trace) || !c.every(Number.isFinite))
    throw new RangeError("invalid program; a value of the hessian or of the linear term is not a finite number");
  const groupCount = groups.reduce((largest, g) => Math.max(largest, g), 0) + 1;
  const scale = trace > 0 ? trace / n : 1;
  const gradient = program.gradient ?? ((w: Float64Array) => gradientOf(h, c, w));
  const w = startingPoint(program, groups, groupCount);

  const passive: number[] = [];
  const inside = new Uint8Array(n);
  const rejected = new Uint8Array(n);
  const factor = growingCholesky(n);
  const row = new Float64Array(n);
  const rowOf = (j: number) => {
    const [at, group] = [j * n, groups[j]];
    for (let a = 0; a < passive.length; a++) row[a] = h[at + passive[a]] + (groups[passive[a]] === group ? scale : 0);
    return row;
  };
  const leave = (a: number) => {
    w[passive[a]] = 0;
    inside[passive[a]] = 0;
    factor.remove(a);
    passive.splice(a, 1);
  };
  /** Puts j into the support; along the direction in which H is flat until a weight is zero, where j depends on it. */
  const enter = (j: number) => {
    while (!factor.append(rowOf(j), h[j * n + j] + scale)) {
      const d = new Float64Array(passive.length);
      for (let a = 0; a < d.length; a++) d[a] = -row[a];
      factor.solve(d);
      let slope = -c[j];
      for (let k = 0; k < n; k++) slope += h[j * n + k] * w[k];
      for (let a = 0; a < d.length; a++) {
        let g = -c[passive[a]];
        for (let k = 0; k < n; k++) g += h[passive[a] * n + k] * w[k];
        slope += g * d[a];
      }
      const sign = slope > 0 ? -1 : 1; // downhill; on the level towards more of j
      let step = sign < 0 ? w[j] : Number.POSITIVE_INFINITY;
      let blocking = -1;
      for (let a = 0; a < d.length; a++)
        if (sign * d[a] < 0 && -w[passive[a]] / (sign * d[a]) < step) {
          step = -w[passive[a]] / (sign * d[a]);
          blocking = a;
        }
      if (!Number.isFinite(step)) return false;
      w[j] += sign * step;
      for (let a = 0; a < d.length; a++) w[passive[a]] += sign * step * d[a];
      if (blocking < 0) {
        w[j] = 0;
        return false;
      }
      leave(blocking);
    }
    passive.push(j);
    inside[j] = 1;
    return true;
  };

  for (let j = 0; j < n; j++) if (w[j] > 0) enter(j);
  let iterations = 0;
  const limit = 100 * n + 1000;
  let target = equalityMinimum(factor, passive, c, groups, groupCount, scale);
  while (iterations++ < limit) {
    let step = 1;
    for (let a = 0; a < passive.length; a++) {
      const from = w[passive[a]];
      if (target[a] <= 0 && from / (from - target[a]) < step) step = from / (from - target[a]);
    }
    for (let a = 0; a < passive.length; a++) w[passive[a]] += step * (target[a] - w[passive[a]]);
    if (step < 1) {
      const before = passive.length;
      for (let a = passive.length - 1; a >= 0; a--) if (target[a] <= 0 && w[passive[a]] <= 1e-15) leave(a);
      if (passive.length === before) leave(smallest(w, passive));
      target = equalityMinimum(factor, passive, c, groups, groupCount, scale);
      continue;
    }
    const g = gradient(w);
    const multiplier = multipliers(g, w, passive, groups, groupCount);
    let worst = -tolerance * scale;
    let entering = -1;
    for (let j = 0; j < n; j++)
      if (!inside[j] && !rejected[j] && g[j] - multiplier[groups[j]] < worst) {
        worst = g[j] - multiplier[groups[j]];
        entering = j;
      }
    if (entering < 0) break;
    const entered = enter(entering);
    target = equalityMinimum(factor, passive, c, groups, groupCount, scale);
    // By theory the entering weight grows; where rounding says otherwise it is not tried again.
    if (!entered) rejected[entering] = 1;
    else if (!(target[passive.length - 1] > 0) && w[entering] === 0) {
      leave(passive.length - 1);
      rejected[entering] = 1;
      target = equalityMinimum(factor, passive, c, groups, groupCount, scale);
    }
  }
  refine(w, passive, factor, gradient, groups, groupCount);
  return {weights: w, kktResidual: residualOf(gradient(w), w, groups, groupCount, scale), iterations};
}

function startingPoint(program: SimplexProgram, groups: Int32Array, groupCount: number): Float64Array {
  const {hessian: h, linear: c, start} = program;
  const n = c.length;
  if (start !== undefined) {
    if (start.length !== n) throw new RangeError(`invalid start; ${start.length} weights for ${n} variables`);
    const sums = new Float64Array(groupCount);
    for (let i = 0; i < n; i++) sums[groups[i]] += Math.max(start[i], 0);
    if (sums.every((sum) => sum > 0)) return start.map((x, i) => Math.max(x, 0) / sums[groups[i]]);
  }
  if (groupCount === 1 && n > roughAbove) {
    const rough = approximateSimplexMinimum(h, c, 60);
    const sum = rough.reduce((total, x) => total + x, 0);
    return rough.map((x) => x / sum);
  }
  const best = new Int32Array(groupCount).fill(-1);
  const value = (i: number) => h[i * n + i] / 2 - c[i];
  for (let i = 0; i < n; i++) {
    const g = groups[i];
    if (best[g] < 0 || value(i) < value(best[g])) best[g] = i;
  }
  const w = new Float64Array(n);
  for (let g = 0; g < groupCount; g++) {
    if (best[g] < 0) throw new RangeError(`invalid groups; group ${g} of ${groupCount} has no variable`);
    w[best[g]] = 1;
  }
  return w;
}

function smallest(w: Float64Array, passive: readonly number[]): number {
  let best = 0;
  for (let a = 1; a < passive.length; a++) if (w[passive[a]] < w[passive[best]]) best = a;
  return best;
}

function gradientOf(h: Float64Array, c: Float64Array, w: Float64Array): Float64Array {
  const n = c.length;
  const g = new Float64Array(n);
  const support = Array.from(w.keys()).filter((i) => w[i] !== 0);
  for (let i = 0; i < n; i++) {
    let sum = -c[i];
    for (const j of support) sum += h[i * n + j] * w[j];
    g[i] = sum;
  }
  return g;
}

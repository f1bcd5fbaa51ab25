import {dot} from "./linalg.ts";
import {type SimplexSolution, solveSimplexProgram} from "./simplex-program.ts";

export interface SimplexLeastSquares {
  /** One column a variable, each as long as the target. */
  readonly columns: readonly Float64Array[];
  readonly target: Float64Array;
  /** ρ ≥ 0, on Σ w². Default 0. */
  readonly ridge?: number;
  /** A linear cost of each weight, added to the objective. Default none. */
  readonly cost?: Float64Array;
  readonly start?: Float64Array;
}

/**
 * minimise ‖A w − b‖² + ρ‖w‖² + costᵀw over w ≥ 0, Σ w = 1. Because Σ w = 1 the columns can be taken as differences from the
 * target: (A w − b) = Σ wⱼ (aⱼ − b). That keeps the digits that a common level would eat, and the gradient used to refine the
 * weights is made from the columns, not from their squares.
 * @throws RangeError for no column, columns of other lengths, a negative ridge, or values that are not finite.
 */
export function simplexLeastSquares(problem: SimplexLeastSquares): SimplexSolution {
  const {columns, target, ridge = 0, cost, start} = problem;
  const n = columns.length;
  if (n === 0) throw new RangeError("invalid columns; there is none to weigh");
  if (!(ridge >= 0)) throw new RangeError(`invalid ridge; not 0 or above: ${ridge}`);
  const differences = columns.map((column, j) => {
    if (column.length !== target.length)
      throw new RangeError(`invalid columns; column ${j} has ${column.length} values, the target ${target.length}`);
    return column.map((x, t) => x - target[t]);
  });
  const hessian = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) hessian[i * n + j] = hessian[j * n + i] = dot(differences[i], differences[j]);
    hessian[i * n + i] += ridge;
  }
  const linear = new Float64Array(n);
  if (cost !== undefined) for (let j = 0; j < n; j++) linear[j] = -cost[j] / 2; // the objective is halved
  const residual = new Float64Array(target.length);
  const gradient = (w: Float64Array) => {
    residual.fill(0);
    for (let j = 0; j < n; j++)
      if (w[j] !== 0) for (let t = 0; t < residual.length; t++) residual[t] += w[j] * differences[j][t];
    return Float64Array.from(differences, (difference, j) => dot(difference, residual) + ridge * w[j] - linear[j]);
  };
  return solveSimplexProgram({hessian, linear, start, gradient});
}

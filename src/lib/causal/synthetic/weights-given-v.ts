import {type SimplexSolution, simplexLeastSquares} from "../../numeric/index.ts";

/** An inner loss below this (predictors are in standard deviations, V sums to 1) means that the predictors are met exactly. */
const exact = 1e-18;

/**
 * The inner problem of a synthetic control: min Σₖ vₖ (Σⱼ wⱼ Dₖⱼ)² on the simplex, D the donors' scaled differences from the
 * treated unit. Where donors can meet every predictor exactly, weights are not unique: of those that do, the ones that fit
 * the pre-period outcomes best are taken (the bilevel problem's optimistic solution; Malo, Eskelinen, Zhou and Kuosmanen 2024).
 * @param differences K rows of J. @param v K weights ≥ 0. @param outcomes what breaks the tie: J donors and the treated unit.
 */
export function weightsGivenV(
  differences: readonly Float64Array[],
  v: Float64Array,
  outcomes: {readonly treated: Float64Array; readonly donors: readonly Float64Array[]},
  start?: Float64Array,
): SimplexSolution {
  const used = differences.filter((_, k) => v[k] > 0);
  const roots = v.filter((x) => x > 0).map(Math.sqrt);
  const columns = outcomes.donors.map((_, j) => Float64Array.from(used, (row, k) => roots[k] * row[j]));
  const solution = simplexLeastSquares({columns, target: new Float64Array(used.length), start});
  let loss = 0;
  for (let k = 0; k < used.length; k++) {
    let sum = 0;
    for (let j = 0; j < columns.length; j++) sum += solution.weights[j] * columns[j][k];
    loss += sum * sum;
  }
  if (loss > exact) return solution;
  const {treated, donors} = outcomes;
  const level = Math.sqrt(donors.reduce((sum, y) => sum + squaredDistance(y, treated), 0) / donors.length);
  if (level === 0) return solution;
  // Predictors count 10⁴ times as much as outcomes: met to about 10⁻⁸ standard deviations, so that their optimum stands.
  const tied = simplexLeastSquares({
    columns: columns.map((x, j) => Float64Array.of(...x.map((d) => 1e4 * d), ...donors[j].map((y) => y / level))),
    target: Float64Array.of(...new Float64Array(used.length), ...treated.map((y) => y / level)),
    start: solution.weights,
  });
  return tied;
}

function squaredDistance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < b.length; t++) sum += (a[t] - b[t]) * (a[t] - b[t]);
  return sum;
}

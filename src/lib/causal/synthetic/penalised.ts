import {simplexLeastSquares} from "../../numeric/index.ts";
import {finishFit, meanSquare} from "./finish.ts";
import {scaledDifferences} from "./scaled-predictors.ts";
import type {SyntheticControlData, SyntheticControlFit} from "./types.ts";

/** λ tried, as Abadie and L'Hour's data-driven choice asks for a grid: from hardly any penalty to nearest neighbour. */
const lambdas = [1e-5, 1e-4, 1e-3, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];

/**
 * Penalised synthetic control: min ‖X₁ − X₀w‖²_V + λ Σ wⱼ ‖X₁ − Xⱼ‖²_V on the simplex, predictors over their standard deviation
 * (Abadie and L'Hour 2021, equation 4). Unique for λ > 0; λ → ∞ is the nearest donor. Without predictors, the pre-period
 * outcomes are the predictors.
 * @param v weights of the predictors, not normalised. Default 1 each.
 */
export function penalisedFit(
  data: SyntheticControlData,
  {lambda, v}: {lambda?: number; v?: Float64Array},
): SyntheticControlFit {
  const {treated, donors, prePeriods} = data;
  const differences = scaledDifferences(
    data.predictors ?? {treated: treated.subarray(0, prePeriods), donors: donors.map((y) => y.subarray(0, prePeriods))},
  );
  if (v !== undefined && !(v.length === differences.length && v.every((x) => x >= 0 && Number.isFinite(x))))
    throw new RangeError(`invalid v; not ${differences.length} weights of 0 or above: ${Array.from(v).join(", ")}`);
  const chosen = lambda ?? leaveOneOutLambda(data, v);
  if (!(chosen >= 0 && Number.isFinite(chosen))) throw new RangeError(`invalid lambda; not 0 or above: ${chosen}`);
  const columns = donors.map((_, j) =>
    Float64Array.from(differences, (row, k) => (v === undefined ? 1 : Math.sqrt(v[k])) * row[j]),
  );
  const cost = Float64Array.from(columns, (x) => chosen * x.reduce((sum, d) => sum + d * d, 0));
  const solution = simplexLeastSquares({columns, target: new Float64Array(differences.length), cost});
  return {...finishFit(data, solution, {predictorWeights: v ?? null}), lambda: chosen};
}

/** The λ that predicts the donors' own outcomes after the treatment best, each from the others (section 4.1, "pre-post"). */
function leaveOneOutLambda(data: SyntheticControlData, v: Float64Array | undefined): number {
  if (data.donors.length < 3)
    throw new RangeError(`too few donors to choose lambda by leaving one out: ${data.donors.length}; give lambda`);
  const errors = lambdas.map((lambda) => {
    let sum = 0;
    for (let i = 0; i < data.donors.length; i++) {
      const others = data.donors.filter((_, j) => j !== i);
      const predictors = data.predictors && {
        treated: data.predictors.donors[i],
        donors: data.predictors.donors.filter((_, j) => j !== i),
      };
      const {gap} = penalisedFit({...data, treated: data.donors[i], donors: others, predictors}, {lambda, v});
      sum += meanSquare(gap, data.prePeriods, gap.length);
    }
    return sum;
  });
  return lambdas[errors.indexOf(Math.min(...errors))];
}

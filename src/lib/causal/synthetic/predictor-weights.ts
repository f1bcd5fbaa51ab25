import {bfgs, type Minimum, nelderMead} from "../../numeric/index.ts";
import {innerProblem} from "./inner-problem.ts";
import {weightsGivenV} from "./weights-given-v.ts";

/**
 * The outer problem of a synthetic control: V whose inner weights predict `outcomes` with the least mean squared error (Abadie
 * and Gardeazabal 2003, appendix B). As R's Synth does, v = |x| / Σ|x| and from each start there is a Nelder-Mead search and
 * one by BFGS (here with the exact derivative of the inner solution); then another Nelder-Mead and BFGS from the best.
 * The error is not convex in V and its minimum not unique: ask of V only how well its weights fit.
 * @param differences K rows of J (see `scaledDifferences`). @param starts weights ≥ 0 with sum 1, K each.
 * @returns V, summing to 1.
 */
export function searchPredictorWeights(
  differences: readonly Float64Array[],
  outcomes: {readonly treated: Float64Array; readonly donors: readonly Float64Array[]},
  starts: readonly Float64Array[],
): Float64Array {
  if (differences.length === 1 || meetsAll(differences, outcomes, starts[0])) return Float64Array.from(starts[0]);
  const inner = innerProblem(differences, outcomes);
  const f = (x: Float64Array) => inner.loss(shares(x));
  const gradient = (x: Float64Array) => {
    let sum = 0;
    for (const u of x) sum += Math.abs(u);
    // The loss does not change with v's scale, so that the derivative of the division by Σ|x| drops out.
    return inner.gradient(shares(x)).map((g, k) => (x[k] < 0 ? -g : g) / sum);
  };
  const local = (x: Float64Array, step: number, tolerance: number) => {
    const rough = nelderMead(f, x, {step, tolerance});
    const fine = bfgs(f, rough.x, {gradient});
    return fine.value < rough.value ? fine : rough;
  };
  let best: Minimum | undefined;
  const keep = (found: Minimum) => {
    if (best === undefined || found.value < best.value) best = found;
  };
  for (const start of starts) {
    keep(local(start, 0.1 * Math.max(...start), 1e-6));
    keep(bfgs(f, start, {gradient}));
  }
  const found = best!.x;
  keep(local(found, 0.1 * Math.max(...found.map(Math.abs)), 1e-8));
  return shares(best!.x);
}

/** Whether donors can meet every predictor of the treated unit exactly: then each V has the same optimum. */
function meetsAll(
  differences: readonly Float64Array[],
  outcomes: {readonly treated: Float64Array; readonly donors: readonly Float64Array[]},
  v: Float64Array,
): boolean {
  const {weights} = weightsGivenV(differences, v, outcomes);
  return differences.every((row) => Math.abs(row.reduce((sum, d, j) => sum + d * weights[j], 0)) < 1e-7);
}

function shares(x: Float64Array): Float64Array {
  let sum = 0;
  for (const u of x) sum += Math.abs(u);
  return x.map((u) => Math.abs(u) / sum);
}

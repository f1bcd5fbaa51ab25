import {dot, orthonormalBasis, type Random, residual} from "../../numeric/index.ts";
import {checkStrength, type Strength} from "./linear.ts";
import {centring, checkColumns, type LinearColumns} from "./linear-columns.ts";

export interface SimulatedCauseOptions extends LinearColumns {
  /** Exact in this sample, for least squares. */
  readonly strength: Strength;
  /** "reduce": with the cause among the covariates the estimate gets smaller in size (default); "increase": larger. */
  readonly direction?: "reduce" | "increase";
  readonly random: Random;
}

/**
 * A hidden cause made up, as a column to be added to the covariates of any estimator: it has the asked partial R² with the treatment
 * given covariates, and with the outcome given both, in this very sample (a constructive form of Cinelli and Hazlett 2020): what
 * least squares then says is `adjusted`, and what another learner says shows how far it would have been misled. What is not asked for is noise.
 * @returns mean 0 and variance 1.
 * @throws RangeError where outcome or treatment is explained fully by the others, or no rows are left for noise.
 */
export function simulatedCause(options: SimulatedCauseOptions): Float64Array {
  const {outcome, treatment, covariates, absorb, strength, direction = "reduce", random} = options;
  checkStrength(strength);
  checkColumns(options);
  const n = outcome.length;
  const {centred} = centring(n, absorb);
  const basis = orthonormalBasis(covariates.map(({values}) => centred(values)));
  const left = (column: Float64Array, known: readonly Float64Array[], what: string) => {
    const rest = residual(residual(centred(column), known), known);
    const size = Math.sqrt(dot(rest, rest));
    if (!(size > 1e-9 * Math.sqrt(dot(column, column))))
      throw new RangeError(`invalid ${what}; nothing of it is left beside the others: no cause can be made`);
    return rest.map((v) => v / size);
  };
  const d = left(treatment, basis, "treatment");
  const y = left(outcome, [...basis, d], "outcome");
  const noise = left(
    Float64Array.from({length: n}, () => random.normal()),
    [...basis, d, y],
    "rows",
  );
  const estimateSign = dot(d, centred(outcome)) < 0 ? -1 : 1;
  const sign = estimateSign * (direction === "reduce" ? 1 : -1);
  const rest = 1 - strength.treatment;
  const [a, b, c] = [
    Math.sqrt(strength.treatment),
    sign * Math.sqrt(rest * strength.outcome),
    Math.sqrt(rest * (1 - strength.outcome)),
  ];
  const scale = Math.sqrt(n);
  return d.map((v, i) => scale * (a * v + b * y[i] + c * noise[i]));
}

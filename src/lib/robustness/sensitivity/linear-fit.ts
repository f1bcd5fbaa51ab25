import {dot, orthonormalBasis, residual} from "../../numeric/index.ts";
import type {Benchmark} from "./benchmark.ts";
import type {LinearEstimate} from "./linear.ts";
import {centring, checkColumns, type LinearColumns} from "./linear-columns.ts";

export interface LinearSensitivityOptions extends LinearColumns {
  /** Benchmarks: names of covariates, several together where they are one cause (a factor's dummies). Default: each by itself. */
  readonly benchmarks?: readonly (readonly string[])[];
}

export interface LinearSensitivity extends LinearEstimate {
  readonly benchmarks: readonly Benchmark[];
}

/**
 * Least squares of the outcome on treatment and covariates, with what each benchmark explains of treatment and outcome.
 * Partial R² is 1 − (sum of squares left with the benchmark) / (left without), so that groups of columns are treated as single ones.
 * @throws RangeError where lengths differ, a value is not finite, no degrees of freedom are left, the treatment is a combination of
 * the covariates, or a benchmark's name is not a covariate.
 */
export function linearSensitivity(options: LinearSensitivityOptions): LinearSensitivity {
  const {outcome, treatment, covariates, absorb, benchmarks = covariates.map(({name}) => [name])} = options;
  const n = outcome.length;
  checkColumns(options);
  const {groups, centred} = centring(n, absorb);
  const y = centred(outcome);
  const d = centred(treatment);
  const x = covariates.map(({name, values}) => ({name, values: centred(values)}));
  const regress = (left: typeof x) => {
    const basis = orthonormalBasis(left.map(({values}) => values));
    const rest = residual(residual(d, basis), basis);
    const square = dot(rest, rest);
    if (!(square > 1e-18 * dot(treatment, treatment)))
      throw new RangeError("invalid treatment; it is constant or a combination of the covariates: nothing to estimate");
    const yRest = residual(residual(y, basis), basis);
    const estimate = dot(rest, yRest) / square;
    const errors = yRest.map((v, i) => v - estimate * rest[i]);
    return {estimate, square, errors: dot(errors, errors), rank: basis.length};
  };
  const full = regress(x);
  const df = n - groups - full.rank - 1;
  if (!(df > 1)) throw new RangeError(`invalid rows; ${n} leave ${df} degrees of freedom: needs more than 1`);
  const se = Math.sqrt(full.errors / df / full.square);
  const found = benchmarks.map((names) => {
    const unknown = names.find((name) => !x.some((column) => column.name === name));
    if (unknown !== undefined || names.length === 0)
      throw new RangeError(
        `invalid benchmark; "${unknown ?? ""}" is not a covariate, there are: ${x.map(({name}) => name).join(", ") || "none"}`,
      );
    const without = regress(x.filter(({name}) => !names.includes(name)));
    return {
      name: names.join(" + "),
      treatment: Math.max(0, 1 - full.square / without.square),
      outcome: Math.max(0, 1 - full.errors / without.errors),
    };
  });
  return {estimate: full.estimate, se, df, benchmarks: found};
}

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
  /** What is left of the treatment given the covariates, one a row. */
  readonly treatmentResidual: Float64Array;
  /** Residuals of the fit. */
  readonly errors: Float64Array;
}

/**
 * Least squares of the outcome on treatment and covariates, with what each benchmark explains of treatment and outcome.
 * Partial R² is 1 − (sum of squares left with the benchmark) / (left without), so that groups of columns are treated as single ones.
 * The rows are gone through once: without a benchmark, only what the covariates span is looked at again, in its own coordinates.
 * @throws RangeError where lengths differ, a value is not finite, no degrees of freedom are left, the treatment is a combination of
 * the covariates, or a benchmark's name is not a covariate.
 */
export function linearSensitivity(options: LinearSensitivityOptions): LinearSensitivity {
  const {outcome, treatment, covariates, absorb, benchmarks = covariates.map(({name}) => [name])} = options;
  const n = outcome.length;
  checkColumns(options);
  const {groups, centred} = centring(n, absorb);
  const names = covariates.map(({name}) => name);
  const columns = covariates.map(({values}) => centred(values));
  const basis = orthonormalBasis(columns);
  const split = (column: Float64Array) => {
    const rest = residual(residual(column, basis), basis);
    return {rest, inside: coordinates(column, basis)};
  };
  const d = split(centred(treatment));
  const y = split(centred(outcome));
  const square = dot(d.rest, d.rest);
  if (!(square > 1e-18 * dot(treatment, treatment)))
    throw new RangeError("invalid treatment; it is constant or a combination of the covariates: nothing to estimate");
  const estimate = dot(d.rest, y.rest) / square;
  const errors = y.rest.map((v, i) => v - estimate * d.rest[i]);
  const errorSquare = dot(errors, errors);
  const df = n - groups - basis.length - 1;
  if (!(df > 1)) throw new RangeError(`invalid rows; ${n} leave ${df} degrees of freedom: needs more than 1`);
  const se = Math.sqrt(errorSquare / df / square);
  const spanned = columns.map((column) => coordinates(column, basis));
  /** Partial R² of these covariates: what leaving them out would leave of the treatment, and of the outcome given it. */
  const strengthOf = (without: readonly string[]) => {
    const kept = orthonormalBasis(spanned.filter((_, j) => !without.includes(names[j])));
    const lost = (inside: Float64Array) => residual(residual(inside, kept), kept);
    const [lostD, lostY] = [lost(d.inside), lost(y.inside)];
    const freed = dot(lostD, lostD);
    // Without them the outcome's regression on the treatment has another slope: rest and lost part are orthogonal.
    const slope = (dot(d.rest, y.rest) + dot(lostD, lostY)) / (square + freed);
    const [restChange, lostChange] = [
      (estimate - slope) * (estimate - slope) * square,
      lostY.reduce((sum, v, k) => sum + (v - slope * lostD[k]) ** 2, 0),
    ];
    return {
      treatment: freed / (square + freed),
      outcome: (restChange + lostChange) / (errorSquare + restChange + lostChange),
    };
  };
  const found = benchmarks.map((group) => {
    const unknown = group.find((name) => !names.includes(name));
    if (unknown !== undefined || group.length === 0)
      throw new RangeError(
        `invalid benchmark; "${unknown ?? ""}" is not a covariate, there are: ${names.join(", ") || "none"}`,
      );
    return {name: group.join(" + "), ...strengthOf(group)};
  });
  return {estimate, se, df, benchmarks: found, treatmentResidual: d.rest, errors};
}

function coordinates(column: Float64Array, basis: readonly Float64Array[]): Float64Array {
  return Float64Array.from(basis, (q) => dot(q, column));
}

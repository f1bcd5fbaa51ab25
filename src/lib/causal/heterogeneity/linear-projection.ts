import {tQuantile, tTwoSided} from "../../numeric/index.ts";
import type {Covariance} from "../inference/covariance.ts";
import type {Labelling, Labels} from "../inference/labels.ts";
import {groupsOf} from "../inference/labels.ts";
import {fitOls, type OlsFit} from "../inference/ols.ts";
import {type OlsCovarianceOptions, olsCovariance} from "../inference/ols-covariance.ts";

export interface ProjectionOptions {
  /** Covariates that the effect is projected on (an intercept is added). Centre them: the intercept is then the mean effect. */
  readonly columns: readonly Float64Array[];
  readonly names: readonly string[];
  /** One or two labellings; absent: HC3. */
  readonly cluster?: readonly Labelling[];
  readonly serial?: OlsCovarianceOptions["serial"];
  readonly labels?: Labels;
  readonly level?: number;
}

export interface ProjectionTerm {
  readonly name: string;
  readonly estimate: number;
  readonly standardError: number;
  readonly p: number;
  readonly interval: readonly [number, number];
}

export interface LinearProjection {
  readonly terms: readonly ProjectionTerm[];
  readonly fit: OlsFit;
  /** Of the coefficients: for joint tests. */
  readonly covariance: Covariance;
}

/**
 * Best linear projection of the effect on covariates (Semenova and Chernozhukov 2021): least squares of the doubly robust signals,
 * whose noise is first-order free of the nuisances', so that the usual sandwich errors are right. Describes who gains; it is not
 * itself causal in the covariates.
 * @param signal of an interactive fit, one a row.
 * @throws RangeError for collinear or constant covariates, and as `olsCovariance`.
 */
export function bestLinearProjection(signal: Float64Array, options: ProjectionOptions): LinearProjection {
  const {columns, names, cluster = [], serial, labels, level = 0.95} = options;
  const fit = fitOls({y: signal, columns, names, labels});
  const robust = cluster.length === 0 && serial === undefined;
  const matrix = olsCovariance(fit, {cluster, serial, ...(robust ? {residuals: "HC3" as const} : {})});
  const counts = cluster.map((labelling) => groupsOf(labelling, labels, signal.length).count);
  const degreesOfFreedom = counts.length > 0 ? Math.min(...counts) - 1 : Number.POSITIVE_INFINITY;
  const method = robust ? "HC3" : counts.length > 0 ? `clustered, ${counts.join(" and ")} clusters` : "serial";
  const critical = tQuantile(0.5 + level / 2, degreesOfFreedom);
  const terms = fit.names.map((name, j): ProjectionTerm => {
    const estimate = fit.coefficients[j];
    const standardError = Math.sqrt(Math.max(0, matrix[j][j]));
    if (!(standardError > 0)) throw new RangeError(`invalid signal; "${name}" has no standard error: nothing varies`);
    const half = critical * standardError;
    return {
      name,
      estimate,
      standardError,
      p: tTwoSided(estimate / standardError, degreesOfFreedom),
      interval: [estimate - half, estimate + half],
    };
  });
  return {terms, fit, covariance: {matrix, oneWay: null, degreesOfFreedom, counts, method}};
}

import {covariance, inference, type Labels} from "../../causal/index.ts";
import {tQuantile} from "../../numeric/index.ts";
import {type DmlParts, dmlSensitivity} from "./dml.ts";
import type {LinearSensitivity} from "./linear-fit.ts";
import type {ClusteredDml, ClusteredLinear, VarianceParts} from "./moved.ts";

export interface Clustering {
  /** Names of one or two labellings of the rows. */
  readonly cluster: readonly string[];
  readonly labels: Labels;
  /** Of two-sided intervals, in (0, 1). */
  readonly level: number;
}

/**
 * The parameters of Chernozhukov, Cinelli, Newey, Sharma and Syrgkanis (2022) with the errors that `inference` gives the estimate:
 * influence functions of θ and of S² = σ² ν² summed by cluster, one-way and two-way (Cameron, Gelbach and Miller 2011), each
 * times G/(G − 1), and Student's t with min(G) − 1 degrees of freedom.
 * @throws RangeError as `dmlSensitivity` and `covariance`.
 */
export function clusteredDml(parts: DmlParts, {cluster, labels, level}: Clustering): ClusteredDml {
  const {sigma2, nu2} = dmlSensitivity(parts);
  const {outcomeResidual, representer, moment} = parts;
  const mean = representer.reduce((sum, v) => sum + v * v, 0) / representer.length;
  const scale = outcomeResidual.map((v, i) => {
    const [e, a] = [v * v - sigma2, 2 * (moment?.[i] ?? mean) - representer[i] * representer[i] - nu2];
    return nu2 * e + sigma2 * a;
  });
  const ways = cluster.length > 1 ? [...cluster.map((one) => [one]), cluster] : [cluster];
  const found = ways.map((way) => covariance([parts.influence, scale], {cluster: way}, {labels}));
  return {
    estimate: parts.theta,
    sigma2,
    nu2,
    variances: found.map(
      ({matrix}, k): VarianceParts => ({
        clusters: ways[k].join(" and "),
        estimate: matrix[0][0],
        scale2: matrix[1][1],
        covariance: matrix[0][1],
      }),
    ),
    critical: tQuantile(0.5 + level / 2, found[found.length - 1].degreesOfFreedom),
  };
}

/**
 * A least-squares fit with clustered errors: the sandwich of its scores, each sum times G/(G − 1), and (n − 1)/df as with CR1.
 * @param rows of the fit.
 */
export function clusteredLinear(
  {estimate, se, df, treatmentResidual: d, errors}: LinearSensitivity,
  {cluster, labels, level}: Clustering,
): ClusteredLinear {
  const n = d.length;
  const mean = d.reduce((sum, v) => sum + v * v, 0) / n;
  const influence = d.map((v, i) => (v * errors[i]) / mean);
  const {standardError, degreesOfFreedom} = inference({theta: estimate, influence, labels}, {cluster, level});
  return {
    estimate,
    se,
    df,
    clusteredSe: standardError * Math.sqrt((n - 1) / df),
    critical: tQuantile(0.5 + level / 2, degreesOfFreedom),
  };
}

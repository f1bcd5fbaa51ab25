import {EigenvalueDecomposition, Matrix} from "ml-matrix";
import type {Groups} from "./labels.ts";
import type {OlsFit} from "./ols.ts";

/**
 * Residuals of each cluster times (I − H_gg)^(−½) (HC2) or (I − H_gg)⁻¹ (HC3), H_gg the cluster's block of the hat matrix
 * (Bell and McCaffrey 2002). H_gg = Q_g Q_g' has rank ≤ k, so only the k × k matrix Q_g'Q_g is decomposed: with Q_g'Q_g = V Λ V',
 * (I − H_gg)^p e = e + Q_g V ((1 − Λ)^p − 1) Λ⁻¹ V' Q_g' e.
 * @throws RangeError where a cluster alone decides a coefficient (an eigenvalue of one).
 */
export function clusterResiduals({basis, residuals}: OlsFit, {of, count}: Groups, kind: "HC2" | "HC3"): Float64Array {
  const k = basis.length;
  const members: number[][] = Array.from({length: count}, () => []);
  of.forEach((g, i) => {
    members[g].push(i);
  });
  const out = residuals.slice();
  members.forEach((rows, g) => {
    const gram = new Matrix(k, k);
    const right = new Float64Array(k);
    for (let j = 0; j < k; j++) {
      for (let l = 0; l <= j; l++) {
        const sum = rows.reduce((s, i) => s + basis[j][i] * basis[l][i], 0);
        gram.set(j, l, sum);
        gram.set(l, j, sum);
      }
      right[j] = rows.reduce((s, i) => s + basis[j][i] * residuals[i], 0);
    }
    const {realEigenvalues: values, eigenvectorMatrix: v} = new EigenvalueDecomposition(gram, {assumeSymmetric: true});
    const weights = new Float64Array(k);
    values.forEach((value, l) => {
      if (value < 1e-14) return;
      if (!(value < 1 - 1e-10))
        throw new RangeError(
          `invalid clusters; cluster ${g} alone decides a coefficient: ${kind} is not defined, use HC1`,
        );
      const power = kind === "HC2" ? 1 / Math.sqrt(1 - value) : 1 / (1 - value);
      let projection = 0;
      for (let j = 0; j < k; j++) projection += v.get(j, l) * right[j];
      for (let j = 0; j < k; j++) weights[j] += (v.get(j, l) * (power - 1) * projection) / value;
    });
    for (const i of rows) for (let j = 0; j < k; j++) out[i] += basis[j][i] * weights[j];
  });
  return out;
}

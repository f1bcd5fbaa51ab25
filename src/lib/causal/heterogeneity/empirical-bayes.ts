import {normalQuantile} from "../../numeric/index.ts";
import {type BetweenMethod, betweenVariance} from "./between-variance.ts";

/** One trader's effect after shrinkage towards the desk. */
export interface ShrunkEffect {
  readonly raw: number;
  readonly standardError: number;
  /** Posterior mean. */
  readonly shrunk: number;
  /** How much of it comes from the desk: 0 the trader's own estimate, 1 the desk's mean. */
  readonly weightOfDesk: number;
  /** Posterior standard deviation, with what is unknown of the desk's mean and spread. */
  readonly posteriorSd: number;
  readonly interval: readonly [number, number];
}

export interface EmpiricalBayes {
  /** Mean of the traders' effects, precision-weighted, and its standard error. */
  readonly mean: number;
  readonly meanStandardError: number;
  /** Standard deviation of the true effects between traders. */
  readonly tau: number;
  /** Cochran's Q, its degrees of freedom, and I², the share of variance that is not noise. */
  readonly q: number;
  readonly degreesOfFreedom: number;
  readonly iSquared: number;
  readonly effects: readonly ShrunkEffect[];
  readonly method: BetweenMethod;
}

/**
 * Empirical-Bayes shrinkage of estimates yᵢ ~ N(θᵢ, sᵢ²), θᵢ ~ N(μ, τ²) (Efron and Morris 1975; Morris 1983): a trader with little
 * data borrows from the desk. τ² by restricted maximum likelihood (default), Paule and Mandel 1982 or DerSimonian and Laird 1986.
 * Weights, variances and intervals are Morris's (1983, eq. 4.1 to 4.5): B̂ᵢ = (k − 3)/(k − 1) · sᵢ²/(sᵢ² + τ̂²), and a posterior variance
 * sᵢ²(1 − (k − l̂ᵢ)/k · B̂ᵢ) + v̂ᵢ(yᵢ − μ̂)² that includes what is not known of μ and τ².
 * Takes the estimates as independent given the θᵢ: shocks that traders share make the intervals too narrow in common, not apart.
 * @throws RangeError for fewer than 4 traders (nothing to learn a spread from), lengths that differ, or a standard error that is
 * not above 0.
 */
export function empiricalBayes(
  estimates: Float64Array,
  standardErrors: Float64Array,
  {method = "reml", level = 0.95}: {readonly method?: BetweenMethod; readonly level?: number} = {},
): EmpiricalBayes {
  const k = estimates.length;
  if (standardErrors.length !== k)
    throw new RangeError(`invalid lengths; ${k} estimates, ${standardErrors.length} standard errors`);
  if (!(k >= 4)) throw new RangeError(`invalid estimates; a spread between traders needs 4 or more, found ${k}`);
  if (!(level > 0 && level < 1)) throw new RangeError(`invalid level; not in (0, 1): ${level}`);
  for (let i = 0; i < k; i++) {
    if (!(standardErrors[i] > 0 && Number.isFinite(standardErrors[i])))
      throw new RangeError(`invalid standard error; not above 0 for estimate ${i}: ${standardErrors[i]}`);
    if (!Number.isFinite(estimates[i]))
      throw new RangeError(`invalid estimate; not finite for estimate ${i}: ${estimates[i]}`);
  }
  const variances = standardErrors.map((s) => s * s);
  const {tau2, q} = betweenVariance(estimates, variances, method);
  const weights = variances.map((v) => 1 / (v + tau2));
  const total = weights.reduce((sum, w) => sum + w, 0);
  const mean = estimates.reduce((sum, y, i) => sum + weights[i] * y, 0) / total;
  const typical = variances.reduce((sum, v, i) => sum + weights[i] * v, 0) / total;
  const z = normalQuantile(0.5 + level / 2);
  const effects = Array.from(estimates, (raw, i): ShrunkEffect => {
    const v = variances[i];
    const b = ((k - 3) / (k - 1)) * (v / (v + tau2));
    const shrunk = raw - b * (raw - mean);
    const ofMean = (k * weights[i]) / total;
    const ofTau = (2 / (k - 3)) * b * b * ((typical + tau2) / (v + tau2));
    const posteriorSd = Math.sqrt(v * (1 - ((k - ofMean) / k) * b) + ofTau * (raw - mean) * (raw - mean));
    const interval = [shrunk - z * posteriorSd, shrunk + z * posteriorSd] as const;
    return {raw, standardError: standardErrors[i], shrunk, weightOfDesk: b, posteriorSd, interval};
  });
  return {
    mean,
    meanStandardError: Math.sqrt(1 / total),
    tau: Math.sqrt(tau2),
    q,
    degreesOfFreedom: k - 1,
    iSquared: q > k - 1 ? (q - (k - 1)) / q : 0,
    effects,
    method,
  };
}

import type {FittedFeature, FittedState} from "./fitted.ts";
import {type Hmm, hmmFilter} from "./hmm.ts";
import {bic, fitHmm, type HmmFit} from "./hmm-fit.ts";

/** Numbers of states tried; the training window's BIC chooses. */
const stateCounts = [2, 3, 4] as const;

interface Parameters {
  readonly model: Hmm;
  /** Standard deviation of the training window's series. */
  readonly sd: number;
}

/**
 * Regime of a series by a Gaussian hidden Markov model with 2 to 4 states, fitted on the training window (EM from several
 * starts, number of states by BIC there), as *filtered* probabilities: those of day t use values up to the close of t − 1.
 * Four columns whose meaning is the same in every fold, however many states it chose.
 */
export function hmmRegime(name: string, reads: string, what: string): FittedFeature {
  return {
    name,
    label: `Regime of ${what}`,
    family: "regime",
    description: `Gaussian hidden Markov model of ${what} with 2 to 4 states, fitted on each training window; filtered, never smoothed`,
    reads,
    knownAt: "previous close",
    columns: [
      {
        name: `${name}_calm`,
        label: "Probability of the calmest state",
        unit: "share",
        description: "Filtered probability of the state with the lowest variance",
      },
      {
        name: `${name}_stress`,
        label: "Probability of the wildest state",
        unit: "share",
        description: "Filtered probability of the state with the highest variance",
      },
      {
        name: `${name}_vol`,
        label: "Expected volatility",
        unit: "ratio",
        description: "Standard deviations of the states weighted by filtered probability, over the training window's",
      },
      {
        name: `${name}_drift`,
        label: "Expected mean",
        unit: "ratio",
        description:
          "Means of the states weighted by filtered probability, over the training window's standard deviation",
      },
    ],
    fit(series, {seed, names}): FittedState | null {
      const known = series.filter((v) => Number.isFinite(v));
      const fits = stateCounts.flatMap((states) => fitHmm(series, {states, seed, names}) ?? []);
      if (fits.length === 0) return null;
      const best = fits.reduce((a, b) => (bic(b, known.length) < bic(a, known.length) ? b : a));
      const parameters: Parameters = {model: best.model, sd: spread(known)};
      return {parameters, log: logOf(best, known.length)};
    },
    apply({parameters}) {
      const {model, sd} = parameters as Parameters;
      const filter = hmmFilter(model);
      return (value) => {
        filter.push(Number.isFinite(value) ? value : Number.NaN);
        const p = filter.filtered();
        let [vol, drift] = [0, 0];
        for (let k = 0; k < p.length; k++) {
          vol += p[k] * Math.sqrt(model.variances[k]);
          drift += p[k] * model.means[k];
        }
        return [p[0], p[p.length - 1], vol / sd, drift / sd];
      };
    },
  };
}

function logOf(fit: HmmFit, n: number): Record<string, number> {
  const {model, logLikelihood, iterations, converged} = fit;
  return {
    states: model.means.length,
    observations: n,
    logLikelihood,
    bic: bic(fit, n),
    iterations,
    converged: converged ? 1 : 0,
  };
}

function spread(known: Float64Array): number {
  const mean = known.reduce((sum, v) => sum + v, 0) / known.length;
  return Math.sqrt(known.reduce((sum, v) => sum + (v - mean) ** 2, 0) / known.length);
}

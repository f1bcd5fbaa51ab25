import {addPair, correlation, pairs} from "../facts.ts";

/** A trader's AR(3) in units of its own stationary standard deviation. */
export interface Autoregression {
  readonly coefficients: readonly number[];
  /** Standard deviation of the innovation. */
  readonly innovation: number;
}

const ORDER = 3;

/**
 * One AR(3) a trader: autocorrelations of its normal scores, each drawn towards the mean over traders by as much as their spread
 * is noise (empirical Bayes), then Levinson and Durbin's recursion with reflection coefficients held within ±0.9.
 */
export function autoregressions(scores: readonly Float64Array[]): Autoregression[] {
  const found = scores.map((x) => Array.from({length: ORDER}, (_, k) => lagCorrelation(x, k + 1)));
  const shrunk = found.map(() => new Float64Array(ORDER));
  for (let k = 0; k < ORDER; k++) {
    let [weights, sum] = [0, 0];
    for (const {
      [k]: {r, n},
    } of found) {
      weights += n;
      sum += n * r;
    }
    const mean = weights === 0 ? 0 : sum / weights;
    let [spread, noise, traders] = [0, 0, 0];
    for (const {
      [k]: {r, n},
    } of found)
      if (n > 0) {
        spread += (r - mean) ** 2;
        noise += 1 / n;
        traders++;
      }
    const keep = traders > 1 && spread > noise ? 1 - noise / spread : 0;
    found.forEach(({[k]: {r, n}}, i) => {
      shrunk[i][k] = n > 0 ? mean + keep * (r - mean) : mean;
    });
  }
  return shrunk.map(levinsonDurbin);
}

function lagCorrelation(x: Float64Array, lag: number): {r: number; n: number} {
  const p = pairs();
  for (let t = lag; t < x.length; t++)
    if (!Number.isNaN(x[t]) && !Number.isNaN(x[t - lag])) addPair(p, x[t - lag], x[t]);
  const r = p.n >= 10 ? correlation(p) : Number.NaN;
  return Number.isNaN(r) ? {r: 0, n: 0} : {r, n: p.n};
}

/** AR coefficients with the given autocorrelations at lags 1, 2, … (Durbin 1960). */
export function levinsonDurbin(autocorrelation: ArrayLike<number>): Autoregression {
  let phi: number[] = [];
  let variance = 1;
  for (let k = 0; k < autocorrelation.length; k++) {
    let top = autocorrelation[k];
    for (let j = 0; j < k; j++) top -= phi[j] * autocorrelation[k - 1 - j];
    const reflection = Math.max(-0.9, Math.min(0.9, top / variance));
    phi = [...phi.map((p, j) => p - reflection * phi[k - 1 - j]), reflection];
    variance *= 1 - reflection * reflection;
  }
  return {coefficients: phi, innovation: Math.sqrt(variance)};
}

import {normalCdf, normalQuantile} from "../../numeric/index.ts";
import {addPair, covariance, pairs} from "../facts.ts";

/** Volatility that comes in clusters: log variance is an AR(1), partly the desk's, partly a trader's own. */
export interface Clustering {
  /** Variance of log variance; 0: volatility is constant. */
  readonly variance: number;
  readonly persistence: number;
  /** Share of it that is common to all traders. */
  readonly common: number;
}

const LAGS = 5;

/**
 * From autocovariances of log squared normal scores at lags 1 to 5, pooled over traders: in the stochastic volatility model
 * (Taylor 1986) they are variance · persistence^lag, whatever the noise. The common share is from their covariance across
 * traders on a day.
 */
export function clusteringOf(scores: readonly Float64Array[]): Clustering {
  const logs = scores.map((x) => x.map((z) => Math.log(z * z + 0.001)));
  const gamma = Array.from({length: LAGS}, (_, k) => {
    const p = pairs();
    for (const x of logs)
      for (let t = k + 1; t < x.length; t++)
        if (!Number.isNaN(x[t]) && !Number.isNaN(x[t - k - 1])) addPair(p, x[t - k - 1], x[t]);
    return p.n < 30 ? 0 : covariance(p);
  });
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const first = sum(gamma.slice(0, LAGS - 1));
  if (!(first > 0)) return {variance: 0, persistence: 0, common: 0};
  const persistence = Math.max(0.05, Math.min(0.97, sum(gamma.slice(1)) / first));
  let [powers, power] = [0, 1];
  for (let k = 0; k < LAGS; k++) {
    power *= persistence;
    powers += power;
  }
  const variance = Math.max(0, Math.min(1, sum(gamma) / powers));
  return {variance, persistence, common: variance === 0 ? 0 : Math.max(0, Math.min(1, across(logs) / variance))};
}

/** Mean covariance of two traders' values on the same day. */
function across(series: readonly Float64Array[]): number {
  const p = pairs();
  for (const x of series) for (const value of x) if (!Number.isNaN(value)) addPair(p, value, value);
  const mean = p.n === 0 ? 0 : p.x / p.n;
  let [products, count] = [0, 0];
  for (let t = 0; t < (series[0]?.length ?? 0); t++) {
    let [sum, squares, n] = [0, 0, 0];
    for (const x of series) {
      if (Number.isNaN(x[t])) continue;
      const d = x[t] - mean;
      sum += d;
      squares += d * d;
      n++;
    }
    products += sum * sum - squares;
    count += n * (n - 1);
  }
  return count === 0 ? 0 : products / count;
}

/** Points per unit, and the end, of the table of a mixture's distribution. */
const STEP = 50;
const END = 10;

/**
 * P(exp(h/2) · w ≤ z) for normal w and h ~ N(0, variance): a table of it, to turn draws into ranks. By 41 points of h that
 * are equally likely.
 */
export function mixtureTable(variance: number): Float64Array {
  const nodes = Array.from({length: 41}, (_, k) =>
    Math.exp(-Math.sqrt(variance) * normalQuantile((k + 0.5) / 41) * 0.5),
  );
  return Float64Array.from({length: 2 * END * STEP + 1}, (_, k) => {
    const z = k / STEP - END;
    let sum = 0;
    for (const scale of nodes) sum += normalCdf(z * scale);
    return sum / nodes.length;
  });
}

/** The table's value at z, by straight lines, within (0, 1). */
export function mixtureCdf(table: Float64Array, z: number): number {
  const position = (Math.max(-END, Math.min(END, z)) + END) * STEP;
  const k = Math.min(table.length - 2, Math.floor(position));
  return Math.max(1e-7, Math.min(1 - 1e-7, table[k] + (position - k) * (table[k + 1] - table[k])));
}

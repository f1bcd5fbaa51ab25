import {chiSquareUpper, normalCdf} from "../../numeric/index.ts";

export interface MeanShiftTest {
  /** F statistics of one break in the mean after each of the observations `from` … `to` (counted from 1). */
  readonly statistics: Float64Array;
  readonly from: number;
  readonly to: number;
  /** The largest, and the observation (from 1) after which the mean shifts: the least squares break. */
  readonly supF: number;
  readonly breakAfter: number;
  /** Of supF. */
  readonly p: number;
  /** The mean of all statistics (Andrews and Ploberger 1994). */
  readonly aveF: number;
}

/**
 * Is there a break in the mean, at a time that is not known? Chow's F at each admissible time, and the largest of them (Andrews
 * 1993). p by DeLong's (1981) tail expansion for the maximum of a Bessel process: accurate where it is small (Estrella 2003),
 * at most 1.
 * @param trim share of the observations left out at each end. Default 0.15.
 */
export function meanShiftTest(y: Float64Array, trim = 0.15): MeanShiftTest {
  finite(y);
  const n = y.length;
  if (!(trim > 0 && trim < 0.5)) throw new RangeError(`invalid trim; not in (0, ½): ${trim}`);
  const from = Math.floor(trim * n + 1e-9);
  if (from < 2)
    throw new RangeError(`${n} observations are too few to leave out ${trim} of them at each end and find a break`);
  const to = n - from;
  const cost = segmentCosts(y);
  const whole = cost(0, n);
  if (!(whole > 0)) throw new RangeError("the series is constant; it has no break to find");
  const statistics = Float64Array.from({length: to - from + 1}, (_, k) => {
    const parts = cost(0, from + k) + cost(from + k, n);
    return (whole - parts) / (parts / (n - 2));
  });
  const supF = statistics.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const ratio = (to * (n - from)) / (from * (n - to));
  return {
    statistics,
    from,
    to,
    supF,
    breakAfter: from + statistics.indexOf(supF),
    p: supremumP(supF, ratio),
    aveF: statistics.reduce((sum, f) => sum + f, 0) / statistics.length,
  };
}

/** P(sup of (W − πW(1))² / (π(1 − π)) over the trimmed interval > x), one parameter. */
function supremumP(x: number, ratio: number): number {
  if (!(x > 0)) return 1;
  const density = Math.sqrt(x / 2) * (Math.exp(-x / 2) / Math.sqrt(Math.PI)); // (x/2)^½ e^(−x/2) / Γ(½)
  const tail = density * ((1 - 1 / x) * Math.log(ratio) + 2 / x);
  return Math.min(1, Math.max(tail, chiSquareUpper(x, 1)));
}

export interface MeanBreaks {
  /** Least squares break points for 0, 1, … breaks: observations (from 1) after which the mean shifts. */
  readonly breaksAfter: readonly Int32Array[];
  readonly residualSumOfSquares: Float64Array;
  readonly bic: Float64Array;
  /** Number of breaks with the least BIC. */
  readonly best: number;
}

/**
 * Several breaks in the mean, by least squares over all segmentations (dynamic programming), their number by BIC (Bai and Perron
 * 1998, 2003; Yao 1988).
 * @param most largest number of breaks. Default 5, or what the minimal segment allows.
 * @param trim minimal segment as a share of the observations. Default 0.15.
 */
export function meanBreaks(
  y: Float64Array,
  {most = 5, trim = 0.15}: {readonly most?: number; readonly trim?: number} = {},
): MeanBreaks {
  finite(y);
  const n = y.length;
  const length = Math.floor(trim * n + 1e-9);
  if (length < 2) throw new RangeError(`invalid trim; segments of ${length} of ${n} observations: two are the least`);
  const cost = segmentCosts(y);
  const largest = Math.min(most, Math.floor(n / length) - 1);
  // best[m][t]: least cost of the first t observations in m + 1 segments; last[m][t]: where the last segment begins
  const best = [Float64Array.from({length: n + 1}, (_, t) => (t >= length ? cost(0, t) : Number.POSITIVE_INFINITY))];
  const last = [new Int32Array(n + 1)];
  for (let m = 1; m <= largest; m++) {
    const found = new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY);
    const begins = new Int32Array(n + 1);
    for (let t = (m + 1) * length; t <= n; t++)
      for (let s = m * length; s <= t - length; s++) {
        const value = best[m - 1][s] + cost(s, t);
        if (value < found[t]) {
          found[t] = value;
          begins[t] = s;
        }
      }
    best.push(found);
    last.push(begins);
  }
  const breaksAfter = best.map((_, m) => {
    const points = new Int32Array(m);
    for (let k = m, t = n; k > 0; k--) {
      t = last[k][t];
      points[k - 1] = t;
    }
    return points;
  });
  const residualSumOfSquares = Float64Array.from(best, (values) => values[n]);
  const bic = residualSumOfSquares.map(
    (rss, m) => n * (Math.log(rss / n) + 1 + Math.log(2 * Math.PI)) + Math.log(n) * 2 * (m + 1),
  );
  return {breaksAfter, residualSumOfSquares, bic, best: bic.indexOf(Math.min(...bic))};
}

export interface CusumTest {
  readonly statistic: number;
  readonly p: number;
}

/**
 * CUSUM tests that the mean is constant: of least squares residuals (Ploberger and Krämer 1992, p exact for a Brownian bridge), and of
 * recursive residuals (Brown, Durbin and Evans 1975, against a boundary that grows with time).
 */
export function cusumTests(y: Float64Array): {readonly ols: CusumTest; readonly recursive: CusumTest} {
  finite(y);
  const n = y.length;
  if (n < 3) throw new RangeError(`${n} observations are too few for a CUSUM test; three are the least`);
  const mean = y.reduce((sum, x) => sum + x, 0) / n;
  const square = y.reduce((sum, x) => sum + (x - mean) * (x - mean), 0);
  if (!(square > 0)) throw new RangeError("the series is constant; it has no break to find");
  const deviation = Math.sqrt(square / (n - 1));
  let sum = 0;
  let ols = 0;
  for (const x of y) {
    sum += x - mean;
    ols = Math.max(ols, Math.abs(sum) / (deviation * Math.sqrt(n)));
  }
  const recursive = new Float64Array(n - 1);
  let soFar = y[0];
  for (let t = 1; t < n; t++) {
    recursive[t - 1] = (y[t] - soFar / t) / Math.sqrt(1 + 1 / t);
    soFar += y[t];
  }
  const k = n - 1;
  const centre = recursive.reduce((total, w) => total + w, 0) / k;
  const spread = Math.sqrt(recursive.reduce((total, w) => total + (w - centre) * (w - centre), 0) / (k - 1));
  let walk = 0;
  let highest = 0;
  recursive.forEach((w, t) => {
    walk += w / (spread * Math.sqrt(k));
    highest = Math.max(highest, Math.abs(walk) / (1 + (2 * (t + 1)) / k));
  });
  return {ols: {statistic: ols, p: bridgeP(ols)}, recursive: {statistic: highest, p: linearBoundaryP(highest)}};
}

/** P(sup |Brownian bridge| > x) = 2 Σ (−1)ʲ⁺¹ e^(−2j²x²). */
function bridgeP(x: number): number {
  if (x < 0.2) return 1;
  let sum = 0;
  for (let j = 1; j <= 100; j++) sum += (j % 2 === 1 ? 2 : -2) * Math.exp(-2 * j * j * x * x);
  return Math.min(1, Math.max(0, sum));
}

/** P(|Brownian motion| crosses x(1 + 2t) on [0, 1]) (Brown, Durbin and Evans 1975, with the correction for both sides). */
function linearBoundaryP(x: number): number {
  const upper = (z: number) => normalCdf(-z);
  const value =
    2 *
    (upper(3 * x) +
      Math.exp(-4 * x * x) * (normalCdf(x) + normalCdf(5 * x) - 1) -
      Math.exp(-16 * x * x) * (1 - normalCdf(x)));
  return x < 0.3 ? Math.min(1, Math.max(value, 1 - 0.1465 * x)) : Math.min(1, Math.max(0, value));
}

/** Σ (y − mean)² of the observations from … to − 1, from sums about the overall mean. */
function segmentCosts(y: Float64Array): (from: number, to: number) => number {
  const n = y.length;
  const mean = y.reduce((sum, x) => sum + x, 0) / n;
  const [sums, squares] = [new Float64Array(n + 1), new Float64Array(n + 1)];
  for (let t = 0; t < n; t++) {
    sums[t + 1] = sums[t] + (y[t] - mean);
    squares[t + 1] = squares[t] + (y[t] - mean) * (y[t] - mean);
  }
  return (from, to) => {
    const sum = sums[to] - sums[from];
    return squares[to] - squares[from] - (sum * sum) / (to - from);
  };
}

function finite(y: Float64Array): void {
  const bad = y.findIndex((x) => !Number.isFinite(x));
  if (bad >= 0) throw new RangeError(`observation ${bad} is ${y[bad]}; leave it out`);
}

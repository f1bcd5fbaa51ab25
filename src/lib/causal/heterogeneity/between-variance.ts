/** Estimators of the variance of true effects between units. */
export type BetweenMethod = "reml" | "paule-mandel" | "dersimonian-laird";

/**
 * Variance τ² ≥ 0 of the true effects behind estimates with known sampling variances, and Cochran's Q.
 * REML: Fisher scoring from DerSimonian and Laird's (Viechtbauer 2005, eq. 12); Paule and Mandel: Q(τ²) = k − 1 by bisection.
 */
export function betweenVariance(
  estimates: Float64Array,
  variances: Float64Array,
  method: BetweenMethod,
): {tau2: number; q: number} {
  const q = generalisedQ(estimates, variances, 0);
  const tau2 =
    method === "paule-mandel"
      ? pauleMandel(estimates, variances)
      : method === "dersimonian-laird"
        ? derSimonianLaird(estimates.length, variances, q)
        : restrictedLikelihood(estimates, variances, derSimonianLaird(estimates.length, variances, q));
  return {tau2, q};
}

/** Σ w (y − μ̂)² with w = 1/(v + τ²). */
function generalisedQ(y: Float64Array, v: Float64Array, tau2: number): number {
  const w = v.map((x) => 1 / (x + tau2));
  const total = w.reduce((sum, x) => sum + x, 0);
  const mean = y.reduce((sum, x, i) => sum + w[i] * x, 0) / total;
  return y.reduce((sum, x, i) => sum + w[i] * (x - mean) ** 2, 0);
}

function derSimonianLaird(k: number, v: Float64Array, q: number): number {
  let [one, two] = [0, 0];
  for (const x of v) {
    one += 1 / x;
    two += 1 / (x * x);
  }
  return Math.max(0, (q - (k - 1)) / (one - two / one));
}

function pauleMandel(y: Float64Array, v: Float64Array): number {
  const target = y.length - 1;
  if (generalisedQ(y, v, 0) <= target) return 0;
  let low = 0;
  let high = v.reduce((most, x) => Math.max(most, x), 0);
  while (generalisedQ(y, v, high) > target) {
    low = high;
    high *= 2;
  }
  for (let step = 0; step < 200 && high - low > 1e-14 * high; step++) {
    const middle = (low + high) / 2;
    if (generalisedQ(y, v, middle) > target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Restricted log-likelihood at τ², up to a constant. */
function logLikelihood(y: Float64Array, v: Float64Array, tau2: number): number {
  let [total, logs] = [0, 0];
  for (const x of v) {
    total += 1 / (x + tau2);
    logs += Math.log(x + tau2);
  }
  return -0.5 * (logs + Math.log(total) + generalisedQ(y, v, tau2));
}

function restrictedLikelihood(y: Float64Array, v: Float64Array, start: number): number {
  let tau2 = start;
  for (let step = 0; step < 500; step++) {
    const w = v.map((x) => 1 / (x + tau2));
    const [one, two, three] = [1, 2, 3].map((p) =>
      w.reduce((sum, x) => sum + (p === 1 ? x : p === 2 ? x * x : x * x * x), 0),
    );
    const mean = y.reduce((sum, x, i) => sum + w[i] * x, 0) / one;
    const fit = y.reduce((sum, x, i) => sum + w[i] * w[i] * (x - mean) ** 2, 0);
    const gradient = 0.5 * (fit - one + two / one);
    const information = 0.5 * (two - (2 * three) / one + (two / one) * (two / one));
    let next = Math.max(0, tau2 + gradient / information);
    const here = logLikelihood(y, v, tau2);
    for (let halvings = 0; halvings < 40 && logLikelihood(y, v, next) < here; halvings++) next = (next + tau2) / 2;
    if (Math.abs(next - tau2) <= 1e-12 * (tau2 + 1e-300)) return next;
    tau2 = next;
  }
  return tau2;
}

import {coefficient, fittedAt, type LocalFit} from "./local-fit.ts";
import type {Side} from "./types.ts";

/**
 * Residuals from the mean of the nearest other rows by score, at least `matches` of them, all rows of a score together
 * (Calonico, Cattaneo and Titiunik 2014, section 5.1; Abadie and Imbens 2006): they need no model of the mean.
 * Rows from … to − 1 of a side, which is sorted.
 */
export function nearestResiduals(
  x: Float64Array,
  values: Float64Array,
  from: number,
  to: number,
  matches: number,
): Float64Array {
  const n = to - from;
  const prefix = new Float64Array(n + 1);
  const level = n > 0 ? values[from] : 0; // differences from a value of the side: sums lose no digits to it
  for (let i = 0; i < n; i++) prefix[i + 1] = prefix[i] + (values[from + i] - level);
  const wanted = Math.min(matches, n - 1);
  const residuals = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const own = x[from + i];
    let low = i; // rows low … high − 1 are taken
    let high = i + 1;
    while (low > 0 && x[from + low - 1] === own) low--;
    while (high < n && x[from + high] === own) high++;
    while (high - low - 1 < wanted) {
      const below = low > 0 ? own - x[from + low - 1] : Number.POSITIVE_INFINITY;
      const above = high < n ? x[from + high] - own : Number.POSITIVE_INFINITY;
      if (below <= above) {
        const score = x[from + low - 1];
        while (low > 0 && x[from + low - 1] === score) low--;
      }
      if (above <= below) {
        const score = x[from + high];
        while (high < n && x[from + high] === score) high++;
      }
    }
    const others = high - low - 1;
    if (others === 0) continue;
    const value = values[from + i] - level;
    const mean = (prefix[high] - prefix[low] - value) / others;
    residuals[i] = Math.sqrt(others / (others + 1)) * (value - mean);
  }
  return residuals;
}

/** Residuals from a local polynomial, for rows from … to − 1. */
export function fitResiduals(fit: LocalFit, side: Side, values: Float64Array, from: number, to: number): Float64Array {
  const coefficients = fit.weights.map((_, j) => coefficient(fit, j, values));
  return Float64Array.from(
    {length: to - from},
    (_, i) => values[from + i] - fittedAt(fit, coefficients, side.x[from + i]),
  );
}

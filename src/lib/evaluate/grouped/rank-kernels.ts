import {countsBelow, midranks, midranksOf} from "../auc.ts";
import {dayMean, type Evaluate} from "./day-mean.ts";
import type {Forecast} from "./kernels.ts";

/**
 * Spearman's rank correlation (midranks for ties). In a draw of days it is linearised: ρ + the mean over the drawn rows of
 * their influence, so that a draw costs a pass over days and not a sort of rows. With u, v the midranks over n, less ½ ⁄ n, and
 * ρ = (E[uv] − ¼) / (s_u·s_v), a row's influence on E[uv] is uv + E[v′; x′ above x] + E[u′; y′ above y] − 3·E[uv] (ties a
 * half); the deviations s, which change with ties only, are taken as known.
 */
export function spearman({value, target}: Forecast, at: Int32Array): Evaluate {
  const n = at.length;
  const [ofValue, ofTarget] = [countsBelow(value), countsBelow(target)];
  const [u, v] = [ofValue, ofTarget].map((counts) => midranksOf(counts).map((rank) => (rank - 0.5) / n));
  const deviation = (w: Float64Array) => Math.sqrt(w.reduce((sum, z) => sum + (z - 0.5) * (z - 0.5), 0) / n);
  const scale = deviation(u) * deviation(v);
  if (!(scale > 1e-12)) return () => Number.NaN;
  const product = u.map((a, i) => a * v[i]);
  const theta = product.reduce((sum, p) => sum + p, 0) / n;
  const [aboveX, aboveY] = [meanAbove(ofValue, v), meanAbove(ofTarget, u)];
  const influence = product.map((p, i) => (p + aboveX[i] + aboveY[i] - 3 * theta) / scale);
  const add = dayMean(
    at,
    (i) => influence[i],
    () => 1,
  );
  const rho = (theta - 0.25) / scale;
  return (counts, offset) => rho + add(counts, offset);
}

/**
 * Area under the ROC curve, in a draw of days by DeLong, DeLong and Clarke-Pearson's (1988) placements: mean over events of the
 * share of non-events below, plus mean over non-events of the share of events above, less the area itself.
 */
export function areaUnderCurve({value, target}: Forecast, at: Int32Array): Evaluate {
  const rank = midranks(value);
  const placement = (event: number) => {
    const rows = Array.from(at.keys()).filter((i) => target[i] === event);
    const others = at.length - rows.length;
    const within = midranks(rows.map((i) => value[i]));
    const share = new Float64Array(at.length);
    rows.forEach((i, k) => {
      const below = (rank[i] - within[k]) / others;
      share[i] = event === 1 ? below : 1 - below;
    });
    return {share, rows: rows.length};
  };
  const [events, others] = [placement(1), placement(0)];
  if (events.rows === 0 || others.rows === 0) return () => Number.NaN;
  const area = events.share.reduce((sum, s) => sum + s, 0) / events.rows;
  const ofEvents = dayMean(
    at,
    (i) => events.share[i],
    (i) => (target[i] === 1 ? 1 : 0),
  );
  const ofOthers = dayMean(
    at,
    (i) => others.share[i],
    (i) => (target[i] === 1 ? 0 : 1),
  );
  return (counts, offset) => ofEvents(counts, offset) + ofOthers(counts, offset) - area;
}

/** For each row, Σ of `of` over rows with a larger value, those with the same counting half, over the number of rows. */
function meanAbove({below, upTo}: ReturnType<typeof countsBelow>, of: Float64Array): Float64Array {
  const n = of.length;
  const from = new Float64Array(n + 1); // Σ over rows whose value has at least so many below it
  for (let i = 0; i < n; i++) from[below[i]] += of[i];
  for (let k = n - 1; k >= 0; k--) from[k] += from[k + 1];
  return of.map((_, i) => (from[below[i]] + from[upTo[i]]) / (2 * n));
}

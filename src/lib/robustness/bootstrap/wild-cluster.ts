import {dot, orthonormalBasis, type Random, residual} from "../../numeric/index.ts";
import {checkDraws, clustersOf} from "./resample.ts";
import {type WeightKind, weightOf} from "./weights.ts";

export interface WildClusterData {
  readonly outcome: Float64Array;
  /** Its coefficient is tested. For a debiased machine learning fit: the treatment's residual, with the outcome's as `outcome`. */
  readonly regressor: Float64Array;
  /** Other regressors: give the intercept as a column of ones. Default none. */
  readonly controls?: readonly Float64Array[];
  /** A label a row; rows of a label share a weight. */
  readonly clusters: Int32Array;
}

export interface WildClusterOptions {
  readonly random: Random;
  /** Default 999. */
  readonly draws?: number;
  /** Default: Webb's with fewer than 12 clusters, else Rademacher's. */
  readonly weights?: WeightKind;
}

export interface WildClusterTest {
  /** Share of draws whose |t| is at least the observed. */
  readonly p: number;
  /** Standard error of p by simulation; 0 where all sign patterns were listed. */
  readonly error: number;
  readonly t: number;
}

export interface WildCluster {
  readonly estimate: number;
  /** Cluster-robust, without a small-sample factor, which would cancel from the p-value. */
  readonly se: number;
  readonly clusters: number;
  readonly weights: WeightKind;
  /** All 2^G sign patterns are listed rather than drawn. */
  readonly exact: boolean;
  readonly draws: number;
  /** Two-sided test that the coefficient is `truth`. */
  test(truth?: number): WildClusterTest;
  /** Ends of what the test does not reject at 1 − level, the same weights throughout; infinite where too few patterns could reject anything. */
  interval(level?: number): readonly [number, number];
}

/**
 * Wild cluster bootstrap of a t-test, the null imposed (Cameron, Gelbach and Miller 2008; Roodman, MacKinnon, Nielsen and Webb 2019).
 * A draw needs each cluster's sums only, so its cost is clusters × controls whatever the rows; a test of another truth then costs the draws only. With Rademacher weights and 2^G not above
 * `draws`, all patterns are listed.
 * @throws RangeError where lengths differ, values are not finite, there are fewer than two clusters, or the regressor is a combination of the controls.
 */
export function wildCluster(
  data: WildClusterData,
  {random, draws = 999, weights: asked}: WildClusterOptions,
): WildCluster {
  checkDraws(draws);
  const s = sumsOf(data);
  const weights = asked ?? (s.count < 12 ? "webb" : "rademacher");
  const patterns = s.count < 30 ? 1 << s.count : Number.POSITIVE_INFINITY; // of signs; more do not fit the bits of an int
  const exact = weights === "rademacher" && patterns <= draws;
  const number = exact ? patterns : draws;
  const parts: DrawParts = {
    move: new Float64Array(number),
    moveSlope: new Float64Array(number),
    square: new Float64Array(number),
    cross: new Float64Array(number),
    squareSlope: new Float64Array(number),
  };
  const w = new Float64Array(s.count);
  let same = 0; // patterns of one weight: they give the data or a multiple of them
  for (let b = 0; b < number; b++) {
    for (let g = 0; g < s.count; g++) w[g] = exact ? ((b >> g) & 1 ? -1 : 1) : weightOf(weights, random);
    if (w.every((v) => v === w[0])) same++;
    reduceDraw(s, w, parts, b);
  }
  const share = (extreme: number) => (exact ? extreme / number : (extreme + 1) / (number + 1));
  const se = Math.sqrt(s.xy.reduce((sum, v) => sum + v * v, 0)) / s.xx;
  if (!(se > 0)) throw new RangeError("invalid residuals; they are zero in every cluster: nothing to test");
  const test = (truth = 0): WildClusterTest => {
    if (!Number.isFinite(truth)) throw new RangeError(`invalid truth; not finite: ${truth}`);
    const t = (s.estimate - truth) / se;
    const shift = truth - s.estimate;
    let extreme = 0;
    for (let b = 0; b < number; b++) {
      const move = parts.move[b] - shift * parts.moveSlope[b];
      const square = parts.square[b] - 2 * shift * parts.cross[b] + shift * shift * parts.squareSlope[b];
      const drawn = move === 0 ? 0 : Math.abs(move * s.xx) / Math.sqrt(Math.max(0, square));
      if (drawn >= Math.abs(t) * (1 - 1e-10)) extreme++; // the data's own pattern counts, up to rounding
    }
    const p = share(extreme);
    return {p, error: exact ? 0 : Math.sqrt((p * (1 - p)) / number), t};
  };
  const interval = (level = 0.95): readonly [number, number] => {
    if (!(level > 0 && level < 1)) throw new RangeError(`invalid level; not in (0, 1): ${level}`);
    // infinitely far off only patterns of one weight are as extreme as the data
    if (share(same) > 1 - level) return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    const end = (side: -1 | 1) => {
      let [inside, outside] = [s.estimate, s.estimate + side * 2 * se];
      while (test(outside).p > 1 - level) {
        inside = outside;
        outside = s.estimate + 2 * (outside - s.estimate);
      }
      for (let step = 0; step < 40; step++) {
        const middle = (inside + outside) / 2;
        if (test(middle).p > 1 - level) inside = middle;
        else outside = middle;
      }
      return inside;
    };
    return [end(-1), end(1)];
  };
  return {estimate: s.estimate, se, clusters: s.count, weights, exact, draws: number, test, interval};
}

/** Sums by cluster. x: regressor off the controls; Q: orthonormal controls; e: residual of the outcome on all. */
interface Sums {
  readonly count: number;
  readonly estimate: number;
  readonly xx: number;
  /** Σ x e and Σ x x of each cluster. */
  readonly xy: Float64Array;
  readonly xxBy: Float64Array;
  /** Of control k in cluster g: qy[k][g] = Σ Q e, qx[k][g] = Σ Q x. */
  readonly qy: readonly Float64Array[];
  readonly qx: readonly Float64Array[];
}

function sumsOf({outcome, regressor, controls = [], clusters}: WildClusterData): Sums {
  const n = outcome.length;
  [outcome, regressor, ...controls].forEach((column, j) => {
    const what = ["outcome", "regressor"][j] ?? `control ${j - 2}`;
    if (column.length !== n)
      throw new RangeError(`invalid lengths; ${what} has ${column.length} rows, the outcome ${n}`);
    const bad = column.findIndex((v) => !Number.isFinite(v));
    if (bad >= 0) throw new RangeError(`invalid ${what}; not finite in row ${bad}: ${column[bad]}`);
  });
  if (clusters.length !== n) throw new RangeError(`invalid clusters; ${clusters.length} labels for ${n} rows`);
  const {count, rows} = clustersOf(clusters);
  const of = new Int32Array(n);
  rows.forEach((mine, g) => {
    for (const i of mine) of[i] = g;
  });
  const basis = orthonormalBasis(controls);
  const x = residual(residual(regressor, basis), basis);
  const y = residual(residual(outcome, basis), basis);
  const xx = dot(x, x);
  if (!(xx > 1e-18 * dot(regressor, regressor)))
    throw new RangeError("invalid regressor; zero or a combination of the controls: nothing to test");
  const estimate = dot(x, y) / xx;
  const e = y.map((v, i) => v - estimate * x[i]);
  const by = (a: Float64Array, b: Float64Array) => {
    const sums = new Float64Array(count);
    for (let i = 0; i < n; i++) sums[of[i]] += a[i] * b[i];
    return sums;
  };
  return {
    count,
    estimate,
    xx,
    xy: by(x, e),
    xxBy: by(x, x),
    qy: basis.map((q) => by(q, e)),
    qx: basis.map((q) => by(q, x)),
  };
}

/**
 * What t of each draw is at any truth θ̂ + δ: the coefficient moves by move − δ moveSlope, and the sum of squared cluster scores is
 * square − 2 δ cross + δ² squareSlope, as both residuals under the null and what is fitted to them are linear in δ.
 */
interface DrawParts {
  readonly move: Float64Array;
  readonly moveSlope: Float64Array;
  readonly square: Float64Array;
  readonly cross: Float64Array;
  readonly squareSlope: Float64Array;
}

/** Residuals under the null, e − δ x, times the weights of their clusters, fitted again. */
function reduceDraw({count, xx, xy, xxBy, qy, qx}: Sums, w: Float64Array, parts: DrawParts, b: number): void {
  const move = dot(w, xy) / xx;
  const slope = dot(w, xxBy) / xx;
  const gamma = qy.map((of) => dot(w, of));
  const gammaSlope = qx.map((of) => dot(w, of));
  let [square, cross, squareSlope] = [0, 0, 0];
  for (let g = 0; g < count; g++) {
    let p = w[g] * xy[g] - move * xxBy[g];
    let r = w[g] * xxBy[g] - slope * xxBy[g];
    for (let k = 0; k < gamma.length; k++) {
      p -= gamma[k] * qx[k][g];
      r -= gammaSlope[k] * qx[k][g];
    }
    square += p * p;
    cross += p * r;
    squareSlope += r * r;
  }
  parts.move[b] = move;
  parts.moveSlope[b] = slope;
  parts.square[b] = square;
  parts.cross[b] = cross;
  parts.squareSlope[b] = squareSlope;
}

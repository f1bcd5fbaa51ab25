import {crossProducts} from "../../numeric/index.ts";
import {type Groups, groupsOf, groupTotals, intersection, type Labelling, type Labels} from "./labels.ts";
import {longRun, type SerialOptions} from "./serial.ts";

/** How rows depend on each other. Neither `cluster` nor `serial`: not at all, but with any variances (White 1980). */
export interface Dependence {
  /** One or two labellings of the rows, by name or themselves: rows that share a label may depend on each other in any way. */
  readonly cluster?: readonly Labelling[];
  /** Dependence that fades over time: HAC, and Driscoll-Kraay where `time` groups rows. */
  readonly serial?: SerialOptions;
}

/**
 * Small-sample choices.
 * - "none": the sums as they are, normal critical values.
 * - "clusters" (with `cluster`): each sum times G/(G − 1), and Student's t with min(G) − 1 degrees of freedom (Cameron, Gelbach and
 *   Miller 2011).
 * - "jackknife" (with `cluster`, for fits with a linear score): each estimate recomputed without each cluster, nuisances as they
 *   are, CV3 of MacKinnon, Nielsen and Webb 2023; the same t. Wider than "clusters" where clusters differ in how much treatment
 *   varies in them.
 */
export type SmallSample = "none" | "clusters" | "jackknife";

/** Covariance matrix of k estimates, and the choices that were made for it. */
export interface Covariance {
  /** k × k, by rows. */
  readonly matrix: Float64Array[];
  /** With two labellings: the larger of the two one-way variances, one an estimate; never undercut by `standardErrors`. */
  readonly oneWay: Float64Array | null;
  /** Infinity: normal. */
  readonly degreesOfFreedom: number;
  /** Number of clusters of each labelling, or of times. */
  readonly counts: readonly number[];
  /** In words: "clustered by day and trader, G/(G − 1)". */
  readonly method: string;
}

export interface CovarianceContext {
  readonly labels?: Labels;
  readonly smallSample?: SmallSample;
  /** One a influence function: each row's share ψ_a / Σ ψ_a of the score's slope. Needed by "jackknife" only. */
  readonly shares?: readonly Float64Array[];
}

/**
 * Covariance matrix of estimates from their influence functions: Σ over groups of (Σ influence)(Σ influence)' / n². Two
 * labellings: V₁ + V₂ − V₁₂, V₁₂ of the clusters' intersections (Cameron, Gelbach and Miller 2011). Serial: Driscoll and
 * Kraay 1998, Newey and West 1987.
 * @param influences k Float64Arrays of length n.
 * @throws RangeError for both `cluster` and `serial`, more than two labellings, or fewer than two clusters.
 */
export function covariance(
  influences: readonly Float64Array[],
  {cluster = [], serial}: Dependence = {},
  {labels, smallSample = "clusters", shares}: CovarianceContext = {},
): Covariance {
  const n = influences[0].length;
  if (cluster.length > 2) throw new RangeError(`invalid cluster; at most two labellings, found ${cluster.length}`);
  if (cluster.length > 0 && serial !== undefined)
    throw new RangeError(
      "invalid dependence; cluster and serial are both given: cluster by time is serial with 0 lags, choose one",
    );
  const normal = {oneWay: null, degreesOfFreedom: Number.POSITIVE_INFINITY};
  if (serial !== undefined) {
    const {time, ...options} = serial;
    const groups = time === undefined ? null : groupsOf(time, labels, n);
    const series = groups === null ? influences : influences.map((column) => groupTotals(column, groups));
    const {sum, kernel, bandwidth} = longRun(series, options);
    const method =
      `${groups === null ? "HAC" : `Driscoll-Kraay over ${groups.count} times`}, ${kernel} kernel, ` +
      `bandwidth ${Number(bandwidth.toPrecision(4))}`;
    return {...normal, matrix: scaled(sum, 1 / n / n), counts: [series[0].length], method};
  }
  const adjusted = smallSample !== "none";
  if (smallSample === "jackknife" && cluster.length > 0 && shares === undefined)
    throw new RangeError('invalid smallSample; "jackknife" needs a fit with a linear score: choose "clusters"');
  const sumOf = (groups: Groups) => {
    const {count} = groups;
    const totals = influences.map((column, j) => {
      const sums = groupTotals(column, groups);
      return smallSample === "jackknife" ? withoutOwn(sums, groupTotals(shares![j], groups)) : sums;
    });
    const factor = {none: 1, clusters: count / (count - 1), jackknife: (count - 1) / count}[smallSample];
    return scaled(crossProducts(totals, new Float64Array(groups.count).fill(1)), factor / n / n);
  };
  if (cluster.length === 0) {
    const sum = crossProducts(influences, new Float64Array(n).fill(1));
    return {...normal, matrix: scaled(sum, 1 / n / n), counts: [], method: "heteroskedasticity-robust"};
  }
  const groups = cluster.map((labelling) => groupsOf(labelling, labels, n));
  const counts = groups.map(({count}) => count);
  const [first, second] = groups.map(sumOf);
  const names = cluster.map((labelling, k) => (typeof labelling === "string" ? labelling : `labelling ${k + 1}`));
  const method = `clustered by ${names.join(" and ")}${named[smallSample]}`;
  const degreesOfFreedom = adjusted ? Math.min(...counts) - 1 : Number.POSITIVE_INFINITY;
  if (second === undefined) return {matrix: first, oneWay: null, degreesOfFreedom, counts, method};
  const both = sumOf(intersection(groups[0], groups[1]));
  const matrix = first.map((row, j) => row.map((v, k) => v + second[j][k] - both[j][k]));
  const oneWay = Float64Array.from(first, (row, j) => Math.max(row[j], second[j][j]));
  return {matrix, oneWay, degreesOfFreedom, counts, method};
}

/**
 * Square roots of the diagonal; with two labellings, where sampling noise makes V₁ + V₂ − V₁₂ smaller than the larger of V₁
 * and V₂, of the larger.
 */
export function standardErrors({matrix, oneWay}: Covariance): Float64Array {
  return Float64Array.from(matrix, (row, j) => Math.sqrt(Math.max(row[j], oneWay?.[j] ?? 0)));
}

const named = {none: "", clusters: ", G/(G − 1)", jackknife: ", jackknife"};

/**
 * A cluster's influence over 1 − its share of the slope: −Σ ψ / (Σ ψ_a − its own) is exactly what the estimate changes by when
 * the cluster is left out.
 */
function withoutOwn(totals: Float64Array, share: Float64Array): Float64Array {
  return totals.map((v, g) => {
    if (!(Math.abs(1 - share[g]) > 1e-12))
      throw new RangeError(
        "invalid clusters; one alone has all of the treatment's variation: the jackknife is not defined",
      );
    return v / (1 - share[g]);
  });
}

function scaled(matrix: Float64Array[], factor: number): Float64Array[] {
  return matrix.map((row) => row.map((v) => v * factor));
}

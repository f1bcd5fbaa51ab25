import {crossProducts} from "../../numeric/index.ts";
import {clusterResiduals} from "./cluster-residuals.ts";
import type {Dependence} from "./covariance.ts";
import {type Groups, groupsOf, groupTotals, intersection} from "./labels.ts";
import {estimatingFunctions, type OlsFit} from "./ols.ts";
import {prewhiten, recolour} from "./prewhiten.ts";
import {longRun} from "./serial.ts";

/**
 * Residuals in the sandwich (MacKinnon and White 1985). HC0: as they are; HC1: times (n − 1)/(n − k) with clusters, n/(n − k)
 * without; HC2: over √(1 − leverage); HC3: over 1 − leverage; with clusters HC2 and HC3 use the clusters' block of the hat
 * matrix (Bell and McCaffrey 2002). "classical": one variance for all rows.
 */
export type Residuals = "classical" | "HC0" | "HC1" | "HC2" | "HC3";

export interface OlsCovarianceOptions extends Dependence {
  /** Default HC1. With `serial`: HC0, or HC1 for times n/(n − k). */
  readonly residuals?: Residuals;
  /** Each labelling's sum times G/(G − 1). Default true, but for HC2 and HC3, which need none. */
  readonly clusterFactor?: boolean;
  /** With two labellings: the intersections' sum without any factor. Default false: with its own. */
  readonly plainIntersection?: boolean;
  /** With `serial`: filter the estimating functions by a first-order vector autoregression first (Andrews and Monahan 1992). */
  readonly prewhiten?: boolean;
}

/**
 * Sandwich covariance of least squares coefficients: heteroskedasticity-robust, clustered, two-way, HAC (Newey-West, Andrews)
 * or Driscoll-Kraay. With automatic bandwidths the intercept's series has no weight, as the authors advise.
 * @returns k × k, by rows, in the order of `fit.names`.
 * @throws RangeError for fewer clusters than regressors (the matrix would be singular), and as `groupsOf` and `longRun`.
 */
export function olsCovariance(fit: OlsFit, options: OlsCovarianceOptions = {}): Float64Array[] {
  const {cluster = [], serial, residuals = serial === undefined ? "HC1" : "HC0"} = options;
  const {clusterFactor = residuals === "HC0" || residuals === "HC1"} = options;
  const {columns, bread, residuals: e} = fit;
  const [n, k] = [e.length, columns.length];
  if (cluster.length > 2) throw new RangeError(`invalid cluster; at most two labellings, found ${cluster.length}`);
  if (cluster.length > 0 && serial !== undefined)
    throw new RangeError("invalid dependence; cluster and serial are both given, choose one");
  if (residuals === "classical") {
    if (cluster.length > 0 || serial !== undefined)
      throw new RangeError("invalid residuals; classical standard errors have no clusters and no serial dependence");
    const variance = e.reduce((sum, v) => sum + v * v, 0) / (n - k);
    return bread.map((row) => row.map((v) => v * variance));
  }
  if (serial !== undefined) return sandwich(bread, serialMeat(fit, options));
  if (cluster.length === 0) return sandwich(bread, independentMeat(fit, residuals));
  const groups = cluster.map((labelling) => groupsOf(labelling, fit.labels, n));
  const few = groups.find(({count}) => count < k);
  if (few !== undefined)
    throw new RangeError(
      `invalid clusters; ${few.count} are fewer than the ${k} regressors: the covariance would be singular; use fewer regressors or finer clusters`,
    );
  const sumOf = (of: Groups, factor: number) => {
    const adjusted = residuals === "HC2" || residuals === "HC3" ? clusterResiduals(fit, of, residuals) : e;
    const totals = columns.map((column) =>
      groupTotals(
        column.map((v, i) => v * adjusted[i]),
        of,
      ),
    );
    const dof = residuals === "HC1" ? (n - 1) / (n - k) : 1;
    return scaled(crossProducts(totals, new Float64Array(of.count).fill(1)), factor * dof);
  };
  const factorOf = ({count}: Groups) => (clusterFactor ? count / (count - 1) : 1);
  const [first, second] = groups.map((of) => sumOf(of, factorOf(of)));
  if (second === undefined) return sandwich(bread, first);
  const both = intersection(groups[0], groups[1]);
  const plain = residuals === "HC1" ? (n - k) / (n - 1) : 1;
  const third = sumOf(both, options.plainIntersection ? plain : factorOf(both));
  return sandwich(
    bread,
    first.map((row, j) => row.map((v, l) => v + second[j][l] - third[j][l])),
  );
}

function independentMeat(fit: OlsFit, residuals: Exclude<Residuals, "classical">): Float64Array[] {
  const {columns, residuals: e, leverage} = fit;
  const factor = residuals === "HC1" ? e.length / (e.length - columns.length) : 1;
  const power = {HC0: 0, HC1: 0, HC2: 1, HC3: 2}[residuals];
  const squares = e.map((v, i) => {
    if (power > 0 && !(leverage[i] < 1 - 1e-12))
      throw new RangeError(`invalid residuals; row ${i} alone decides its own fit (leverage 1): use HC1`);
    return (factor * v * v) / (power === 0 ? 1 : power === 1 ? 1 - leverage[i] : (1 - leverage[i]) * (1 - leverage[i]));
  });
  return crossProducts(columns, squares);
}

function serialMeat(fit: OlsFit, {serial, residuals = "HC0", prewhiten: filter = false}: OlsCovarianceOptions) {
  if (residuals === "HC2" || residuals === "HC3")
    throw new RangeError(`invalid residuals; with serial dependence HC0 or HC1: ${residuals}`);
  const {time, ...options} = serial!;
  const [n, k] = [fit.residuals.length, fit.columns.length];
  const functions = estimatingFunctions(fit);
  const groups = time === undefined ? null : groupsOf(time, fit.labels, n);
  const series = groups === null ? functions : functions.map((column) => groupTotals(column, groups));
  const constant = fit.columns.map((column) => (k > 1 && column.every((v) => v === column[0]) ? 0 : 1));
  const weights = constant.some((w) => w > 0) ? constant : constant.map(() => 1);
  const filtered = filter ? prewhiten(series) : null;
  const {sum} = longRun(filtered?.residuals ?? series, options, {weights, prewhitened: filter});
  const meat = filtered === null ? sum : recolour(sum, filtered);
  return scaled(meat, residuals === "HC1" ? n / (n - k) : 1);
}

/** B M B. */
function sandwich(bread: readonly Float64Array[], meat: readonly Float64Array[]): Float64Array[] {
  const product = (a: readonly Float64Array[], b: readonly Float64Array[]) =>
    a.map((row) => Float64Array.from(b, (_, l) => row.reduce((sum, v, j) => sum + v * b[j][l], 0)));
  return product(product(bread, meat), bread);
}

function scaled(matrix: readonly Float64Array[], factor: number): Float64Array[] {
  return matrix.map((row) => row.map((v) => v * factor));
}

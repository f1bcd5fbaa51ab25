import {checkKind, levelsOf} from "../categories.ts";
import type {Design} from "../learner.ts";
import {fitCuts} from "./bins-cuts.ts";
import {largestFloat, missingKey, orderedKeys} from "./bins-keys.ts";

/** Where one feature's bins lie. */
export interface FeatureBins {
  /** Bins of values there are; a missing value's bin has this number. */
  readonly bins: number;
  /**
   * Ascending 32-bit float thresholds between the bins of a number: bin b holds cuts[b − 1] ≤ Math.fround(v) < cuts[b], so
   * that "bin ≤ b" and "Math.fround(v) < cuts[b]" are the same question. Empty for a categorical feature.
   */
  readonly cuts: Float64Array;
  /** The one value of each bin, where every value has its own (see `BinOptions.exact`). */
  readonly values?: Float64Array;
  /** Levels of a categorical feature: bin k holds level k. */
  readonly levels?: readonly string[];
}

/** Bins of all features, in the order of the names. */
export interface Binning {
  readonly names: readonly string[];
  readonly features: readonly FeatureBins[];
}

/** A design in bins, column-major: row i's bin of feature j is at `bins[j * rows + i]`. */
export interface BinnedDesign extends Binning {
  readonly rows: number;
  readonly bins: Uint8Array | Uint16Array;
}

export interface BinOptions {
  /** Most bins of values a feature has: 2 to 65,534. Default 255, which fits a byte with the bin of missing values. */
  readonly bins?: number;
  /** One bin for each distinct value, however many; thresholds are then chosen by what is in a node (see split.ts). */
  readonly exact?: boolean;
  /** Rows that the bins are made from; default: all. Bins made from one window serve others: see `applyBins`. */
  readonly rows?: Int32Array;
  /** One a row of the design, ≥ 0: bins are of about equal weight. Default: all 1. Rows of weight 0 make no bins. */
  readonly weights?: Float64Array;
}

const mostBins = 65534;

/**
 * Bins by weighted quantiles, or one bin a value where a feature has no more values than bins. A threshold is the middle
 * between the two values that it parts, a 32-bit float. Values beyond ±3.4e38 count as that. A column without a value has
 * no bins, and is never split on. Looks at features only, never at a target.
 * @throws RangeError where the number of bins is out of range, or a feature has more levels or values than bins can be told
 * apart.
 */
export function fitBins(x: Design, options: BinOptions = {}): Binning {
  const {bins = 255, exact = false, rows, weights} = options;
  if (!(Number.isInteger(bins) && bins >= 2 && bins <= mostBins))
    throw new RangeError(`invalid bins; not a whole number from 2 to ${mostBins}: ${bins}`);
  const features = x.names.map((name, j): FeatureBins => {
    const levels = levelsOf(x.levels, name);
    if ((levels?.length ?? 0) > mostBins)
      throw new RangeError(
        `invalid design; "${name}" has ${levels!.length} levels, at most ${mostBins} are told apart`,
      );
    if (levels !== undefined) return {bins: levels.length, cuts: new Float64Array(0), levels};
    const fitted = fitCuts(x.columns[j], {bins: exact ? mostBins : bins, rows, weights});
    if (!exact) return {bins: fitted.bins, cuts: fitted.cuts};
    if (fitted.values === null)
      throw new RangeError(
        `invalid design; "${name}" has more than ${mostBins} distinct values, too many for exact splits: use bins`,
      );
    return {bins: fitted.bins, cuts: fitted.cuts, values: fitted.values};
  });
  return {names: [...x.names], features};
}

/**
 * A design in given bins. Bins that were made from the rows of a first training window may serve all later ones: they
 * saw nothing that those do not see, so no fold learns of its future, and the data are binned once for all folds. What a
 * later window loses is a little resolution where its values lie elsewhere: they are in the outermost bins.
 * @param shared memory that worker threads can share instead of copying.
 * @throws RangeError where the names or levels are not those of the bins.
 */
export function applyBins(x: Design, {names, features}: Binning, {shared = false} = {}): BinnedDesign {
  if (x.names.length !== names.length || x.names.some((name, j) => name !== names[j]))
    throw new RangeError(`invalid design; the bins are of ${names.join(", ")}, not of ${x.names.join(", ")}`);
  const wide = features.some(({bins}) => bins > 255);
  const cells = x.rows * names.length;
  const bytes = wide ? 2 * cells : cells;
  const buffer = shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
  const bins = wide ? new Uint16Array(buffer) : new Uint8Array(buffer);
  features.forEach((feature, j) => {
    const to = bins.subarray(j * x.rows, (j + 1) * x.rows);
    const own = levelsOf(x.levels, names[j]);
    checkKind(names[j], own, feature.levels);
    if (own === undefined || feature.levels === undefined) binNumbers(x.columns[j], feature, to);
    else binLevels(x, j, own, feature.levels, to);
  });
  return {names, features, rows: x.rows, bins};
}

type Cells = Uint8Array | Uint16Array;

function binNumbers(column: Float64Array, {bins: missing, cuts}: FeatureBins, to: Cells): void {
  const keys = orderedKeys(column);
  const edges = orderedKeys(cuts);
  const starts = startsOf(edges);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    let low = starts[key >>> keyShift];
    let high = starts[(key >>> keyShift) + 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (edges[middle] <= key) low = middle + 1;
      else high = middle;
    }
    to[i] = key === missingKey ? missing : low;
  }
}

const keyShift = 20;

/** How many edges are below each range of keys with the same first bits: most searches then take a step or two. */
function startsOf(edges: Uint32Array): Uint16Array {
  const ranges = 1 << (32 - keyShift);
  const starts = new Uint16Array(ranges + 1);
  let e = 0;
  for (let r = 0; r <= ranges; r++) {
    starts[r] = e;
    while (e < edges.length && edges[e] >>> keyShift === r) e++;
  }
  return starts;
}

function binLevels(x: Design, j: number, own: readonly string[], fitted: readonly string[], to: Cells): void {
  const index = new Map(fitted.map((level, k) => [level, k]));
  const codes = own.map((level) => index.get(level) ?? fitted.length); // a level that is not there counts as missing
  for (let i = 0; i < x.rows; i++) {
    const code = x.columns[j][i];
    const bin = Number.isNaN(code) ? fitted.length : codes[code];
    if (bin === undefined)
      throw new RangeError(
        `invalid design; "${x.names[j]}" is ${code} in row ${i}: not the index of one of its levels`,
      );
    to[i] = bin;
  }
}

/**
 * Threshold of the split that sends the bins up to `cut` to the left. A cut of −1, or of the last bin, parts missing values
 * from all others: the threshold is then the smallest or the largest 32-bit float.
 */
export function thresholdAfter({cuts}: FeatureBins, cut: number): number {
  if (cut < 0) return -largestFloat;
  return cut < cuts.length ? cuts[cut] : largestFloat;
}

/**
 * The inner loops of tree growing, over one block of memory that the caller lays out. Two implementations give the same
 * bits: WebAssembly with 128-bit SIMD (assembly.ts) and plain TypeScript (twin.ts). They can, because sums are exact:
 * gradients and hessians are whole numbers held in 64-bit floats (see `quantise` in trees/histogram.ts), and no partial
 * sum exceeds 2^53, so that neither the order of addition nor the number of lanes can show.
 *
 * All addresses and strides are in bytes from the start of the memory. Bins are 1 or 2 bytes wide (`wide` 0 or 1). A
 * histogram is, for each feature, `histogramStride` bytes of (gradient, hessian) pairs of 64-bit floats, one a bin.
 */
export interface Kernel {
  readonly kind: "wasm" | "typescript";
  /**
   * The memory, at least `bytes` large. Its content is what callers before have left there. Views made on the buffer
   * before may be void: make them anew.
   * @throws RangeError where there is not so much memory.
   */
  reserve(bytes: number): ArrayBuffer;
  /** Adds the pairs of `count` rows to a histogram: all `features` columns of the row-major bins. */
  accumulate(
    bins: number,
    wide: number,
    features: number,
    pairs: number,
    rows: number,
    count: number,
    histogram: number,
    histogramStride: number,
  ): void;
  /** The same for the `listed` features whose indices (32-bit integers) are at `list`. */
  accumulateListed(
    bins: number,
    wide: number,
    features: number,
    pairs: number,
    rows: number,
    count: number,
    histogram: number,
    histogramStride: number,
    list: number,
    listed: number,
  ): void;
  /** a −= b, over `cells` pairs. */
  subtract(a: number, b: number, cells: number): void;
  /**
   * How good the best split of each of some numeric features is. Left are the bins up to and including a cut; missing
   * values, in the bin after the others, are tried on the right, and then, where there are any, on the left. A split needs
   * a hessian of `minimum` on both sides; its score is GL² / (HL + λ) + GR² / (HR + λ), computed as one fraction:
   * (GL² · (HR + λ) + GR² · (HL + λ)) / ((HL + λ) · (HR + λ)).
   * @param bins how many bins of values each feature has: 32-bit integers, one a feature.
   * @param list, listed indices of the features, 32-bit integers.
   * @param sumG, sumH sums over all rows of the node.
   * @param lambda, minimum whole numbers, in units of the hessians; minimum at least 1.
   * @param out for each listed feature two 64-bit floats: the largest score with missing values on the right, and on the
   * left; −1 where there is no split.
   */
  scan(
    histogram: number,
    histogramStride: number,
    bins: number,
    list: number,
    listed: number,
    sumG: number,
    sumH: number,
    lambda: number,
    minimum: number,
    out: number,
  ): void;
  /**
   * Reorders `count` row numbers: those whose bin is marked 1 in `table` (a byte a bin) first, each side in its old order.
   * @param column the bins of the splitting feature, one a row.
   * @param scratch room for `count` 32-bit integers.
   * @returns how many are first.
   */
  partition(column: number, wide: number, table: number, rows: number, count: number, scratch: number): number;
  /**
   * Adds a leaf's part to the scores of the tests that a symmetric tree could have next: of each listed feature and cut,
   * with the means m = G / (W + λ) of the two sides in the histogram `body` and their sums G′ and W′ in `tail` (the same,
   * where the two are one), factor · Σ m G′ and factor · Σ m² W′. Both histograms have at least one row's pair.
   * @param bins how many bins each feature has, @param list their indices: 32-bit integers.
   * @param lambda in the unit of the weights, above 0. @param scores (Σ m G′, Σ m² W′) pairs of 64-bit floats, one a cut.
   * @param width bytes of them a feature.
   */
  score(
    body: number,
    tail: number,
    histogramStride: number,
    bins: number,
    list: number,
    listed: number,
    lambda: number,
    factor: number,
    scores: number,
    width: number,
  ): void;
  /**
   * Writes how many of the ascending `limits` each value is above, a byte a row. Values and limits are 32-bit floats.
   * @param rows a multiple of 16. @param count of limits, at most 127. @param missing what is written for NaN.
   */
  countBelow(values: number, rows: number, limits: number, count: number, missing: number, out: number): void;
  /**
   * Adds the values of symmetric trees to the rows' sums, tree after tree. A tree's leaf is the number whose bit d is the
   * answer to its test d: whether the row's bin, in a column of bytes of at most 127, is above a number.
   * @param rows a multiple of 16. @param depths 32-bit integers, at most 16, one a tree.
   * @param tests of all trees, one after the other: where the column starts, in bytes from `bins` and a multiple of 16, and
   * the number; 32-bit integers. @param values of all trees' leaves, @param sums one a row: 64-bit floats.
   */
  addTrees(
    bins: number,
    rows: number,
    trees: number,
    depths: number,
    tests: number,
    values: number,
    sums: number,
  ): void;
}

/** Size of a (gradient, hessian) pair. */
export const pairBytes = 16;

/** 64-bit floats that `scan` writes for a feature. */
export const scanned = 2;

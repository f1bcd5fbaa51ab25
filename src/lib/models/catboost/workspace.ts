import {type Kernel, pairBytes} from "../kernel/index.ts";

/** What growing needs, laid out once in the kernel's memory for all trees of a fit. */
export interface Workspace {
  /** Room for a part of the rows. */
  readonly spare: Int32Array;
  /** Puts the positions in place. @returns them, there. */
  rows(positions: Int32Array): Int32Array;
  /** Index of the first of the rows from … to − 1 that is `position` or more; they ascend. */
  firstAtLeast(position: number, from: number, to: number): number;
  /** Addresses of pairs, and the pairs there. */
  pairs(k: number): {readonly at: number; readonly values: Float64Array};
  /** Makes a set of bins the one that `accumulate` adds up. */
  use(bins: number): void;
  clear(slot: number): void;
  copy(from: number, to: number): void;
  /** a −= b. */
  subtract(a: number, b: number): void;
  /** Makes these the columns that are looked at; ascending, at least one. */
  list(columns: Int32Array): void;
  /** Adds the pairs of the rows from … to − 1 to a histogram, in the listed columns. */
  accumulate(slot: number, pairs: number, from: number, to: number): void;
  /** Sets all scores to 0. @returns them: (numerator, denominator) pairs, `width` a column, one a cut. */
  clearScores(): {readonly pairs: Float64Array; readonly width: number};
  /** Adds a leaf's part to the scores: see `score` of the kernel. */
  score(body: number, tail: number, lambda: number, factor: number): void;
}

export interface WorkspaceSize {
  readonly rows: number;
  /** Bins of each column. */
  readonly bins: Int32Array;
  /** Histograms kept at a time. */
  readonly slots: number;
  /** Positions of each array of pairs. */
  readonly pairs: readonly number[];
}

/**
 * A workspace in the kernel's memory.
 * @param matrices sets of bins, row-major, one byte a bin.
 * @throws RangeError where the memory does not suffice.
 */
export function workspace(kernel: Kernel, matrices: readonly Uint8Array[], size: WorkspaceSize): Workspace {
  const {rows: n, slots} = size;
  const columns = size.bins.length;
  const stride = size.bins.reduce((most, b) => Math.max(most, b), 0) * pairBytes;
  const slotBytes = columns * stride;
  let end = 0;
  const place = (bytes: number) => {
    const at = end;
    end += Math.ceil(bytes / 64) * 64;
    return at;
  };
  const binsAt = matrices.map((m) => place(m.length));
  const pairsAt = size.pairs.map((positions) => place(positions * pairBytes));
  const rowsAt = place(4 * n);
  const listAt = place(4 * columns);
  const countsAt = place(4 * columns);
  const scoresAt = place(slotBytes);
  const slotsAt = place(slots * slotBytes);
  const memory = kernel.reserve(end);
  matrices.forEach((m, k) => {
    new Uint8Array(memory, binsAt[k], m.length).set(m);
  });
  const rows = new Int32Array(memory, rowsAt, n);
  const list = new Int32Array(memory, listAt, columns);
  new Int32Array(memory, countsAt, columns).set(size.bins);
  const cells = new Float64Array(memory, 0, end >> 3);
  const scores = {pairs: cells.subarray(scoresAt >> 3, (scoresAt + slotBytes) >> 3), width: stride / pairBytes};
  let current = binsAt[0];
  let listed = 0;
  const histogram = (slot: number) => slotsAt + slot * slotBytes;
  return {
    spare: new Int32Array(n),
    rows(positions) {
      rows.set(positions);
      return rows.subarray(0, positions.length);
    },
    firstAtLeast(position, from, to) {
      let [low, high] = [from, to];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (rows[middle] < position) low = middle + 1;
        else high = middle;
      }
      return low;
    },
    pairs: (k) => ({at: pairsAt[k], values: new Float64Array(memory, pairsAt[k], 2 * size.pairs[k])}),
    use(k) {
      current = binsAt[k];
    },
    clear: (slot) => cells.fill(0, histogram(slot) >> 3, (histogram(slot) + slotBytes) >> 3),
    copy(from, to) {
      if (from !== to) cells.copyWithin(histogram(to) >> 3, histogram(from) >> 3, (histogram(from) + slotBytes) >> 3);
    },
    subtract: (a, b) => kernel.subtract(histogram(a), histogram(b), slotBytes / pairBytes),
    list(live) {
      list.set(live);
      listed = live.length;
    },
    accumulate(slot, pairs, from, to) {
      const at = rowsAt + 4 * from;
      const [count, histogramAt] = [to - from, histogram(slot)];
      if (listed === columns) kernel.accumulate(current, 0, columns, pairs, at, count, histogramAt, stride);
      else kernel.accumulateListed(current, 0, columns, pairs, at, count, histogramAt, stride, listAt, listed);
    },
    clearScores() {
      scores.pairs.fill(0);
      return scores;
    },
    score(body, tail, lambda, factor) {
      const [b, t] = [histogram(body), histogram(tail)];
      kernel.score(b, t, stride, countsAt, listAt, listed, lambda, factor, scoresAt, stride);
    },
  };
}

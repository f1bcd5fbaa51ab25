import type {Kernel} from "../kernel/index.ts";
import {pairBytes, scanned} from "../kernel/index.ts";
import type {BinnedDesign} from "./bins.ts";

/** Where things lie in the kernel's memory while trees are grown: byte addresses, and views of what TypeScript reads. */
export interface GrowMemory {
  readonly wide: number;
  /** Row-major bins, and the same column-major: histograms read rows, partitions read columns. */
  readonly bins: number;
  readonly columns: number;
  readonly columnBytes: number;
  readonly pairs: number;
  /** Row numbers, in the order of the tree's nodes. */
  readonly rows: number;
  readonly scratch: number;
  /** Which bins go left: a byte each. */
  readonly table: number;
  /** Features whose histograms are made, those to look for splits in, and the number of bins of each feature. */
  readonly list: number;
  readonly scanList: number;
  readonly binCounts: number;
  readonly out: number;
  readonly histograms: number;
  /** Bytes of one feature in a histogram, and of a whole histogram. */
  readonly stride: number;
  readonly histogramBytes: number;
  readonly slots: number;
  readonly pairView: Float64Array;
  readonly rowView: Int32Array;
  readonly tableView: Uint8Array;
  readonly listView: Int32Array;
  readonly scanListView: Int32Array;
  readonly bytes: Uint8Array;
  readonly f64: Float64Array;
}

/** Bytes that histograms may take: what does not fit is counted again instead of kept. */
export const histogramMemory = 1 << 26;

/**
 * Lays out the memory and copies the bins of the given rows into it, both ways round.
 * @param rows rows of the design that take part; null: all.
 * @param wanted number of histograms that can be of use at once. @param limit bytes that they may take; two there are.
 */
export function layOut(
  kernel: Kernel,
  design: BinnedDesign,
  rows: Int32Array | null,
  wanted: number,
  limit = histogramMemory,
): GrowMemory {
  const n = rows?.length ?? design.rows;
  const features = design.features.length;
  const wide = design.bins.BYTES_PER_ELEMENT === 2 ? 1 : 0;
  const most = design.features.reduce((max, {bins}) => Math.max(max, bins + 1), 1);
  const stride = most * pairBytes;
  const histogramBytes = stride * features;
  const slots = Math.max(2, Math.min(wanted, Math.floor(limit / Math.max(1, histogramBytes))));
  let end = 0;
  const take = (bytes: number) => {
    const start = end;
    end = Math.ceil((end + bytes) / 64) * 64; // a cache line
    return start;
  };
  const at = {
    bins: take((n * features) << wide),
    columns: take((n * features) << wide),
    pairs: take(n * pairBytes),
    rows: take(4 * n),
    scratch: take(4 * n),
    table: take(most),
    list: take(4 * features),
    scanList: take(4 * features),
    binCounts: take(4 * features),
    out: take(8 * scanned * features),
    histograms: take(slots * histogramBytes),
  };
  const buffer = kernel.reserve(end);
  const cells = (start: number) =>
    wide === 1 ? new Uint16Array(buffer, start, n * features) : new Uint8Array(buffer, start, n * features);
  const columns = cells(at.columns);
  if (rows === null) columns.set(design.bins);
  else for (let j = 0; j < features; j++) copyColumn(design.bins, j * design.rows, rows, columns, j * n);
  transpose(columns, cells(at.bins), n, features);
  new Int32Array(buffer, at.binCounts, features).set(design.features.map(({bins}) => bins));
  return {
    ...at,
    wide,
    columnBytes: n << wide,
    stride,
    histogramBytes,
    slots,
    pairView: new Float64Array(buffer, at.pairs, 2 * n),
    rowView: new Int32Array(buffer, at.rows, n),
    tableView: new Uint8Array(buffer, at.table, most),
    listView: new Int32Array(buffer, at.list, features),
    scanListView: new Int32Array(buffer, at.scanList, features),
    bytes: new Uint8Array(buffer),
    f64: new Float64Array(buffer),
  };
}

type Cells = Uint8Array | Uint16Array;

function copyColumn(from: Cells, start: number, rows: Int32Array, to: Cells, at: number): void {
  for (let i = 0; i < rows.length; i++) to[at + i] = from[start + rows[i]];
}

/** From column-major to row-major, in blocks of rows: what is written stays in the cache until all columns are in. */
function transpose(from: Cells, to: Cells, rows: number, features: number): void {
  for (let start = 0; start < rows; start += 64) {
    const end = Math.min(start + 64, rows);
    for (let j = 0; j < features; j++) for (let i = start; i < end; i++) to[i * features + j] = from[j * rows + i];
  }
}

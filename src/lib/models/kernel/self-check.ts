import type {Kernel} from "./kernel.ts";
import {typescriptKernel} from "./twin.ts";

/** Whether a kernel gives the bits of the TypeScript one on a small case that goes through each of its functions. */
export function selfCheck(kernel: Kernel): boolean {
  const found = run(kernel);
  return run(typescriptKernel()).every((word, k) => word === found[k]);
}

const [rows, features, bins] = [40, 5, 6];
const at = {
  bins: 0,
  column: 256,
  table: 384,
  list: 392,
  rows: 512,
  scratch: 768,
  pairs: 1024,
  first: 2048,
  second: 3072,
  out: 4096,
  scores: 4352,
  symmetric: 5120,
  end: 7168,
};
const stride = (bins + 1) * 16;

/** All memory after one call of each, as 32-bit words. */
function run(kernel: Kernel): Int32Array {
  const memory = kernel.reserve(at.end);
  new Uint8Array(memory, 0, at.end).fill(0);
  const cells = new Uint8Array(memory, at.bins, rows * features);
  const column = new Uint8Array(memory, at.column, rows);
  const pairs = new Float64Array(memory, at.pairs, 2 * rows);
  const index = new Int32Array(memory, at.rows, rows);
  for (let r = 0; r < rows; r++) {
    for (let f = 0; f < features; f++) cells[r * features + f] = (r * (f + 3) + ((r * r) >> 2)) % (bins + 1);
    column[r] = cells[r * features + 1];
    pairs[2 * r] = ((r * 37) % 23) - 11;
    pairs[2 * r + 1] = 1 + (r % 3);
    index[r] = r;
  }
  new Uint8Array(memory, at.table, bins + 1).set([1, 0, 1, 1, 0, 0, 1]);
  new Int32Array(memory, at.list, 3).set([0, 2, 4]);
  kernel.accumulate(at.bins, 0, features, at.pairs, at.rows, rows, at.first, stride);
  const left = kernel.partition(at.column, 0, at.table, at.rows, rows, at.scratch);
  kernel.accumulateListed(at.bins, 0, features, at.pairs, at.rows, left, at.second, stride, at.list, 3);
  kernel.subtract(at.first, at.second, features * (bins + 1));
  let [g, h] = [0, 0];
  const histogram = new Float64Array(memory, at.first, 2 * (bins + 1));
  for (let b = 0; b <= bins; b++) {
    g += histogram[2 * b];
    h += histogram[2 * b + 1];
  }
  new Int32Array(memory, at.bins, features).fill(bins); // the row-major bins have served
  kernel.scan(at.first, stride, at.bins, at.list, 3, g, h, 1, 1, at.out);
  for (const tail of [at.first, at.second])
    kernel.score(at.first, tail, stride, at.bins, at.list, 3, 0.7, 1.3, at.scores, bins * 16);
  checkSymmetric(kernel, memory);
  return new Int32Array(memory, 0, at.end >> 2).slice();
}

/** Symmetric trees of a few depths over 32 rows and 2 columns of bins. */
function checkSymmetric(kernel: Kernel, memory: ArrayBuffer): void {
  const values = new Float32Array(memory, at.symmetric, 32).map((_, i) => (i % 7 === 3 ? Number.NaN : i / 5));
  new Float32Array(memory, at.symmetric, 32).set(values);
  new Float32Array(memory, at.symmetric + 128, 3).set([0.5, 1, 4]);
  const columns = at.symmetric + 256;
  kernel.countBelow(at.symmetric, 32, at.symmetric + 128, 3, 0, columns);
  kernel.countBelow(at.symmetric, 32, at.symmetric + 128, 2, 2, columns + 32);
  const depths = [0, 3, 6, 9];
  const total = depths.reduce((sum, d) => sum + d, 0);
  new Int32Array(memory, columns + 64, depths.length).set(depths);
  const tests = new Int32Array(memory, columns + 96, 2 * total);
  for (let k = 0; k < total; k++) tests.set([(k % 2) * 32, k % 3], 2 * k);
  const leaves = new Float64Array(memory, at.bins, 1 + 8 + 64 + 512); // what lies there has served
  for (let k = 0; k < leaves.length; k++) leaves[k] = k / 3;
  kernel.addTrees(columns, 32, depths.length, columns + 64, columns + 96, at.bins, columns + 512);
}

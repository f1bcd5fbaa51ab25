import {type Kernel, scanned} from "./kernel.ts";
import {scoreTests} from "./score-twin.ts";
import {addTree, countBelow} from "./symmetric-twin.ts";

/** The kernel in plain TypeScript: for where there is no WebAssembly SIMD, and to hold the other against. */
export function typescriptKernel(): Kernel {
  let memory = new ArrayBuffer(1 << 16);
  let u8 = new Uint8Array(memory);
  let u16 = new Uint16Array(memory);
  let i32 = new Int32Array(memory);
  let f64 = new Float64Array(memory);
  const binsAt = (address: number, wide: number) =>
    wide === 1 ? ([u16, address >> 1] as const) : ([u8, address] as const);
  return {
    kind: "typescript",
    reserve(bytes) {
      if (bytes > memory.byteLength) {
        memory = new ArrayBuffer(Math.ceil(bytes / 65536) * 65536);
        u8 = new Uint8Array(memory);
        u16 = new Uint16Array(memory);
        i32 = new Int32Array(memory);
        f64 = new Float64Array(memory);
      }
      return memory;
    },
    accumulate(bins, wide, features, pairs, rows, count, histogram, histogramStride) {
      const [cells, start] = binsAt(bins, wide);
      addRows(cells, start, features, f64, pairs >> 3, i32, rows >> 2, count, histogram >> 3, histogramStride >> 3);
    },
    accumulateListed(bins, wide, features, pairs, rows, count, histogram, histogramStride, list, listed) {
      const [cells, start] = binsAt(bins, wide);
      const [pair, row, first, step] = [pairs >> 3, rows >> 2, histogram >> 3, histogramStride >> 3];
      for (let i = 0; i < count; i++) {
        const r = i32[row + i];
        const g = f64[pair + 2 * r];
        const h = f64[pair + 2 * r + 1];
        const cell = start + r * features;
        for (let k = 0; k < listed; k++) {
          const f = i32[(list >> 2) + k];
          const at = first + f * step + 2 * cells[cell + f];
          f64[at] += g;
          f64[at + 1] += h;
        }
      }
    },
    subtract(a, b, cells) {
      const [to, from] = [a >> 3, b >> 3];
      for (let i = 0; i < 2 * cells; i++) f64[to + i] -= f64[from + i];
    },
    scan(histogram, step, bins, list, listed, sumG, sumH, lambda, minimum, out) {
      for (let k = 0; k < listed; k++) {
        const f = i32[(list >> 2) + k];
        const at = (histogram + f * step) >> 3;
        scanFeature(f64, at, i32[(bins >> 2) + f], sumG, sumH, lambda, minimum, (out >> 3) + scanned * k);
      }
    },
    partition(column, wide, table, rows, count, scratch) {
      const [cells, start] = binsAt(column, wide);
      const [row, spare] = [rows >> 2, scratch >> 2];
      let left = 0;
      let right = 0;
      for (let i = 0; i < count; i++) {
        const r = i32[row + i];
        const goesLeft = u8[table + cells[start + r]];
        i32[row + left] = r; // never ahead of i
        i32[spare + right] = r;
        left += goesLeft;
        right += 1 - goesLeft;
      }
      i32.copyWithin(row + left, spare, spare + right);
      return left;
    },
    score(body, tail, stride, bins, list, listed, lambda, factor, scores, width) {
      const at = [body >> 3, tail >> 3, stride >> 3, scores >> 3, width >> 3] as const;
      scoreTests(f64, i32, at, [bins >> 2, list >> 2, listed], lambda, factor);
    },
    countBelow(values, rows, limits, count, missing, out) {
      const floats = new Float32Array(memory);
      const [v, l] = [values >> 2, limits >> 2];
      countBelow(
        floats.subarray(v, v + rows),
        floats.subarray(l, l + count),
        missing,
        u8.subarray(out, out + rows),
        rows,
      );
    },
    addTrees(bins, rows, trees, depths, tests, values, sums) {
      const [words, out] = [i32.subarray(bins >> 2), f64.subarray(sums >> 3, (sums >> 3) + rows)];
      let [test, value] = [tests >> 2, values >> 3];
      for (let t = 0; t < trees; t++) {
        const depth = i32[(depths >> 2) + t];
        const leaves = 1 << depth;
        addTree(words, rows, i32.subarray(test, test + 2 * depth), f64.subarray(value, value + leaves), out);
        test += 2 * depth;
        value += leaves;
      }
    },
  };
}

/** Its own function: the types of its arrays are then known to the compiler when it is compiled. */
function addRows(
  cells: Uint8Array | Uint16Array,
  start: number,
  features: number,
  f64: Float64Array,
  pair: number,
  i32: Int32Array,
  row: number,
  count: number,
  first: number,
  step: number,
): void {
  for (let i = 0; i < count; i++) {
    const r = i32[row + i];
    const g = f64[pair + 2 * r];
    const h = f64[pair + 2 * r + 1];
    const cell = start + r * features;
    let at = first;
    for (let f = 0; f < features; f++) {
      const k = at + 2 * cells[cell + f];
      f64[k] += g;
      f64[k + 1] += h;
      at += step;
    }
  }
}

function scanFeature(
  f64: Float64Array,
  at: number,
  bins: number,
  sumG: number,
  sumH: number,
  lambda: number,
  minimum: number,
  out: number,
): void {
  const missing = at + 2 * bins;
  const hasMissing = f64[missing] !== 0 || f64[missing + 1] !== 0;
  f64[out] = largestScore(f64, at, 2, hasMissing ? bins : bins - 1, sumG, sumH, lambda, minimum);
  f64[out + 1] = hasMissing ? largestScore(f64, missing - 2, -2, bins, sumG, sumH, lambda, minimum) : -1;
}

function largestScore(
  f64: Float64Array,
  start: number,
  step: number,
  count: number,
  sumG: number,
  sumH: number,
  lambda: number,
  minimum: number,
): number {
  const least = minimum + lambda;
  const totalH = sumH + lambda + lambda;
  let best = -1;
  let g = 0;
  let h = lambda;
  for (let b = 0, at = start; b < count; b++, at += step) {
    g += f64[at];
    h += f64[at + 1];
    if (h < least) continue;
    const otherG = sumG - g;
    const otherH = totalH - h;
    if (otherH < least) break;
    const score = (g * g * otherH + otherG * otherG * h) / (h * otherH);
    if (score > best) best = score;
  }
  return best;
}

import {scoreAssembly} from "./score-assembly.ts";
import {symmetricAssembly} from "./symmetric-assembly.ts";

/**
 * The kernel in AssemblyScript: see kernel.ts for what its functions do. A string, so that it belongs to the code of
 * whatever imports it, and so to the keys of stages. Compiled with SIMD and without assertions: addresses are the caller's.
 *
 * A row's bins lie side by side, and a pair of sums is one 128-bit value: one load, one addition, one store a cell. Where
 * rows are far apart, each read of bins would wait for the memory: the first bytes of the next rows are touched some rows
 * ahead, all at once, so that they wait together.
 */
export const assembly = `
// @ts-nocheck: AssemblyScript
const BATCH: i32 = 16;

@inline function add(at: usize, pair: v128): void {
  v128.store(at, f64x2.add(v128.load(at), pair));
}

@inline function touch(bins: usize, width: usize, pairs: usize, rows: usize, from: i32, to: i32): i32 {
  let seen: i32 = 0;
  for (let i = from; i < to; i++) {
    const r: usize = load<u32>(rows + (<usize>i << 2));
    const cell = bins + r * width;
    seen += load<u8>(cell) + load<u8>(cell + width - 1) + load<u8>(pairs + (r << 4));
  }
  return seen;
}

/** Rows from..to-1, 1-byte bins, all features. */
@inline function narrow(bins: usize, features: i32, pairs: usize, rows: usize, from: i32, to: i32, histogram: usize, step: usize): void {
  const fours = features & ~3;
  for (let i = from; i < to; i++) {
    const r: usize = load<u32>(rows + (<usize>i << 2));
    const pair = v128.load(pairs + (r << 4));
    let cell = bins + r * features;
    let at = histogram;
    let f = 0;
    for (; f < fours; f += 4) {
      add(at + (<usize>load<u8>(cell) << 4), pair);
      at += step;
      add(at + (<usize>load<u8>(cell, 1) << 4), pair);
      at += step;
      add(at + (<usize>load<u8>(cell, 2) << 4), pair);
      at += step;
      add(at + (<usize>load<u8>(cell, 3) << 4), pair);
      at += step;
      cell += 4;
    }
    for (; f < features; f++) {
      add(at + (<usize>load<u8>(cell) << 4), pair);
      at += step;
      cell++;
    }
  }
}

export function accumulate(bins: usize, wide: i32, features: i32, pairs: usize, rows: usize, count: i32, histogram: usize, step: usize): i32 {
  if (wide) {
    for (let i = 0; i < count; i++) {
      const r: usize = load<u32>(rows + (<usize>i << 2));
      const pair = v128.load(pairs + (r << 4));
      let cell = bins + ((r * features) << 1);
      let at = histogram;
      for (let f = 0; f < features; f++) {
        add(at + (<usize>load<u16>(cell) << 4), pair);
        at += step;
        cell += 2;
      }
    }
    return 0;
  }
  if (count == 0) return 0;
  const span = load<u32>(rows + (<usize>(count - 1) << 2)) - load<u32>(rows);
  if (span < <u32>count << 2) {
    narrow(bins, features, pairs, rows, 0, count, histogram, step);
    return 0;
  }
  let seen: i32 = 0;
  for (let from = 0; from < count; from += BATCH) {
    const to = min(from + BATCH, count);
    seen += touch(bins, features, pairs, rows, from, to);
    narrow(bins, features, pairs, rows, from, to, histogram, step);
  }
  return seen; // so that the reads are not optimised away
}

export function accumulateListed(bins: usize, wide: i32, features: i32, pairs: usize, rows: usize, count: i32, histogram: usize, step: usize, list: usize, listed: i32): i32 {
  let seen: i32 = 0;
  for (let from = 0; from < count; from += BATCH) {
    const to = min(from + BATCH, count);
    seen += touch(bins, <usize>features << wide, pairs, rows, from, to);
    for (let i = from; i < to; i++) {
      const r: usize = load<u32>(rows + (<usize>i << 2));
      const pair = v128.load(pairs + (r << 4));
      const cell = bins + ((r * features) << wide);
      if (wide) {
        for (let k = 0; k < listed; k++) {
          const f: usize = load<u32>(list + (<usize>k << 2));
          add(histogram + f * step + (<usize>load<u16>(cell + (f << 1)) << 4), pair);
        }
      } else {
        for (let k = 0; k < listed; k++) {
          const f: usize = load<u32>(list + (<usize>k << 2));
          add(histogram + f * step + (<usize>load<u8>(cell + f) << 4), pair);
        }
      }
    }
  }
  return seen;
}

export function subtract(a: usize, b: usize, cells: i32): void {
  for (let i = 0; i < cells; i++) {
    v128.store(a, f64x2.sub(v128.load(a), v128.load(b)));
    a += 16;
    b += 16;
  }
}

/**
 * The largest score of the splits after each of count bins, from the one at address at in steps of step bytes. Two places
 * at a time, one a lane, and without a branch on the score: where the data are noise a better place comes too often for
 * the processor to foresee it.
 */
@inline function walk(at: usize, step: isize, count: i32, sumG: f64, sumH: f64, lambda: f64, minimum: f64): f64 {
  const least = minimum + lambda;
  const totalH = sumH + lambda + lambda;
  const most = totalH - least;
  let sums = f64x2.replace_lane(f64x2.splat(0), 1, lambda);
  let b = 0;
  for (; b < count; b++) {
    const next = f64x2.add(sums, v128.load(at));
    if (f64x2.extract_lane(next, 1) >= least) break;
    sums = next;
    at += step;
  }
  const allG = f64x2.splat(sumG);
  const allH = f64x2.splat(totalH);
  let best = f64x2.splat(-1);
  for (; b + 1 < count; b += 2) {
    const one = v128.load(at);
    const both = f64x2.add(one, v128.load(at + step));
    const first = f64x2.add(sums, one);
    const second = f64x2.add(sums, both);
    if (f64x2.extract_lane(second, 1) > most) break;
    sums = second;
    at += step + step;
    const g = v128.shuffle<f64>(first, second, 0, 2);
    const h = v128.shuffle<f64>(first, second, 1, 3);
    const otherG = f64x2.sub(allG, g);
    const otherH = f64x2.sub(allH, h);
    const above = f64x2.add(f64x2.mul(f64x2.mul(g, g), otherH), f64x2.mul(f64x2.mul(otherG, otherG), h));
    best = f64x2.pmax(best, f64x2.div(above, f64x2.mul(h, otherH)));
  }
  let score = max(f64x2.extract_lane(best, 0), f64x2.extract_lane(best, 1));
  for (; b < count; b++) {
    sums = f64x2.add(sums, v128.load(at));
    at += step;
    const h = f64x2.extract_lane(sums, 1);
    if (h > most) break;
    const g = f64x2.extract_lane(sums, 0);
    const otherG = sumG - g;
    const otherH = totalH - h;
    score = max(score, (g * g * otherH + otherG * otherG * h) / (h * otherH));
  }
  return score;
}

export function scan(histogram: usize, step: usize, bins: usize, list: usize, listed: i32, sumG: f64, sumH: f64, lambda: f64, minimum: f64, out: usize): void {
  for (let k = 0; k < listed; k++) {
    const f: usize = load<u32>(list + (<usize>k << 2));
    const count: i32 = load<i32>(bins + (f << 2));
    const first = histogram + f * step;
    const missing = first + (<usize>count << 4);
    const hasMissing = load<f64>(missing) != 0 || load<f64>(missing, 8) != 0;
    store<f64>(out, walk(first, 16, hasMissing ? count : count - 1, sumG, sumH, lambda, minimum));
    store<f64>(out, hasMissing ? walk(missing - 16, -16, count, sumG, sumH, lambda, minimum) : -1, 8);
    out += 16;
  }
}

export function partition(column: usize, wide: i32, table: usize, rows: usize, count: i32, scratch: usize): i32 {
  let left = 0;
  let right = 0;
  for (let i = 0; i < count; i++) {
    const r: usize = load<u32>(rows + (<usize>i << 2));
    const bin: usize = wide ? <usize>load<u16>(column + (r << 1)) : <usize>load<u8>(column + r);
    const goesLeft: i32 = load<u8>(table + bin);
    store<u32>(rows + (<usize>left << 2), <u32>r);
    store<u32>(scratch + (<usize>right << 2), <u32>r);
    left += goesLeft;
    right += 1 - goesLeft;
  }
  memory.copy(rows + (<usize>left << 2), scratch, <usize>right << 2);
  return left;
}
${scoreAssembly}${symmetricAssembly}`;

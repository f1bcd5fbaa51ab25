/**
 * Σ weight × value over rows [from, to), by lane. The eight lanes are spelled out: as scalars they stay in registers,
 * which makes it several times as fast as an inner loop over an array.
 */
export function weightedSum(
  at: Int32Array,
  values: Float64Array,
  from: number,
  to: number,
  counts: Float64Array,
  sums: Float64Array,
): void {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let s4 = 0;
  let s5 = 0;
  let s6 = 0;
  let s7 = 0;
  for (let r = from; r < to; r++) {
    const value = values[r];
    const base = at[r] * 8;
    s0 += counts[base] * value;
    s1 += counts[base + 1] * value;
    s2 += counts[base + 2] * value;
    s3 += counts[base + 3] * value;
    s4 += counts[base + 4] * value;
    s5 += counts[base + 5] * value;
    s6 += counts[base + 6] * value;
    s7 += counts[base + 7] * value;
  }
  sums[0] = s0;
  sums[1] = s1;
  sums[2] = s2;
  sums[3] = s3;
  sums[4] = s4;
  sums[5] = s5;
  sums[6] = s6;
  sums[7] = s7;
}

/** Σ weight × (net, change, change × net) over a trader's days, which are all days, for four lanes: twelve sums in registers. */
export function weightedTriple(
  net: Float64Array,
  change: Float64Array,
  from: number,
  days: number,
  counts: Float64Array,
  lane: number,
  a: Float64Array,
  u: Float64Array,
  e: Float64Array,
): void {
  let a0 = 0;
  let a1 = 0;
  let a2 = 0;
  let a3 = 0;
  let u0 = 0;
  let u1 = 0;
  let u2 = 0;
  let u3 = 0;
  let e0 = 0;
  let e1 = 0;
  let e2 = 0;
  let e3 = 0;
  for (let t = 0, base = lane; t < days; t++, base += 8) {
    const y = net[from + t];
    const m = change[from + t];
    const both = y * m;
    const w0 = counts[base];
    const w1 = counts[base + 1];
    const w2 = counts[base + 2];
    const w3 = counts[base + 3];
    a0 += w0 * y;
    a1 += w1 * y;
    a2 += w2 * y;
    a3 += w3 * y;
    u0 += w0 * m;
    u1 += w1 * m;
    u2 += w2 * m;
    u3 += w3 * m;
    e0 += w0 * both;
    e1 += w1 * both;
    e2 += w2 * both;
    e3 += w3 * both;
  }
  a[lane] = a0;
  a[lane + 1] = a1;
  a[lane + 2] = a2;
  a[lane + 3] = a3;
  u[lane] = u0;
  u[lane + 1] = u1;
  u[lane + 2] = u2;
  u[lane + 3] = u3;
  e[lane] = e0;
  e[lane + 1] = e1;
  e[lane + 2] = e2;
  e[lane + 3] = e3;
}

/** Σ weight × value over all days of three traders, four lanes: weights are read once for three. Lane by lane the sums of `weightedSum`. */
export function weightedThree(
  values: Float64Array,
  [from0, from1, from2]: Int32Array,
  days: number,
  counts: Float64Array,
  lane: number,
  into: Float64Array,
  [to0, to1, to2]: Int32Array,
): void {
  let a0 = 0;
  let a1 = 0;
  let a2 = 0;
  let a3 = 0;
  let b0 = 0;
  let b1 = 0;
  let b2 = 0;
  let b3 = 0;
  let c0 = 0;
  let c1 = 0;
  let c2 = 0;
  let c3 = 0;
  for (let t = 0, base = lane; t < days; t++, base += 8) {
    const x = values[from0 + t];
    const y = values[from1 + t];
    const z = values[from2 + t];
    const w0 = counts[base];
    const w1 = counts[base + 1];
    const w2 = counts[base + 2];
    const w3 = counts[base + 3];
    a0 += w0 * x;
    a1 += w1 * x;
    a2 += w2 * x;
    a3 += w3 * x;
    b0 += w0 * y;
    b1 += w1 * y;
    b2 += w2 * y;
    b3 += w3 * y;
    c0 += w0 * z;
    c1 += w1 * z;
    c2 += w2 * z;
    c3 += w3 * z;
  }
  into[to0 + lane] = a0;
  into[to0 + lane + 1] = a1;
  into[to0 + lane + 2] = a2;
  into[to0 + lane + 3] = a3;
  into[to1 + lane] = b0;
  into[to1 + lane + 1] = b1;
  into[to1 + lane + 2] = b2;
  into[to1 + lane + 3] = b3;
  into[to2 + lane] = c0;
  into[to2 + lane + 1] = c1;
  into[to2 + lane + 2] = c2;
  into[to2 + lane + 3] = c3;
}

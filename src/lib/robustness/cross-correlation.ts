/**
 * Sums of circular cross-products of many pairs of series: into[s] += Σ over pairs, Σₜ u[t] · y[(t + s) mod n]. By one fast Fourier
 * transform a pair (both series in one complex transform) and one back for all: n log n a pair in place of n². Series are padded to a
 * power of two at least twice their length, so that any length will do. Errors are of the order of rounding of the largest sum.
 */
export interface CrossCorrelation {
  add(u: Float64Array, y: Float64Array): void;
  /** Adds what was gathered into the sums of n shifts. */
  addTo(into: Float64Array): void;
}

/** @param n length of the series. */
export function crossCorrelation(n: number): CrossCorrelation {
  let size = 2;
  while (size < 2 * n) size *= 2;
  const transform = fourier(size);
  const [re, im] = [new Float64Array(size), new Float64Array(size)];
  const [sumRe, sumIm] = [new Float64Array(size), new Float64Array(size)];
  return {
    add(u, y) {
      re.fill(0);
      im.fill(0);
      re.set(u);
      im.set(y);
      transform(re, im);
      // of z = u + iy: U[k] = (Z[k] + conj Z[−k]) / 2, Y[k] = (Z[k] − conj Z[−k]) / 2i; the sum is of conj(U) · Y
      for (let k = 0; k < size; k++) {
        const other = (size - k) & (size - 1);
        const ur = re[k] + re[other];
        const ui = im[k] - im[other];
        const yr = im[k] + im[other];
        const yi = re[other] - re[k];
        sumRe[k] += ur * yr + ui * yi;
        sumIm[k] += ur * yi - ui * yr;
      }
    },
    addTo(into) {
      // the inverse is the transform of the conjugate, conjugated; the result is real
      const [a, b] = [sumRe.slice(), sumIm.map((v) => -v)];
      transform(a, b);
      const scale = 1 / (4 * size);
      into[0] += a[0] * scale;
      for (let s = 1; s < n; s++) into[s] += (a[s] + a[size - n + s]) * scale;
    },
  };
}

/** Complex transform in place (Cooley and Tukey 1965, radix 2), length a power of two. */
function fourier(size: number): (re: Float64Array, im: Float64Array) => void {
  const [cosine, sine] = [new Float64Array(size / 2), new Float64Array(size / 2)];
  for (let k = 0; k < size / 2; k++) {
    cosine[k] = Math.cos((2 * Math.PI * k) / size);
    sine[k] = -Math.sin((2 * Math.PI * k) / size);
  }
  const reversed = new Int32Array(size);
  for (let k = 1, j = 0; k < size; k++) {
    let bit = size >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    reversed[k] = j;
  }
  return (re, im) => {
    for (let k = 0; k < size; k++) {
      const j = reversed[k];
      if (k >= j) continue;
      const [r, i] = [re[k], im[k]];
      re[k] = re[j];
      im[k] = im[j];
      re[j] = r;
      im[j] = i;
    }
    for (let half = 1; half < size; half *= 2) {
      const step = size / (2 * half);
      for (let from = 0; from < size; from += 2 * half)
        for (let k = 0; k < half; k++) {
          const c = cosine[k * step];
          const s = sine[k * step];
          const a = from + k;
          const b = a + half;
          const r = re[b] * c - im[b] * s;
          const i = re[b] * s + im[b] * c;
          re[b] = re[a] - r;
          im[b] = im[a] - i;
          re[a] += r;
          im[a] += i;
        }
    }
  };
}

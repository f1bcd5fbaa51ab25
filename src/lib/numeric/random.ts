/**
 * Named random streams. `stream(seed, "walk-forward", "ridge", "fold 3")` always yields the same numbers, whatever else
 * ran before, on which worker, or in which order: results cannot depend on scheduling.
 *
 * Generator: sfc32 (Doty-Humphrey, PractRand), 128 bits of state, seeded by a 128-bit hash of the names, so that
 * thousands of streams do not collide as they would with a 32-bit seed. Uses 32-bit integer arithmetic only: the same
 * bits on every platform and Node version.
 */
export interface Random {
  /** Uniform on [0, 1), 53 bits. */
  uniform(): number;
  /** Uniform integer on 0 … n − 1. @throws if n is not a positive integer below 2^32. */
  integer(n: number): number;
  /** Standard normal (Marsaglia and Bray 1964, polar method). */
  normal(): number;
  /** A 32-bit unsigned integer, for libraries that want a seed. */
  uint32(): number;
}

export function stream(seed: number, ...names: readonly (string | number)[]): Random {
  const next = sfc32(hash128(JSON.stringify([seed, ...names])));
  let spare = Number.NaN;
  const uniform = () => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
  return {
    uniform,
    uint32: next,
    integer(n) {
      if (!(Number.isInteger(n) && n > 0 && n <= 4294967296)) throw new RangeError(`invalid n; not in 1 … 2^32: ${n}`);
      const limit = 4294967296 - (4294967296 % n);
      let x = next();
      while (x >= limit) x = next(); // rejection: every value equally likely
      return x % n;
    },
    normal() {
      if (!Number.isNaN(spare)) {
        const value = spare;
        spare = Number.NaN;
        return value;
      }
      let u: number;
      let v: number;
      let s: number;
      do {
        u = 2 * uniform() - 1;
        v = 2 * uniform() - 1;
        s = u * u + v * v;
      } while (s >= 1 || s === 0);
      const factor = Math.sqrt((-2 * Math.log(s)) / s);
      spare = v * factor;
      return u * factor;
    },
  };
}

function sfc32([a, b, c, d]: [number, number, number, number]): () => number {
  const next = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 15; i++) next(); // mix the seed through the whole state
  return next;
}

/** 128-bit string hash (cyrb128: four multiply-xor lanes, cross-mixed). */
function hash128(text: string): [number, number, number, number] {
  let h1 = 1779033703;
  let h2 = 3144134277;
  let h3 = 1013904242;
  let h4 = 2773480762;
  for (let i = 0; i < text.length; i++) {
    const k = text.charCodeAt(i);
    h1 = h2 ^ Math.imul(h1 ^ k, 597399067);
    h2 = h3 ^ Math.imul(h2 ^ k, 2869860233);
    h3 = h4 ^ Math.imul(h3 ^ k, 951274213);
    h4 = h1 ^ Math.imul(h4 ^ k, 2716044179);
  }
  h1 = Math.imul(h3 ^ (h1 >>> 18), 597399067);
  h2 = Math.imul(h4 ^ (h2 >>> 22), 2869860233);
  h3 = Math.imul(h1 ^ (h3 >>> 17), 951274213);
  h4 = Math.imul(h2 ^ (h4 >>> 19), 2716044179);
  h1 ^= h2 ^ h3 ^ h4;
  return [h1, h2 ^ h1, h3 ^ h1, h4 ^ h1];
}

/**
 * CityHash64 (Pike and Alakuijala 2011), version 1.0 as CatBoost has it: CatBoost's model files know a level of a
 * categorical feature only by this hash, so a model that is to mean the same there needs the same one.
 */
const mask = 0xffffffffffffffffn;
const k0 = 0xc3a5c85c97cb3127n;
const k1 = 0xb492b66fbe98f273n;
const k2 = 0x9ae16a3b2f90404fn;
const k3 = 0xc949d7c7509e6557n;
const combine = 0x4906ba494954cb65n;

/** CatBoost's 32-bit hash of a level, signed: the low half of CityHash64 of its UTF-8 bytes. */
export function levelHash(level: string): number {
  return Number(BigInt.asIntN(32, cityHash64(new TextEncoder().encode(level))));
}

/** CatBoost's hash of a combination, one more element joined to those before it (0n before the first). */
export function joinHash(hash: bigint, element: number): bigint {
  return u64(combine * u64(hash + combine * u64(BigInt(element))));
}

/** CityHash64 of bytes, as an unsigned 64-bit integer. */
export function cityHash64(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = (i: number) => view.getBigUint64(i, true);
  const n = bytes.length;
  if (n <= 16) return upTo16(view, bytes);
  if (n <= 32) return upTo32(at, n);
  return n <= 64 ? upTo64(at, n) : longer(at, n);
}

type Fetch = (offset: number) => bigint;
const u64 = (v: bigint) => v & mask;
const rotate = (v: bigint, by: number) => u64((v >> BigInt(by)) | (v << BigInt(64 - by)));
const shiftMix = (v: bigint) => v ^ (v >> 47n);

/** Murmur-inspired hash of two words to one. */
function join(low: bigint, high: bigint): bigint {
  const factor = 0x9ddfea08eb382d69n;
  const a = shiftMix(u64((low ^ high) * factor));
  return u64(shiftMix(u64((high ^ a) * factor)) * factor);
}

function upTo16(view: DataView, bytes: Uint8Array): bigint {
  const n = bytes.length;
  const length = BigInt(n);
  if (n > 8) {
    const b = view.getBigUint64(n - 8, true);
    return join(view.getBigUint64(0, true), rotate(u64(b + length), n)) ^ b;
  }
  if (n >= 4) return join(length + (BigInt(view.getUint32(0, true)) << 3n), BigInt(view.getUint32(n - 4, true)));
  if (n === 0) return k2;
  const y = BigInt(bytes[0] + bytes[n >> 1] * 256);
  const z = BigInt(n + bytes[n - 1] * 4);
  return u64(shiftMix(u64(y * k2) ^ u64(z * k3)) * k2);
}

function upTo32(at: Fetch, n: number): bigint {
  const a = u64(at(0) * k1);
  const b = at(8);
  const c = u64(at(n - 8) * k2);
  const d = u64(at(n - 16) * k0);
  const low = rotate(u64(a - b), 43) + rotate(c, 30) + d;
  const high = a + rotate(b ^ k3, 20) - c + BigInt(n);
  return join(u64(low), u64(high));
}

function upTo64(at: Fetch, n: number): bigint {
  const half = (first: bigint, words: readonly bigint[]): [bigint, bigint] => {
    let a = first;
    const [second, third, z] = words;
    let c = rotate(a, 37);
    const b = rotate(u64(a + z), 52);
    a = u64(a + second);
    c += rotate(a, 7);
    a = u64(a + third);
    return [u64(a + z), u64(b + rotate(a, 31) + c)];
  };
  const [vf, vs] = half(u64(at(0) + (BigInt(n) + at(n - 16)) * k0), [at(8), at(16), at(24)]);
  const [wf, ws] = half(u64(at(16) + at(n - 32)), [at(n - 24), at(n - 16), at(n - 8)]);
  const r = shiftMix(u64((vf + ws) * k2 + (wf + vs) * k0));
  return u64(shiftMix(u64(r * k0 + vs)) * k2);
}

/** A weak hash of 32 bytes from `offset` with two seeds. */
function weak32(at: Fetch, offset: number, seedA: bigint, seedB: bigint): [bigint, bigint] {
  const z = at(offset + 24);
  const c = u64(seedA + at(offset));
  let b = rotate(u64(seedB + c + z), 21);
  const a = u64(c + at(offset + 8) + at(offset + 16));
  b = u64(b + rotate(a, 44));
  return [u64(a + z), u64(b + c)];
}

function longer(at: Fetch, n: number): bigint {
  let x = at(0);
  let y = at(n - 16) ^ k1;
  let z = at(n - 56) ^ k0;
  let v = weak32(at, n - 64, BigInt(n), y);
  let w = weak32(at, n - 32, u64(BigInt(n) * k1), k0);
  z = u64(z + shiftMix(v[1]) * k1);
  x = u64(rotate(u64(z + x), 39) * k1);
  y = u64(rotate(y, 33) * k1);
  for (let s = 0; s < n - 1 - ((n - 1) % 64); s += 64) {
    x = u64(rotate(u64(x + y + v[0] + at(s + 16)), 37) * k1) ^ w[1];
    y = u64(rotate(u64(y + v[1] + at(s + 48)), 42) * k1) ^ v[0];
    z = rotate(z ^ w[0], 33);
    v = weak32(at, s, u64(v[1] * k1), u64(x + w[0]));
    w = weak32(at, s + 32, u64(z + w[1]), y);
    [x, z] = [z, x];
  }
  return join(u64(join(v[0], w[0]) + shiftMix(y) * k1 + z), u64(join(v[1], w[1]) + x));
}

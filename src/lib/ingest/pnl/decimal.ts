/**
 * Money as whole numbers of a unit 10^−scale, so that sums are exact and do not depend on their order.
 */

/** Most decimals of a price, a quantity or a fee that are kept. */
export const MOST_DECIMALS = 8;

/** 10n to the power of a small whole number. */
export function tenTo(power: number): bigint {
  let value = 1n;
  for (let k = 0; k < power; k++) value *= 10n;
  return value;
}

/** Decimals that a number needs as written shortest: 12.5 → 1, 100 → 0, 1e-7 → 7. */
export function decimalsOf(x: number): number {
  const [mantissa, exponent] = String(Math.abs(x)).split("e");
  const written = mantissa.split(".")[1]?.length ?? 0;
  return Math.max(0, written - Number(exponent ?? 0));
}

/** A finite number in units of 10^−scale, as its shortest decimal says; digits beyond are rounded half away from zero. */
export function toUnits(x: number, scale: number): bigint {
  const [mantissa, exponent] = String(Math.abs(x)).split("e");
  const [whole, fraction = ""] = mantissa.split(".");
  const shift = scale - fraction.length + Number(exponent ?? 0);
  const digits = BigInt(whole + fraction);
  const units = shift >= 0 ? digits * tenTo(shift) : divide(digits, tenTo(-shift));
  return x < 0 ? -units : units;
}

const FEW_DECIMALS = 8;
const FEW_SCALE = 1e8;
/** Whole numbers below it are doubles. */
const EXACT = 9_007_199_254_740_992n;
/** By scale: what takes it down to few decimals. */
const FEW_SHIFTS = Array.from({length: 40}, (_, scale) => tenTo(Math.max(0, scale - FEW_DECIMALS)));

/** The double nearest to units · 10^−scale. */
export function fromUnits(units: bigint, scale: number): number {
  // Most have few decimals: the quotient of two exact doubles is rounded once, to the nearest.
  if (scale > FEW_DECIMALS) {
    const few = units / FEW_SHIFTS[scale];
    if (few < EXACT && few > -EXACT && few * FEW_SHIFTS[scale] === units) return Number(few) / FEW_SCALE;
  } else if (units < EXACT && units > -EXACT) return Number(units) / Number(tenTo(scale));
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, "0");
  const at = digits.length - scale;
  const value = Number(`${digits.slice(0, at)}.${digits.slice(at)}`);
  return units < 0n ? -value : value; // 0n has no sign: never −0
}

/** a / b, rounded half away from zero; b above 0. */
export function divide(a: bigint, b: bigint): bigint {
  const negative = a < 0n;
  const half = ((negative ? -a : a) * 2n + b) / (2n * b);
  return negative ? -half : half;
}

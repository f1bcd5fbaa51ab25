/** A number to so many significant digits: what is only drawn need not be longer. null where it is not finite. */
export function short(value: number, digits = 5): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(digits)) + 0 : null;
}

/** The same for what is known to be finite. @throws RangeError where it is not. */
export function brief(value: number, digits = 5): number {
  const rounded = short(value, digits);
  if (rounded === null) throw new RangeError(`invalid number for a report; not finite: ${value}`);
  return rounded;
}

/** At most `count` of the indices 0 … n − 1, evenly spaced and ascending. */
export function evenly(n: number, count: number): Int32Array {
  if (n <= count) return Int32Array.from({length: n}, (_, k) => k);
  return Int32Array.from({length: count}, (_, k) => Math.floor((k * n) / count));
}

/**
 * One row of each of `count` equal stretches, at a place within it that never repeats (multiples of the golden ratio): rows
 * come in the order of days and traders, and an even step would meet the same traders each day.
 */
export function spreadRows(rows: number, count: number): Int32Array {
  const golden = (Math.sqrt(5) - 1) / 2;
  return Int32Array.from({length: count}, (_, k) => {
    const within = (k * golden) % 1;
    return Math.min(rows - 1, Math.floor(((k + within) * rows) / count));
  });
}

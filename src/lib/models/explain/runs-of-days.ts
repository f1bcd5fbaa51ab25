/** Rows of each run of `length` consecutive days that there are; the last run may be shorter. @throws RangeError for a length below 1. */
export function runsOfDays(days: Int32Array, length: number): Int32Array[] {
  if (!(Number.isInteger(length) && length >= 1)) throw new RangeError(`invalid blockDays; not 1 or more: ${length}`);
  const distinct = Int32Array.from(new Set(days)).sort();
  const runOf = new Map<number, number>();
  distinct.forEach((day, k) => {
    runOf.set(day, Math.floor(k / length));
  });
  const rows: number[][] = Array.from({length: Math.ceil(distinct.length / length)}, () => []);
  days.forEach((day, row) => {
    rows[runOf.get(day)!].push(row);
  });
  return rows.map((list) => Int32Array.from(list));
}

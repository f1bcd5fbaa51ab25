/**
 * Means of rows' values by day. Rows of one day move together, so the day is the observation of every test of skill: a test
 * on rows would take 20 traders who had one bad day for 20 proofs. Each day counts once, however many traders it has.
 * @param day day index of each row, in any order.
 * @returns `days` ascending; `means`, one array for each of `columns`, summed in the order of the rows.
 */
export function dayMeans(
  day: Int32Array,
  columns: readonly Float64Array[],
): {readonly days: Int32Array; readonly means: Float64Array[]} {
  const {days, sums, rows} = daySums(day, columns);
  return {days, means: sums.map((column) => column.map((sum, d) => sum / rows[d]))};
}

/** Sums of rows' values by day, and how many rows each has: as `dayMeans`. */
export function daySums(
  day: Int32Array,
  columns: readonly Float64Array[],
): {readonly days: Int32Array; readonly sums: Float64Array[]; readonly rows: Int32Array} {
  const days = Int32Array.from(new Set(day)).sort();
  const position = new Map(Array.from(days, (d, k) => [d, k]));
  const at = Int32Array.from(day, (d) => position.get(d)!);
  const rows = new Int32Array(days.length);
  for (const d of at) rows[d]++;
  const sums = columns.map((column) => {
    if (column.length !== day.length)
      throw new RangeError(`invalid column; ${column.length} values for ${day.length} rows`);
    const sum = new Float64Array(days.length);
    for (let i = 0; i < at.length; i++) sum[at[i]] += column[i];
    return sum;
  });
  return {days, sums, rows};
}

/** @throws RangeError unless there are `least` or more series of equal length, 2 days or more, all finite. */
export function checkSeries(series: readonly Float64Array[], least: number, what: string): void {
  if (!(series.length >= least)) throw new RangeError(`invalid ${what}; needed are ${least} or more: ${series.length}`);
  const days = series[0].length;
  if (!(days >= 2)) throw new RangeError(`invalid ${what}; a test needs 2 days, found ${days}`);
  series.forEach((x, k) => {
    if (x.length !== days) throw new RangeError(`invalid ${what}; number ${k} has ${x.length} of ${days} days`);
    const wrong = x.findIndex((v) => !Number.isFinite(v));
    if (wrong >= 0) throw new RangeError(`invalid ${what}; number ${k} has ${x[wrong]} on day ${wrong}`);
  });
}

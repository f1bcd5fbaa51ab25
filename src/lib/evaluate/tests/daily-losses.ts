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

/** Losses by day of several forecasts of the same rows: what the Model Confidence Set, SPA and StepM work on. */
export interface DailyLosses {
  readonly days: Int32Array;
  readonly names: readonly string[];
  /** One array a forecast, one mean loss a day. */
  readonly losses: readonly Float64Array[];
}

/**
 * Day means of the losses of several forecasts, on the rows on which every one of them has a loss.
 * @param losses by forecast, one a row; NaN where it made none. @throws RangeError if no row has all.
 */
export function dailyLosses(day: Int32Array, losses: readonly {name: string; values: Float64Array}[]): DailyLosses {
  const rows = Int32Array.from(day.keys()).filter((i) => losses.every(({values}) => Number.isFinite(values[i])));
  if (rows.length === 0) throw new RangeError(`there is no row on which all ${losses.length} forecasts have a loss`);
  const {days, means} = dayMeans(
    rows.map((i) => day[i]),
    losses.map(({values}) => Float64Array.from(rows, (i) => values[i])),
  );
  return {days, names: losses.map(({name}) => name), losses: means};
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

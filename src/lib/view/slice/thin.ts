/**
 * Indices of the days that a line drawn over `width` pixels needs: of each run of days that share a column of pixels, those
 * at which a series is lowest or highest, and the first and the last day of all. The line looks as it would with every
 * day (the idea of M4, Jugel et al. 2014); a curve of many years is drawn several times as fast. All series have the
 * same length; where days are no more than four a column, all are kept.
 */
export function thin(series: readonly ArrayLike<number>[], width: number): number[] {
  const days = series[0].length;
  const columns = Math.max(1, Math.floor(width));
  if (days <= 4 * columns) return Array.from({length: days}, (_, k) => k);
  const kept = new Set([0]);
  for (let column = 0; column < columns; column++) {
    const start = Math.floor((column * days) / columns);
    const end = Math.floor(((column + 1) * days) / columns);
    for (const values of series) {
      let [low, high] = [start, start];
      for (let k = start + 1; k < end; k++) {
        if (values[k] < values[low]) low = k;
        if (values[k] > values[high]) high = k;
      }
      kept.add(low).add(high);
    }
  }
  kept.add(days - 1);
  return [...kept].sort((a, b) => a - b);
}

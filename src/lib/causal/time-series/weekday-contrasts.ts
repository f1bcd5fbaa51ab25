/** Effects that sum to 0 over the days seen: one column for each day of the week but the last. */
export function weekdayContrasts(weekday: Int32Array, periods: number, prePeriods: number): Float64Array[] {
  if (weekday.length !== periods)
    throw new RangeError(`invalid weekday; ${weekday.length} values for ${periods} periods`);
  const days = [...new Set(weekday.subarray(0, prePeriods))].sort((a, b) => a - b);
  const unseen = weekday.find((d) => !days.includes(d));
  if (unseen !== undefined)
    throw new RangeError(
      `weekday ${unseen} does not occur before the intervention; its effect cannot be known: leave it out`,
    );
  const last = days[days.length - 1];
  return days.slice(0, -1).map((day) => Float64Array.from(weekday, (d) => (d === day ? 1 : d === last ? -1 : 0)));
}

import type {LabelWindows} from "./types.ts";

/** The windows of labels that look `horizon` days beyond their own day: [d, d + horizon]. */
export function horizonLabels(days: number, horizon: number): LabelWindows {
  checkDays("horizon", horizon, 0);
  return {
    start: Int32Array.from({length: days}, (_, d) => d),
    end: Int32Array.from({length: days}, (_, d) => d + horizon),
  };
}

/**
 * Windows of all days, checked.
 * @throws RangeError if there is not one a day, or a window starts before its day (then the label is partly known when the
 * prediction is made) or ends before it starts.
 */
export function labelWindows(days: number, labels: number | LabelWindows = 0): LabelWindows {
  if (typeof labels === "number") return horizonLabels(days, labels);
  if (labels.start.length !== days || labels.end.length !== days)
    throw new RangeError(
      `invalid labels; ${labels.start.length} starts and ${labels.end.length} ends for ${days} days`,
    );
  for (let d = 0; d < days; d++) checkWindow(`day ${d}`, d, labels.start[d], labels.end[d]);
  return labels;
}

/** @throws RangeError unless day ≤ start ≤ end. */
export function checkWindow(what: string, day: number, start: number, end: number): void {
  if (!(start >= day && end >= start))
    throw new RangeError(`invalid label of ${what}; a window starts on its day or later: ${start} to ${end}`);
}

/** @throws RangeError unless the value is a whole number of days, `least` or more. */
export function checkDays(name: string, value: number, least: number): void {
  if (!(Number.isInteger(value) && value >= least))
    throw new RangeError(`invalid ${name}; not a whole number of days, ${least} or more: ${value}`);
}

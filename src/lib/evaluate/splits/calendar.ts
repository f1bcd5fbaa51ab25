import type {DayRange, Fold} from "../types.ts";
import {trainingEnds} from "./folds.ts";
import {checkDays, labelWindows} from "./labels.ts";
import type {PurgeOptions} from "./types.ts";

export interface CalendarOptions extends PurgeOptions {
  readonly unit: "month" | "quarter";
  readonly kind: "expanding" | "rolling" | "anchored";
  /** Periods before the first test window; rolling trains on this many before each. */
  readonly train: number;
  /** Periods a test window. Default 1. */
  readonly test?: number;
  /** Anchored: ISO date that training starts with; its period, cut to it, is the first of `train`. */
  readonly anchor?: string;
}

/**
 * Walk-forward folds whose test windows are calendar months or quarters. With train 2, by month, the last days of training
 * purged and embargoed (· gap):
 *
 *     Jan  Feb  Mar  Apr
 *     TTTT TTT· XXXX            expanding; anchored from an anchor in January
 *     TTTT TTTT TTT· XXXX
 *
 * The first and the last period may be cut short by the calendar's ends. Months without a trading day do not count.
 * @param dates trading days, ISO (YYYY-MM-DD), strictly ascending.
 * @throws RangeError if no test window fits, a date is not ISO or not ascending, or the gap eats a whole training window.
 */
export function calendarFolds(dates: readonly string[], options: CalendarOptions): Fold[] {
  const {unit, kind, train, test = 1, labels = 0, embargo = 0} = options;
  checkDays("embargo", embargo, 0);
  for (const [name, value] of [
    ["train", train],
    ["test", test],
  ] as const)
    if (!(Number.isInteger(value) && value >= 1))
      throw new RangeError(`invalid ${name}; not 1 or more ${unit}s: ${value}`);
  const endOfTraining = trainingEnds(dates.length, labelWindows(dates.length, labels), embargo);
  const anchor = kind === "anchored" ? anchorDay(dates, options.anchor) : 0;
  const periods = calendarPeriods(dates, unit, anchor);
  if (periods.length <= train)
    throw new RangeError(
      `no fold fits; needed are ${train} ${unit}s to train on and 1 to test, there are ${periods.length}`,
    );
  const folds: Fold[] = [];
  for (let p = train; p < periods.length; p += test) {
    const {start} = periods[p];
    const end = endOfTraining(start);
    const from = kind === "rolling" ? periods[p - train].start : anchor;
    if (!(end > from))
      throw new RangeError(
        `no day is left to train on before ${dates[start]}: labels and embargo reach back to ${dates[from]}; train on more ${unit}s`,
      );
    folds.push({
      index: folds.length,
      train: {start: from, end},
      gap: {start: end, end: start},
      test: {start, end: periods[Math.min(p + test, periods.length) - 1].end},
    });
  }
  return folds;
}

/** Day ranges of the calendar's months or quarters, from day `first` on. @throws RangeError for dates that are no calendar. */
export function calendarPeriods(dates: readonly string[], unit: "month" | "quarter", first = 0): DayRange[] {
  const periods: DayRange[] = [];
  let last = "";
  dates.forEach((date, d) => {
    if (!/^\d{4}-(0[1-9]|1[0-2])-\d{2}$/.test(date))
      throw new RangeError(`invalid date of day ${d}; not YYYY-MM-DD: "${date}"`);
    if (d > 0 && !(date > dates[d - 1]))
      throw new RangeError(`invalid dates; not ascending: ${date} after ${dates[d - 1]}`);
    if (d < first) return;
    const period =
      unit === "month" ? date.slice(0, 7) : `${date.slice(0, 4)}Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;
    if (period === last) periods[periods.length - 1] = {start: periods[periods.length - 1].start, end: d + 1};
    else periods.push({start: d, end: d + 1});
    last = period;
  });
  return periods;
}

function anchorDay(dates: readonly string[], anchor: string | undefined): number {
  if (anchor === undefined)
    throw new RangeError("anchored folds need an anchor: the ISO date that training starts with");
  const day = dates.findIndex((date) => date >= anchor);
  if (day < 0) throw new RangeError(`invalid anchor; after the last day ${dates[dates.length - 1]}: ${anchor}`);
  return day;
}

import type {CheckedFile, Row} from "./contract.ts";

/** A day on which the exchange seems to have closed early. */
export interface HalfDay {
  readonly date: string;
  /** Last bar or fill of the day, and the median of all days: "13:00". */
  readonly last: string;
  readonly usual: string;
  readonly from: "market bars" | "fills";
}

/** Minutes since midnight of the last bar or fill of a day that has a time, and how many have one. */
export interface DayEnd {
  readonly last: number;
  readonly count: number;
}

/** By date. */
export type DayEnds = ReadonlyMap<string, DayEnd>;

/** Minutes before the usual end from which on a day is a half day. */
const EARLY = 120;
/** Days with times that a usual end needs, and fills without which a day's end says nothing. */
const LEAST_DAYS = 10;
const LEAST_FILLS = 20;

/**
 * Days that ended two hours or more before the median day: by the last bar where bars have times, else by the desk's last fill
 * (of at least 20). Without times, none. Times are those of the files.
 */
export function halfDays(days: readonly string[], files: readonly CheckedFile[], fillEnds?: DayEnds): HalfDay[] {
  const own = new Set(days);
  for (const [kind, from, least] of [
    ["market", "market bars", 2],
    ["fills", "fills", LEAST_FILLS],
  ] as const) {
    const rows = files.find((file) => file.spec.kind === kind)?.rows ?? [];
    const ends = (kind === "fills" ? fillEnds : undefined) ?? dayEnds(rows);
    const known = [...ends]
      .filter(([date, {count}]) => own.has(date) && count >= least)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    if (known.length < LEAST_DAYS) continue;
    const sorted = known.map(([, {last}]) => last).sort((a, b) => a - b);
    const usual = sorted[Math.floor(sorted.length / 2)];
    return known
      .filter(([, {last}]) => last <= usual - EARLY)
      .map(([date, {last}]) => ({date, last: clock(last), usual: clock(usual), from}));
  }
  return [];
}

function dayEnds(rows: readonly Pick<Row, "date" | "time">[]): DayEnds {
  const ends = new Map<string, DayEnd>();
  for (const {date, time} of rows) addToDayEnds(ends, date, time);
  return ends;
}

/** Counts one more bar or fill; NaN: it has no time, and is not counted. */
export function addToDayEnds(ends: Map<string, DayEnd>, date: string, time: number): void {
  if (Number.isNaN(time)) return;
  const {last, count} = ends.get(date) ?? {last: time, count: 0};
  ends.set(date, {last: Math.max(last, time), count: count + 1});
}

function clock(minutes: number): string {
  const whole = Math.floor(minutes);
  return `${String(Math.floor(whole / 60)).padStart(2, "0")}:${String(whole % 60).padStart(2, "0")}`;
}

import type {CheckedFile, Row} from "./contract.ts";

/** A day on which the exchange seems to have closed early. */
export interface HalfDay {
  readonly date: string;
  /** Last bar or fill of the day, and the median of all days: "13:00". */
  readonly last: string;
  readonly usual: string;
  readonly from: "market bars" | "fills";
}

/** Minutes since midnight of the last bar or fill of each day that has a time, and how many have one. */
export type DayEnds = ReadonlyMap<string, {readonly last: number; readonly count: number}>;

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
  const ends = new Map<string, {last: number; count: number}>();
  for (const {date, time} of rows) {
    if (Number.isNaN(time)) continue;
    const end = ends.get(date);
    if (end === undefined) ends.set(date, {last: time, count: 1});
    else {
      end.last = Math.max(end.last, time);
      end.count++;
    }
  }
  return ends;
}

function clock(minutes: number): string {
  const whole = Math.floor(minutes);
  return `${String(Math.floor(whole / 60)).padStart(2, "0")}:${String(whole % 60).padStart(2, "0")}`;
}

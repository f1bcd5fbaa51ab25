import {fromIso} from "./calendar.ts";
import {DATE_FORMATS, type DateFormat, findDateFormat, parseDate, whyNotDate} from "./dates.ts";
import {IngestError, shown} from "./error.ts";

/** Null where a prediction for the day (ISO) was made in time, else what is wrong with its stamp, in words that follow the column's name. */
export type MadeAtRule = (stamp: string, day: string) => string | null;

/** Before the day begins: known on the evening before. */
export const DECIDE_BY = "00:00";

interface Moment {
  /** Seconds since 1970-01-01T00:00 of the clock that it was read from, or of UTC where a zone is written. */
  readonly seconds: number;
  readonly zoned: boolean;
}

const STAMP =
  /^(\S+?)(?:[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([AaPp][Mm])?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?$/;
const LIMIT = /^([01]?\d|2[0-3]):([0-5]\d)\s*(Z|[+-]\d{2}:\d{2})?$/;

/**
 * The rule that refuses predictions made after the decision that they are for. A prediction for a day is in time if its stamp
 * is not later than `decideBy` on that day: "00:00" (the default: made before the day began), "09:30" (exchange-local), or
 * with an offset, "09:30-05:00", which is needed where the stamps carry a zone. Stamps without a zone are read on the clock of
 * `decideBy`.
 * @throws IngestError if some stamps carry a zone and `decideBy` does not: nobody could compare them.
 */
export function madeAtRule(
  file: string,
  stamps: readonly string[],
  decideBy = DECIDE_BY,
  declared?: DateFormat,
): MadeAtRule {
  const limit = LIMIT.exec(decideBy);
  if (limit === null) throw new RangeError(`invalid decideBy; not HH:MM or HH:MM±HH:MM: ${decideBy}`);
  const dates = stamps.map((stamp) => STAMP.exec(stamp)?.[1] ?? "");
  const {format} = findDateFormat(dates, declared);
  const zoned = stamps.find((stamp) => (STAMP.exec(stamp)?.[7] ?? "") !== "");
  if (zoned !== undefined && limit[3] === undefined)
    throw new IngestError(file, {
      what: "the times at which predictions were made carry a zone, and the study does not say on which clock its decisions are taken",
      found: shown(zoned),
      fix: 'add decideBy with an offset to the study\'s source, such as decideBy: "09:30-04:00" (of summer and winter time the earlier)',
    });
  const offset = limit[3] === undefined ? 0 : offsetSeconds(limit[3]);
  const inDay = 3600 * Number(limit[1]) + 60 * Number(limit[2]);
  return (stamp, day) => {
    if (stamp === "") return "is empty: when the prediction was made is not known";
    const made = momentOf(stamp, format);
    if (typeof made === "string") return made;
    const decision = 86400 * fromIso(day) + inDay;
    const at = made.zoned ? made.seconds + offset : made.seconds;
    if (at <= decision) return null;
    return `${shown(stamp)} is later than the decision that it is for (${day} ${decideBy}): it may know what it predicts. Give the prediction as it stood before, or say in the study when decisions are taken (source.decideBy)`;
  };
}

function momentOf(stamp: string, format: DateFormat | null): Moment | string {
  const match = STAMP.exec(stamp);
  const date = match?.[1] ?? stamp;
  const iso = [...(format === null ? [] : [format]), ...UNAMBIGUOUS]
    .map((f) => parseDate(date, f))
    .find((d) => d !== null);
  if (match === null || iso === undefined) return `${whyNotDate(date, format ?? "YYYY-MM-DD")}`;
  const [, , hours = "0", minutes = "0", seconds = "0", fraction = "0", half, zone] = match;
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toLowerCase() === "pm" ? 12 : 0);
  if (!(hour <= 24 && Number(minutes) <= 59 && Number(seconds) <= 60)) return `${shown(stamp)} is not a time`;
  // a date alone is that day's end: nothing says that it was earlier
  const inDay =
    match[2] === undefined ? 86_399 : 3600 * hour + 60 * Number(minutes) + Number(seconds) + Number(`0.${fraction}`);
  const local = 86400 * fromIso(iso) + inDay;
  return zone === undefined ? {seconds: local, zoned: false} : {seconds: local - offsetSeconds(zone), zoned: true};
}

const UNAMBIGUOUS = DATE_FORMATS.filter((format) => format.startsWith("YYYY"));

/** Seconds east of UTC. */
function offsetSeconds(zone: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (match === null) return 0;
  return (match[1] === "-" ? -1 : 1) * (3600 * Number(match[2]) + 60 * Number(match[3]));
}

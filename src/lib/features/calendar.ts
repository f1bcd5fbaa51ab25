import type {DateFacts, Feature} from "./feature.ts";

/** Facts of the date decided on. 0/1 codes rather than a number of the weekday, which no linear model could use. */
export const features: readonly Feature[] = [
  code("monday", "Monday", "1 on Mondays, else 0", (d) => d.weekday === 1),
  code("tuesday", "Tuesday", "1 on Tuesdays, else 0", (d) => d.weekday === 2),
  code("thursday", "Thursday", "1 on Thursdays, else 0", (d) => d.weekday === 4),
  code("friday", "Friday", "1 on Fridays, else 0", (d) => d.weekday === 5),
  code(
    "month_start",
    "Start of month",
    "1 on the first Monday-to-Friday day of a month, else 0",
    (d) => d.firstOfMonth,
  ),
  code("month_end", "End of month", "1 on the last Monday-to-Friday day of a month, else 0", (d) => d.lastOfMonth),
  code(
    "quarter_end",
    "End of quarter",
    "1 on the last Monday-to-Friday day of March, June, September and December, else 0",
    (d) => d.lastOfMonth && d.month % 3 === 0,
  ),
  code(
    "expiry",
    "Expiry day",
    "1 on the third Friday of a month, when listed options expire, else 0",
    (d) => d.daysToExpiry === 0,
  ),
  code(
    "expiry_week",
    "Expiry week",
    "1 from Monday to the third Friday of a month, else 0",
    (d) => d.daysToExpiry >= 0 && d.daysToExpiry <= 4,
  ),
  code(
    "after_holiday",
    "After a holiday",
    "1 where the desk was closed on a Monday-to-Friday day since its previous day, else 0",
    (d) => d.closedBefore > 0,
  ),
  code(
    "before_holiday",
    "Before a holiday",
    "1 where the next Monday-to-Friday day is a holiday as the desk's own past tells: closed on that date in an earlier year, or on that month's same weekday in two",
    (d) => d.closedNext,
  ),
];

function code(name: string, label: string, description: string, holds: (date: DateFacts) => boolean): Feature {
  return {
    name,
    label,
    description,
    unit: "code",
    family: "calendar",
    reads: [],
    lookBack: 0,
    knownAt: "calendar",
    compute: ({date}) => (holds(date) ? 1 : 0),
  };
}

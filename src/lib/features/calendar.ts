import type {Feature} from "./feature.ts";

const base = {unit: "code", family: "calendar", reads: [], lookBack: 0, knownAt: "calendar"} as const;

/** Facts of the date decided on. 0/1 codes rather than a number of the weekday, which no linear model could use. */
export const calendar: readonly Feature[] = [
  {
    ...base,
    name: "monday",
    label: "Monday",
    description: "1 on Mondays, else 0",
    compute: ({date}) => (date.weekday === 1 ? 1 : 0),
  },
  {
    ...base,
    name: "friday",
    label: "Friday",
    description: "1 on Fridays, else 0",
    compute: ({date}) => (date.weekday === 5 ? 1 : 0),
  },
  {
    ...base,
    name: "month_end",
    label: "End of month",
    description: "1 on the last Monday-to-Friday day of a month, else 0",
    compute: ({date}) => (date.lastOfMonth ? 1 : 0),
  },
];

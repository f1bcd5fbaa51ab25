/** Days of a desk that one specification keeps, or leaves out. */
export interface DayGroup {
  readonly id: string;
  readonly label: string;
  readonly has: (day: number) => boolean;
}

/** Halves and quarters of the days that are judged. @param days distinct, any order. */
export function periodGroups(days: Int32Array, dates: readonly string[]): DayGroup[] {
  const sorted = Int32Array.from(new Set(days)).sort();
  return [
    [2, "half"],
    [4, "quarter"],
  ].flatMap(([parts, word]) =>
    Array.from({length: parts as number}, (_, k): DayGroup => {
      const own = sorted.subarray(
        Math.floor((k * sorted.length) / (parts as number)),
        Math.floor(((k + 1) * sorted.length) / (parts as number)),
      );
      const [from, to] = [own[0], own[own.length - 1]];
      return {
        id: `${word}-${k + 1}`,
        label: `${ordinals[k]} ${word}${own.length > 0 ? ` (${dates[from]} to ${dates[to]})` : ""}`,
        has: (day) => day >= from && day <= to,
      };
    }),
  );
}

const ordinals = ["First", "Second", "Third", "Fourth"];

/** Days before each that describe its regime. */
const regimeDays = 20;

/**
 * Regimes that were known the evening before, from the desk's own P&L of the 20 days before: calm or rough by its mean size, above
 * or below the median of the days that are judged; and after a good or a bad month by its sum.
 * @param deskNet P&L of the whole desk by day; days without are 0.
 */
export function regimeGroups(days: Int32Array, deskNet: Float64Array): DayGroup[] {
  const judged = Int32Array.from(new Set(days)).sort();
  const past = (day: number, of: (v: number) => number) => {
    let sum = 0;
    for (let t = Math.max(0, day - regimeDays); t < day; t++) sum += of(deskNet[t]);
    return sum;
  };
  const size = Float64Array.from(judged, (d) => past(d, Math.abs));
  const sorted = size.slice().sort();
  const middle = sorted[sorted.length >> 1];
  const rough = new Set(Array.from(judged).filter((_, k) => size[k] >= middle));
  const good = new Set(Array.from(judged).filter((d) => past(d, (v) => v) > 0));
  return [
    {id: "calm", label: "Days after a calm month", has: (d) => !rough.has(d)},
    {id: "rough", label: "Days after a rough month", has: (d) => rough.has(d)},
    {id: "after-gains", label: "Days after a month of gains", has: (d) => good.has(d)},
    {id: "after-losses", label: "Days after a month of losses", has: (d) => !good.has(d)},
  ];
}

/** All days but those of one month each; none where there is one month only. */
export function monthGroups(days: Int32Array, dates: readonly string[]): DayGroup[] {
  const months = [...new Set(Array.from(days, (d) => dates[d].slice(0, 7)))].sort();
  if (months.length < 2) return [];
  return months.map((month) => ({id: month, label: `Without ${month}`, has: (d) => dates[d].slice(0, 7) !== month}));
}

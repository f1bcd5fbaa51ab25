import {float64, int32, type Table, table} from "../../numeric/index.ts";

/** The panel with a column added or replaced. */
export function withColumn(panel: Table, name: string, column: Float64Array): Table {
  return table({...panel.columns, [name]: column});
}

/** The panel with its features changed, each by itself. */
export function mapFeatures(panel: Table, change: (column: Float64Array, name: string) => Float64Array): Table {
  const columns = {...panel.columns};
  for (const name of featureNames(panel)) columns[name] = change(float64(panel, name), name);
  return table(columns);
}

/** Names of the panel's features. */
export function featureNames(panel: Table): string[] {
  return Object.keys(panel.columns).filter((name) => !["trader", "day", "net"].includes(name));
}

export const present = (column: Float64Array): Float64Array => column.filter((v) => Number.isFinite(v));

export function mean(values: Float64Array): number {
  return values.length === 0 ? Number.NaN : values.reduce((sum, v) => sum + v, 0) / values.length;
}

export function deviation(values: Float64Array): number {
  const m = mean(values);
  return Math.sqrt(mean(values.map((v) => (v - m) ** 2)));
}

/** The value below which that share of the sorted values lies. */
export function quantile(values: Float64Array, share: number): number {
  const sorted = values.slice().sort();
  return sorted.length === 0 ? Number.NaN : sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** Mean of the finite values of each group. */
export function groupMeans(groups: Int32Array, values: Float64Array): Map<number, number> {
  const sums = new Map<number, {sum: number; n: number}>();
  groups.forEach((g, r) => {
    if (!Number.isFinite(values[r])) return;
    const at = sums.get(g) ?? {sum: 0, n: 0};
    sums.set(g, {sum: at.sum + values[r], n: at.n + 1});
  });
  return new Map([...sums].map(([g, {sum, n}]) => [g, sum / n]));
}

/** Values of a column of the desk's rows by trader and day. */
export function byTraderDay(t: Table, column: string): (trader: number, day: number) => number {
  const [trader, day, value] = [int32(t, "trader"), int32(t, "day"), float64(t, column)];
  const at = new Map(Array.from(value, (v, r) => [`${trader[r]} ${day[r]}`, v]));
  return (t, d) => at.get(`${t} ${d}`) ?? Number.NaN;
}

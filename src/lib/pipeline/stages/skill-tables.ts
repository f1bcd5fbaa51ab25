import type {SkillDetail} from "../../evaluate/index.ts";
import {type Table, table} from "../../numeric/index.ts";

/**
 * Every metric of every signal in every group, one a row: signal, by, group, metric text; n, days Int32; value, lower, upper,
 * naive_value, difference, difference_lower, difference_upper Float64 (NaN where there is none); naive text, the naive rule
 * that is best by this metric in this group. Traders by account.
 */
export function metricsTable(details: readonly SkillDetail[], accounts: readonly string[]): Table {
  const rows = details.flatMap(({signal, groups}) =>
    groups.flatMap(({by, group, n, days, metrics}) =>
      metrics.map((m) => ({
        ...m,
        signal,
        by,
        group: by === "trader" ? accounts[Number(group)] : String(group),
        n,
        days,
      })),
    ),
  );
  const numbers = (of: (row: (typeof rows)[number]) => number | null | undefined) =>
    Float64Array.from(rows, (row) => of(row) ?? Number.NaN);
  return table({
    signal: rows.map((r) => r.signal),
    by: rows.map((r) => r.by),
    group: rows.map((r) => r.group),
    metric: rows.map((r) => r.metric),
    n: Int32Array.from(rows, (r) => r.n),
    days: Int32Array.from(rows, (r) => r.days),
    value: numbers((r) => r.value),
    lower: numbers((r) => r.interval?.[0]),
    upper: numbers((r) => r.interval?.[1]),
    naive: rows.map((r) => r.baseline?.name ?? ""),
    naive_value: numbers((r) => r.baseline?.value),
    difference: numbers((r) => r.difference),
    difference_lower: numbers((r) => r.differenceInterval?.[0]),
    difference_upper: numbers((r) => r.differenceInterval?.[1]),
  });
}

/** Backtests of values at risk, a row a signal and trader; p-values NaN where there are too few days. */
export function backtestTable(details: readonly SkillDetail[], accounts: readonly string[]): Table {
  const rows = details.flatMap(({signal, valueAtRisk}) =>
    (valueAtRisk?.traders ?? []).map((one) => ({...one, signal})),
  );
  return table({
    signal: rows.map((r) => r.signal),
    trader: rows.map((r) => accounts[r.trader]),
    n: Int32Array.from(rows, (r) => r.n),
    breaches: Int32Array.from(rows, (r) => r.breaches),
    share: Float64Array.from(rows, (r) => r.share),
    zone: rows.map((r) => r.zone),
    coverage_p: Float64Array.from(rows, (r) => r.p.coverage ?? Number.NaN),
    independence_p: Float64Array.from(rows, (r) => r.p.independence ?? Number.NaN),
    conditional_p: Float64Array.from(rows, (r) => r.p.conditional ?? Number.NaN),
    dynamic_quantile_p: Float64Array.from(rows, (r) => r.p.dynamicQuantile ?? Number.NaN),
  });
}

/** `skill-traders.json`: the loss saved on each trader's rows, a column a signal; null where a signal has no row of the trader. */
export interface SavedByTrader {
  readonly signals: readonly string[];
  readonly traders: readonly {
    readonly trader: number;
    readonly cells: readonly ({
      readonly saved: number | null;
      readonly interval: readonly [number, number] | null;
      readonly n: number;
      readonly days: number;
    } | null)[];
  }[];
}

/** Traders ascending; signals in their order. */
export function savedByTrader(details: readonly SkillDetail[]): SavedByTrader {
  const bySignal = details.map(
    ({saved}) => new Map(saved.flatMap((one) => (one.by === "trader" ? [[Number(one.group), one] as const] : []))),
  );
  const traders = [...new Set(bySignal.flatMap((cells) => [...cells.keys()]))].sort((a, b) => a - b);
  return {
    signals: details.map(({signal}) => signal),
    traders: traders.map((trader) => ({
      trader,
      cells: bySignal.map((cells) => {
        const found = cells.get(trader);
        if (found === undefined) return null;
        const {saved, interval, n, days} = found;
        return {saved, interval, n, days};
      }),
    })),
  };
}

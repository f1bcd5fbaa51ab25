import type {Desk} from "../ingest/desk.ts";
import {type Column, float64, int32, type Table, table} from "../numeric/index.ts";
import {dateFacts} from "./date-facts.ts";
import {deskSeries} from "./desk-series.ts";
import type {Feature, FeatureCard, FeatureReport} from "./feature.ts";
import {type Filled, fillByDay, fillByRow, isOfDay, type PanelSources} from "./fill-panel.ts";
import {marketReturns} from "./market-series.ts";
import {features as allFeatures, type FeatureSource, selectFeatures} from "./registry.ts";
import {pastScale} from "./scale.ts";

/**
 * The panel: one row per trader and day, with every feature as known when that day was decided.
 *
 * Look-ahead is impossible by construction: a feature is called with windows that end before the row's day and are no
 * longer than its look-back (fill-panel.ts).
 *
 * @param names features to build; those whose data are absent are reported, not built.
 * @param catalogue where names are looked up; default: every feature there is.
 * @returns `panel`: trader, day, net, then one Float64 column a feature, sorted by trader then day (the rows of `daily`).
 * @throws StudyError for an unknown name; RangeError if a feature yields an infinity, naming trader and date.
 */
export function buildPanel(
  desk: Desk,
  names: "all" | readonly string[],
  catalogue: readonly FeatureSource[] = allFeatures,
): {panel: Table; report: FeatureReport} {
  const {daily} = desk;
  const wanted = selectFeatures(
    names,
    catalogue.map((f) => (typeof f === "function" ? f(desk) : f)),
  );
  const present = new Set([
    ...Object.keys(daily.columns),
    ...(desk.market === null ? [] : Object.keys(desk.market.columns).map((c) => `market.${c}`)),
  ]);
  const used = wanted.filter((f) => f.reads.every((c) => present.has(c)));
  const values = used.map(() => new Float64Array(daily.rows));
  const days = desk.days.length;
  const scale = pastScale(daily, days);
  const sources: PanelSources = {
    desk,
    scale,
    dates: desk.days.map(dateFacts),
    whole: deskSeries(daily, scale, days),
    market: desk.market === null ? new Float64Array(0) : marketReturns(desk.market, days),
  };
  const filled = used.map((feature, k): Filled => ({feature, out: values[k]}));
  for (const lookBack of new Set(used.map((f) => f.lookBack))) {
    const group = filled.filter(({feature}) => feature.lookBack === lookBack);
    const [ofDay, ofRow] = [group.filter((f) => isOfDay(f.feature)), group.filter((f) => !isOfDay(f.feature))];
    if (ofDay.length > 0) fillByDay(sources, lookBack, ofDay);
    if (ofRow.length > 0) fillByRow(sources, lookBack, ofRow);
  }
  const columns: Record<string, Column> = {
    trader: int32(daily, "trader"),
    day: int32(daily, "day"),
    net: float64(daily, "net"),
  };
  used.forEach((f, k) => {
    columns[f.name] = values[k];
  });
  return {panel: table(columns), report: report(wanted, used, present, values)};
}

function report(
  wanted: readonly Feature[],
  used: readonly Feature[],
  present: ReadonlySet<string>,
  values: readonly Float64Array[],
): FeatureReport {
  const missing: Record<string, number> = {};
  const constant: string[] = [];
  used.forEach(({name}, k) => {
    const column = values[k];
    let absent = 0;
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const x of column) {
      if (Number.isNaN(x)) absent++;
      else {
        low = Math.min(low, x);
        high = Math.max(high, x);
      }
    }
    missing[name] = column.length === 0 ? 1 : absent / column.length;
    if (low === high) constant.push(name);
  });
  return {
    used: used.map(card),
    unavailable: wanted
      .filter((f) => !used.includes(f))
      .map((f) => ({...card(f), needs: f.reads.filter((c) => !present.has(c))})),
    missing,
    constant,
  };
}

function card({compute: _, ...rest}: Feature): FeatureCard {
  return rest;
}

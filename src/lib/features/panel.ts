import type {Desk} from "../ingest/desk.ts";
import {type Column, float64, int32, type Table, table} from "../numeric/index.ts";
import {type Availability, availableFeatures} from "./available.ts";
import type {FeatureNames} from "./core.ts";
import type {FeatureReport, FeatureSource} from "./feature.ts";
import {fillColumns} from "./fill-panel.ts";
import {features as allFeatures, selectFeatures} from "./registry.ts";
import {featureReport} from "./report.ts";
import {panelSources} from "./sources.ts";

export interface PanelAndReport {
  /** trader, day, net, then one Float64 column a feature, sorted by trader then day (the rows of `daily`). */
  readonly panel: Table;
  readonly report: FeatureReport;
}

/**
 * The panel: one row per trader and day, with every feature as known when that day was decided.
 *
 * Look-ahead is impossible by construction: what a feature is called with was written before the row's own day was
 * (fill-panel.ts). Infinities become missing values; the report says how many and where.
 *
 * @param names features to build; those whose data are absent are reported, not built.
 * @param catalogue where names are looked up; default: every feature there is.
 * @throws StudyError for an unknown name.
 */
export function buildPanel(
  desk: Desk,
  names: FeatureNames,
  catalogue: readonly FeatureSource[] = allFeatures,
): PanelAndReport {
  const wanted = selectFeatures(
    names,
    catalogue.map((f) => (typeof f === "function" ? f(desk) : f)),
  );
  const availability = availableFeatures(desk, wanted);
  const {rows, days} = panelSources(desk, availability.used);
  return panelOf(desk, availability, fillColumns(rows, days, availability.used));
}

/** Puts computed columns, in the order of `used`, into the panel, and says what there is to say about them. */
export function panelOf(desk: Desk, availability: Availability, columns: readonly Float64Array[]): PanelAndReport {
  const all: Record<string, Column> = {
    trader: int32(desk.daily, "trader"),
    day: int32(desk.daily, "day"),
    net: float64(desk.daily, "net"),
  };
  availability.used.forEach((f, k) => {
    all[f.name] = columns[k];
  });
  return {panel: table(all), report: featureReport(desk, availability, columns)};
}

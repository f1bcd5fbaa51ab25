import type {Desk} from "../ingest/desk.ts";
import {type Column, float64, int32, type Table, table} from "../numeric/index.ts";
import {type Availability, availableFeatures} from "./available.ts";
import {loadFamily} from "./families.ts";
import type {FeatureReport} from "./feature.ts";
import {fillColumns} from "./fill-panel.ts";
import {featureReport, remarks} from "./report.ts";
import {panelSources} from "./sources.ts";

/**
 * The features of one family, for a stage a family: an edit of one family's module leaves the others' artifacts as they are.
 *
 * @param names "all", or those wanted: the ones that this family has are built. Unknown names are for `selectFeatures` to refuse.
 * @returns `features`: one Float64 column a feature, on the rows of `daily`, and the report on them.
 */
export async function buildFamily(
  desk: Desk,
  family: string,
  names: "all" | readonly string[],
): Promise<{features: Table; report: FeatureReport}> {
  const all = await loadFamily(family);
  const availability: Availability = availableFeatures(
    desk,
    names === "all" ? all : all.filter((f) => names.includes(f.name)),
  );
  const {rows, days} = panelSources(desk, availability.used);
  const columns = fillColumns(rows, days, availability.used);
  const report = featureReport(desk, availability, columns);
  return {features: table(Object.fromEntries(availability.used.map((f, k) => [f.name, columns[k]]))), report};
}

/** Joins families' features to the panel that `buildPanel` makes of them at once, and their reports to one. */
export function joinFamilies(
  desk: Desk,
  parts: readonly {readonly features: Table; readonly report: FeatureReport}[],
): {panel: Table; report: FeatureReport} {
  const columns: Record<string, Column> = {
    trader: int32(desk.daily, "trader"),
    day: int32(desk.daily, "day"),
    net: float64(desk.daily, "net"),
  };
  for (const {features} of parts) Object.assign(columns, features.columns);
  const reports = parts.map((p) => p.report);
  const report: FeatureReport = {
    used: reports.flatMap((r) => r.used),
    unavailable: reports.flatMap((r) => r.unavailable),
    missing: Object.assign({}, ...reports.map((r) => r.missing)),
    constant: reports.flatMap((r) => r.constant),
    empty: reports.flatMap((r) => r.empty),
    infinite: reports.flatMap((r) => r.infinite),
    huge: reports.flatMap((r) => r.huge),
    remarks: remarks(
      desk,
      reports.flatMap((r) => r.used),
    ),
  };
  return {panel: table(columns), report};
}

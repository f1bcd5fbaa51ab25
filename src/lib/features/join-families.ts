import type {Desk} from "../ingest/desk.ts";
import {type Column, float64, int32, type Table, table} from "../numeric/index.ts";
import type {FamilyPart} from "./chunks.ts";
import type {FeatureReport} from "./feature.ts";
import {remarks} from "./report.ts";

/** Joins families' features, in the order of `familyNames`, to the panel that `buildPanel` makes of them at once, and their reports to one. */
export function joinFamilies(desk: Desk, parts: readonly FamilyPart[]): {panel: Table; report: FeatureReport} {
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

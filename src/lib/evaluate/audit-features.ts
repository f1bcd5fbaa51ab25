import {buildPanel, type FeatureNames, type FeatureSource} from "../features/index.ts";
import type {Desk} from "../ingest/desk.ts";
import {type Table, table} from "../numeric/index.ts";
import {type Comparison, compareRewrites} from "./audit.ts";
import {type FutureOf, rewriteFuture, rewrites} from "./rewrite.ts";
import type {AuditCheck} from "./types.ts";

export interface AuditFeaturesOptions {
  readonly desk: Desk;
  readonly names: FeatureNames;
  readonly cuts: readonly number[];
  readonly seed: number;
  /** As in `buildPanel`. */
  readonly catalogue?: readonly FeatureSource[];
  /** The desk with another future. Default: `rewriteFuture`. */
  readonly future?: FutureOf;
  /** What is done to the panel before it is split. Default: nothing. */
  readonly prepare?: (panel: Table, desk: Desk) => Table;
}

/**
 * Rebuilds every feature on desks whose future was rewritten, three ways at each cut: rows up to the day after the cut must
 * be bit-identical.
 */
export function auditFeatures({
  desk,
  names,
  cuts,
  seed,
  catalogue,
  future = (cut, rewrite) => rewriteFuture(desk, cut, rewrite, seed),
  prepare = (panel) => panel,
}: AuditFeaturesOptions): AuditCheck {
  const build = (from: Desk) => withoutTarget(prepare(buildPanel(from, names, catalogue).panel, from));
  const before = build(desk);
  const comparisons = cuts.flatMap((cut) =>
    rewrites.map((rewrite): Comparison => ({cut, rewrite, before, after: build(future(cut, rewrite))})),
  );
  return compareRewrites({
    id: "audit.features",
    title: "Features know only the past",
    of: "features",
    desk,
    cuts,
    comparisons,
  });
}

/** The panel's net is the target: it is of the row's own day, and meant to change. */
function withoutTarget(panel: Table): Table {
  const {net: _, ...columns} = panel.columns;
  return table(columns);
}

import {buildPanel, type FeatureSource} from "../features/index.ts";
import type {Desk} from "../ingest/desk.ts";
import {type Table, table} from "../numeric/index.ts";
import {type Comparison, compareRewrites} from "./audit.ts";
import {rewriteFuture, rewrites} from "./rewrite.ts";
import type {AuditCheck} from "./types.ts";

export interface AuditFeaturesOptions {
  readonly desk: Desk;
  readonly names: "all" | readonly string[];
  readonly cuts: readonly number[];
  readonly seed: number;
  /** As in `buildPanel`. */
  readonly catalogue?: readonly FeatureSource[];
}

/**
 * Rebuilds every feature on desks whose future was rewritten, three ways at each cut: rows up to the day after the cut must
 * be bit-identical.
 */
export function auditFeatures({desk, names, cuts, seed, catalogue}: AuditFeaturesOptions): AuditCheck {
  const build = (from: Desk) => withoutTarget(buildPanel(from, names, catalogue).panel);
  const before = build(desk);
  const comparisons = cuts.flatMap((cut) =>
    rewrites.map(
      (rewrite): Comparison => ({cut, rewrite, before, after: build(rewriteFuture(desk, cut, rewrite, seed))}),
    ),
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

import {buildPanel, type FeatureNames, type FeatureSource} from "../features/index.ts";
import type {Desk} from "../ingest/desk.ts";
import {type Table, table} from "../numeric/index.ts";
import {type Comparison, compareRewrites} from "./audit.ts";
import type {Rebuilt} from "./refit.ts";
import {rewriteFuture, rewrites} from "./rewrite.ts";
import type {AuditCheck} from "./types.ts";

export interface AuditFeaturesOptions {
  readonly desk: Pick<Desk, "accounts" | "days">;
  /** The panel as models are given it. */
  readonly panel: Table;
  /** The same of desks whose future was rewritten: in order of cut, then rewrite. */
  readonly rebuilt: readonly Pick<Rebuilt, "cut" | "rewrite" | "panel">[];
}

/**
 * Compares every feature with what it is when built again on desks whose future was rewritten, three ways at each cut: rows up
 * to the day after the cut must be bit-identical.
 */
export function auditFeatures({desk, panel, rebuilt}: AuditFeaturesOptions): AuditCheck {
  const before = withoutTarget(panel);
  return compareRewrites({
    id: "audit.features",
    title: "Features know only the past",
    of: "features",
    desk,
    cuts: [...new Set(rebuilt.map(({cut}) => cut))],
    comparisons: rebuilt.map(
      ({cut, rewrite, panel: after}): Comparison => ({cut, rewrite, before, after: withoutTarget(after)}),
    ),
  });
}

/**
 * The panel of a desk, and those of the desk with other futures, for `auditFeatures`.
 * @param catalogue as in `buildPanel`.
 */
export function rebuildPanels(
  desk: Desk,
  {names, cuts, seed}: {readonly names: FeatureNames; readonly cuts: readonly number[]; readonly seed: number},
  catalogue?: readonly FeatureSource[],
): AuditFeaturesOptions {
  const build = (from: Desk) => buildPanel(from, names, catalogue).panel;
  const rebuilt = cuts.flatMap((cut) =>
    rewrites.map((rewrite) => ({cut, rewrite, panel: build(rewriteFuture(desk, cut, rewrite, seed))})),
  );
  return {desk, panel: build(desk), rebuilt};
}

/** The panel's net is the target: it is of the row's own day, and meant to change. */
function withoutTarget(panel: Table): Table {
  const {net: _, ...columns} = panel.columns;
  return table(columns);
}

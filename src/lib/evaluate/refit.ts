import {buildPanel, type FeatureNames, type FeatureSource} from "../features/index.ts";
import type {Desk} from "../ingest/desk.ts";
import type {Table} from "../numeric/index.ts";
import {type FoldResult, fitFold} from "./fit-fold.ts";
import type {FoldItem} from "./fold-item.ts";
import {type FutureOf, type Rewrite, rewriteFuture} from "./rewrite.ts";
import type {Fold} from "./types.ts";
import {type FoldItemOptions, foldItems} from "./walk-forward.ts";

/** How a signal is trained, as `foldItems` takes it, but for the rows. */
export type Training = Omit<FoldItemOptions, "folds" | "panel" | "prepared">;

/** One refit on a desk whose future was rewritten: plain data, so that it can go to a worker. */
export interface RefitItem {
  readonly desk: Desk;
  readonly features: FeatureNames;
  /** How the signal is trained: learner, seed, target, settings, tuning, fitted features, selection. */
  readonly training: Training;
  /** The fold that tests the day after the cut. */
  readonly fold: Fold;
  readonly cut: number;
  readonly rewrite: Rewrite;
}

/** What a seeded leak replaces, in tests of the audit itself. */
export interface RefitParts {
  readonly fitWith?: (item: FoldItem) => Promise<FoldResult>;
  readonly catalogue?: readonly FeatureSource[];
  /** Default: `rewriteFuture` of the item's desk. */
  readonly future?: FutureOf;
  /** What is done to the panel before it is split. Default: nothing. */
  readonly prepare?: (panel: Table, desk: Desk) => Table;
}

/**
 * Rewrites the future of the desk, builds its features again, and fits and predicts the fold again with the same streams.
 */
export async function refitRewritten(item: RefitItem, parts: RefitParts = {}): Promise<FoldResult> {
  const {desk, features, training, fold, cut, rewrite} = item;
  const {fitWith = fitFold, catalogue, future, prepare = (panel) => panel} = parts;
  const from = future === undefined ? rewriteFuture(desk, cut, rewrite, training.seed) : future(cut, rewrite);
  const panel = prepare(buildPanel(from, features, catalogue).panel, from);
  const [one] = foldItems({...training, folds: [fold], panel});
  return fitWith(one);
}

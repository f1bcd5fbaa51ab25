import {buildPanel, type FeatureSource} from "../features/index.ts";
import type {Desk} from "../ingest/desk.ts";
import {type FoldItem, type FoldResult, fitFold} from "./fit-fold.ts";
import {type Rewrite, rewriteFuture} from "./rewrite.ts";
import type {Fold} from "./types.ts";
import {foldItems} from "./walk-forward.ts";

/** One refit on a desk whose future was rewritten: plain data, so that it can go to a worker. */
export interface RefitItem {
  readonly desk: Desk;
  readonly features: "all" | readonly string[];
  readonly learner: string;
  readonly seed: number;
  /** The fold that tests the day after the cut. */
  readonly fold: Fold;
  readonly cut: number;
  readonly rewrite: Rewrite;
}

/** What a seeded leak replaces, in tests of the audit itself. */
export interface RefitParts {
  readonly fitWith?: (item: FoldItem) => Promise<FoldResult>;
  readonly catalogue?: readonly FeatureSource[];
}

/**
 * Rewrites the future of the desk, builds its features again, and fits and predicts the fold again with the same streams.
 */
export async function refitRewritten(
  {desk, features, learner, seed, fold, cut, rewrite}: RefitItem,
  {fitWith = fitFold, catalogue}: RefitParts = {},
): Promise<FoldResult> {
  const {panel} = buildPanel(rewriteFuture(desk, cut, rewrite, seed), features, catalogue);
  const [item] = foldItems({learner, seed, folds: [fold], panel});
  return fitWith(item);
}

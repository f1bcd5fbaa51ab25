import type {Desk} from "../ingest/desk.ts";
import {int32, type Table, table, take} from "../numeric/index.ts";
import {compareRewrites} from "./audit.ts";
import type {FoldResult} from "./fit-fold.ts";
import {type RefitItem, refitRewritten} from "./refit.ts";
import {rewrites} from "./rewrite.ts";
import type {AuditCheck, Fold} from "./types.ts";
import {assembleWalkForward} from "./walk-forward.ts";

/** The module that exports `refitRewritten`, for a worker to load. */
export const refitModule = new URL("./refit.ts", import.meta.url);

export interface AuditPredictionsOptions {
  readonly desk: Desk;
  readonly features: "all" | readonly string[];
  readonly learner: string;
  readonly label: string;
  readonly seed: number;
  readonly folds: readonly Fold[];
  /** The learner's walk-forward predictions as published: trader, day, fold, value. */
  readonly predictions: Table;
  readonly cuts: readonly number[];
  /** Runs `refitRewritten` on every item, in order; default: here, one after the other. */
  readonly run?: (items: readonly RefitItem[]) => Promise<readonly FoldResult[]>;
}

/**
 * Refits, on desks whose future was rewritten, the fold that tests the day after each cut, and compares its predictions up
 * to that day, bit for bit, with those published: splits, scaling, imputation, tuning and the learner's own randomness are
 * all within. Cuts that no fold tests are left out.
 */
export async function auditPredictions(options: AuditPredictionsOptions): Promise<AuditCheck> {
  const {desk, features, learner, label, seed, folds, predictions, run = here} = options;
  const lean: Desk = {...desk, predictions: null, setAside: table({}), quality: {files: [], checks: [], abilities: []}};
  const items = options.cuts.flatMap((cut) => {
    const fold = folds.find(({test}) => test.start <= cut + 1 && cut + 1 < test.end);
    if (fold === undefined) return [];
    return rewrites.map((rewrite): RefitItem => ({desk: lean, features, learner, seed, fold, cut, rewrite}));
  });
  const results = await run(items);
  return compareRewrites({
    id: `audit.predictions.${learner}`,
    title: `Predictions know only the past: ${label}`,
    of: "predictions",
    desk,
    cuts: options.cuts.filter((cut) => items.some((item) => item.cut === cut)),
    comparisons: items.map(({cut, rewrite, fold}, k) => ({
      cut,
      rewrite,
      before: ofFold(predictions, fold),
      after: ofFold(assembleWalkForward([results[k]]).predictions, fold),
    })),
  });
}

async function here(items: readonly RefitItem[]): Promise<FoldResult[]> {
  const results: FoldResult[] = [];
  for (const item of items) results.push(await refitRewritten(item));
  return results;
}

/** The rows of a fold, its predictions only. */
function ofFold(predictions: Table, {index}: Fold): Table {
  const fold = int32(predictions, "fold");
  return take(
    predictions,
    Int32Array.from(fold.keys()).filter((r) => fold[r] === index),
  );
}

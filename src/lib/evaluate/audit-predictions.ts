import type {Desk} from "../ingest/desk.ts";
import type {ModelSummary} from "../models/index.ts";
import {int32, type Table, table, take} from "../numeric/index.ts";
import {compareRewrites} from "./audit.ts";
import type {FoldResult} from "./fit-fold.ts";
import {type Rebuilt, type RefitItem, refitRewritten, type Training} from "./refit.ts";
import type {AuditCheck, Fold} from "./types.ts";
import {assembleWalkForward, type FoldModel} from "./walk-forward.ts";

export interface AuditPredictionsOptions {
  readonly desk: Pick<Desk, "accounts" | "days">;
  /** The signal's name, what a reader calls it, and how it is trained. */
  readonly signal: string;
  readonly label: string;
  readonly training: Training;
  readonly folds: readonly Fold[];
  /** The signal's walk-forward predictions as published: trader, day, fold, value. */
  readonly predictions: Table;
  /** The models as published, one a fold. */
  readonly models: readonly FoldModel[];
  /** The folds that test the day after a cut, made again on desks whose future was rewritten: in order of cut, then rewrite. */
  readonly rebuilt: readonly Rebuilt[];
  /** Runs `refitRewritten` on every item, in order; default: here, one after the other. */
  readonly run?: (items: readonly RefitItem[]) => Promise<readonly FoldResult[]>;
}

/**
 * Refits, on desks whose future was rewritten, the folds that test the day after each cut. Two checks: what was fitted
 * (settings chosen, weights: the whole model is of the training window) and the predictions up to the day after the cut
 * must be those published, bit for bit. Splits, scaling, selection, imputation, tuning and the learner's own randomness are
 * all within. Cuts that no fold tests are left out.
 * @returns "audit.models.…", then "audit.predictions.…".
 */
export async function auditPredictions(options: AuditPredictionsOptions): Promise<[AuditCheck, AuditCheck]> {
  const {desk, signal, label, training, folds, predictions, models, run = here} = options;
  const tested = options.rebuilt.flatMap(({fold, ...rest}) => (fold === null ? [] : [{...rest, fold}]));
  const results = await run(tested.map(({panel, prepared, fold}): RefitItem => ({training, fold, panel, prepared})));
  const cuts = [...new Set(tested.map(({cut}) => cut))];
  const published = new Map(models.map((model) => [model.fold, model]));
  return [
    compareRewrites({
      id: `audit.models.${signal}`,
      title: `Fits know only their training window: ${label}`,
      of: "fitted models",
      desk: {accounts: folds.map(({index}) => `fold ${index + 1}`), days: desk.days},
      cuts,
      comparisons: tested.map(({cut, rewrite, fold}, k) => {
        const model = published.get(fold.index);
        return {
          cut,
          rewrite,
          before: model === undefined ? table({...modelKey(fold, 0)}) : modelRow(model, fold),
          after: modelRow(results[k].model, fold),
        };
      }),
    }),
    compareRewrites({
      id: `audit.predictions.${signal}`,
      title: `Predictions know only the past: ${label}`,
      of: "predictions",
      desk,
      cuts,
      comparisons: tested.map(({cut, rewrite, fold}, k) => ({
        cut,
        rewrite,
        before: ofFold(predictions, fold),
        after: ofFold(assembleWalkForward([results[k]]).predictions, fold),
      })),
    }),
  ];
}

/** A model belongs to its fold, and to the first day that it predicts. */
const modelKey = ({index, test}: Fold, rows: 0 | 1) => ({
  trader: new Int32Array(rows).fill(index),
  day: new Int32Array(rows).fill(test.start),
});

/** What was fitted, one column a setting or weight. */
function modelRow({rowsUsed, chosen, weights}: ModelSummary, fold: Fold): Table {
  const columns: Record<string, Float64Array> = {rows_used: Float64Array.of(rowsUsed)};
  for (const [name, value] of Object.entries(chosen)) columns[`chosen.${name}`] = Float64Array.of(value);
  for (const [name, value] of Object.entries(weights)) columns[`weight.${name}`] = Float64Array.of(value);
  return table({...modelKey(fold, 1), ...columns});
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

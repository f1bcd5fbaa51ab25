import {buildPanel, type FeatureNames} from "../features/index.ts";
import type {Desk} from "../ingest/desk.ts";
import {type Column, type Table, table} from "../numeric/index.ts";
import {type FoldResult, fitFold} from "./fit-fold.ts";
import type {FoldItem} from "./fold-item.ts";
import {type Preparation, prepareFold} from "./prepare-fold.ts";
import {type Rewrite, rewriteFuture} from "./rewrite.ts";
import type {Fold} from "./types.ts";
import {type FoldItemOptions, foldItems} from "./walk-forward.ts";

/** The module that exports `rebuildRewritten` and `refitRewritten`, for a worker to load. */
export const refitModule = new URL("./refit.ts", import.meta.url);

/** How a signal is trained, as `foldItems` takes it, but for the rows. */
export type Training = Omit<FoldItemOptions, "folds" | "panel" | "prepared">;

/** One rebuild of what all signals share, on a desk whose future was rewritten: plain data, so that it can go to a worker. */
export interface RebuildItem extends Pick<Training, "seed" | "fitted" | "selection"> {
  readonly desk: Desk;
  readonly features: FeatureNames;
  readonly cut: number;
  readonly rewrite: Rewrite;
  /** The fold that tests the day after the cut; null where none does. */
  readonly fold: Fold | null;
}

/** What a study makes once for all of its signals, made again on a desk whose future was rewritten. */
export interface Rebuilt {
  readonly cut: number;
  readonly rewrite: Rewrite;
  readonly fold: Fold | null;
  readonly panel: Table;
  /** Regimes and selection of the fold; absent: `refitRewritten` makes its own. */
  readonly prepared?: Preparation;
}

/** Rewrites the future of the desk, builds its features again, and prepares the fold again with the same streams. */
export async function rebuildRewritten(item: RebuildItem): Promise<Rebuilt> {
  const {desk, features, cut, rewrite, fold, seed, fitted, selection} = item;
  const panel = inSharedMemory(buildPanel(rewriteFuture(desk, cut, rewrite, seed), features).panel);
  if (fold === null) return {cut, rewrite, fold, panel};
  const [one] = foldItems({learner: "", seed, folds: [fold], panel, fitted, selection});
  return {cut, rewrite, fold, panel, prepared: await prepareFold(one)};
}

/** One refit on a desk whose future was rewritten: plain data, so that it can go to a worker. */
export interface RefitItem extends Pick<Rebuilt, "panel" | "prepared"> {
  /** How the signal is trained: learner, seed, target, settings, tuning, fitted features, selection. */
  readonly training: Training;
  readonly fold: Fold;
}

/**
 * Fits and predicts a fold again, with the same streams, on the panel of a desk whose future was rewritten.
 * @param fitWith what a seeded leak puts in the place of `fitFold`, in tests of the audit itself.
 */
export async function refitRewritten(
  {training, fold, panel, prepared}: RefitItem,
  {fitWith = fitFold}: {readonly fitWith?: (item: FoldItem) => Promise<FoldResult>} = {},
): Promise<FoldResult> {
  const made = prepared === undefined ? {} : {prepared: [prepared]};
  const [one] = foldItems({...training, folds: [fold], panel, ...made});
  return fitWith(one);
}

/** The table with columns that go from thread to thread without being copied. */
function inSharedMemory({columns}: Table): Table {
  const shared: Record<string, Column> = {};
  for (const [name, column] of Object.entries(columns)) {
    if (column instanceof Float64Array) {
      const copy = new Float64Array(new SharedArrayBuffer(column.byteLength));
      copy.set(column);
      shared[name] = copy;
    } else shared[name] = column;
  }
  return table(shared);
}

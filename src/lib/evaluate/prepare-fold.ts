import {
  applyFeatures,
  type FittedWindow,
  fitFeatures,
  type SelectionEntry,
  selectFeaturesInWindow,
} from "../features/index.ts";
import {stream} from "../numeric/index.ts";
import type {FoldItem} from "./fold-item.ts";
import {designOf, isLevelled, trainingRows} from "./fold-rows.ts";

/** What all learners of a fold share: fitted on its training window, plain JSON. */
export interface Preparation {
  readonly fold: number;
  /** Fitted features, in the order asked for. */
  readonly fitted: FittedWindow["log"];
  /** Their parameters; null where nothing was fitted. */
  readonly states: FittedWindow["states"];
  /** What became of each feature; null: none was asked to be selected. */
  readonly selection: readonly SelectionEntry[] | null;
}

/** The module that exports `prepareFold`, for a worker to load. */
export const prepareFoldModule = new URL("./prepare-fold.ts", import.meta.url);

/**
 * Fits regimes and selects features on a fold's training window, for all of its learners. Selection looks at next-day net in
 * units of the trader's volatility, whatever is predicted later. Its streams depend on seed and fold only.
 */
export async function prepareFold(item: FoldItem): Promise<Preparation> {
  const {fold, seed, selection: rule} = item;
  const names = ["walk-forward", "fitted", fold.index];
  const {log, states, ...made} = fitFeatures(item.fitted ?? [], item, fold.train, {seed, names});
  const head = {fold: fold.index, fitted: log, states};
  const full = {...item, names: [...item.names, ...made.names], columns: [...item.columns, ...made.columns]};
  const {rows, target, days} = trainingRows(full);
  if (!rule || rows.length === 0) return {...head, selection: null};
  const {maxMissing, maxCorrelation, informationLevel, stability} = rule;
  const plain = full.names.filter((name) => !isLevelled(full, name)); // a category is no number to correlate
  const {log: selection} = selectFeaturesInWindow(designOf(withFeatures(full, plain), rows), target, {
    days,
    random: stream(seed, "walk-forward", "selection", fold.index),
    maxMissing,
    maxCorrelation,
    ...(informationLevel === null ? {} : {informationLevel}),
    ...(stability ? {stability} : {}),
  });
  return {...head, selection};
}

/**
 * The item with its fitted features, and without the features that were dropped. Where all were, all stay: a model needs some.
 * @param needs what the learner is given whatever is selected.
 */
export function applyPreparation(
  item: FoldItem,
  {states, selection}: Preparation,
  needs: readonly string[] = [],
): FoldItem {
  const made = applyFeatures(item.fitted ?? [], item, states);
  const full = {...item, names: [...item.names, ...made.names], columns: [...item.columns, ...made.columns]};
  return selection === null ? full : withSelection(full, selection, needs);
}

/** The item without the features that a selection dropped; those it did not look at, and those needed, stay. */
export function withSelection(
  item: FoldItem,
  selection: readonly SelectionEntry[],
  needs: readonly string[] = [],
): FoldItem {
  const dropped = new Set(selection.flatMap(({kept, name}) => (kept || needs.includes(name) ? [] : [name])));
  const kept = item.names.filter((name) => !dropped.has(name));
  return selection.some((entry) => entry.kept) ? withFeatures(item, kept) : item;
}

function withFeatures(item: FoldItem, names: readonly string[]): FoldItem {
  return {...item, names, columns: names.map((name) => item.columns[item.names.indexOf(name)])};
}

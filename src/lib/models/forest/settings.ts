import {type Hyperparameter, resolveSettings, type Settings} from "../hyperparameters.ts";

export interface ForestSettings {
  readonly trees: number;
  readonly kind: "bagged" | "extremely-randomised";
  readonly depth: number;
  readonly minLeaf: number;
  readonly featureShare: number;
  readonly sampleShare: number;
  readonly drawn: "rows" | "days";
  readonly bins: number;
}

export const forestHyperparameters: readonly Hyperparameter[] = [
  {
    kind: "integer",
    name: "trees",
    description: "Trees that are averaged",
    low: 1,
    high: 10_000,
    default: 100,
  },
  {
    kind: "choice",
    name: "kind",
    description:
      "bagged: each tree on rows drawn with replacement, each split the best one; extremely-randomised: each tree on rows drawn without replacement, each split the best of one random cut a feature",
    options: ["bagged", "extremely-randomised"],
    default: "bagged",
    search: ["bagged", "extremely-randomised"],
  },
  {
    kind: "integer",
    name: "depth",
    description: "Most splits on the way to a leaf; 0 predicts the mean",
    low: 0,
    high: 30,
    default: 6,
    search: {low: 2, high: 8, scale: "linear"},
  },
  {
    kind: "real",
    name: "minLeaf",
    description: "Least weight in a leaf, in rows of average weight, each counted as often as it was drawn",
    low: 1,
    high: 1e6,
    default: 30,
    search: {low: 10, high: 300, scale: "log"},
  },
  {
    kind: "real",
    name: "featureShare",
    description: "Share of the features that vary among which a split is chosen, drawn anew for each; one at least",
    low: 0,
    high: 1,
    default: 1 / 3,
    search: {low: 0.1, high: 0.7, scale: "log"},
  },
  {
    kind: "real",
    name: "sampleShare",
    description: "Rows (or days) drawn for a tree, as a share of all; one at least",
    low: 0,
    high: 1,
    default: 1,
    search: {low: 0.2, high: 1, scale: "linear"},
  },
  {
    kind: "choice",
    name: "drawn",
    description:
      "What is drawn for a tree: rows, or whole days. With days the out-of-bag error is of days that a tree has seen nothing of, which is honest where the rows of a day move together",
    options: ["rows", "days"],
    default: "rows",
  },
  {
    kind: "integer",
    name: "bins",
    description: "Most histogram bins of a number",
    low: 2,
    high: 1024,
    default: 32,
  },
];

/** All settings. @throws RangeError for one that is not there or out of range. */
export function forestSettings(given: Settings | undefined): ForestSettings {
  return resolveSettings("forest", forestHyperparameters, given) as unknown as ForestSettings;
}

import {type Hyperparameter, resolveSettings, type Settings} from "../hyperparameters.ts";

/** What may be set; CatBoost's own names are in parentheses where they differ. */
export const hyperparameters: readonly Hyperparameter[] = [
  {
    name: "iterations",
    description: "Trees at most; fewer where early stopping says so",
    kind: "integer",
    low: 0,
    high: 10_000,
    default: 200,
  },
  {
    name: "depth",
    description: "Tests in a tree, so 2^depth leaves; 0: a constant",
    kind: "integer",
    low: 0,
    high: 8,
    default: 4,
    search: {low: 1, high: 6, scale: "linear"},
  },
  {
    name: "learningRate",
    description: "Share of each tree's step that is taken (learning_rate)",
    kind: "real",
    low: 0.0001,
    high: 1,
    default: 0.1,
    search: {low: 0.01, high: 0.2, scale: "log"},
  },
  {
    name: "l2LeafReg",
    description: "L2 regularisation of leaf values, in rows of average weight (l2_leaf_reg)",
    kind: "real",
    low: 0,
    high: 1e6,
    default: 3,
    search: {low: 1, high: 300, scale: "log"},
  },
  {
    name: "randomStrength",
    description: "Size of the noise added to the scores of splits, falling to 0 as the model grows (random_strength)",
    kind: "real",
    low: 0,
    high: 100,
    default: 1,
    search: {low: 0.1, high: 10, scale: "log"},
  },
  {
    name: "subsample",
    description: "Share of the rows, drawn for each tree, that choose its tests; all rows set its leaves",
    kind: "real",
    low: 0.01,
    high: 1,
    default: 1,
    search: {low: 0.5, high: 1, scale: "linear"},
  },
  {
    name: "rsm",
    description: "Share of the features, drawn for each tree, that its tests may be of",
    kind: "real",
    low: 0.01,
    high: 1,
    default: 1,
    search: {low: 0.2, high: 1, scale: "linear"},
  },
  {
    name: "borderCount",
    description: "Borders of a feature at most, at quantiles of its values (border_count)",
    kind: "integer",
    low: 1,
    high: 255,
    default: 32,
  },
  {
    name: "boostingType",
    description: "ordered: tests are chosen on residuals of models that have not seen the row (boosting_type)",
    kind: "choice",
    options: ["plain", "ordered"],
    default: "plain",
    search: ["plain", "ordered"],
  },
  {
    name: "leafEstimation",
    description:
      "Leaf values: newton, one step by second derivatives (for a quantile, which has none, the leaf's own quantile), or gradient (leaf_estimation_method)",
    kind: "choice",
    options: ["newton", "gradient"],
    default: "newton",
  },
  {
    name: "hasTime",
    description:
      "yes: a row's statistics and models come from earlier days; no: from rows before it in random permutations (has_time)",
    kind: "choice",
    options: ["yes", "no"],
    default: "yes",
  },
  {
    name: "permutationCount",
    description: "Random permutations to choose trees on, where hasTime is no (permutation_count)",
    kind: "integer",
    low: 1,
    high: 16,
    default: 3,
  },
  {
    name: "oneHotMaxSize",
    description:
      "Categorical features of at most so many levels are one-hot, the others get statistics (one_hot_max_size)",
    kind: "integer",
    low: 0,
    high: 255,
    default: 5,
  },
  {
    name: "priorStrength",
    description: "Weight, in rows, of the prior in target statistics (the a of the paper's equation 5)",
    kind: "real",
    low: 0.01,
    high: 10_000,
    default: 10,
    search: {low: 1, high: 100, scale: "log"},
  },
  {
    name: "earlyStoppingRounds",
    description:
      "Stop after so many trees without a better loss on the last fifth of the days, then refit on all rows with the best number; 0: never",
    kind: "integer",
    low: 0,
    high: 10_000,
    default: 20,
  },
];

/** The settings with their defaults, by name. */
export interface CatboostSettings {
  readonly iterations: number;
  readonly depth: number;
  readonly learningRate: number;
  readonly l2LeafReg: number;
  readonly randomStrength: number;
  readonly subsample: number;
  readonly rsm: number;
  readonly borderCount: number;
  readonly boostingType: "plain" | "ordered";
  readonly leafEstimation: "newton" | "gradient";
  readonly hasTime: "yes" | "no";
  readonly permutationCount: number;
  readonly oneHotMaxSize: number;
  readonly priorStrength: number;
  readonly earlyStoppingRounds: number;
}

/** @throws RangeError for an unknown name or a value out of range, saying the range. */
export function catboostSettings(given?: Settings): CatboostSettings {
  return resolveSettings("catboost", hyperparameters, given) as unknown as CatboostSettings;
}

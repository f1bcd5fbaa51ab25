import type {levelHash} from "./city-hash.ts";

/**
 * A sum of symmetric (oblivious) trees: all nodes of one depth share one test, so a tree of depth d is d yes/no tests and a
 * table of 2^d values, and its leaf is the number whose bit i is the answer to test i.
 *
 * Tests are numbered through the model, as in CatBoost's files: the borders of the numeric features, feature by feature;
 * then the values of the one-hot features; then the borders of the statistics.
 */
export interface ObliviousModel {
  /** Names of the design's columns, in order. */
  readonly names: readonly string[];
  readonly numeric: readonly NumericFeature[];
  readonly categorical: readonly CategoricalFeature[];
  readonly statistics: readonly Statistic[];
  readonly trees: readonly ObliviousTree[];
  /** margin = bias + scale · Σ values. */
  readonly scale: number;
  readonly bias: number;
  readonly link: "identity" | "logistic";
  /** CatBoost's name of the loss it was fitted to ("RMSE", "Logloss", "Quantile:alpha=0.05"); "" where unknown. */
  readonly loss: string;
}

/** A test is: value > border, both as 32-bit floats. */
export interface NumericFeature {
  /** Index into the model's names. */
  readonly column: number;
  /** Ascending 32-bit floats. */
  readonly borders: Float32Array;
  /** What a missing value is compared as: "AsFalse" answers no to all tests, "AsTrue" yes; "AsIs": none in training, as no. */
  readonly missing: "AsIs" | "AsFalse" | "AsTrue";
}

export interface CategoricalFeature {
  readonly column: number;
  /** Levels of the training window; null where a file does not say, then any text is looked up by its hash. */
  readonly levels: readonly string[] | null;
  /** One-hot values, as `levelHash`: a test is whether the row's hash is the value. Empty where there are statistics. */
  readonly values: Int32Array;
}

/** One element of a combination: the level, or whether a number is above a border, or whether a level is one value. */
export type Element =
  | {readonly kind: "level"; readonly categorical: number}
  | {readonly kind: "above"; readonly numeric: number; readonly border: number}
  | {readonly kind: "is"; readonly categorical: number; readonly value: ReturnType<typeof levelHash>};

/** Kinds of statistics, as CatBoost names them; see `statisticValue`. */
export const statisticKinds = [
  "Borders",
  "Buckets",
  "BinarizedTargetMeanValue",
  "FloatTargetMeanValue",
  "Counter",
  "FeatureFreq",
] as const;
export type StatisticKind = (typeof statisticKinds)[number];

/** A number computed from a categorical feature (or a combination): a test is value > border. */
export interface Statistic {
  readonly kind: StatisticKind;
  readonly elements: readonly Element[];
  readonly priorNumerator: number;
  readonly priorDenominator: number;
  readonly shift: number;
  readonly scale: number;
  readonly targetBorder: number;
  /** Ascending 32-bit floats. */
  readonly borders: Float32Array;
  readonly table: StatisticTable;
}

/** What was counted in training, by the combination's hash. */
export interface StatisticTable {
  readonly rows: ReadonlyMap<bigint, readonly number[]>;
  /** Numbers in each row: class counts, or [sum, count], or [count]. */
  readonly width: number;
  /** Rows counted, for the frequencies. */
  readonly denominator: number;
}

export interface ObliviousTree {
  /** Numbers of the tests; test i gives bit i of the leaf. */
  readonly tests: Int32Array;
  /** 2^depth outputs, learning rate included. */
  readonly values: Float64Array;
  /** Weight of the training rows in each leaf; null where a file does not say. */
  readonly weights: Float64Array | null;
}

/** Greatest depth of a symmetric tree in CatBoost, and so in a file. */
export const deepest = 16;

/** A numbered test, resolved: which feature, and which of its borders or values. */
export type Test =
  | {readonly kind: "numeric"; readonly feature: number; readonly border: number}
  | {readonly kind: "oneHot"; readonly feature: number; readonly border: number}
  | {readonly kind: "statistic"; readonly feature: number; readonly border: number};

/** The model's tests in the order of their numbers; `border` is the index of the border or value. */
export function testsOf(model: Pick<ObliviousModel, "numeric" | "categorical" | "statistics">): Test[] {
  const list = (kind: Test["kind"], feature: number, n: number) =>
    Array.from({length: n}, (_, border): Test => ({kind, feature, border}));
  return [
    ...model.numeric.flatMap((f, j) => list("numeric", j, f.borders.length)),
    ...model.categorical.flatMap((f, j) => list("oneHot", j, f.values.length)),
    ...model.statistics.flatMap((s, j) => list("statistic", j, s.borders.length)),
  ];
}

/**
 * A binary decision tree, in arrays with one entry a node; node 0 is the root. Children come after their parent, so no
 * walk can go round in a circle.
 *
 * A value goes left when Math.fround(value) < threshold: features and thresholds are compared as 32-bit floats, as XGBoost
 * does, so that a model means the same in both. NaN (missing) follows `defaultLeft`.
 */
export interface Tree {
  /** Index of the left and right child; −1 at a leaf. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Index into the ensemble's names; −1 at a leaf. */
  readonly feature: Int32Array;
  /** 32-bit float values; 0 at a leaf and at a categorical split. */
  readonly threshold: Float64Array;
  /** 1: missing values go left. */
  readonly defaultLeft: Uint8Array;
  /** Output of a leaf, learning rate included; 0 at inner nodes. */
  readonly value: Float64Array;
  /** Sum of the training rows' second derivatives (their weights, for squared error) in the node. */
  readonly cover: Float64Array;
  /** Gain of the split; 0 at a leaf. */
  readonly gain: Float64Array;
  /** Node → levels (indices, ascending) that go right, for categorical splits; a node not listed splits on its threshold. */
  readonly categories: ReadonlyMap<number, readonly number[]>;
}

/** A sum of trees: margin = base + Σ tree values (divided by the number of trees where `average`). */
export interface TreeEnsemble {
  readonly names: readonly string[];
  /** Levels of the categorical features, in the order that the trees' categories index. */
  readonly levels: Readonly<Record<string, readonly string[]>>;
  readonly trees: readonly Tree[];
  /** Margin before any tree: for a logistic link, log-odds. */
  readonly base: number;
  /** Forests average their trees; boosting sums them. */
  readonly average: boolean;
  readonly link: "identity" | "logistic";
}

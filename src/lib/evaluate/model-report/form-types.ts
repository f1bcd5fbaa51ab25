/** What a page shows of a fitted model. */
export type FormReport =
  | {
      readonly kind: "linear";
      readonly intercept: number | null;
      /** The largest by size; `terms` in all, of them `zero` without a weight. */
      readonly largest: readonly {readonly term: string; readonly weight: number | null}[];
      readonly terms: number;
      readonly zero: number;
      /** An elastic net's: the weights of the largest terms at some of the penalties. */
      readonly path: {
        readonly terms: readonly string[];
        readonly penalties: readonly (number | null)[];
        /** One list a term. */
        readonly weights: readonly (readonly (number | null)[])[];
        /** Terms with a weight, of all, at each penalty. */
        readonly active: readonly number[];
        readonly loss: readonly (number | null)[];
        readonly chosen: number | null;
      } | null;
    }
  | {
      readonly kind: "trees";
      readonly trees: number;
      readonly leaves: number;
      readonly deepest: number;
      /** Forests average their trees; boosting sums them. */
      readonly average: boolean;
      readonly symmetric: boolean;
      readonly base: number | null;
      readonly shown: TreeReport | null;
    }
  | {readonly kind: "members"; readonly blocks: number; readonly members: readonly MemberReport[]}
  | {readonly kind: "other"};

export interface MemberReport {
  readonly learner: string;
  readonly label: string;
  readonly weight: number;
}

/** One tree, nodes in order; a child comes after its parent, −1 is none. */
export interface TreeReport {
  /** Position among the trees, from 0. */
  readonly index: number;
  readonly left: readonly number[];
  readonly right: readonly number[];
  /** Mean output in the node, over the training rows; at a leaf, its output. */
  readonly output: readonly (number | null)[];
  /** Weight of the training rows in the node. */
  readonly cover: readonly (number | null)[];
  /** What is asked; null at a leaf. */
  readonly questions: readonly (TreeQuestion | null)[];
}

export interface TreeQuestion {
  /** The feature, or null where the question is about a number made of several. */
  readonly feature: string | null;
  /** What is compared, where that is not the feature's own value. */
  readonly column: string | null;
  /** Left where below it; null where the question is about levels. */
  readonly threshold: number | null;
  /** Levels that go right. */
  readonly levels: readonly string[] | null;
  /** Where a row goes whose value is missing. */
  readonly missing: "left" | "right";
}

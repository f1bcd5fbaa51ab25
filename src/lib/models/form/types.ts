import type {Design} from "../learner.ts";
import type {TreeEnsemble} from "../trees/tree.ts";

/** What a fitted model is made of, whichever learner made it. */
export type FittedForm = LinearForm | TreeForm | MemberForm | {readonly kind: "other"};

/** margin = intercept + Σ weight · (value − training mean) / training standard deviation. */
export interface LinearForm {
  readonly kind: "linear";
  readonly intercept: number;
  readonly terms: readonly LinearTerm[];
  /** An elastic net's: the weight of each term (in their order) at each penalty, descending; null for the others. */
  readonly path: {
    readonly penalties: readonly number[];
    readonly weights: readonly (readonly number[])[];
    /** Mean squared error on the inner blocks; empty where there were none. */
    readonly loss: readonly number[];
    readonly chosen: number;
  } | null;
}

export interface LinearTerm {
  readonly feature: string;
  /** Of a categorical feature; null for a number. */
  readonly level: string | null;
  /** Of the standardised term. */
  readonly weight: number;
  /** In training; a term of standard deviation 0 has no weight. */
  readonly mean: number;
  readonly sd: number;
}

export interface TreeForm {
  readonly kind: "trees";
  /** Over the columns of `design`. */
  readonly ensemble: TreeEnsemble;
  /** The ensemble's design from the model's: the same, but for symmetric trees, which compare numbers made of levels too. */
  design(x: Design): Design;
  /** The model's feature behind a column of the ensemble; null where it is made of several. */
  featureOf(column: string): string | null;
  /** All nodes of one depth ask the same. */
  readonly symmetric: boolean;
}

/** Σ weight · prediction of the member. */
export interface MemberForm {
  readonly kind: "members";
  /** Inner blocks that the weights were fitted on; 0: they are equal. */
  readonly blocks: number;
  /** In the model's order; `state` is null where the weight is 0. */
  readonly members: readonly {readonly learner: string; readonly weight: number; readonly state: unknown}[];
}

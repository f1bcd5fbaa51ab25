import {logistic} from "./logistic.ts";
import {pseudoHuber} from "./pseudo-huber.ts";
import {quantileLoss} from "./quantile-loss.ts";
import {squaredError} from "./squared-error.ts";

/** Targets and weights of the rows that are fitted; weights null: all 1. */
export interface Rows {
  readonly y: Float64Array;
  readonly weights: Float64Array | null;
}

/** A loss, as boosting needs it: first and second derivatives by the margin. */
export interface Objective {
  readonly link: "identity" | "logistic";
  /** The constant margin of least loss: what there is before any tree. */
  base(rows: Rows): number;
  /**
   * Writes w · ∂loss/∂margin and w · ∂²loss/∂margin² of each row.
   * @returns false where it has written no hessian because all are 1.
   */
  gradients(margin: Float64Array, rows: Rows, gradient: Float64Array, hessian: Float64Array): boolean;
  /** Loss of one row, for early stopping. */
  loss(margin: number, y: number): number;
  /**
   * Weight of a leaf from the residuals y − margin of its rows, where the second-order step is not the best (see
   * quantile-loss.ts); absent: the second-order step.
   */
  leafWeight?(residuals: Float64Array, weights: Float64Array | null): number;
}

export {logistic, pseudoHuber, quantileLoss, squaredError};

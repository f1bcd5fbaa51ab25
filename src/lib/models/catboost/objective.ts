import {logistic, type Objective, quantileLoss, squaredError} from "../boosting/objectives.ts";
import type {Task} from "../learner.ts";

/** The objective of a task, and CatBoost's name of it. */
export function objectiveOf(task: Task): {readonly loss: string; readonly objective: Objective} {
  if (task.kind === "probability") return {loss: "Logloss", objective: logistic};
  if (task.kind === "quantile") return {loss: `Quantile:alpha=${task.level}`, objective: quantileLoss(task.level)};
  return {loss: "RMSE", objective: squaredError};
}

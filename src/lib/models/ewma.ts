import {constantFor} from "./baselines/constant.ts";
import {neededColumn, pastColumnModel, readPastColumn} from "./baselines/past-column.ts";
import {checkFit, taskOf} from "./design.ts";
import {type Hyperparameter, resolveSettings} from "./hyperparameters.ts";
import type {Design, Learner, Model} from "./learner.ts";

const kind = "ewma@1";
const spans = ["3", "10", "20"];
const columnOf = (span: string) => `net_ewma_${span}`;

const hyperparameters: readonly Hyperparameter[] = [
  {
    name: "span",
    description:
      "Of the average, in rows: a row counts (span − 1) / (span + 1) of the next. Where it is not set, the one with the smallest squared error in the training window",
    kind: "choice",
    options: spans,
    default: "10",
    search: spans,
  },
];

/**
 * Predicts the exponentially weighted mean of the trader's past P&L: one of the features "net_ewma_3", "net_ewma_10",
 * "net_ewma_20", and the training mean where the trader has too few days yet.
 *
 * Each row's average is known before its day, so that the spans can be compared on the training rows themselves: on those
 * with weight that have all of them (ties, and no such row: the longer).
 */
export const learner: Learner = {
  name: "ewma",
  label: "Moving average (EWMA)",
  description:
    "Predicts the trader's exponentially weighted mean P&L, of the span that served best in the training window",
  needs: spans.map(columnOf),
  hyperparameters,
  fit(x, y, options) {
    const w = checkFit(x, y, options);
    const task = taskOf(learner, y, options);
    const resolved = resolveSettings("ewma", hyperparameters, options.settings);
    const span = options.settings?.span === undefined ? bestSpan(x, y, w) : String(resolved.span);
    const column = columnOf(span);
    neededColumn("ewma", x, column);
    const otherwise = constantFor(task, y, w)!;
    return pastColumnModel({kind, rows: x.rows, names: [...x.names], column, intercept: 0, slope: 1, otherwise});
  },
};

/** Rebuilds a model from its `toJSON`. @throws RangeError if it is not this learner's, or is damaged. */
export function fromJSON(state: unknown): Model {
  return readPastColumn(kind, state);
}

function bestSpan(x: Design, y: Float64Array, w: Float64Array): string {
  const columns = spans.map((span) => neededColumn("ewma", x, columnOf(span)));
  const loss = new Float64Array(spans.length);
  for (let i = 0; i < y.length; i++)
    if (!columns.some((column) => Number.isNaN(column[i])))
      columns.forEach((column, k) => {
        loss[k] += w[i] * (y[i] - column[i]) ** 2;
      });
  return spans[loss.lastIndexOf(Math.min(...loss))];
}

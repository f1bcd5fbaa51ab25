import {explainOne} from "../../models/explain/index.ts";
import type {TreeForm} from "../../models/form/index.ts";
import {type Design, designRows, type Model} from "../../models/index.ts";
import {walk} from "../../models/trees/index.ts";
import {inCurrency} from "../fold-rows.ts";
import type {Target} from "../target.ts";
import type {FoldDesign} from "./fold-design.ts";
import type {ExplainedRow} from "./types.ts";

const places = ["lowest", "lower quartile", "middle", "upper quartile", "highest"] as const;
/** Features whose contributions are shown singly. */
const singly = 9;

export interface RowOptions {
  readonly model: Model;
  readonly rows: FoldDesign;
  readonly predictions: Float64Array;
  readonly target: Target;
  /** The tree that is shown; null without one. */
  readonly tree: {readonly form: TreeForm; readonly index: number} | null;
  readonly accounts: readonly string[];
  readonly dates: readonly string[];
}

/**
 * Test rows taken apart: the lowest and the highest prediction, the median and the quartiles (the row at that rank). Fewer
 * where there are not so many different rows.
 */
export function explainedRows({model, rows, predictions, target, tree, accounts, dates}: RowOptions): ExplainedRow[] {
  const order = Array.from(predictions.keys())
    .filter((i) => Number.isFinite(predictions[i]))
    .sort((a, b) => predictions[a] - predictions[b] || a - b);
  const chosen = new Map<number, (typeof places)[number]>();
  places.forEach((place, k) => {
    const row = order[Math.floor((k * (order.length - 1)) / (places.length - 1))];
    if (row !== undefined && !chosen.has(row)) chosen.set(row, place);
  });
  const ask = tree === null ? null : {...tree, x: tree.form.design(rows.x)};
  return [...chosen].map(([row, place]) => {
    const [prediction] = model.predict(designRows(rows.x, [row]));
    const scale = inCurrency(target, 1, rows.scale[row]);
    const actual = rows.actual[row];
    return {
      place,
      account: accounts[rows.trader[row]],
      date: dates[rows.day[row]],
      values: rows.x.names.map((_, j) => valueAt(rows.x, j, row)),
      prediction,
      scale,
      value: inCurrency(target, prediction, rows.scale[row]),
      actual: Number.isNaN(actual) ? null : actual,
      explained: model.explain === undefined ? null : takenApart(model, rows.x, row),
      path: ask === null ? null : pathOf(ask.form, ask.index, ask.x, row),
    };
  });
}

function takenApart(model: Model, x: Design, row: number): ExplainedRow["explained"] {
  const {base, steps, margin} = explainOne(model, x, row, singly);
  const single = steps.filter((step) => step.feature !== null);
  const rest = steps.find((step) => step.feature === null);
  return {
    base,
    steps: single.map(({feature, contribution}) => ({feature: feature!, contribution})),
    rest: {features: rest?.features ?? 0, contribution: rest?.contribution ?? 0},
    margin,
  };
}

function pathOf({ensemble}: TreeForm, index: number, x: Design, row: number): ExplainedRow["path"] {
  const steps = walk(ensemble, index, x, row);
  return {
    nodes: steps.map(({node}) => node),
    given: steps.flatMap(({question}) => (question === null ? [] : [question.given])),
  };
}

function valueAt({names, columns, levels}: Design, j: number, row: number): number | string | null {
  const value = columns[j][row];
  if (Number.isNaN(value)) return null;
  return levels !== undefined && Object.hasOwn(levels, names[j]) ? levels[names[j]][value] : value;
}

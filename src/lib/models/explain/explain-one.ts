import {levelsOf} from "../categories.ts";
import {designRows} from "../design.ts";
import type {Design, Model} from "../learner.ts";

/** One prediction taken apart, from the base to the prediction. */
export interface Waterfall {
  /** Margin before anything is known of the row. */
  readonly base: number;
  /** The largest contribution first; then, where some are left over, all of them as one step. */
  readonly steps: readonly WaterfallStep[];
  /** Margin of the row: where the last step ends. */
  readonly margin: number;
  /** The model's prediction: the margin, or 1 / (1 + exp(−margin)) where contributions are log-odds. */
  readonly prediction: number;
  readonly link: "identity" | "logistic";
}

export interface WaterfallStep {
  /** Null for the rest. */
  readonly feature: string | null;
  /** The row's value, a number or a level; null where missing, and for the rest. */
  readonly value: number | string | null;
  readonly contribution: number;
  /** Margin before and after the step. */
  readonly from: number;
  readonly to: number;
  /** Features in the step: 1, or the number that are left over. */
  readonly features: number;
}

/** How far contributions may be from the prediction, relative to its size: rounding in sums of thousands of terms. */
const tolerance = 1e-6;

/**
 * Why the model says what it says of one row: its base, then each feature's contribution, then its prediction. Contributions are
 * the model's own exact ones (`Model.explain`), and it is checked that they add up to the prediction.
 * @param top features shown singly; the rest is one step. Default 10.
 * @throws RangeError for a row that is not there, or a model without exact contributions. @throws Error where they do not add up.
 */
export function explainOne(model: Model, x: Design, row: number, top = 10): Waterfall {
  if (!(Number.isInteger(row) && row >= 0 && row < x.rows))
    throw new RangeError(`invalid row; not from 0 to ${x.rows - 1}: ${row}`);
  if (!(Number.isInteger(top) && top >= 0)) throw new RangeError(`invalid top; not 0 or more: ${top}`);
  if (model.explain === undefined)
    throw new RangeError("invalid model; it has no exact contributions: use permutationImportance");
  const one = designRows(x, [row]);
  const {base, columns} = model.explain(one);
  const [prediction] = model.predict(one);
  const all = x.names
    .map((name, j) => ({name, j, contribution: columns[j][0]}))
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution) || a.j - b.j);
  const shown = all.slice(0, top).filter(({contribution}) => contribution !== 0);
  const rest = all.slice(shown.length);
  const steps: WaterfallStep[] = [];
  let at = base;
  for (const {name, j, contribution} of shown) {
    steps.push({
      feature: name,
      value: givenValue(one, j),
      contribution,
      from: at,
      to: at + contribution,
      features: 1,
    });
    at += contribution;
  }
  const left = rest.reduce((sum, {contribution}) => sum + contribution, 0);
  if (rest.length > 0) {
    steps.push({feature: null, value: null, contribution: left, from: at, to: at + left, features: rest.length});
    at += left;
  }
  return {base, steps, margin: at, prediction, link: linkOf(at, prediction)};
}

function givenValue(one: Design, j: number): number | string | null {
  const [value] = one.columns[j];
  if (Number.isNaN(value)) return null;
  return levelsOf(one.levels, one.names[j])?.[value] ?? value;
}

function linkOf(margin: number, prediction: number): Waterfall["link"] {
  const near = (a: number) => Math.abs(a - prediction) <= tolerance * Math.max(1, Math.abs(margin));
  if (near(margin)) return "identity";
  if (near(1 / (1 + Math.exp(-margin)))) return "logistic";
  throw new Error(`contributions add up to ${margin}, the model predicts ${prediction}`);
}

import type {TreeQuestion, TreeReport} from "../../evaluate/model-report/form-types.ts";
import type {ExplainedRow} from "../../evaluate/model-report/types.ts";
import {formatValue} from "../format.ts";
import {type Labels, valueText} from "./labels.ts";

/** What a node asks, as a question whose yes goes left. */
export function questionText(question: TreeQuestion, labels: Labels): string {
  const what = columnText(question, labels);
  if (question.threshold !== null) return `${what} below ${formatValue(question.threshold, "ratio")}?`;
  return `${what} none of ${(question.levels ?? []).join(", ")}?`;
}

/** What is compared: a feature, or a number that the learner makes of a feature's levels. */
function columnText({feature, column}: TreeQuestion, labels: Labels): string {
  if (column === null) return feature === null ? "A number of several features" : labels(feature);
  if (feature === null) return "A number of several features";
  return column.startsWith("statistic ")
    ? `${labels(feature)}, as the share of its earlier days above the median`
    : `${labels(feature)}, one of its levels (1 or 0),`;
}

/** How a row's value answered: "1.2: no, to the right". */
export function answerText(given: number | string | null, wentLeft: boolean): string {
  const way = wentLeft ? "to the left" : "to the right";
  return given === null ? `missing, which goes ${way}` : `${valueText(given)}: ${wentLeft ? "yes" : "no"}, ${way}`;
}

/** What is said of step `k` of a row's way: the question and its answer, or at the leaf the output. */
export function stepText(tree: TreeReport, path: NonNullable<ExplainedRow["path"]>, k: number, labels: Labels): string {
  const node = path.nodes[k];
  const question = tree.questions[node];
  if (question === null) return `Leaf: the tree says ${formatValue(tree.output[node], "ratio", {signed: true})}.`;
  return `${questionText(question, labels)} ${capital(answerText(path.given[k], path.nodes[k + 1] === tree.left[node]))}.`;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

import type {FormReport, TreeReport} from "../../evaluate/model-report/form-types.ts";
import type {ExplainedRow, SignalReport} from "../../evaluate/model-report/types.ts";
import {h} from "../dom.ts";
import {formatDate, formatValue} from "../format.ts";
import {type Labels, marginWords} from "./labels.ts";
import {ARTIFACT} from "./overview.ts";
import {svg} from "./svg.ts";
import {treeLayout} from "./tree-layout.ts";
import {questionText, stepText} from "./tree-words.ts";

type Trees = Extract<FormReport, {kind: "trees"}>;

/** One tree of a model, and buttons that lead a row down it, a question at a time. */
export function treePanel(s: SignalReport, form: Trees, row: ExplainedRow | null, labels: Labels): HTMLElement {
  const tree = form.shown;
  if (tree === null || row === null || row.path === null)
    return h("p", {class: "pb-empty"}, "No tree asks anything: the model predicts the same for every row.");
  const path = row.path;
  const last = path.nodes.length - 1;
  const drawing = treeDrawing(tree, labels);
  const list = h("ol", {class: "pb-tree-steps"});
  const status = h("p", {class: "pb-tree-now", role: "status"});
  const button = (text: string, move: () => number) =>
    h("button", {type: "button", class: "pb-button", onclick: () => show(move())}, text);
  let at = 0;
  const back = button("Back", () => Math.max(0, at - 1));
  const next = button("Next question", () => Math.min(last, at + 1));
  const end = button("To the leaf", () => last);
  const show = (k: number) => {
    at = k;
    drawing.mark(path.nodes.slice(0, k + 1));
    list.replaceChildren(
      ...path.nodes
        .slice(0, k + 1)
        .map((node, step) =>
          h(
            "li",
            {"aria-current": step === k ? "step" : null},
            stepText(tree, path, step, labels),
            h("span", {class: "pb-muted"}, ` ${nodeText(tree, node)}`),
          ),
        ),
    );
    status.textContent =
      k === last
        ? `At a leaf, after ${formatValue(last, "count")} ${last === 1 ? "question" : "questions"}.`
        : `Question ${formatValue(k + 1, "count")} of ${formatValue(last, "count")}.`;
    // A button that is disabled loses the focus: it says so instead, and does nothing.
    back.setAttribute("aria-disabled", String(k === 0));
    next.setAttribute("aria-disabled", String(k === last));
    end.setAttribute("aria-disabled", String(k === last));
  };
  show(0);
  return h(
    "figure",
    {class: "pb-chart pb-tree", "data-artifact": ARTIFACT},
    h(
      "figcaption",
      null,
      h(
        "span",
        {class: "pb-chart-title"},
        `Tree ${formatValue(tree.index + 1, "count")} of ${formatValue(form.trees, "count")}`,
      ),
      h("span", {class: "pb-chart-subtitle"}, treeSubtitle(s, form, row)),
    ),
    drawing.element,
    h("div", {class: "pb-buttons"}, back, next, end),
    status,
    list,
  );
}

function treeSubtitle(s: SignalReport, form: Trees, row: ExplainedRow): string {
  const sum = form.average
    ? s.task === "quantile"
      ? "The trees say means; the prediction is a quantile of the training outcomes that share leaves with the row."
      : "The prediction is the average of what all trees say."
    : "The prediction is the sum of what all trees say, added to a constant.";
  const symmetric = form.symmetric ? " All nodes of one depth ask the same question." : "";
  return `The tree whose output varies most. A yes goes left. Larger dots hold more training rows; blue says more than the tree’s mean, orange less (${marginWords(s).toLowerCase()}).${symmetric} ${sum} The way is that of ${row.account} on ${formatDate(row.date)}.`;
}

function nodeText(tree: TreeReport, node: number): string {
  const [cover, root] = [tree.cover[node], tree.cover[0]];
  const share = cover === null || root === null || root === 0 ? null : cover / root;
  return `(${formatValue(share, "share")} of the training rows reach it; their mean is ${formatValue(tree.output[node], "ratio", {signed: true})})`;
}

/** Levels are so far apart; a drawing is as wide as its leaves need, so that a small tree stays readable on a phone. */
const step = 44;
const perLeaf = 44;
const [narrow, widest] = [340, 760];

/** The whole tree, small; `mark` makes the way so far stand out. */
function treeDrawing(tree: TreeReport, labels: Labels) {
  const {x, depth, parent, deepest, leaves} = treeLayout(tree);
  const wide = Math.max(narrow, Math.min(widest, leaves * perLeaf));
  const height = deepest * step + 36;
  const place = (node: number) => ({cx: 14 + x[node] * (wide - 28), cy: 18 + depth[node] * step});
  const root = tree.output[0] ?? 0;
  const far = tree.output.reduce<number>((m, v) => Math.max(m, Math.abs((v ?? 0) - root)), 0) || 1;
  const most = tree.cover.reduce<number>((m, v) => Math.max(m, v ?? 0), 0) || 1;
  const edges = tree.left.map((_, node) => {
    if (parent[node] < 0) return null;
    const [from, to] = [place(parent[node]), place(node)];
    return svg("line", {x1: from.cx, y1: from.cy, x2: to.cx, y2: to.cy, class: "pb-tree-edge"});
  });
  const dots = tree.left.map((_, node) => {
    const {cx, cy} = place(node);
    const off = ((tree.output[node] ?? 0) - root) / far;
    const r = 4 + 7 * Math.sqrt((tree.cover[node] ?? 0) / most);
    const question = tree.questions[node];
    return svg(
      "circle",
      {
        cx,
        cy,
        r: Math.min(r, Math.max(3, (wide / leaves) * (tree.left[node] < 0 ? 0.45 : 2))),
        class: `pb-tree-node ${off > 0.02 ? "pb-tree-more" : off < -0.02 ? "pb-tree-less" : ""}`,
        style: `--pb-strength:${Math.round(25 + 75 * Math.abs(off))}%`,
      },
      svg(
        "title",
        {},
        question === null ? `Leaf: ${formatValue(tree.output[node], "ratio")}` : questionText(question, labels),
      ),
    );
  });
  const element = svg(
    "svg",
    {
      viewBox: `0 0 ${wide} ${height}`,
      style: `max-width:${wide}px`,
      class: "pb-tree-drawing",
      role: "img",
      "aria-label": `A tree with ${leaves} leaves, ${deepest} questions deep; the way of the chosen row is marked.`,
    },
    ...edges.flatMap((edge) => edge ?? []),
    ...dots,
  );
  return {
    element,
    mark(nodes: readonly number[]) {
      const on = new Set(nodes);
      edges.forEach((edge, node) => {
        edge?.classList.toggle("pb-tree-on", on.has(node));
      });
      dots.forEach((dot, node) => {
        dot.classList.toggle("pb-tree-on", on.has(node));
        dot.classList.toggle("pb-tree-here", node === nodes[nodes.length - 1]);
      });
    },
  };
}

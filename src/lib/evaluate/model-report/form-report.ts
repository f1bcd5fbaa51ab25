import {type FittedForm, type LinearForm, nodeSpread, type TreeForm} from "../../models/form/index.ts";
import {type LearnerName, learnerCards} from "../../models/index.ts";
import type {FormReport, TreeQuestion, TreeReport} from "./form-types.ts";
import {brief, evenly, short} from "./numbers.ts";

/** Terms whose weights are listed, and those whose paths are drawn. */
const listed = 20;
const drawn = 10;
/** Penalties of a path that are drawn. */
const penaltiesDrawn = 50;

/** What a page shows of a fitted model. */
export function formReport(form: FittedForm): FormReport {
  switch (form.kind) {
    case "linear":
      return linearReport(form);
    case "trees":
      return treesReport(form);
    case "members":
      return {
        kind: "members",
        blocks: form.blocks,
        members: form.members.map(({learner, weight}) => ({
          learner,
          label: learnerCards[learner as LearnerName]?.label ?? learner,
          weight: brief(weight),
        })),
      };
    case "other":
      return form;
  }
}

function linearReport({intercept, terms, path}: LinearForm): FormReport {
  const named = terms.map(({feature, level, weight}) => ({
    term: level === null ? feature : `${feature}=${level}`,
    weight,
  }));
  const order = named.map((_, t) => t).sort((a, b) => Math.abs(named[b].weight) - Math.abs(named[a].weight) || a - b);
  const largest = order.slice(0, listed).filter((t) => named[t].weight !== 0);
  return {
    kind: "linear",
    intercept: short(intercept),
    largest: largest.map((t) => ({term: named[t].term, weight: short(named[t].weight)})),
    terms: terms.length,
    zero: named.filter(({weight}) => weight === 0).length,
    path:
      path === null
        ? null
        : pathReport(
            path,
            named.map(({term}) => term),
          ),
  };
}

/** The terms that are largest anywhere on the path, those that the model keeps before the others. */
function pathReport(path: NonNullable<LinearForm["path"]>, names: readonly string[]) {
  const at = path.penalties.indexOf(path.chosen);
  const reach = names.map((_, t) => path.weights.reduce((most, row) => Math.max(most, Math.abs(row[t])), 0));
  const kept = (t: number) => Math.abs(path.weights[at]?.[t] ?? 0);
  const order = names.map((_, t) => t).sort((a, b) => kept(b) - kept(a) || reach[b] - reach[a] || a - b);
  const terms = order.slice(0, drawn).filter((t) => reach[t] > 0);
  const steps = [
    ...new Set([...evenly(path.penalties.length, penaltiesDrawn), path.penalties.length - 1, Math.max(0, at)]),
  ];
  steps.sort((a, b) => a - b);
  return {
    terms: terms.map((t) => names[t]),
    penalties: steps.map((k) => short(path.penalties[k])),
    weights: terms.map((t) => steps.map((k) => short(path.weights[k][t], 4))),
    active: steps.map((k) => path.weights[k].filter((weight) => weight !== 0).length),
    loss: path.loss.length === 0 ? [] : steps.map((k) => short(path.loss[k], 6)),
    chosen: short(path.chosen),
  };
}

function treesReport(form: TreeForm): FormReport {
  const {trees, average, base} = form.ensemble;
  const leaves = trees.reduce((sum, {left}) => sum + left.filter((child) => child < 0).length, 0);
  return {
    kind: "trees",
    trees: trees.length,
    leaves,
    deepest: trees.reduce((most, tree) => Math.max(most, depthOf(tree.left, tree.right)), 0),
    average,
    symmetric: form.symmetric,
    base: short(base),
    shown: treeReport(form),
  };
}

/** Of the tree whose output varies most over the training rows (ties: the first); null where no tree asks anything. */
function treeReport(form: TreeForm): TreeReport | null {
  const {trees} = form.ensemble;
  const spreads = trees.map((tree) => nodeSpread(tree).sd);
  const index = spreads.reduce((best, sd, t) => (sd > (spreads[best] ?? 0) ? t : best), -1);
  if (index < 0) return null;
  const tree = trees[index];
  const {means} = nodeSpread(tree);
  return {
    index,
    left: [...tree.left],
    right: [...tree.right],
    output: Array.from(means, (v) => short(v)),
    cover: Array.from(tree.cover, (v) => short(v)),
    questions: Array.from(tree.left, (child, node) => (child < 0 ? null : questionAt(form, index, node))),
  };
}

function questionAt({ensemble, featureOf}: TreeForm, index: number, node: number): TreeQuestion {
  const tree = ensemble.trees[index];
  const column = ensemble.names[tree.feature[node]];
  const feature = featureOf(column);
  const right = tree.categories.get(node);
  return {
    feature,
    column: feature === column ? null : column,
    threshold: right === undefined ? brief(tree.threshold[node]) : null,
    levels: right === undefined ? null : right.map((code) => ensemble.levels[column][code]),
    missing: tree.defaultLeft[node] === 1 ? "left" : "right",
  };
}

function depthOf(left: Int32Array, right: Int32Array): number {
  const depth = new Int32Array(left.length);
  let deepest = 0;
  for (let node = 0; node < left.length; node++) {
    deepest = Math.max(deepest, depth[node]);
    if (left[node] < 0) continue;
    depth[left[node]] = depth[node] + 1;
    depth[right[node]] = depth[node] + 1;
  }
  return deepest;
}

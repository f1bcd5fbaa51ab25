import {levelsOf, matchLevels, seenLevels} from "../categories.ts";
import {designRows, pick} from "../design.ts";
import type {Design, Task} from "../learner.ts";
import {applyBins, fitBins} from "../trees/bins.ts";
import type {TreeEnsemble} from "../trees/tree.ts";
import {bagWeights, type ForestPlan} from "./grow-forest.ts";
import type {GrownTree} from "./grow-tree.ts";
import {leafTargets} from "./leaf-targets.ts";
import {outOfBag} from "./out-of-bag.ts";
import type {Forest} from "./saved-forest.ts";
import type {ForestSettings} from "./settings.ts";

/** A training window made ready: rows without weight left out, levels in the order of their text, numbers in bins. */
export interface PreparedForest {
  readonly plan: ForestPlan;
  readonly x: Design;
  readonly task: Task;
}

/** @param shared the bins lie in memory that worker threads can share. */
export function prepareForest(
  given: Design,
  target: Float64Array,
  rowWeights: Float64Array,
  {days, seed, task, settings}: {days: Int32Array; seed: number; task: Task; settings: ForestSettings},
  shared = false,
): PreparedForest {
  const every = rowWeights.every((w) => w > 0);
  const rows = Int32Array.from(rowWeights.keys()).filter((i) => rowWeights[i] > 0);
  const weights = relative(pick(rowWeights, rows));
  const x = withOwnLevels(every ? given : designRows(given, rows), weights);
  const equal = weights.every((w) => w === 1);
  const binned = applyBins(x, fitBins(x, {bins: settings.bins, ...(equal ? {} : {weights})}), {shared});
  const y = pick(target, rows);
  return {plan: {binned, y, weights, days: rows.map((i) => days[i]), settings, seed}, x, task};
}

/** The forest of all the plan's trees, in their order. */
export function assembleForest({plan, x, task}: PreparedForest, grown: readonly GrownTree[]): Forest {
  const {y, weights, settings} = plan;
  const ensemble: TreeEnsemble = {
    names: [...x.names],
    levels: x.levels ?? {},
    trees: grown.map(({tree}) => tree),
    base: 0,
    average: true,
    link: "identity",
  };
  const leaves = task.kind === "quantile" ? leafTargets(grown, y, bagWeights(plan, grown.keys())) : null;
  return {
    rows: y.length,
    task,
    settings,
    ensemble,
    leaves,
    outOfBag: outOfBag(grown, leaves, y, weights, task),
  };
}

/** Weights of mean 1: exactly 1 where all are equal. */
function relative(weights: Float64Array): Float64Array {
  if (weights.every((w) => w === weights[0])) return new Float64Array(weights.length).fill(1);
  const mean = weights.reduce((sum, w) => sum + w, 0) / weights.length;
  return weights.map((w) => w / mean);
}

/** The levels that rows have, in the order of their text: however the design lists them, it is the same forest. */
function withOwnLevels(x: Design, weights: Float64Array): Design {
  if (x.levels === undefined) return x;
  const levels: Record<string, readonly string[]> = {};
  const columns = x.columns.map((column, j) => {
    const given = levelsOf(x.levels, x.names[j]);
    if (given === undefined) return column;
    const own = seenLevels(column, given, weights);
    levels[x.names[j]] = own;
    return Float64Array.from(matchLevels(column, given, own), (code) => (code < 0 ? Number.NaN : code));
  });
  return {...x, columns, levels};
}

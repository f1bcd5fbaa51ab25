import {stream} from "../../numeric/index.ts";
import {withKernel} from "../kernel/index.ts";
import type {BinnedDesign} from "../trees/bins.ts";
import {layOut} from "../trees/grow-memory.ts";
import {type GrownTree, growTree} from "./grow-tree.ts";
import {drawRows, unitsOf} from "./sample-rows.ts";
import type {ForestSettings} from "./settings.ts";

/** Everything that the trees of a forest depend on: plain data, so that any of them can be grown on any thread. */
export interface ForestPlan {
  /** Rows of positive weight only. */
  readonly binned: BinnedDesign;
  readonly y: Float64Array;
  readonly weights: Float64Array;
  readonly days: Int32Array;
  readonly settings: ForestSettings;
  /** Tree t uses the stream named by this seed and t. */
  readonly seed: number;
}

/** Weight of each row in tree t: its own, times how often it is drawn. 0: out of the bag. */
export function bagWeights({days, settings, seed, weights}: ForestPlan, trees: Iterable<number>): Float64Array[] {
  const units = unitsOf(days, settings);
  return Array.from(trees, (t) => {
    const times = drawRows(units, settings, stream(seed, "bag", t));
    return weights.map((w, i) => w * times[i]);
  });
}

/** Grows trees `from` … `to` − 1. However the trees are divided over calls and threads, they are the same trees. */
export function growTrees(plan: ForestPlan, from: number, to: number): GrownTree[] {
  const {binned, y, weights, days, settings, seed} = plan;
  const {features} = binned;
  const live = liveFeatures(binned);
  const drawn = Math.max(1, Math.min(live.length, Math.round(settings.featureShare * live.length)));
  const slots = drawn === live.length ? settings.depth + 1 : 1;
  const [centre, meanWeight] = means(y, weights);
  const units = unitsOf(days, settings);
  return withKernel((kernel) => {
    const memory = layOut(kernel, binned, null, slots);
    const ground = {kernel, memory, features, live, y, settings, drawn, centre, meanWeight};
    return Array.from({length: to - from}, (_, k) => {
      const times = drawRows(units, settings, stream(seed, "bag", from + k));
      return growTree(
        ground,
        weights.map((w, i) => w * times[i]),
        stream(seed, "splits", from + k),
      );
    });
  });
}

/** Features whose rows lie in at least two bins, that of missing values among them. */
function liveFeatures({features, rows, bins}: BinnedDesign): Int32Array {
  return Int32Array.from(features.keys()).filter((j) => {
    for (let i = 1; i < rows; i++) if (bins[j * rows + i] !== bins[j * rows]) return true;
    return false;
  });
}

/** Weighted mean of the target, and mean weight. */
function means(y: Float64Array, weights: Float64Array): [number, number] {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < y.length; i++) {
    sum += weights[i] * y[i];
    total += weights[i];
  }
  return [sum / total, total / y.length];
}

import type {Random} from "../../numeric/index.ts";
import type {GrowSettings} from "./grow-settings.ts";

/** Which features a node of a tree may be split on: ascending indices. */
export interface TreeColumns {
  /** Those drawn for the tree: histograms are made of these. */
  readonly all: Int32Array;
  /** Those drawn for a node of that depth; `used` are the features on the way to it. */
  forNode(depth: number, used: readonly number[]): Int32Array;
}

/** Draws the columns of one tree; those of a depth when the first node of that depth asks. */
export function treeColumns(features: number, settings: GrowSettings, random: Random): TreeColumns {
  const {columnsByTree, columnsByLevel, columnsByNode, interactions} = settings;
  const all = draw(
    Int32Array.from({length: features}, (_, j) => j),
    columnsByTree,
    random,
  );
  const levels: Int32Array[] = [];
  return {
    all,
    forNode(depth, used) {
      levels[depth] ??= draw(all, columnsByLevel, random);
      const drawn = draw(levels[depth], columnsByNode, random);
      if (interactions === undefined || used.length === 0) return drawn;
      const open = interactions.filter((set) => used.every((j) => set.includes(j)));
      return drawn.filter((j) => used.includes(j) || open.some((set) => set.includes(j)));
    },
  };
}

/** A share of the columns, at least one where there are any, in their order; all, without a draw, where the share is 1. */
function draw(columns: Int32Array, share: number, random: Random): Int32Array {
  if (share >= 1 || columns.length === 0) return columns;
  return sampleOf(columns, Math.max(1, Math.floor(share * columns.length)), random);
}

/** `count` of the items without replacement, in their order (Fan, Muller and Rezucha 1962: each in turn, in or out). */
export function sampleOf(items: Int32Array, count: number, random: Random): Int32Array {
  const chosen = new Int32Array(count);
  let taken = 0;
  for (let k = 0; taken < count; k++)
    if (random.uniform() * (items.length - k) < count - taken) chosen[taken++] = items[k];
  return chosen;
}

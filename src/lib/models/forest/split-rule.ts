import type {Random} from "../../numeric/index.ts";

/** Sums of wᵢ (yᵢ − centre) and wᵢ over a node, or its left side, in whole numbers (see `quantise` in trees/histogram.ts). */
export interface Sums {
  readonly g: number;
  readonly h: number;
}

/** A way to part a node. */
export interface Split {
  readonly feature: number;
  /** Bins up to this one go left, where it is a number. */
  readonly cut: number;
  /** Levels that go left, ascending, where it is categorical. */
  readonly levels: readonly number[] | null;
  readonly missingLeft: boolean;
  readonly left: Sums;
  /** GL² / HL + GR² / HR: the larger, the less is left of the target's variance. */
  readonly score: number;
}

/** What is asked of the splits of one node. */
export interface SplitRule {
  readonly node: Sums;
  /** Least weight on a side, in the units of the sums; at least 1. */
  readonly minimum: number;
  /** Draws the cut, for an extremely randomised tree; null: the best cut is taken. */
  readonly random: Random | null;
}

/** GL² / HL + GR² / HR; −1 where a side has too little weight. */
export function scoreOf({node, minimum}: SplitRule, g: number, h: number): number {
  const rest = node.h - h;
  if (!(h >= minimum && rest >= minimum)) return -1;
  return (g * g) / h + ((node.g - g) * (node.g - g)) / rest;
}

/** The better side for missing values (the right, where they make no difference); null where neither leaves enough weight. */
export function withMissing(
  cells: Float64Array,
  feature: number,
  {cut, levels, left}: Pick<Split, "cut" | "levels" | "left">,
  rule: SplitRule,
): Split | null {
  const gone = {g: cells[cells.length - 2], h: cells[cells.length - 1]};
  const right = scoreOf(rule, left.g, left.h);
  const joined = {g: left.g + gone.g, h: left.h + gone.h};
  const within = gone.h > 0 ? scoreOf(rule, joined.g, joined.h) : -1;
  if (right < 0 && within < 0) return null;
  return within > right
    ? {feature, cut, levels, missingLeft: true, left: joined, score: within}
    : {feature, cut, levels, missingLeft: false, left, score: right};
}

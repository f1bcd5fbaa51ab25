import {type Kernel, scanned} from "../kernel/index.ts";
import {type FeatureBins, thresholdAfter} from "./bins.ts";
import {middle} from "./bins-cuts.ts";
import type {GrowMemory} from "./grow-memory.ts";
import {findCut} from "./split-cut.ts";
import {levelSplit} from "./split-levels.ts";
import {numberSplit} from "./split-number.ts";
import type {Bounds, Scoring} from "./split-score.ts";

/** What a split of one feature's histogram may do: left are bins up to `cut`, or `leftLevels`. */
export interface FeatureSplit {
  readonly cut: number;
  /** Levels that go left, and those that go right, both ascending, of a categorical feature. */
  readonly leftLevels?: readonly number[];
  readonly rightLevels?: readonly number[];
  readonly missingLeft: boolean;
  /** Whole-number sums of the left child. */
  readonly leftG: number;
  readonly leftH: number;
  /** Of both children, in squared units of the gradient. */
  readonly score: number;
}

export interface Split extends FeatureSplit {
  readonly feature: number;
  /** Fall of the objective, in squared units of the gradient. */
  readonly gain: number;
}

/** A node's sums and its histogram. */
export interface Candidate {
  readonly g: number;
  readonly h: number;
  readonly bounds: Bounds;
  /** Address of its histogram. */
  readonly histogram: number;
}

/** All that finding a split needs beside the node. */
export interface SplitContext {
  readonly kernel: Kernel;
  readonly memory: GrowMemory;
  readonly features: readonly FeatureBins[];
  readonly unitH: number;
  /** λ in units of the hessian. */
  readonly lambda: number;
  readonly scoring: Scoring;
  readonly monotone: readonly number[] | undefined;
  /** Least gain, in squared units of the gradient. */
  readonly gamma: number;
}

/** A gain that is a smaller share of what it is a difference of is none: it may be rounding. */
const rounding = 1e-10;
/** Brings squared units, up to 2^102, into the range of 32-bit floats; a power of two. */
const small = Number.EPSILON ** 2;

/**
 * The split of a node with the largest gain among some features; null where none is worth it. Gains are compared as 32-bit
 * floats and the feature with the smallest index wins a tie, as in XGBoost: splits that part the rows in the same way give
 * the same tree whatever rounding does. A gain within rounding of 0 is none.
 */
export function bestSplit(context: SplitContext, node: Candidate, allowed: Int32Array): Split | null {
  const {scoring, unitH, gamma, memory, features} = context;
  const {f64, out} = memory;
  if (scoring.plain) scanAll(context, node, allowed);
  const parent = scoring.score(node.g, node.h * unitH, node.bounds);
  let best: {readonly feature: number; readonly gain: number; readonly split: FeatureSplit | null} | null = null;
  let bestGain = 0;
  for (let k = 0; k < allowed.length; k++) {
    const feature = allowed[k];
    const scans = scoring.plain && features[feature].levels === undefined;
    const split = scans ? null : searched(context, node, feature);
    const o = (out >> 3) + scanned * k;
    const found = scans ? Math.max(f64[o], f64[o + 1]) : -1;
    if (split === null && found < 0) continue;
    const score = split === null ? found / unitH : split.score;
    const gain = score - parent;
    const compared = Math.fround(gain * small);
    if (!(compared > bestGain && gain > rounding * (Math.abs(score) + Math.abs(parent)) && gain >= gamma)) continue;
    bestGain = compared;
    best = {feature, gain, split};
  }
  if (best === null) return null;
  const {feature, gain, split} = best;
  return {feature, gain, ...(split ?? cutOf(context, node, feature, allowed.indexOf(feature)))};
}

/** Leaves the best scores of each number at the memory's `out`; what it says of a categorical feature means nothing. */
function scanAll({kernel, memory, unitH, scoring, lambda}: SplitContext, node: Candidate, allowed: Int32Array): void {
  const {stride, binCounts, scanList, scanListView, out} = memory;
  scanListView.set(allowed);
  const minimum = leastUnits(scoring, unitH);
  kernel.scan(node.histogram, stride, binCounts, scanList, allowed.length, node.g, node.h, lambda, minimum, out);
}

const leastUnits = ({minChildWeight}: Scoring, unitH: number) => Math.max(1, Math.ceil(minChildWeight / unitH));

/** The cut of what the scan has found, with its sums. */
function cutOf(
  {memory: {f64, stride, out}, features, scoring, unitH, lambda}: SplitContext,
  node: Candidate,
  feature: number,
  place: number,
): FeatureSplit {
  const at = (node.histogram + feature * stride) >> 3;
  const scores = (out >> 3) + scanned * place;
  const cut = findCut(f64, at, features[feature].bins, node, {lambda, minimum: leastUnits(scoring, unitH)}, scores);
  return {...cut, score: cut.score / unitH};
}

/** The best split of a feature that the kernel's scan does not do. */
function searched(context: SplitContext, node: Candidate, feature: number): FeatureSplit | null {
  const {memory, features, monotone} = context;
  const {bins, levels} = features[feature];
  const at = (node.histogram + feature * memory.stride) >> 3;
  return levels !== undefined
    ? levelSplit(memory.f64, at, bins, node, context)
    : numberSplit(memory.f64, at, bins, node, context, monotone?.[feature] ?? 0);
}

/** Where a numeric split lies: between two bins, and between two values. */
export interface Place {
  readonly cut: number;
  /** 0 at a categorical split. */
  readonly threshold: number;
}

/**
 * The place of a split. Where every value has a bin of its own the threshold is in the middle between the node's own
 * values on either side, which need not be neighbours in the data: the exact method's rule. The cut is then moved so that
 * it parts as the threshold does also those bins that only rows outside the sample are in.
 */
export function splitPlace({memory, features}: SplitContext, {feature, cut}: Split, histogram: number): Place {
  const {bins, values, levels} = features[feature];
  if (levels !== undefined) return {cut, threshold: 0};
  if (values === undefined) return {cut, threshold: thresholdAfter(features[feature], cut)};
  const {f64, stride} = memory;
  const at = (histogram + feature * stride) >> 3;
  const empty = (b: number) => f64[at + 2 * b] === 0 && f64[at + 2 * b + 1] === 0;
  let low = cut;
  while (low >= 0 && empty(low)) low--;
  let high = cut + 1;
  while (high < bins && empty(high)) high++;
  if (low < 0) return {cut: -1, threshold: thresholdAfter(features[feature], -1)};
  if (high === bins) return {cut: bins - 1, threshold: thresholdAfter(features[feature], bins - 1)};
  const threshold = middle(values[low], values[high]);
  while (values[low + 1] < threshold) low++;
  return {cut: low, threshold};
}

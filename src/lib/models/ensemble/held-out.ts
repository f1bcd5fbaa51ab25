import {stream} from "../../numeric/index.ts";
import {designRows, pick} from "../design.ts";
import {innerSplits} from "../inner-split.ts";
import type {Design, Learner, Task} from "../learner.ts";

/** Predictions of rows by models that were fitted on earlier days only. */
export interface HeldOut {
  /** Inner blocks that were predicted. */
  readonly blocks: number;
  readonly y: Float64Array;
  readonly weights: Float64Array;
  /** One a learner. */
  readonly predictions: readonly Float64Array[];
}

/**
 * Predicts the later part of a training window by each learner, block by block, from the days before each (see
 * `innerSplits`). Blocks without weight, or with none before them, are left out; there may be none left.
 *
 * @param seed of the learners' streams, which are named by block and learner.
 */
export function predictHeldOut(
  learners: readonly Learner[],
  x: Design,
  y: Float64Array,
  weights: Float64Array,
  {days, task, blocks, seed}: {days: Int32Array; task?: Task; blocks: number; seed: number},
): HeldOut {
  const weighted = (rows: Int32Array) => rows.some((i) => weights[i] > 0);
  const splits = innerSplits(days, blocks).filter(({train, test}) => weighted(train) && weighted(test));
  const parts = splits.map(({train, test}, block) => {
    const known = designRows(x, train);
    const given = {weights: pick(weights, train), days: train.map((i) => days[i]), ...(task ? {task} : {})};
    const ahead = designRows(x, test);
    return {
      y: pick(y, test),
      weights: pick(weights, test),
      predictions: learners.map((learner) => {
        const random = stream(seed, "block", block, learner.name);
        return learner.fit(known, pick(y, train), {...given, random}).predict(ahead);
      }),
    };
  });
  return {
    blocks: parts.length,
    y: joined(parts.map((part) => part.y)),
    weights: joined(parts.map((part) => part.weights)),
    predictions: learners.map((_, k) => joined(parts.map((part) => part.predictions[k]))),
  };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

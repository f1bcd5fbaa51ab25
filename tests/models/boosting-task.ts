import {boost, growDefaults, squaredError} from "../../src/lib/models/boosting/index.ts";
import type {BinnedDesign} from "../../src/lib/models/trees/bins.ts";
import type {TreeEnsemble} from "../../src/lib/models/trees/tree.ts";
import {stream} from "../../src/lib/numeric/index.ts";

/** A fold of a walk-forward: the rows before `split`, of bins that all folds share. */
export interface FoldItem {
  readonly design: BinnedDesign;
  readonly y: Float64Array;
  readonly split: number;
}

/** Fits a fold, for workers. */
export function fitFoldTrees({design, y, split}: FoldItem): TreeEnsemble {
  const rows = Int32Array.from({length: split}, (_, i) => i);
  const random = stream(1, "fold", split);
  const settings = {...growDefaults, objective: squaredError, rounds: 20, subsample: 0.7, columnsByTree: 0.6};
  return boost({design, y, rows}, {...settings, random}).ensemble;
}

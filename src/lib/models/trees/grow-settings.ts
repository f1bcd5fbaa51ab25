import type {Binning} from "./bins.ts";

/** How one tree is grown. Names of XGBoost's parameters in brackets. */
export interface GrowSettings {
  /** Whether all nodes of a depth are split, or the one with the largest gain first (grow_policy). */
  readonly growth: "depth-wise" | "loss-guided";
  /** Most splits between root and leaf (max_depth); 0: the tree is one leaf. */
  readonly maxDepth: number;
  /** Most leaves (max_leaves); 0: as many as the depth allows. */
  readonly maxLeaves: number;
  /** Least sum of hessians in a child: rows' weights, for squared error (min_child_weight). */
  readonly minChildWeight: number;
  /** Penalty of squared leaf weights (lambda). */
  readonly lambda: number;
  /** Penalty of absolute leaf weights (alpha). */
  readonly alpha: number;
  /** Least gain of a split (gamma, min_split_loss). As in XGBoost's hist method: asked when the split is made. */
  readonly gamma: number;
  /** Largest absolute leaf weight before the learning rate (max_delta_step); 0: no bound. */
  readonly maxDeltaStep: number;
  /** Share of columns drawn for a tree, of those for a depth, of those for a node (colsample_bytree, …): at least one. */
  readonly columnsByTree: number;
  readonly columnsByLevel: number;
  readonly columnsByNode: number;
  /** What leaf weights are multiplied by (eta). */
  readonly learningRate: number;
  /** One a feature: 1, predictions may not fall in it; −1, not rise; 0, free (monotone_constraints). Default: all free. */
  readonly monotone?: readonly number[];
  /**
   * Sets of features that may be on one way from root to leaf (interaction_constraints); a feature in no set interacts
   * with none. Default: all may.
   */
  readonly interactions?: readonly (readonly number[])[];
}

/** XGBoost's defaults, learning rate 0.3 included. */
export const growDefaults: GrowSettings = {
  growth: "depth-wise",
  maxDepth: 6,
  maxLeaves: 0,
  minChildWeight: 1,
  lambda: 1,
  alpha: 0,
  gamma: 0,
  maxDeltaStep: 0,
  columnsByTree: 1,
  columnsByLevel: 1,
  columnsByNode: 1,
  learningRate: 0.3,
};

/** @throws RangeError where a setting is out of range, or a constraint is not of the design's features. */
export function checkGrowSettings(settings: GrowSettings, {names, features}: Binning): void {
  const fail = (name: string, range: string, value: unknown) => {
    throw new RangeError(`invalid ${name}; ${range}: ${value}`);
  };
  for (const name of ["maxDepth", "maxLeaves"] as const)
    if (!(Number.isInteger(settings[name]) && settings[name] >= 0))
      fail(name, "not a whole number ≥ 0", settings[name]);
  for (const name of ["minChildWeight", "lambda", "alpha", "gamma", "maxDeltaStep"] as const)
    if (!(settings[name] >= 0 && settings[name] < Number.POSITIVE_INFINITY)) fail(name, "not ≥ 0", settings[name]);
  for (const name of ["columnsByTree", "columnsByLevel", "columnsByNode", "learningRate"] as const)
    if (!(settings[name] > 0 && settings[name] <= 1)) fail(name, "not in (0, 1]", settings[name]);
  const {monotone, interactions = []} = settings;
  if (monotone !== undefined) {
    if (monotone.length !== names.length)
      fail("monotone", `not one a feature, of which there are ${names.length}`, monotone.length);
    monotone.forEach((direction, j) => {
      if (![-1, 0, 1].includes(direction)) fail(`monotone of "${names[j]}"`, "not −1, 0 or 1", direction);
      if (direction !== 0 && features[j].levels !== undefined)
        fail(`monotone of "${names[j]}"`, "it is categorical: levels have no order", direction);
    });
  }
  for (const j of interactions.flat())
    if (!(Number.isInteger(j) && j >= 0 && j < names.length))
      fail("interactions", `not an index of one of ${names.length} features`, j);
}

/** Histograms that can be of use at once: of the way down, or of all nodes that wait; one is lent (see grow-histograms.ts). */
export function histogramsWanted({growth, maxDepth, maxLeaves}: GrowSettings): number {
  const depths = Math.max(2, maxDepth + 2);
  return growth === "depth-wise" && maxLeaves === 0 ? depths : Math.max(depths, maxLeaves + 1);
}

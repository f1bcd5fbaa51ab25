import {type Hyperparameter, type NumberParameter, resolveSettings, type Settings} from "../hyperparameters.ts";
import type {GrowSettings} from "../trees/grow-settings.ts";
import {problemOf, readInteractions, readMonotone} from "./constraints.ts";

type Search = NonNullable<NumberParameter["search"]>;
type Range = readonly [number, number];

const numberOf =
  (kind: NumberParameter["kind"]) =>
  (name: string, description: string, [low, high]: Range, standard: number, search?: Search): NumberParameter => ({
    kind,
    name,
    description,
    low,
    high,
    default: standard,
    ...(search && {search}),
  });
const real = numberOf("real");
const whole = numberOf("integer");

const choice = (name: string, description: string, options: readonly string[]): Hyperparameter => ({
  kind: "choice",
  name,
  description,
  options,
  default: options[0],
});

const share = (name: string, description: string, standard: number, search?: Search): Hyperparameter =>
  real(name, description, [0.01, 1], standard, search);

const wide: Search = {low: 0.3, high: 1, scale: "linear"};

/**
 * What may be set, XGBoost's names in brackets. Defaults are for weak signals in a few thousand rows: shallow trees, small
 * steps, leaves of many rows, each tree on a part of rows and columns, and as many rounds as the last days of the window
 * ask for.
 */
export const hyperparameters: readonly Hyperparameter[] = [
  whole("rounds", "Most trees (num_boost_round)", [1, 10_000], 300),
  real("learningRate", "Share of each tree's step that is taken (eta)", [0.001, 1], 0.05, {
    low: 0.01,
    high: 0.3,
    scale: "log",
  }),
  choice("growth", "Split all nodes of a depth, or the best one first (grow_policy)", ["depth-wise", "loss-guided"]),
  whole("maxDepth", "Most splits from root to leaf (max_depth); 0: no split", [0, 16], 3, {
    low: 2,
    high: 6,
    scale: "linear",
  }),
  whole("maxLeaves", "Most leaves (max_leaves); 0: as many as the depth allows", [0, 4096], 0),
  real("minChildWeight", "Least weight of rows in a leaf (min_child_weight)", [0, 1e9], 20, {
    low: 1,
    high: 200,
    scale: "log",
  }),
  real("lambda", "Penalty of squared leaf weights (lambda)", [0, 1e9], 1, {low: 0.1, high: 100, scale: "log"}),
  real("alpha", "Penalty of absolute leaf weights (alpha)", [0, 1e9], 0),
  real("gamma", "Least gain of a split (gamma)", [0, 1e9], 0),
  real("maxDeltaStep", "Largest leaf weight before the learning rate (max_delta_step); 0: no bound", [0, 1e9], 0),
  share("subsample", "Share of rows drawn for a tree (subsample)", 0.7, wide),
  share("columnsByTree", "Share of features drawn for a tree (colsample_bytree)", 0.5, wide),
  share("columnsByLevel", "Of those, share drawn for a depth (colsample_bylevel)", 1),
  share("columnsByNode", "Of those, share drawn for a node (colsample_bynode)", 1),
  choice("method", "Splits between bins of values, or between any two values (tree_method)", ["hist", "exact"]),
  whole("bins", "Most bins of a feature's values (max_bin)", [2, 65_534], 64),
  choice("loss", "Loss where the mean is predicted", ["squared", "pseudo-huber"]),
  real("huberSlope", "Residual beyond which the pseudo-Huber loss is nearly absolute (huber_slope)", [1e-9, 1e9], 1),
  real("positiveWeight", "Weight of rows whose target is 1, for a probability (scale_pos_weight)", [1e-6, 1e6], 1),
  whole(
    "patience",
    "Rounds without a smaller loss on the last days before stopping; 0: all rounds are used",
    [0, 10_000],
    25,
  ),
  {
    kind: "text",
    name: "monotone",
    description:
      'Features in which predictions may not fall (1) or rise (-1), as "net_lag1: 1, net_sd_20: -1" (monotone_constraints)',
    default: "",
    problem: problemOf(readMonotone),
    features: (text) => Object.keys(readMonotone(text)),
  },
  {
    kind: "text",
    name: "interactions",
    description:
      'Sets of features that may meet on the way to a leaf, as "net_lag1, net_sd_20; monday, friday"; others meet none (interaction_constraints)',
    default: "",
    problem: problemOf(readInteractions),
    features: (text) => readInteractions(text).flat(),
  },
  real("validationShare", "Share of the window's days, its last ones, that rounds are judged on", [0.05, 0.5], 0.2),
];

/** Settings of one fit, defaults filled in. */
export interface BoostingSettings extends Omit<GrowSettings, "monotone" | "interactions"> {
  readonly rounds: number;
  readonly subsample: number;
  readonly method: "hist" | "exact";
  readonly bins: number;
  readonly loss: "squared" | "pseudo-huber";
  readonly huberSlope: number;
  readonly positiveWeight: number;
  readonly patience: number;
  readonly validationShare: number;
  readonly monotone: string;
  readonly interactions: string;
}

/** @throws RangeError for a name that is not there, or a value out of range. */
export function boostingSettings(given: Settings | undefined): BoostingSettings {
  return resolveSettings("boosting", hyperparameters, given) as unknown as BoostingSettings;
}

import {levelsOf, seenLevels} from "../categories.ts";
import {checkFit, taskOf} from "../design.ts";
import type {Design, FitOptions, Learner, Model, Task} from "../learner.ts";
import {applyBins, fitBins} from "../trees/bins.ts";
import {type Boosted, type BoostOptions, boost} from "./boost.ts";
import {constraintsOn, type FeatureConstraints} from "./constraints.ts";
import {fittedModel} from "./model.ts";
import {logistic, type Objective, pseudoHuber, quantileLoss, squaredError} from "./objectives.ts";
import {type BoostingSettings, boostingSettings, hyperparameters} from "./settings.ts";
import {lastDays} from "./validation.ts";

/** What a learner can be made with in code: constraints (which settings give as text, see constraints.ts), and a loss of one's own. */
export interface BoostingConstraints extends FeatureConstraints {
  /** A loss of one's own for the mean task: its gradient and hessian. */
  readonly objective?: Objective;
}

/**
 * Gradient boosting as XGBoost defines it (Chen and Guestrin 2016), by its hist method; see `boost` and `openGrower`.
 * Missing values take the direction at each split that fits them best; categorical features are split into two groups of
 * levels. Numbers are compared as 32-bit floats.
 *
 * How many rounds: boosting first runs on the window without its last days, is judged after each round on those, and stops
 * after `patience` rounds without a smaller loss. Then the whole window is fitted with the best number of rounds, the last
 * days being the ones most like those to come. A window of too few days uses all rounds.
 *
 * Bins are made from the features of the whole window, judged days included: they see no target.
 *
 * A constant target, and so one row, gives a constant prediction: that value, or, for a probability, (Σwy + ½) / (Σw + 1).
 * Rows of weight 0 count for nothing. A column without values, or with one, is not used.
 * @throws RangeError from `fit`: settings out of range, constraints on features that are not there, invalid data.
 */
export function boostingLearner(constraints: BoostingConstraints = {}): Learner {
  const learner = {
    name: "boosting",
    label: "Gradient boosting (XGBoost)",
    description:
      "Second-order gradient boosting of shallow trees on histograms, as XGBoost defines it; the number of trees is chosen on the last fifth of each training window's days",
    tasks: ["mean", "probability", "quantile"] as const,
    hyperparameters,
  };
  return {...learner, fit: (x, y, options) => fitBoosting(learner, x, y, options, constraints)};
}

function fitBoosting(
  learner: Pick<Learner, "name" | "tasks">,
  x: Design,
  y: Float64Array,
  options: FitOptions,
  constraints: BoostingConstraints,
): Model {
  const given = checkFit(x, y, options);
  const task = taskOf(learner, y, options);
  const settings = boostingSettings(options.settings);
  const objective = objectiveOf(task, settings, constraints);
  const weights =
    task.kind === "probability" && settings.positiveWeight !== 1
      ? given.map((w, i) => (y[i] === 1 ? w * settings.positiveWeight : w))
      : given;
  const equal = weights.every((w) => w === 1);
  const {bins, method} = settings;
  const binning = fitBins(withSeenLevels(x, weights), {bins, exact: method === "exact", ...(equal ? {} : {weights})});
  const data = {design: applyBins(x, binning), y, ...(equal ? {} : {weights})};
  const {monotone, interactions, ...growth} = settings;
  const bounds = {...constraintsOn(x.names, monotone, interactions), ...constraints};
  const grow: BoostOptions = {...growth, ...indices(x, bounds), objective, random: options.random};
  const split = settings.patience > 0 ? lastDays(options.days, settings.validationShare, weights) : null;
  const {patience} = settings;
  const judged: Boosted | null =
    split && boost({...data, rows: split.earlier}, {...grow, validation: {rows: split.later, patience}});
  const rounds = judged === null ? settings.rounds : Math.max(1, judged.best);
  const {ensemble} = boost(data, {...grow, rounds});
  return fittedModel(
    ensemble,
    {task, rows: x.rows, chosen: {rounds, judgedRounds: judged?.losses.length ?? 0, depth: settings.maxDepth}},
    {
      ...(objective === squaredError && {objective: "reg:squarederror"}),
      ...(settings.loss === "pseudo-huber" &&
        task.kind === "mean" &&
        constraints.objective === undefined && {
          objective: "reg:pseudohubererror",
          huberSlope: settings.huberSlope,
        }),
      ...(task.kind === "probability" && {scalePosWeight: settings.positiveWeight}),
      learningRate: settings.learningRate,
    },
  );
}

/** The design with the levels that the model will know: whatever order the design lists them in, the model is the same. */
function withSeenLevels(x: Design, weights: Float64Array): Design {
  if (x.levels === undefined) return x;
  const levels = x.names.flatMap((name, j) => {
    const own = levelsOf(x.levels, name);
    return own === undefined ? [] : [[name, seenLevels(x.columns[j], own, weights)] as const];
  });
  return {...x, levels: Object.fromEntries(levels)};
}

function objectiveOf(task: Task, {loss, huberSlope}: BoostingSettings, {objective}: BoostingConstraints): Objective {
  if (task.kind === "probability") return logistic;
  if (task.kind === "quantile") return quantileLoss(task.level);
  return objective ?? (loss === "squared" ? squaredError : pseudoHuber(huberSlope));
}

/** Constraints by index. @throws RangeError for a feature that is not there. */
function indices({names}: Design, {monotone, interactions}: BoostingConstraints) {
  const indexOf = (name: string) => {
    const j = names.indexOf(name);
    if (j < 0)
      throw new RangeError(`invalid constraint; there is no feature "${name}", there are: ${names.join(", ")}`);
    return j;
  };
  const directions = monotone && names.map(() => 0);
  for (const [name, direction] of Object.entries(monotone ?? {})) directions![indexOf(name)] = direction;
  return {
    ...(directions && {monotone: directions}),
    ...(interactions && {interactions: interactions.map((set) => set.map(indexOf))}),
  };
}

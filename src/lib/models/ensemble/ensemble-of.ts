import {stream} from "../../numeric/index.ts";
import {checkFit, checkNames, taskOf} from "../design.ts";
import {type Hyperparameter, resolveSettings} from "../hyperparameters.ts";
import type {Explanation, Learner, Model} from "../learner.ts";
import {type Combination, combinations, combinationWeights} from "./combination-weights.ts";
import {predictHeldOut} from "./held-out.ts";

/** A learner with the function that rebuilds its models: what a learner's module exports. */
export interface LearnerModule {
  readonly learner: Learner;
  fromJSON(state: unknown): Model;
}

const hyperparameters: readonly Hyperparameter[] = [
  {
    kind: "choice",
    name: "weights",
    description: "How the learners' weights are found; stacking-free lets their sum be other than 1",
    options: combinations,
    default: "stacking",
    search: combinations,
  },
  {
    kind: "integer",
    name: "blocks",
    description: "Time-ordered blocks inside the training window that the weights are fitted on",
    low: 1,
    high: 20,
    default: 2,
  },
];

/**
 * An ensemble: each base learner predicts inner, time-ordered blocks of the training window from the days before them;
 * weights are fitted on those predictions (see `combinationWeights`); then each learner that got weight is fitted on the
 * whole window, and the prediction is the weighted sum.
 *
 * Bases that do not do the task asked for stand aside. Where the window has too few days for inner blocks, or a base's
 * held-out predictions are not finite, the weights are equal, and `summary().chosen.blocks` is 0.
 *
 * @throws RangeError without a base, or with two of one name.
 */
export function ensembleOf(bases: readonly LearnerModule[], about: Pick<Learner, "name" | "label">): LearnerModule {
  const names = bases.map(({learner}) => learner.name);
  if (bases.length === 0) throw new RangeError("invalid ensemble; it has no learners");
  if (new Set(names).size < names.length)
    throw new RangeError(`invalid ensemble; a learner is there twice: ${names.join(", ")}`);
  const tasksOf = (learner: Learner) => learner.tasks ?? (["mean"] as const);
  const tasks = (["mean", "probability", "quantile"] as const).filter((kind) =>
    bases.some(({learner}) => tasksOf(learner).includes(kind)),
  );
  const learner: Learner = {
    ...about,
    description: `Weighted sum of ${names.join(", ")}; weights not negative, fitted on time-ordered blocks inside each training window`,
    tasks,
    hyperparameters,
    fit(x, y, options) {
      const rowWeights = checkFit(x, y, options);
      const settings = resolveSettings(about.name, hyperparameters, options.settings);
      const {days} = options;
      const task = taskOf(learner, y, options);
      const able = bases.map((base) => base.learner).filter((base) => tasksOf(base).includes(task.kind));
      const seed = options.random.uint32();
      const how = able.length === 1 ? "average" : (settings.weights as Combination);
      const blocks = how === "average" ? 0 : Number(settings.blocks);
      const held = blocks > 0 ? predictHeldOut(able, x, y, rowWeights, {days, task, blocks, seed}) : undefined;
      const usable = held !== undefined && held.blocks > 0 && held.predictions.every((p) => p.every(Number.isFinite));
      const weights = combinationWeights(
        usable ? how : "average",
        task,
        usable ? held.predictions : able.map(() => new Float64Array()),
        usable ? held.y : new Float64Array(),
        usable ? held.weights : new Float64Array(),
      );
      const {settings: _, ...given} = options;
      const members = able.map((base, k) => ({
        name: base.name,
        weight: weights[k],
        model: weights[k] > 0 ? base.fit(x, y, {...given, random: stream(seed, "window", base.name)}) : null,
      }));
      return modelOf({
        names: [...x.names],
        rows: x.rows,
        additive: task.kind !== "probability",
        blocks: usable ? held.blocks : 0,
        members,
      });
    },
  };
  return {
    learner,
    fromJSON(state) {
      const candidate = state as EnsembleState | null;
      if (candidate?.kind !== "ensemble@1") throw new RangeError(`invalid model; not "ensemble@1": ${candidate?.kind}`);
      const members = candidate.members.map(({name, weight, model}) => {
        const base = bases.find((each) => each.learner.name === name);
        if (base === undefined)
          throw new RangeError(`invalid model; an ensemble of ${names.join(", ")} knows no learner ${name}`);
        return {name, weight, model: model === null ? null : base.fromJSON(model)};
      });
      return modelOf({...candidate, members});
    },
  };
}

interface Member<M> {
  readonly name: string;
  readonly weight: number;
  /** null where the weight is 0. */
  readonly model: M;
}

interface Fitted<M> {
  readonly names: readonly string[];
  readonly rows: number;
  /** Whether contributions of the members add up to those of the sum: not so for log-odds. */
  readonly additive: boolean;
  /** Inner blocks that the weights were fitted on; 0: they are equal. */
  readonly blocks: number;
  readonly members: readonly Member<M | null>[];
}

interface EnsembleState extends Fitted<unknown> {
  readonly kind: "ensemble@1";
}

function modelOf(fitted: Fitted<Model>): Model {
  const {names, rows, additive, blocks, members} = fitted;
  const live = members.flatMap(({weight, model}) => (model === null ? [] : [{weight, model}]));
  const explained = additive && live.every(({model}) => model.explain !== undefined);
  return {
    predict(x) {
      checkNames(x, names);
      const sum = new Float64Array(x.rows);
      for (const {weight, model} of live) {
        const prediction = model.predict(x);
        for (let i = 0; i < x.rows; i++) sum[i] += weight * prediction[i];
      }
      return sum;
    },
    toJSON: (): EnsembleState => ({
      kind: "ensemble@1",
      ...fitted,
      members: members.map((member) => ({...member, model: member.model?.toJSON() ?? null})),
    }),
    summary: () => ({
      rowsUsed: rows,
      chosen: {blocks, ...Object.fromEntries(members.map(({name, weight}) => [`weight.${name}`, weight]))},
      weights: shares(names, live),
    }),
    ...(explained
      ? {
          explain: (x): Explanation => {
            const parts = live.map(({weight, model}) => ({weight, part: model.explain!(x)}));
            return {
              base: parts.reduce((sum, {weight, part}) => sum + weight * part.base, 0),
              columns: names.map((_, j) =>
                Float64Array.from({length: x.rows}, (__, i) =>
                  parts.reduce((sum, {weight, part}) => sum + weight * part.columns[j][i], 0),
                ),
              ),
            };
          },
        }
      : {}),
  };
}

/** Feature → its share of each member's weights by size, averaged by the members' weights; sum 1, or 0 where none has any. */
function shares(names: readonly string[], live: readonly {weight: number; model: Model}[]): Record<string, number> {
  const total = new Float64Array(names.length);
  for (const {weight, model} of live) {
    const {weights} = model.summary();
    const size = names.reduce((sum, name) => sum + Math.abs(weights[name] ?? 0), 0);
    names.forEach((name, j) => {
      if (size > 0) total[j] += (weight * Math.abs(weights[name] ?? 0)) / size;
    });
  }
  const sum = total.reduce((a, b) => a + b, 0);
  return Object.fromEntries(names.map((name, j) => [name, sum > 0 ? total[j] / sum : 0]));
}

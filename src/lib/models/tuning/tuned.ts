import {stream} from "../../numeric/index.ts";
import {type Hyperparameter, resolveSettings, type Settings} from "../hyperparameters.ts";
import type {Learner, Model} from "../learner.ts";
import {resolveTuning, search} from "./search.ts";
import type {Search, TunedLearner, TunedModel, TuningOptions} from "./types.ts";

/**
 * A learner that chooses its settings inside each training window: it searches (see `search`), then fits once on the whole
 * window with what was chosen. `model.trials` lists all that was tried; `summary().chosen` has all settings (what tuning
 * chose, else what the model says of itself, else the default; a choice by its position among its options) and
 * `settingsTried`.
 *
 * Settings given to `fit` are held fixed. A window too short for inner blocks is fitted with the defaults.
 *
 * @throws RangeError for a tuning option out of range, at once.
 */
export function tuned(learner: Learner, options: TuningOptions = {}): TunedLearner {
  const {method, trials, blocks} = resolveTuning(options);
  const how = method === "random" ? "random search" : "successive halving";
  return {
    ...learner,
    name: `tuned-${learner.name}`,
    label: `${learner.label}, tuned`,
    description: `${learner.description}; settings chosen by ${how} over ${trials} on ${blocks} time-ordered blocks inside each training window`,
    fit(x, y, given) {
      const seed = given.random.uint32();
      const found = search(learner, x, y, given, options, seed);
      const model = learner.fit(x, y, {...given, settings: found.chosen, random: stream(seed, "whole window")});
      return tunedModel(
        model,
        found,
        learner.name,
        (learner.hyperparameters ?? []).filter(({kind}) => kind !== "text"),
      );
    },
  };
}

interface TunedState {
  readonly kind: "tuned@1";
  readonly learner: string;
  readonly search: Search;
  readonly parameters: readonly Hyperparameter[];
  readonly model: unknown;
}

/**
 * Rebuilds a tuned model from its `toJSON`.
 * @param fromJSON of the learner that was tuned. @throws RangeError if it is not a tuned model's.
 */
export function tunedFromJSON(state: unknown, fromJSON: (state: unknown) => Model): TunedModel {
  const candidate = state as TunedState | null;
  if (candidate?.kind !== "tuned@1") throw new RangeError(`invalid model; not "tuned@1": ${candidate?.kind}`);
  const {model, search: found, learner, parameters} = candidate;
  return tunedModel(fromJSON(model), found, learner, parameters);
}

function tunedModel(model: Model, found: Search, learner: string, parameters: readonly Hyperparameter[]): TunedModel {
  return {
    ...model,
    search: found,
    trials: found.trials,
    toJSON: (): TunedState => ({kind: "tuned@1", learner, search: found, parameters, model: model.toJSON()}),
    summary() {
      const {chosen, ...rest} = model.summary();
      const defaults = numbers(parameters, resolveSettings(learner, parameters));
      return {
        ...rest,
        chosen: {...defaults, ...chosen, ...numbers(parameters, found.chosen), settingsTried: found.tried},
      };
    },
  };
}

function numbers(parameters: readonly Hyperparameter[], settings: Settings): Record<string, number> {
  return Object.fromEntries(
    parameters.flatMap((p) => {
      const value = settings[p.name];
      if (value === undefined || p.kind === "text") return [];
      return [[p.name, p.kind === "choice" ? p.options.indexOf(String(value)) : Number(value)]];
    }),
  );
}

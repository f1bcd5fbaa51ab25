import {toEnsemble} from "../catboost/ensemble.ts";
import {fromCatboostJson} from "../catboost/json-read.ts";
import type {CatboostFile} from "../catboost/json-write.ts";
import {coefficientPath} from "../elastic-net.ts";
import {readForest} from "../forest/index.ts";
import type {LinearState} from "../linear/model.ts";
import {readLinearState} from "../linear/read-state.ts";
import type {TreeEnsemble} from "../trees/tree.ts";
import {fromXgboost, type XgboostModel} from "../trees/xgboost-json.ts";
import type {FittedForm, LinearForm, MemberForm, TreeForm} from "./types.ts";

/**
 * What a saved model is made of, from its `toJSON`; a tuned or calibrated model is what was tuned or calibrated. "other" for what has neither
 * coefficients nor trees of ours (baselines, ml-random-forest).
 * @throws RangeError where the state is damaged, as the learner's `fromJSON` does.
 */
export function fittedForm(state: unknown): FittedForm {
  const {kind} = (state ?? {}) as {kind?: unknown};
  switch (kind) {
    case "tuned@1":
      return fittedForm((state as {model: unknown}).model);
    case "calibrated@1":
      return fittedForm((state as {inner: unknown}).inner);
    case "ridge@2":
    case "huber@1":
    case "logistic@1":
    case "quantile@1":
      return linearForm(readLinearState(kind, state), null);
    case "elastic-net@1": {
      const {names: _, ...path} = coefficientPath(state);
      return linearForm(readLinearState(kind, state), path);
    }
    case "forest@2":
      return treesOf(readForest(state).ensemble);
    case "boosting@1":
      return treesOf(fromXgboost((state as {xgboost: XgboostModel}).xgboost));
    case "catboost@1":
      return symmetricForm(state as CatboostState);
    case "ensemble@1":
      return memberForm(state as EnsembleState);
    default:
      return {kind: "other"};
  }
}

function linearForm({encoding, weights, intercept}: LinearState, path: LinearForm["path"]): LinearForm {
  const {names, levels, terms} = encoding;
  return {
    kind: "linear",
    intercept,
    terms: terms.map(({feature, level, mean, sd}, t) => ({
      feature: names[feature],
      level: level < 0 ? null : levels[names[feature]][level],
      weight: weights[t],
      mean,
      sd,
    })),
    path: path === null || path.penalties.length === 0 ? null : path,
  };
}

function treesOf(ensemble: TreeEnsemble): TreeForm {
  return {kind: "trees", ensemble, design: (x) => x, featureOf: (column) => column, symmetric: false};
}

interface CatboostState {
  readonly levels: readonly (readonly string[])[];
  readonly catboost: CatboostFile;
}

/** A file without the leaves' weights has no covers, and so no tree to show. */
function symmetricForm({levels, catboost}: CatboostState): FittedForm {
  const read = fromCatboostJson(catboost);
  const categorical = read.categorical.map((f, j) => (levels.length > 0 ? {...f, levels: levels[j]} : f));
  const model = {...read, categorical};
  const found = toEnsemble(model);
  if (found === null) return {kind: "other"};
  const {ensemble, owner, design} = found;
  return {
    kind: "trees",
    ensemble,
    design,
    featureOf: (column) => model.names[owner[ensemble.names.indexOf(column)]] ?? null,
    symmetric: true,
  };
}

interface EnsembleState {
  readonly blocks: number;
  readonly members: readonly {readonly name: string; readonly weight: number; readonly model: unknown}[];
}

function memberForm({blocks, members}: EnsembleState): MemberForm {
  return {
    kind: "members",
    blocks,
    members: members.map(({name, weight, model}) => ({learner: name, weight, state: model})),
  };
}

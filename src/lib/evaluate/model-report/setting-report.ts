import type {Hyperparameter, Search, Settings} from "../../models/index.ts";
import type {FoldModel} from "../walk-forward.ts";
import {short} from "./numbers.ts";
import type {ChoiceReport, SettingReport, SignalReport} from "./types.ts";

/** Settings of the last fold's model, and who set them. */
export function settingReport(
  parameters: readonly Hyperparameter[],
  given: Settings,
  model: Pick<FoldModel, "chosen" | "search">,
): SettingReport[] {
  return parameters.map((p) => {
    const {name, description} = p;
    if (Object.hasOwn(given, name)) return {name, description, value: given[name], from: "study"};
    const searched = model.search?.chosen ?? {};
    if (Object.hasOwn(searched, name)) return {name, description, value: shown(searched[name]), from: "tuning"};
    const own = Object.hasOwn(model.chosen, name) ? model.chosen[name] : undefined;
    if (p.kind !== "choice" && own !== undefined && own !== p.default)
      return {name, description, value: short(own), from: "fit"};
    return {name, description, value: p.default === "" ? "none" : shown(p.default), from: "default"};
  });
}

/** What a fit says of itself that is none of its settings. */
export function factReport(parameters: readonly Hyperparameter[], {chosen}: FoldModel): SignalReport["facts"] {
  const settings = new Set([...parameters.map((p) => p.name), "settingsTried"]);
  return Object.keys(chosen)
    .filter((name) => !settings.has(name))
    .sort((a, b) => (a < b ? -1 : 1))
    .map((name) => ({name, value: short(chosen[name])}));
}

/** What each fold chose: settings searched for, and those that the fits themselves chose and that are not the same in all. */
export function choiceReport(parameters: readonly Hyperparameter[], models: readonly FoldModel[]): ChoiceReport {
  const searched = (p: Hyperparameter) => models.some(({search}) => Object.hasOwn(search?.chosen ?? {}, p.name));
  const varies = (p: Hyperparameter) =>
    p.kind !== "choice" && new Set(models.map(({chosen}) => chosen[p.name])).size > 1;
  const own = parameters.filter((p) => searched(p) || varies(p));
  const told = toldNames(models).filter((name) => !(name === "trees" && own.some((p) => p.name === "rounds")));
  return {
    names: [...own.map((p) => p.name), ...told],
    folds: models.map(({fold, rowsUsed, chosen, search, trials}) => ({
      fold,
      rows: rowsUsed,
      values: [
        ...own.map((p) =>
          shown(search?.chosen[p.name] ?? (p.kind === "choice" ? undefined : chosen[p.name]) ?? p.default),
        ),
        ...told.map((name) => (chosen[name] === undefined ? null : short(chosen[name]))),
      ],
      tried: trials,
      ...lossesOf(search),
    })),
    note: models.at(-1)?.search?.note ?? null,
  };
}

/** What fits found out by themselves and is not the same in all: their number of trees, of weights, an ensemble's weights. */
function toldNames(models: readonly FoldModel[]): string[] {
  const names = [...new Set(models.flatMap(({chosen}) => Object.keys(chosen)))].sort((a, b) => (a < b ? -1 : 1));
  return names.filter(
    (name) =>
      (name === "trees" || name === "active" || name.startsWith("weight.")) &&
      new Set(models.map(({chosen}) => chosen[name])).size > 1,
  );
}

/** Scores of the chosen and the first setting (the defaults) on the last rung that both were judged on. */
function lossesOf(search: Search | undefined): {loss: number | null; defaultLoss: number | null} {
  const trials = search?.trials ?? [];
  const key = JSON.stringify(search?.chosen ?? {});
  const last = (is: (trial: Search["trials"][number]) => boolean) =>
    trials.filter(is).reduce((most, trial) => Math.max(most, trial.rung), -1);
  const rung = Math.min(
    last((trial) => JSON.stringify(trial.settings) === key),
    last((trial) => trial.setting === 0),
  );
  const at = (is: (trial: Search["trials"][number]) => boolean) => {
    const score = trials.find((trial) => trial.rung === rung && is(trial))?.score ?? null;
    return score === null ? null : short(score);
  };
  return {loss: at((trial) => JSON.stringify(trial.settings) === key), defaultLoss: at((trial) => trial.setting === 0)};
}

const shown = (value: number | string) => (typeof value === "number" ? short(value) : value);

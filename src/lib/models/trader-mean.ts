import {constantFor} from "./baselines/constant.ts";
import {type BaselineState, damaged, linkOf, marginOf, readBaseline} from "./baselines/read.ts";
import {checkKind, levelsOf, matchLevels, seenLevels} from "./categories.ts";
import {checkFit, checkNames, taskOf} from "./design.ts";
import {resolveSettings} from "./hyperparameters.ts";
import type {Design, Learner, Model} from "./learner.ts";

const kind = "trader-mean@1";
const column = "trader";

/**
 * The best constant of each trader for the task (see `constantFor`), from the trader's own training rows, as the categorical
 * column "trader" names them. A trader without a row with weight, or not named, is given that of all.
 */
export const learner: Learner = {
  name: "trader-mean",
  label: "Trader's mean",
  description: "Predicts one number a trader: its own training mean, share of events or quantile",
  tasks: ["mean", "probability", "quantile"],
  needs: [column],
  fit(x, y, options) {
    const w = checkFit(x, y, options);
    const task = taskOf(learner, y, options);
    resolveSettings("trader-mean", [], options.settings);
    const own = levelsOf(x.levels, column);
    if (own === undefined)
      throw new RangeError(
        `invalid design; trader-mean reads the categorical column "${column}", ${x.names.includes(column) ? "which has no levels: give them" : `the columns are: ${x.names.join(", ") || "none"}`}`,
      );
    const values = x.columns[x.names.indexOf(column)];
    const levels = seenLevels(values, own, w);
    const rowsOf: number[][] = levels.map(() => []);
    matchLevels(values, own, levels).forEach((code, i) => {
      if (code >= 0) rowsOf[code].push(i);
    });
    return modelOf({
      kind,
      rows: x.rows,
      names: [...x.names],
      link: linkOf(task),
      all: constantFor(task, y, w)!,
      levels,
      values: rowsOf.map((rows) => constantFor(task, y, w, Int32Array.from(rows))!),
    });
  },
};

/** Rebuilds a model from its `toJSON`. @throws RangeError if it is not this learner's, or is damaged. */
export function fromJSON(state: unknown): Model {
  const read = readBaseline<TraderMeanState>(kind, state, ["all"]);
  const {levels, values, names, link} = read;
  const whole =
    Array.isArray(levels) &&
    levels.every((level) => typeof level === "string") &&
    Array.isArray(values) &&
    values.every(Number.isFinite) &&
    values.length === levels.length;
  if (!whole || !names.includes(column) || !(link === "identity" || link === "logistic")) throw damaged(kind);
  return modelOf(read);
}

interface TraderMeanState extends BaselineState {
  readonly link: "identity" | "logistic";
  /** Prediction for a trader that was not seen. */
  readonly all: number;
  /** Traders seen, ascending by code point, and the prediction for each. */
  readonly levels: readonly string[];
  readonly values: readonly number[];
}

function modelOf(state: TraderMeanState): Model {
  const {names, levels, values, all, rows, link} = state;
  const at = names.indexOf(column);
  const predict = (x: Design) => {
    checkNames(x, names);
    const own = levelsOf(x.levels, column);
    checkKind(column, own, levels);
    return Float64Array.from(matchLevels(x.columns[at], own!, levels), (code) => (code < 0 ? all : values[code]));
  };
  return {
    predict,
    explain(x) {
      const base = marginOf(all, link);
      const trader = predict(x).map((value) => marginOf(value, link) - base);
      return {base, columns: names.map((_, j) => (j === at ? trader : new Float64Array(x.rows)))};
    },
    toJSON: () => state,
    summary: () => ({
      rowsUsed: rows,
      chosen: {all, traders: levels.length},
      weights: Object.fromEntries(levels.map((level, k) => [`${column}=${level}`, values[k] - all])),
    }),
  };
}

import type {ExplainedRow, SignalReport} from "../../evaluate/model-report/types.ts";
import type {Design, Model} from "../../models/learner.ts";

/** Values of one row, in the order of the features: a number, a level, or null where missing. */
export type RowValues = ExplainedRow["values"];

/**
 * One row as a model's design. A level is its index among the study's levels.
 * @throws RangeError for a level that is not there, or a text where a number belongs.
 */
export function designOfRow({features, levels}: Pick<SignalReport, "features" | "levels">, values: RowValues): Design {
  const columns = features.map((name, j) => {
    const value = values[j];
    if (value === null) return Float64Array.of(Number.NaN);
    if (!Object.hasOwn(levels, name)) {
      if (typeof value !== "number") throw new RangeError(`invalid value of ${name}; not a number: ${value}`);
      return Float64Array.of(value);
    }
    const code = levels[name].indexOf(String(value));
    if (code < 0) throw new RangeError(`invalid value of ${name}; not one of ${levels[name].join(", ")}: ${value}`);
    return Float64Array.of(code);
  });
  return {rows: 1, names: features, columns, ...(Object.keys(levels).length > 0 ? {levels} : {})};
}

/** What the model says of one row, in its unit. */
export function rescore(model: Pick<Model, "predict">, s: SignalReport, values: RowValues): number {
  return model.predict(designOfRow(s, values))[0];
}

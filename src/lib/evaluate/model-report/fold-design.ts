import type {Design} from "../../models/index.ts";
import type {FoldItem} from "../fold-item.ts";
import {inVolatilities, testRows, withLevels} from "../fold-rows.ts";
import {applyPreparation, type Preparation} from "../prepare-fold.ts";
import {actualOf, nextDayNet} from "../target.ts";

/** Rows of a fold as its model saw them, or was asked about them. */
export interface FoldDesign {
  readonly x: Design;
  readonly trader: Int32Array;
  readonly day: Int32Array;
  /** Currency of the trader's past volatility. */
  readonly scale: Float64Array;
  /** What happened: currency, or 0 and 1; NaN where it is not known within the fold. */
  readonly actual: Float64Array;
  /** The same in the learner's unit, limited as in training. */
  readonly target: Float64Array;
}

/**
 * The test rows of a fold as a design with exactly the features of a model that was saved of it, in their order.
 * @param names of the model (`SavedModel.names`): what selection left over.
 * @throws RangeError for a name that the fold does not make.
 */
export function designOfFold(item: FoldItem, prepared: Preparation, names: readonly string[]): FoldDesign {
  const full = applyPreparation(item, prepared);
  const columns = names.map((name) => {
    const j = full.names.indexOf(name);
    if (j < 0)
      throw new RangeError(
        `invalid model; it was fitted on "${name}", fold ${item.fold.index} has: ${full.names.join(", ")}`,
      );
    return full.columns[j];
  });
  return rowsIn(full, names, columns);
}

function rowsIn(item: FoldItem, names: readonly string[], columns: readonly Float64Array[]): FoldDesign {
  const {target = nextDayNet, fold} = item;
  const rows = testRows(item);
  const pick = (values: Float64Array) => Float64Array.from(rows, (i) => values[i]);
  const actual = pick(actualOf(target, item, fold.test.end - 1));
  const scale = pick(item.scale);
  return {
    x: withLevels({rows: rows.length, names, columns: columns.map(pick)}, item),
    trader: Int32Array.from(rows, (i) => item.trader[i]),
    day: Int32Array.from(rows, (i) => item.day[i]),
    scale,
    actual,
    target: actual.map((y, k) => (Number.isNaN(y) ? y : inVolatilities(target, y, scale[k]))),
  };
}

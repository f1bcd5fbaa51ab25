import {checkKind, levelsOf, matchLevels} from "../categories.ts";
import {checkNames} from "../design.ts";
import type {Design} from "../learner.ts";
import type {TreeEnsemble} from "./tree.ts";

/**
 * The design's columns as the ensemble's trees compare them: 32-bit floats, categorical features as indices of the
 * ensemble's own levels (matched by text; a level not seen in training becomes NaN, missing).
 * @throws RangeError where names differ from those fitted on, where one of the two takes a feature for categorical and the
 * other does not, or where a column of levels holds what is no index of a level.
 */
export function modelColumns({names, levels}: Pick<TreeEnsemble, "names" | "levels">, x: Design): Float32Array[] {
  checkNames(x, names);
  return names.map((name, j) => {
    const given = levelsOf(x.levels, name);
    const fitted = levelsOf(levels, name);
    checkKind(name, given, fitted);
    if (given === undefined || fitted === undefined) return new Float32Array(x.columns[j]);
    return Float32Array.from(matchLevels(x.columns[j], given, fitted), (code) => (code < 0 ? Number.NaN : code));
  });
}

import {levelsOf, matchLevels} from "../categories.ts";
import {checkNames, impute} from "../design.ts";
import type {Design, Explanation} from "../learner.ts";
import {checkKinds, type Encoding} from "./encoding.ts";

/** A fitted linear function of an encoded design: margin = intercept + Σ weights[t] · z[t]. */
export interface LinearFunction {
  readonly encoding: Encoding;
  /** Of the standardised terms; one a term. */
  readonly weights: readonly number[];
  readonly intercept: number;
}

/** The margin of every row: the prediction itself, or its log-odds for a logistic model. */
export function linearMargin(x: Design, f: LinearFunction): Float64Array {
  const margin = new Float64Array(x.rows).fill(f.intercept);
  for (const add of featureAdders(x, f)) add(margin);
  return margin;
}

/**
 * Contributions of each feature to each margin, exact: weight × (value − training mean) / sd, summed over the levels of a
 * categorical feature. The Shapley values of a linear function whose features are taken as independent (Lundberg and Lee
 * 2017, corollary 1); the base is the margin of the average training row.
 */
export function linearContributions(x: Design, f: LinearFunction): Explanation {
  const columns = featureAdders(x, f).map((add) => {
    const column = new Float64Array(x.rows);
    add(column);
    return column;
  });
  return {base: f.intercept, columns};
}

/** One function a feature, that adds its contributions to a column. */
function featureAdders(x: Design, {encoding, weights}: LinearFunction): ((into: Float64Array) => void)[] {
  checkNames(x, encoding.names);
  checkKinds(x, encoding);
  const termsOf: number[][] = encoding.names.map(() => []);
  encoding.terms.forEach((term, t) => {
    if (weights[t] !== 0) termsOf[term.feature].push(t);
  });
  return encoding.names.map((name, feature) => (into) => {
    const terms = termsOf[feature];
    if (terms.length === 0) return;
    const own = levelsOf(x.levels, name);
    if (own === undefined) addNumber(x.columns[feature], encoding.terms[terms[0]], weights[terms[0]], into);
    else {
      const fitted = encoding.levels[name];
      const table = fitted.map((_, level) =>
        terms.reduce((sum, t) => {
          const {level: of, mean, sd} = encoding.terms[t];
          return sum + weights[t] * (((of === level ? 1 : 0) - mean) / sd);
        }, 0),
      );
      const codes = matchLevels(x.columns[feature], own, fitted);
      for (let i = 0; i < codes.length; i++) if (codes[i] >= 0) into[i] += table[codes[i]];
    }
  });
}

function addNumber(
  values: Float64Array,
  {fill, mean, sd}: Encoding["terms"][number],
  weight: number,
  into: Float64Array,
): void {
  const column = impute(values, fill);
  for (let i = 0; i < column.length; i++) into[i] += weight * ((column[i] - mean) / sd);
}

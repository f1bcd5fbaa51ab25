import type {Influential} from "../inference/inference.ts";
import type {Labels} from "../inference/labels.ts";

/** What treating by a rule would be worth; each for `inference`. */
export interface RuleValue {
  /** Mean outcome if treated where the rule says so. */
  readonly value: Influential;
  /** Against treating nobody, treating all, and treating the same share at random: the last is the worth of knowing whom. */
  readonly overNobody: Influential;
  readonly overEverybody: Influential;
  readonly overRandom: Influential;
  /** Share of rows that the rule treats. */
  readonly treated: number;
}

/**
 * Value of a treatment rule from doubly robust signals of the two potential outcomes (Athey and Wager 2021).
 * @param signals `signal0` and `signal1` of an interactive fit.
 * @param rule share of each row that is treated, in [0, 1]; from a model that did not see the row.
 * @throws RangeError for lengths that differ, or a rule outside [0, 1].
 */
export function ruleValue(
  {
    signal0,
    signal1,
    labels,
  }: {readonly signal0: Float64Array; readonly signal1: Float64Array; readonly labels?: Labels},
  rule: Float64Array,
): RuleValue {
  const n = signal0.length;
  if (rule.length !== n || signal1.length !== n)
    throw new RangeError(`invalid lengths; signals ${n} and ${signal1.length}, rule ${rule.length}`);
  const bad = rule.findIndex((p) => !(p >= 0 && p <= 1));
  if (bad >= 0) throw new RangeError(`invalid rule; not in [0, 1] in row ${bad}: ${rule[bad]}`);
  const mean = (v: Float64Array) => v.reduce((sum, x) => sum + x, 0) / n;
  const of = (term: (i: number) => number): Influential => {
    const terms = signal0.map((_, i) => term(i));
    const theta = mean(terms);
    return {theta, influence: terms.map((v) => v - theta), labels};
  };
  const effect = (i: number) => signal1[i] - signal0[i];
  const share = mean(rule);
  const average = mean(signal0.map((_, i) => effect(i)));
  // the share is estimated too: θ = E[(r − E r) effect], whose influence is (r − r̄)(effect − mean effect) − θ
  const covariance = of((i) => (rule[i] - share) * (effect(i) - average));
  return {
    value: of((i) => signal0[i] + rule[i] * effect(i)),
    overNobody: of((i) => rule[i] * effect(i)),
    overEverybody: of((i) => (rule[i] - 1) * effect(i)),
    overRandom: covariance,
    treated: share,
  };
}

import type {Statistic} from "./model.ts";

/**
 * A statistic's value for one row of its table (undefined: a combination that training did not have, so all counts 0), in
 * 32-bit floats as CatBoost computes it:
 * (count + priorNumerator) / (total + priorDenominator), then (that + shift) · scale.
 *
 * Borders: rows of the target classes above `targetBorder`, over all; Buckets: rows of that class, over all;
 * BinarizedTargetMeanValue and FloatTargetMeanValue: the targets' sum, over their number; Counter and FeatureFreq: rows of the
 * combination, over the rows that the table's denominator says (Prokhorenkova et al. 2018, equation 5; CatBoost's documentation,
 * "Transforming categorical features to numerical features").
 */
export function statisticValue(statistic: Omit<Statistic, "elements" | "borders">, row?: readonly number[]): number {
  const [count, total] = counts(statistic, row);
  const f = Math.fround;
  const top = f(f(count) + f(statistic.priorNumerator));
  const bottom = f(f(total) + f(statistic.priorDenominator));
  return f(f(f(top / bottom) + f(statistic.shift)) * f(statistic.scale));
}

function counts(
  {kind, table, targetBorder}: Pick<Statistic, "kind" | "table" | "targetBorder">,
  row?: readonly number[],
) {
  if (kind === "Counter" || kind === "FeatureFreq") return [row?.[0] ?? 0, table.denominator];
  if (row === undefined) return [0, 0];
  if (kind === "BinarizedTargetMeanValue" || kind === "FloatTargetMeanValue") return row;
  const sum = (from: number, to: number) => row.slice(from, to).reduce((a, b) => a + b, 0);
  const total = sum(0, row.length);
  return kind === "Buckets" ? [row[targetBorder], total] : [sum(targetBorder + 1, row.length), total];
}

import {quantileSorted} from "simple-statistics";
import {spearman} from "../../numeric/index.ts";
import {levelsOf} from "../categories.ts";
import type {Design, Explanation} from "../learner.ts";

export interface ContributionSummary {
  readonly name: string;
  /** Mean of |contribution| over the rows: the feature's importance, in units of the margin. */
  readonly meanAbsolute: number;
  /** Part of the sum of all features' importances; 0 where all are 0. */
  readonly share: number;
  /** Contributions at 5, 25, 50, 75 and 95 % of the rows (type 7 quantiles). */
  readonly quantiles: readonly [p5: number, p25: number, p50: number, p75: number, p95: number];
  /**
   * Spearman's correlation of value and contribution: 1 where more of the feature always means a higher margin. NaN for a
   * categorical feature, or where either is constant.
   */
  readonly direction: number;
}

const shares = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

/**
 * Contributions over all rows, by feature, the most important first (ties by name): what a summary chart draws.
 * @throws RangeError where the explanation is not of the design, or there are no rows.
 */
export function summariseContributions({columns}: Explanation, x: Design): ContributionSummary[] {
  if (x.rows === 0) throw new RangeError("invalid design; it has no rows");
  if (columns.length !== x.names.length || columns.some((column) => column.length !== x.rows))
    throw new RangeError(
      `invalid explanation; not of ${x.names.length} features and ${x.rows} rows, as the design: ${columns.length} features and ${columns[0]?.length} rows`,
    );
  const means = columns.map((column) => column.reduce((sum, v) => sum + Math.abs(v), 0) / x.rows);
  const whole = means.reduce((sum, v) => sum + v, 0);
  return x.names
    .map((name, j): ContributionSummary => {
      const sorted = columns[j].slice().sort();
      const [p5, p25, p50, p75, p95] = shares.map((p) => quantileSorted(sorted as unknown as number[], p));
      return {
        name,
        meanAbsolute: means[j],
        share: whole > 0 ? means[j] / whole : 0,
        quantiles: [p5, p25, p50, p75, p95],
        direction: levelsOf(x.levels, name) === undefined ? spearman(x.columns[j], columns[j]) : Number.NaN,
      };
    })
    .sort((a, b) => b.meanAbsolute - a.meanAbsolute || (a.name < b.name ? -1 : 1));
}

import type {Table} from "../../numeric/index.ts";
import {treatmentSample} from "../treatment.ts";
import type {TruthRows} from "./types.ts";

/**
 * What a partially linear model finds where effects differ: Σ p (1 − p) effect / Σ p (1 − p) over the rows compared, p the chance
 * of a limit given the past. null where no row could have gone either way.
 */
export function overlapTruth(panel: Table, interventions: Table, truth: TruthRows): number | null {
  return weightedTruth(treatmentSample(panel, interventions).rows, truth, (p) => p * (1 - p));
}

/** Mean effect over rows of the panel, each weighted by a function of its propensity; null without weight. */
export function weightedTruth(
  rows: ArrayLike<number>,
  {effect, propensity}: TruthRows,
  weight: (propensity: number, k: number) => number,
): number | null {
  let [sum, total] = [0, 0];
  for (let k = 0; k < rows.length; k++) {
    const w = weight(propensity[rows[k]], k);
    sum += w * effect[rows[k]];
    total += w;
  }
  return total > 0 ? sum / total : null;
}

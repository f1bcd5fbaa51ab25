import type {Finding} from "../../study/index.ts";
import type {SliceResult} from "./engine.ts";

/** What a comparison of the browser's totals with the findings came to. */
export interface Agreement {
  /** Numbers compared. */
  readonly compared: number;
  /** One sentence for each number that differs or has no finding; empty: all agree. */
  readonly problems: readonly string[];
}

type Total = SliceResult["total"];

/** Field of the total → last part of the finding's id. */
const FIGURES: readonly (readonly [keyof Total, string])[] = [
  ["rows", "rows"],
  ["days", "days"],
  ["changed", "changed"],
  ["meanMultiplier", "mean_multiplier"],
  ["actual", "actual"],
  ["policy", "policy"],
  ["delta", "delta"],
  ["derisking", "derisking"],
  ["timing", "timing"],
  ["hitRate", "success_rate"],
];

/**
 * Compares the unfiltered totals of each model with the findings `impact.<model>.total.*`, which the pipeline made with
 * other code from the same rows. Sums taken in another order differ in their last bits: two numbers agree when they
 * differ by at most 1e-9 of the larger of 1 and |actual| + |policy| (1e-9 itself for counts and shares).
 */
export function compareTotals(
  totals: ReadonlyMap<string, Total>,
  findings: readonly Pick<Finding, "id" | "value" | "unit">[],
): Agreement {
  const published = new Map(findings.map((finding) => [finding.id, finding]));
  const problems: string[] = [];
  for (const [model, total] of totals) {
    const turnover = Math.max(1, Math.abs(total.actual) + Math.abs(total.policy));
    for (const [field, name] of FIGURES) {
      const id = `impact.${model}.total.${name}`;
      const finding = published.get(id);
      const [here, there] = [total[field], finding?.value];
      const close = () =>
        Math.abs(Number(there) - Number(here)) <= 1e-9 * (finding?.unit === "currency" ? turnover : 1);
      if (there === undefined) problems.push(`There is no finding ${id} to compare with.`);
      else if (here === null || there === null ? here !== there : !close())
        problems.push(`${id} is ${there ?? "not available"} in the findings and ${here ?? "not available"} here.`);
    }
  }
  return {compared: totals.size * FIGURES.length, problems};
}

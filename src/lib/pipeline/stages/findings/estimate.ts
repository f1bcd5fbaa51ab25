import type {DayEstimate} from "../../../evaluate/index.ts";
import type {FindingDraft} from "../../../study/index.ts";

/**
 * A finding of an estimate by day, with its interval where there is one.
 * @param missing why there is no estimate; used where it is null.
 */
export function estimateFinding(
  estimate: DayEstimate | null,
  level: number,
  draft: Omit<FindingDraft, "value" | "interval" | "level" | "note">,
  missing: string,
): FindingDraft {
  if (estimate === null) return {...draft, value: null, note: missing};
  const {value, interval} = estimate;
  return {...draft, value, ...(interval === null ? {} : {interval, level})};
}

/** How intervals of ratios by day are made. */
export const byDay = "Interval by day: linearised ratio, Bartlett variance over days, Student’s t.";

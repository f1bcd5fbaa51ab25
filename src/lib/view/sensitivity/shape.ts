import type {factorLine, movedDml, movedLinear} from "../../robustness/sensitivity/moved.ts";
import type {ComputedSensitivity, SensitivityReport} from "../../robustness/sensitivity/report-types.ts";

export const artifact = "sensitivity/sensitivity.json";

/** The library's own functions, which the page hands in: a reader's numbers come from the code that published the others. */
export interface Movers {
  readonly movedDml: typeof movedDml;
  readonly movedLinear: typeof movedLinear;
  readonly factorLine: typeof factorLine;
}

/** The report where there is one: the file may be missing from a run that is older than it. */
export function computed(report: SensitivityReport | null): ComputedSensitivity | null {
  return report?.status === "computed" ? report : null;
}

/** "Last P&L, 2 ×". */
export function timesLabel({label, times}: {readonly label: string; readonly times: number}): string {
  return times === 1 ? label : `${label}, ${times}\u202f×`;
}

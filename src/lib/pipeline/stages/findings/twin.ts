import type {TwinReport} from "../../../evaluate/index.ts";
import type {FindingDraft} from "../../../study/index.ts";
import {byDay, estimateFinding} from "./estimate.ts";

/** What could be foretold on the twins, and what was. */
export function twinFindings({skill, limits}: TwinReport, level: number): FindingDraft[] {
  const none = limits[0] === undefined ? "There is no twin." : `No twin: ${limits[0].why}.`;
  const common = {n: skill?.rows ?? null, of: "simulated trader-days", artifact: "twin.json", unit: "share" as const};
  const twins =
    skill === null
      ? "simulated twins"
      : `${skill.draws} simulated twins of ${skill.traders} traders (same distribution, autocorrelation, volatility clusters and correlation; limits without effect)`;
  return [
    estimateFinding(
      skill?.attainable ?? null,
      level,
      {
        ...common,
        id: "why.twin.attainable",
        label: "R² attainable on simulated twins",
        method: `Σ(E − m)² / Σ(net − m)² over ${twins}: E is what the generator expected given the past, m the mean so far; out of sample. ${byDay}`,
      },
      none,
    ),
    estimateFinding(
      skill?.earned ?? null,
      level,
      {
        ...common,
        id: "why.twin.earned",
        label: `R² earned on simulated twins: ${skill?.label ?? "ridge regression"}`,
        method: `[Σ(E − m)² − Σ(E − prediction)²] / Σ(net − m)² over ${twins}, the same walk-forward: its R² with the luck of the days taken out. ${byDay}`,
      },
      none,
    ),
    estimateFinding(
      skill?.reached ?? null,
      level,
      {
        ...common,
        id: "why.twin.reached",
        label: `Share of it that was reached on the twins: ${skill?.label ?? "ridge regression"}`,
        method: `R² earned / R² attainable over ${twins}. ${byDay}`,
      },
      skill === null ? none : "There is next to nothing to reach on the twins.",
    ),
  ];
}

import type {LimitSample} from "../../causal/index.ts";
import {benchmarkRows, causeOf, explainedAway, multiples, survivesCause} from "./benchmark-rows.ts";
import {type AssessSensitivityOptions, askOfCore, type SensitivityCore} from "./core.ts";
import {leftOutRows} from "./left-out.ts";
import {linearReport} from "./linear-report.ts";
import {type ClusteredDml, criticalFactor, dmlRobustness, movedDml} from "./moved.ts";
import {pairReport} from "./pair-report.ts";
import type {ComputedSensitivity, ContourReport, SensitivityReport} from "./report-types.ts";
import {simulatedCheck} from "./simulated-check.ts";

/** Single features whose multiples are tabled: the strongest. */
const shownFeatures = 6;
/** Sides that a frame of the contour plot may have. */
const sides = [0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8];

/**
 * How strong a hidden cause would have to be to change what the adjusted comparison says of real limits: see `SensitivityReport`.
 * The fit is that of `estimateInterventions`, number for number.
 * @returns "not possible" with the reason where there is no estimate, or nothing of it to explain away.
 */
export function assessSensitivity(options: AssessSensitivityOptions): SensitivityReport {
  return askOfCore(options, (core) => reportOf(core, options));
}

function reportOf(
  {sample, fit, whole, clustering, linear, least, groups, observed, features, families, refit}: SensitivityCore,
  {seed, level}: Pick<AssessSensitivityOptions, "seed" | "level">,
): ComputedSensitivity {
  const {cluster} = clustering;
  const yardsticks = [...features.slice(0, shownFeatures), ...families];
  const benchmarks = benchmarkRows(yardsticks, (cause) => movedDml(whole, cause));
  const [top, topFamily] = [features.at(0) ?? null, families.at(0) ?? null];
  const strongest = benchmarks.findIndex((b) => b.feature === top?.name && b.times === multiples[0]);
  return {
    status: "computed",
    level,
    n: sample.y.length,
    treated: sample.treated.reduce((sum, d) => sum + d, 0),
    fit: whole,
    method: `The published fit; influence functions summed by ${cluster.join(" and ")} (Chernozhukov, Cinelli, Newey, Sharma and Syrgkanis 2022)`,
    robustnessValue: dmlRobustness(whole, "estimate"),
    robustnessValueAtLevel: dmlRobustness(whole, "interval"),
    benchmarks,
    strongest: strongest < 0 ? null : strongest,
    survives: top === null ? null : survivesCause(whole, causeOf(top, 1)),
    explainedAway: top === null ? null : explainedAway(whole, top),
    family:
      topFamily === null
        ? null
        : {
            survives: survivesCause(whole, causeOf(topFamily, 1)),
            explainedAway: explainedAway(whole, topFamily),
          },
    linear: linearReport(least, {yardsticks, observed, clustering}),
    leftOut: leftOutRows(
      groups.filter(({kind}) => kind === "family"),
      {x: sample.x, whole, refit},
    ),
    contour: contourOf(whole, benchmarks),
    pairs: pairReport({sample, fit, cluster, level}),
    simulated: simulatedCheck({linear, same: fit.theta < 0 === least.estimate < 0, x: sample.x, whole, refit, seed}),
    notes: notesOf(sample, cluster),
  };
}

/** A frame that shows the robustness value, every feature and once each family, and the lines in it. */
function contourOf(fit: ClusteredDml, rows: ComputedSensitivity["benchmarks"]): ContourReport {
  const robust = dmlRobustness(fit, "estimate");
  const side = (of: (row: (typeof rows)[number]) => number) => {
    const shown = rows.filter(({kind, times}) => kind === "feature" || times === 1);
    const most = shown.reduce((m, row) => Math.max(m, of(row)), 1.6 * robust);
    return sides.find((v) => v >= 1.08 * most) ?? 0.95;
  };
  const all = criticalFactor(fit, "estimate");
  return {
    maxTreatment: side((r) => r.partialR2Treatment),
    maxOutcome: side((r) => r.partialR2Outcome),
    lines: [0.25, 0.5, 0.75, 1].map((share) => ({share, factor: share * all})),
    interval: criticalFactor(fit, "interval"),
  };
}

function notesOf({trader}: LimitSample, cluster: readonly string[]): string[] {
  const traders = new Set(trader).size;
  return cluster.length > 1
    ? []
    : [
        `Errors are clustered by day only: with ${traders} ${traders === 1 ? "trader" : "traders"} there are too few to cluster by trader too.`,
      ];
}

import {
  clustersOf,
  type DesignContext,
  type FittedLimits,
  fitLimits,
  fittedLimits,
  fixedLearners,
  type LimitSample,
  type PlrFit,
} from "../../causal/index.ts";
import {reach, type Yardstick} from "./benchmark-rows.ts";
import {type Clustering, clusteredDml} from "./clustered.ts";
import type {LinearColumns} from "./linear-columns.ts";
import {type LinearSensitivity, linearSensitivity} from "./linear-fit.ts";
import {type ClusteredDml, criticalFactor} from "./moved.ts";
import type {SensitivityReport} from "./report-types.ts";
import {filledColumns, type Group, groupsOf, type NamedFeature} from "./yardsticks.ts";

export interface AssessSensitivityOptions
  extends Pick<DesignContext, "panel" | "interventions" | "learners" | "seed" | "level" | "fits"> {
  readonly features: readonly NamedFeature[];
}

/** What every question about a hidden cause starts from. */
export interface SensitivityCore {
  readonly sample: LimitSample;
  /** That of `estimateInterventions`, number for number. */
  readonly fit: PlrFit;
  readonly whole: ClusteredDml;
  readonly clustering: Clustering;
  readonly linear: LinearColumns;
  readonly least: LinearSensitivity;
  readonly groups: readonly Group[];
  /** What each group explains, in their order. */
  readonly observed: readonly Yardstick[];
  /** Features, and families, that could move an estimate: the strongest first. */
  readonly features: readonly Yardstick[];
  readonly families: readonly Yardstick[];
  /** The published estimator with its penalties, on other features. */
  readonly refit: (x: LimitSample["x"]) => ReturnType<typeof fitLimits>;
}

type NotPossible = Extract<SensitivityReport, {status: "not possible"}>;

/** Strengths below this are what rounding leaves. */
const rounding = 1e-12;
const unexplained = "Trader-days whose P&L and limits vary beyond what the features tell.";

/**
 * Asks a question of the published fit of the effect of limits.
 * @returns the answer, or "not possible" with the reason where there is no estimate, nothing of it to explain away, or a library
 * refuses.
 */
export function askOfCore<T>(options: AssessSensitivityOptions, ask: (core: SensitivityCore) => T): T | NotPossible {
  try {
    const fitted = fittedLimits(options);
    if ("reason" in fitted) return {status: "not possible", ...fitted};
    const core = coreOf(fitted, options);
    return "status" in core ? core : ask(core);
  } catch (error) {
    if (!(error instanceof RangeError && error.message.startsWith("invalid "))) throw error;
    return {status: "not possible", reason: sentence(error.message), needs: unexplained};
  }
}

function coreOf(
  {sample, fit}: FittedLimits,
  {learners, seed, level, features}: AssessSensitivityOptions,
): SensitivityCore | NotPossible {
  const {cluster} = clustersOf(sample);
  const clustering = {cluster, labels: {day: sample.day, trader: sample.trader}, level};
  const whole = clusteredDml(fit, clustering);
  const square = sample.y.reduce((sum, v) => sum + v * v, 0) / sample.y.length;
  if (!(whole.sigma2 > rounding * square))
    return {
      status: "not possible",
      reason: "Limits and features tell the P&L exactly: nothing is left of it that a hidden cause could explain.",
      needs: unexplained,
    };
  if (!(criticalFactor(whole, "estimate") > rounding))
    return {
      status: "not possible",
      reason: "The estimated effect is exactly zero: there is nothing that a hidden cause could explain away.",
      needs: "An estimate other than zero.",
    };
  const groups = groupsOf(features, sample.x.names);
  const linear = {
    outcome: sample.y,
    treatment: sample.treated,
    covariates: filledColumns(sample.x),
    absorb: sample.trader,
  };
  const least = linearSensitivity({...linear, benchmarks: groups.map(({names}) => names)});
  const observed = groups.map(({name, label, kind}, k): Yardstick => ({...least.benchmarks[k], name, label, kind}));
  const strongest = (kind: Yardstick["kind"]) =>
    observed.filter((b) => b.kind === kind && reach(b) > 0).sort((a, b) => reach(b) - reach(a));
  return {
    ...{sample, fit, whole, clustering, linear, least, groups, observed},
    features: strongest("feature"),
    families: strongest("family"),
    refit: (x) => fitLimits({...sample, x}, fixedLearners(learners, fit.penalties), seed),
  };
}

function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

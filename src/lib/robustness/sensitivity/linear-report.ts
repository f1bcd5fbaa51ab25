import {benchmarkRows, type Yardstick} from "./benchmark-rows.ts";
import {clusteredLinear} from "./clustered.ts";
import {partialR2, robustnessValue} from "./linear.ts";
import type {LinearSensitivity} from "./linear-fit.ts";
import {linearRobustness, movedLinear} from "./moved.ts";
import type {LinearReport} from "./report-types.ts";

/** Least squares beside the published estimate: Cinelli and Hazlett's values with the standard error that the days and traders ask for. */
export function linearReport(
  least: LinearSensitivity,
  {
    yardsticks,
    observed,
    clustering,
  }: {
    readonly yardsticks: readonly Yardstick[];
    readonly observed: readonly Yardstick[];
    readonly clustering: Parameters<typeof clusteredLinear>[1];
  },
): LinearReport {
  const fit = clusteredLinear(least, clustering);
  const {interval} = movedLinear(fit, {treatment: 0, outcome: 0, correlation: 0});
  return {
    fit,
    interval,
    method: `Least squares on the same features, missing values filled by their median, and each trader's own level; standard error clustered by ${clustering.cluster.join(" and ")}`,
    partialR2: partialR2(least),
    robustnessValue: linearRobustness(fit, "estimate"),
    robustnessValueAtLevel: linearRobustness(fit, "interval"),
    classicalValueAtLevel: robustnessValue(least, {alpha: 1 - clustering.level}),
    designEffect: fit.clusteredSe / fit.se,
    benchmarks: benchmarkRows(yardsticks, (cause) => movedLinear(fit, cause)),
    observed: observed.map(({name, label, kind, treatment, outcome}) => ({
      feature: name,
      label,
      kind,
      treatment,
      outcome,
    })),
  };
}

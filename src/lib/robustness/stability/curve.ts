import type {ComputedCurve, Specification} from "./types.ts";

/** Signs and significance of a curve's specifications against the reported one, which is the first. */
export function curveOf(
  facts: Pick<ComputedCurve, "of" | "unit" | "level" | "method">,
  specifications: readonly Specification[],
): ComputedCurve {
  const [reported, ...others] = specifications;
  const estimate = reported.estimate!;
  const found = others.filter((s) => s.estimate !== null);
  const judged = found.filter((s) => s.interval !== null);
  const share = (list: readonly Specification[], agrees: (s: Specification) => boolean) =>
    list.length === 0 ? null : list.filter(agrees).length / list.length;
  const says = sayOf(reported.interval);
  const estimates = specifications.flatMap((s) => (s.estimate === null ? [] : [s.estimate]));
  return {
    ...facts,
    status: "computed",
    estimate,
    interval: reported.interval,
    specifications,
    compared: found.length,
    sameSign: estimate === 0 ? null : share(found, (s) => Math.sign(s.estimate!) === Math.sign(estimate)),
    sameSignificance: reported.interval === null ? null : share(judged, (s) => sayOf(s.interval) === says),
    range: found.length === 0 ? null : [Math.min(...estimates), Math.max(...estimates)],
  };
}

function sayOf(interval: readonly [number, number] | null): "above" | "below" | "neither" {
  if (interval === null) return "neither";
  return interval[0] > 0 ? "above" : interval[1] < 0 ? "below" : "neither";
}

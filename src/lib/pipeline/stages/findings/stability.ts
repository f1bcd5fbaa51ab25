import type {SpecificationCurve, StabilityReport} from "../../../robustness/index.ts";
import type {FindingDraft} from "../../../study/index.ts";

const artifact = "stability.json";
const subject = {policy: "Timing", causal: "Effect of real limits"} as const;

/** How many of the other specifications say the same as the reported one. */
export function stabilityFindings({curves}: StabilityReport): FindingDraft[] {
  return curves.flatMap(findingsOf);
}

function findingsOf(curve: SpecificationCurve): FindingDraft[] {
  const id = `stability.${curve.of}`;
  const label = subject[curve.of];
  if (curve.status === "not run")
    return [
      {
        id: `${id}.same_sign`,
        label: `${label}: other choices with the same sign`,
        value: null,
        unit: "share",
        n: null,
        method: "Not made.",
        artifact,
        note: curve.reason,
      },
    ];
  const common = {artifact, n: curve.compared, of: "specifications", method: `${curve.method}.`};
  return [
    {
      ...common,
      id: `${id}.same_sign`,
      label: `${label}: other choices with the same sign`,
      value: curve.sameSign,
      unit: "share",
      ...(curve.sameSign === null ? {note: "No other specification could be estimated, or the estimate is zero."} : {}),
    },
    {
      ...common,
      id: `${id}.same_significance`,
      label: `${label}: other choices whose interval says the same`,
      value: curve.sameSignificance,
      unit: "share",
      ...(curve.sameSignificance === null ? {note: "There is no interval to compare."} : {}),
    },
    {...common, id: `${id}.compared`, label: `${label}: other choices made`, value: curve.compared, unit: "count"},
  ];
}

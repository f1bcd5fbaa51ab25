import {type CausalReport, fittedLimits} from "../../causal/index.ts";
import type {Plan} from "../../evaluate/index.ts";
import {
  effectIntervals,
  type IntervalComparison,
  type IntervalReport,
  type RobustnessReport,
  timingIntervals,
} from "../../robustness/index.ts";
import type {FindingDraft, Study} from "../../study/index.ts";
import type {Stage, StageContext} from "../stage.ts";
import {causalInputs, causalLearners, causalParams} from "./causal-context.ts";
import {fittedContext} from "./causal-fit.ts";
import {readPolicyRows} from "./policy.ts";

/** The two reported intervals beside those that other bootstraps would have given. */
export function intervalsStage(study: Study): Stage {
  const causal = causalParams(study);
  const {seed, inference} = study;
  return {
    name: "intervals",
    label: "redraw the days in other ways",
    inputs: [...causalInputs, "plan", "policy", "robustness", "causal"],
    files: [],
    code: [new URL(import.meta.url), ...causalLearners],
    params: {causal, seed, inference},
    async run(context) {
      const {primary} = context.input("plan").json<Plan>("plan.json");
      const robustness = context
        .input("robustness")
        .json<RobustnessReport>("robustness.json")
        .signals.find(({signal}) => signal === primary);
      const rows = readPolicyRows(context.input("policy")).get(primary);
      const timing: IntervalComparison =
        rows === undefined || robustness === undefined
          ? {of: "policy", status: "not run", reason: "No policy could be judged on this study."}
          : timingIntervals({rows, robustness, level: inference.level, draws: inference.draws, seed});
      const file: IntervalReport = {comparisons: [timing, await ofEffect(context, causal, inference.draws)]};
      return {json: {"intervals.json": file}, findings: file.comparisons.flatMap(findingsOf)};
    },
  };
}

async function ofEffect(
  context: StageContext,
  params: ReturnType<typeof causalParams>,
  draws: number,
): Promise<IntervalComparison> {
  const notRun = (reason: string): IntervalComparison => ({of: "causal", status: "not run", reason});
  const report = context.input("causal").json<CausalReport>("causal.json");
  if (report.status === "not possible") return notRun(report.reason);
  const fitted = fittedLimits(await fittedContext(context, params));
  return "reason" in fitted ? notRun(fitted.reason) : effectIntervals({report, ...fitted, draws, seed: params.seed});
}

function findingsOf(comparison: IntervalComparison): FindingDraft[] {
  const common = {
    id: `intervals.${comparison.of}.same`,
    label: `${comparison.of === "policy" ? "Timing" : "Effect of real limits"}: other intervals that say the same`,
    unit: "count",
    of: "intervals",
    artifact: "intervals.json",
  } as const;
  if (comparison.status === "not run")
    return [{...common, value: null, n: null, method: "Not made.", note: comparison.reason}];
  const [reported, ...others] = comparison.rows;
  const made = others.filter(({interval}) => interval !== null);
  const says = (interval: readonly [number, number] | null) =>
    interval === null ? null : interval[0] > 0 ? 1 : interval[1] < 0 ? -1 : 0;
  return [
    {
      ...common,
      value: made.filter(({interval}) => says(interval) === says(reported.interval)).length,
      n: made.length,
      method: "Above zero, below zero, or neither, by other bootstraps and other ways to make an interval of draws.",
    },
  ];
}

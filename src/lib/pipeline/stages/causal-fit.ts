import {
  type CausalReport,
  type DesignContext,
  type FittedLimits,
  isRefusal,
  limitFit,
  limitSample,
  type Refusal,
} from "../../causal/index.ts";
import {float64, table} from "../../numeric/index.ts";
import type {ArtifactReader, StageContext, StageOutput} from "../stage.ts";
import {type causalParams, designContext} from "./causal-context.ts";

/** The penalties that the regressions of a design chose: an artifact of its stage. */
export const penaltiesFile = "penalties.json";

/**
 * The fit behind the published estimate as artifacts of the stage `causal`: `nuisances.arrow`, what the features foretell of P&L and of
 * limits on each trader-day compared, out of sample; and the penalties that their regressions chose. None where there is no fit.
 */
export function fitArtifacts(
  limits: FittedLimits | Refusal | undefined,
): Required<Pick<StageOutput, "tables" | "json">> {
  if (limits === undefined || "reason" in limits) return {tables: {}, json: {}};
  const {sample, fit} = limits;
  const {day, trader} = sample;
  const nuisances = table({trader, day, outcome: fit.predictedY, treatment: fit.predictedD});
  return {tables: {"nuisances.arrow": nuisances}, json: {[penaltiesFile]: fit.penalties}};
}

/** What a design may read, with the published fit: for stages that ask more of it, and so read `causal`. */
export async function fittedContext(
  context: StageContext,
  params: ReturnType<typeof causalParams>,
): Promise<DesignContext> {
  const own = await designContext(context, params);
  return {...own, fits: {limits: readLimits(context.input("causal"), own)}};
}

function readLimits(causal: ArtifactReader, {panel, interventions}: DesignContext): FittedLimits | Refusal {
  const report = causal.json<CausalReport>("causal.json");
  if (report.status === "not possible") return {reason: report.reason, needs: report.needs};
  const sample = limitSample(panel, interventions);
  if (isRefusal(sample))
    throw new Error(`an estimate is published, but its sample is refused: ${sample.reason} A defect, please report it`);
  const nuisances = causal.table("nuisances.arrow");
  const predicted = {outcome: float64(nuisances, "outcome"), treatment: float64(nuisances, "treatment")};
  return {sample, fit: limitFit(sample, predicted, causal.json(penaltiesFile))};
}

import type {DesignContext, StatedRule, TruthRows} from "../../causal/index.ts";
import {learnerModule, loadLearner} from "../../models/index.ts";
import {float64, int32, type Table, table} from "../../numeric/index.ts";
import type {Study} from "../../study/index.ts";
import type {StageContext} from "../stage.ts";
import type {DeskFile} from "./desk-artifacts.ts";

/** What every causal stage reads. */
export const causalInputs = ["ingest", "features", "causal-truth"] as const;
export const causalLearners = [learnerModule("ridge"), learnerModule("logistic")];

/** `rule.json` of the stage `causal-truth`: the score from which a simulated desk recommends limits; null: it has no rule, or is real. */
export interface DeskRule {
  readonly threshold: number | null;
}

/** Parameters of a causal stage. */
export function causalParams({seed, inference, policy}: Study) {
  return {seed, level: inference.level, rule: policy.kind === "fixed" ? policy : null};
}

/** Everything that a design may read, from the artifacts. */
export async function designContext(
  context: StageContext,
  {seed, level, rule}: ReturnType<typeof causalParams>,
): Promise<DesignContext> {
  const ingest = context.input("ingest");
  const {has, accounts, days, currency} = ingest.json<DeskFile>("desk.json");
  const panel = context.input("features").table("panel.arrow");
  const [ridge, logistic] = await Promise.all(["ridge", "logistic"].map(loadLearner));
  const {threshold} = context.input("causal-truth").json<DeskRule>("rule.json");
  const predictions = has.predictions ? ingest.table("predictions.arrow") : null;
  return {
    panel,
    interventions: has.interventions ? ingest.table("interventions.arrow") : null,
    days: days.length,
    accounts,
    currency,
    learners: {outcome: ridge, treatment: ridge, propensity: logistic},
    seed,
    level,
    rule: statedRule(predictions, rule, threshold),
    truth: truthRows(panel, context.input("causal-truth").table("truth.arrow"), days.length),
  };
}

/** The study's fixed policy, or a simulated desk's own rule on the score in its predictions. */
export function statedRule(
  predictions: Table | null,
  rule: ReturnType<typeof causalParams>["rule"],
  threshold: number | null,
): StatedRule | null {
  if (predictions === null) return null;
  const scores = (name: string) => {
    const {trader, day} = predictions.columns;
    return table({trader, day, value: float64(predictions, name)});
  };
  if (rule !== null && rule.multiplier < 1 && predictions.columns[rule.signal] !== undefined)
    return {
      label: rule.signal,
      cutoff: rule.above ?? rule.below!,
      side: rule.above !== undefined ? "above" : "below",
      scores: scores(rule.signal),
    };
  if (threshold !== null && predictions.columns.loss_probability !== undefined)
    return {label: "The desk's loss probability", cutoff: threshold, side: "above", scores: scores("loss_probability")};
  return null;
}

/** The simulator's truth in the order of the panel; null for a real desk. @throws RangeError for a row that it does not know. */
function truthRows(panel: Table, truth: Table, days: number): TruthRows | null {
  if (truth.rows === 0) return null;
  const key = (t: Table) => {
    const [trader, day] = [int32(t, "trader"), int32(t, "day")];
    return (row: number) => trader[row] * days + day[row];
  };
  const [known, wanted] = [key(truth), key(panel)];
  const at = new Map(Array.from({length: truth.rows}, (_, row) => [known(row), row]));
  const rows = Int32Array.from({length: panel.rows}, (_, row) => {
    const found = at.get(wanted(row));
    if (found === undefined) throw new RangeError(`invalid panel row ${row}; the simulator has no such trader and day`);
    return found;
  });
  const pick = (name: string) => {
    const column = float64(truth, name);
    return Float64Array.from(rows, (row) => column[row]);
  };
  return {effect: pick("effect"), propensity: pick("propensity")};
}

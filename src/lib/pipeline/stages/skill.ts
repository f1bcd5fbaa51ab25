import {assessSignal, baselinesOn, type Plan} from "../../evaluate/index.ts";
import type {Study} from "../../study/index.ts";
import type {Stage} from "../stage.ts";
import type {DeskFile} from "./desk-artifacts.ts";
import {skillFindings} from "./findings/skill.ts";
import {rowsOfSignal} from "./signal-rows.ts";

/** Judges every signal beside naive rules on the same rows. */
export function skillStage(study: Study): Stage {
  const {level} = study.inference;
  return {
    name: "skill",
    label: "judge the predictions",
    inputs: ["ingest", "plan", "predictions"],
    files: [],
    code: [new URL(import.meta.url)],
    params: {level},
    async run(context) {
      const ingest = context.input("ingest");
      const {days} = ingest.json<DeskFile>("desk.json");
      const daily = ingest.table("daily.arrow");
      const plan = context.input("plan").json<Plan>("plan.json");
      const predictions = context.input("predictions").table("predictions.arrow");
      const signals = plan.signals.map((signal) => {
        const rows = rowsOfSignal(predictions, signal.name);
        return assessSignal({
          signal,
          rows,
          baselines: baselinesOn({signal, rows, daily}),
          days,
          folds: plan.folds,
          level,
        });
      });
      return {json: {"skill.json": {signals}}, findings: signals.flatMap(skillFindings)};
    },
  };
}

import {makePlan} from "../../evaluate/index.ts";
import type {RecognisedSignals} from "../../ingest/index.ts";
import type {Study} from "../../study/index.ts";
import type {Stage} from "../stage.ts";
import type {DeskFile} from "./desk-artifacts.ts";

/** Settles what "auto" means on this desk: signals, split, folds; and lists what cannot be done, and why. */
export function planStage(study: Study): Stage {
  const {signals, learners, targets, split, newTraders, policy, primary, source} = study;
  return {
    name: "plan",
    label: "plan the study",
    inputs: ["ingest"],
    files: [],
    code: [new URL(import.meta.url)],
    params: {signals, learners, targets, split, newTraders, policy, primary: primary ?? null, source: source.kind},
    async run(context) {
      const ingest = context.input("ingest");
      const desk = ingest.json<DeskFile>("desk.json");
      const plan = makePlan(study, {...desk, recognised: ingest.json<RecognisedSignals>("recognised.json")});
      return {
        json: {"plan.json": plan},
        findings: [
          {
            id: "plan.folds",
            label: "Walk-forward folds",
            value: plan.folds.length,
            unit: "count",
            n: desk.days.length,
            of: "days",
            method: "Test windows that fit behind the first training window and the gap.",
            artifact: "plan.json",
          },
        ],
      };
    },
  };
}

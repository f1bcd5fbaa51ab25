import {type Plan, predictionRows, type Signal, type SignalRows, trainedSignals} from "../../evaluate/index.ts";
import type {FindingDraft, Study} from "../../study/index.ts";
import type {Stage} from "../stage.ts";
import type {DeskFile} from "./desk-artifacts.ts";
import {rowsOfSignal} from "./signal-rows.ts";

/** Gathers all predictions that are judged, made here or elsewhere, in one table. */
export function predictionsStage(study: Study): Stage {
  const names = trainedSignals(study).map((signal) => signal.name);
  return {
    name: "predictions",
    label: "gather predictions",
    inputs: ["ingest", "plan", ...names.map((name) => `walk-forward/${name}`)],
    files: [],
    code: [new URL(import.meta.url)],
    params: {names},
    async run(context) {
      const ingest = context.input("ingest");
      const plan = context.input("plan").json<Plan>("plan.json");
      const rows = predictionRows(plan, {
        daily: ingest.table("daily.arrow"),
        given: ingest.json<DeskFile>("desk.json").has.predictions ? ingest.table("predictions.arrow") : null,
        trained: new Map(names.map((name) => [name, context.input(`walk-forward/${name}`).table("predictions.arrow")])),
      });
      return {
        tables: {"predictions.arrow": rows},
        findings: [
          {
            id: "predictions.rows",
            label: "Predictions judged",
            value: rows.rows,
            unit: "count",
            n: rows.rows,
            of: "predictions",
            method: "One a signal, trader and day; none was made with knowledge of its day where it was made here.",
            artifact: "predictions.arrow",
          },
          ...plan.signals.flatMap((signal) => countsOf(signal, rowsOfSignal(rows, signal.name))),
        ],
      };
    },
  };
}

/** How much there is of a signal, before any comparison narrows it down to rows that naive rules can predict too. */
function countsOf(signal: Signal, rows: SignalRows): FindingDraft[] {
  const n = rows.value.length;
  const count = (name: string, label: string, value: number, method: string): FindingDraft => ({
    id: `predictions.${signal.name}.${name}`,
    label: `${label}: ${signal.label}`,
    value,
    unit: "count",
    n,
    of: "predictions",
    method,
    artifact: "predictions.arrow",
  });
  const all = [count("rows", "Predictions", n, "Trader-days with a prediction.")];
  if (signal.kind === "probability")
    all.push(
      count(
        "events",
        "Days with the event",
        rows.outcome!.filter((o) => o === 1).length,
        "Outcome 1, on all predictions.",
      ),
    );
  if (signal.kind === "quantile")
    all.push(
      count(
        "below",
        "Days below the quantile",
        rows.net.filter((y, i) => y < rows.value[i]).length,
        "On all predictions.",
      ),
    );
  return all;
}

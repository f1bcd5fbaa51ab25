import {float64, int32, table} from "../../numeric/index.ts";
import {simulate, truthOf} from "../../simulate/index.ts";
import type {Study} from "../../study/index.ts";
import type {Stage} from "../stage.ts";
import type {DeskRule} from "./causal-context.ts";
import type {DeskFile} from "./desk-artifacts.ts";

/** What limits truly do on each trader-day of a simulated desk: what every design is held against. Empty for a real desk. */
export function causalTruthStage({source, seed}: Study): Stage {
  const desk = source.kind === "simulated" ? source.desk : null;
  return {
    name: "causal-truth",
    label: desk === null ? "note that the truth is not known" : "recall what limits truly do",
    inputs: ["ingest"],
    files: [],
    code: [new URL(import.meta.url)],
    params: {desk, seed},
    async run(context) {
      const {days} = context.input("ingest").json<DeskFile>("desk.json");
      if (desk === null) {
        const none = () => new Float64Array(0);
        return {
          json: {"rule.json": {threshold: null} satisfies DeskRule},
          tables: {
            "truth.arrow": table({
              trader: new Int32Array(0),
              day: new Int32Array(0),
              effect: none(),
              propensity: none(),
            }),
          },
        };
      }
      const simulation = simulate({desk, seed});
      const {rows, days: calendar} = truthOf(simulation);
      // The simulator counts days on which nobody trades; the desk does not.
      const number = new Map(days.map((date, k) => [date, k]));
      const dates = calendar.columns.date as readonly string[];
      const day = int32(rows, "day").map((t) => number.get(dates[t])!);
      return {
        json: {"rule.json": {threshold: simulation.scenario.policy.threshold} satisfies DeskRule},
        tables: {
          "truth.arrow": table({
            trader: int32(rows, "trader"),
            day,
            effect: float64(rows, "effect"),
            propensity: float64(rows, "propensity"),
          }),
        },
      };
    },
  };
}

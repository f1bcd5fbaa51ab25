import {type LearningReport, type Plan, type TwinReport, volatilityRegimes, whyLow} from "../../evaluate/index.ts";
import {float64, int32, type Table} from "../../numeric/index.ts";
import {simulate, truthOf} from "../../simulate/index.ts";
import type {Study} from "../../study/index.ts";
import type {Stage} from "../stage.ts";
import type {DeskFile} from "./desk-artifacts.ts";
import {whyLowFindings} from "./findings/why-low.ts";
import {rowsOfSignal} from "./signal-rows.ts";
import {regimesOf} from "./skill.ts";

/** Power at which skill is asked to be seen, and draws of the bootstrap at most. */
const [power, mostDraws] = [0.8, 1000];

/** Answers why R² is what it is. */
export function whyLowStage(study: Study): Stage {
  const {seed, inference, gates, source, regimes: fitted} = study;
  const {level} = inference;
  const draws = Math.min(inference.draws, mostDraws);
  const desk = source.kind === "simulated" ? source.desk : null;
  return {
    name: "why-low",
    label: "say why R² is what it is",
    inputs: [
      ...["ingest", "plan", "predictions", "learning-curves", "twin"],
      ...(fitted.length > 0 ? ["features", "preparation"] : []),
    ],
    files: [],
    code: [new URL(import.meta.url)],
    params: {seed, level, size: gates.skillLevel, power, draws, desk, fitted},
    async run(context) {
      const ingest = context.input("ingest");
      const daily = ingest.table("daily.arrow");
      const predictions = context.input("predictions").table("predictions.arrow");
      const days = ingest.json<DeskFile>("desk.json").days.length;
      const plan = context.input("plan").json<Plan>("plan.json");
      const report = whyLow({
        plan,
        days,
        daily,
        regimes: regimesOf(context, plan, fitted) ?? volatilityRegimes(daily, days),
        rowsOf: (signal) => rowsOfSignal(predictions, signal),
        expected: desk === null ? null : expectedOn(daily, days, truthOf(simulate({desk, seed})).rows),
        learning: context.input("learning-curves").json<LearningReport>("learning-curves.json"),
        twin: context.input("twin").json<TwinReport>("twin.json"),
        ...{seed, level, size: gates.skillLevel, power, draws},
      });
      return {json: {"why-low.json": report}, findings: whyLowFindings(report)};
    },
  };
}

/** What the simulator expected of each daily row, given the past. @throws RangeError where it knows nothing of one. */
function expectedOn(daily: Table, days: number, truth: Table): Float64Array {
  const key = (t: Table) => {
    const [trader, day] = [int32(t, "trader"), int32(t, "day")];
    return (row: number) => trader[row] * days + day[row];
  };
  const expected = float64(truth, "expected");
  const [simulated, read] = [key(truth), key(daily)];
  const at = new Map(Array.from(expected, (e, row) => [simulated(row), e]));
  return Float64Array.from({length: daily.rows}, (_, row) => {
    const e = at.get(read(row));
    if (e === undefined) throw new RangeError(`invalid daily row ${row}; the simulator has no such trader and day`);
    return e;
  });
}

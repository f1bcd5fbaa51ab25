import {
  baselinesOn,
  type FoldModel,
  type LeagueReport,
  makeLeagues,
  type Plan,
  trainedSignals,
} from "../../evaluate/index.ts";
import type {Study} from "../../study/index.ts";
import type {Stage} from "../stage.ts";
import {leagueFindings} from "./findings/league.ts";
import {rowsOfSignal} from "./signal-rows.ts";

/** Compares all that predict the same thing, on the same rows, with tests that know how many were compared. */
export function leagueStage(study: Study): Stage {
  const {seed} = study;
  const {level} = study.inference;
  const trained = trainedSignals(study).map(({name}) => name);
  return {
    name: "league",
    label: "compare the learners",
    inputs: ["ingest", "plan", "predictions", ...trained.map((name) => `walk-forward/${name}`)],
    files: [],
    code: [new URL(import.meta.url)],
    params: {seed, level, trained},
    async run(context) {
      const daily = context.input("ingest").table("daily.arrow");
      const {signals} = context.input("plan").json<Plan>("plan.json");
      const predictions = context.input("predictions").table("predictions.arrow");
      const contestants = signals.map((signal) => {
        const rows = rowsOfSignal(predictions, signal.name);
        const models = trained.includes(signal.name)
          ? context.input(`walk-forward/${signal.name}`).json<FoldModel[]>("models.json")
          : null;
        return {
          signal,
          rows,
          baselines: baselinesOn({signal, rows, daily}),
          trials: models?.map(({trials}) => trials) ?? null,
        };
      });
      const report: LeagueReport = {leagues: makeLeagues(contestants, {seed, level})};
      return {json: {"league.json": report}, findings: report.leagues.flatMap(leagueFindings)};
    },
  };
}

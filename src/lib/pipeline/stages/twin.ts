import {
  attainableR2,
  attainableSkill,
  dayRatio,
  joinTwins,
  type KnownRows,
  mergeFolds,
  type Plan,
  type TwinReport,
  thinDesk,
  twinWalkModule,
  walkTwin,
} from "../../evaluate/index.ts";
import {learnerCards, learnerModule} from "../../models/index.ts";
import {float64} from "../../numeric/index.ts";
import {fitTwin} from "../../simulate/index.ts";
import type {Study} from "../../study/index.ts";
import type {Stage} from "../stage.ts";
import {readDesk} from "./desk-artifacts.ts";
import {twinFindings} from "./findings/twin.ts";

/** Twins drawn, folds of each (neighbours merged), and trader-days of each at most. */
const [draws, folds, mostRows] = [3, 8, 60_000];
/** A twin needs so many trader-days with P&L to resemble. */
const enough = 20;

/** How much could be foretold on desks simulated to resemble this one, and how much of it a ridge regression foretells. */
export function twinStage(study: Study): Stage {
  const {seed, features, inference} = study;
  const settings = study.settings.ridge ?? {};
  return {
    name: "twin",
    label: "walk through simulated twins",
    inputs: ["ingest", "plan"],
    files: [],
    code: [new URL(import.meta.url), twinWalkModule, learnerModule("ridge")],
    params: {seed, features, settings, level: inference.level, draws, folds, mostRows},
    async run(context) {
      const plan = context.input("plan").json<Plan>("plan.json");
      const desk = readDesk(context.input("ingest"), context.origin);
      const active = float64(desk.daily, "net").reduce((n, y) => n + (y === 0 ? 0 : 1), 0);
      const why =
        plan.folds.length === 0
          ? "the desk is too short for a fold"
          : active < enough
            ? `only ${active} trader-days have P&L`
            : null;
      const rows: KnownRows[] = [];
      if (why === null) {
        const model = fitTwin(thinDesk(desk, mostRows));
        const merged = mergeFolds(plan.folds, folds);
        const items = Array.from({length: draws}, (_, k) => ({
          ...{model, features, folds: merged, learner: "ridge", settings},
          seed: (seed + k * 7919) % 4294967296,
        }));
        rows.push(...(await context.map(walkTwin, twinWalkModule, items, {resume: true})));
      }
      const report = reportOf(
        rows,
        Math.ceil(desk.accounts.length / Math.max(1, Math.ceil(desk.daily.rows / mostRows))),
        inference.level,
        why,
      );
      return {json: {"twin.json": report}, findings: twinFindings(report, inference.level)};
    },
  };
}

function reportOf(twins: readonly KnownRows[], traders: number, level: number, why: string | null): TwinReport {
  const what = "A simulated twin of the desk";
  if (why !== null) return {skill: null, limits: [{what, why}]};
  const rows = joinTwins(twins);
  if (rows.day.length === 0) return {skill: null, limits: [{what, why: "no row of it could be predicted"}]};
  const {day, target, pastMean, value} = rows;
  const around = target.map((y, i) => (y - pastMean[i]) * (y - pastMean[i]));
  return {
    skill: {
      ...attainableR2(rows, {level}),
      learner: "ridge",
      label: learnerCards.ridge.label,
      draws: twins.length,
      traders,
      rows: rows.day.length,
      r2: dayRatio(
        day,
        target.map((y, i) => around[i] - (y - value[i]) * (y - value[i])),
        around,
        {level},
      ),
      daily: attainableSkill(rows),
    },
    limits: [],
  };
}

import {
  assessSignal,
  baselinesOn,
  type DayRegimes,
  type DetailOptions,
  detailSkill,
  fittedRegimes,
  type Plan,
  type Preparation,
  volatilityRegimes,
} from "../../evaluate/index.ts";
import {float64, int32, type Table, table} from "../../numeric/index.ts";
import type {Study} from "../../study/index.ts";
import type {Stage, StageContext} from "../stage.ts";
import type {DeskFile} from "./desk-artifacts.ts";
import {detailFindings} from "./findings/detail.ts";
import {reportedSkill, skillFindings} from "./findings/skill.ts";
import {rowsOfSignal} from "./signal-rows.ts";
import {backtestTable, metricsTable, savedByTrader} from "./skill-tables.ts";

/** Judges every signal beside naive rules on the same rows. */
export function skillStage(study: Study): Stage {
  const {seed, regimes: fitted} = study;
  const {level} = study.inference;
  return {
    name: "skill",
    label: "judge the predictions",
    inputs: ["ingest", "plan", "predictions", ...(fitted.length > 0 ? ["features", "preparation"] : [])],
    files: [],
    code: [new URL(import.meta.url)],
    params: {seed, level, fitted},
    async run(context) {
      const ingest = context.input("ingest");
      const {days, accounts} = ingest.json<DeskFile>("desk.json");
      const daily = ingest.table("daily.arrow");
      const plan = context.input("plan").json<Plan>("plan.json");
      const predictions = context.input("predictions").table("predictions.arrow");
      const regimes = regimesOf(context, plan, fitted) ?? volatilityRegimes(daily, days.length);
      const nets = {trader: int32(daily, "trader"), day: int32(daily, "day"), net: float64(daily, "net")};
      const items = plan.signals.map((signal): SkillItem => {
        const rows = rowsOfSignal(predictions, signal.name);
        return {signal, rows, daily: table(nets), days, folds: plan.folds, level, regimes, seed};
      });
      const judged = await context.map(judgeSignal, new URL(import.meta.url), items);
      const details = judged.map(({detail}) => detail);
      return {
        tables: {
          "metrics.arrow": metricsTable(details, accounts),
          "value-at-risk.arrow": backtestTable(details, accounts),
        },
        json: {
          "skill.json": {
            signals: judged.map(({skill, detail}) => ({...skill, reported: reportedSkill(skill, detail)})),
          },
          "skill-detail.json": {
            regimes: {of: regimes.of, method: regimes.method},
            signals: details.map(withoutTraders),
          },
          "skill-traders.json": savedByTrader(details),
        },
        findings: judged.flatMap(({skill, detail}) => [...skillFindings(skill, detail), ...detailFindings(detail)]),
      };
    },
  };
}

type SkillItem = Omit<DetailOptions, "baselines"> & {readonly daily: Table};

/** Judges one signal beside naive rules: a task for a worker. */
export function judgeSignal({daily, ...item}: SkillItem) {
  const options = {...item, baselines: baselinesOn({...item, daily})};
  return {skill: assessSignal(options), detail: detailSkill(options)};
}

/** The regimes that the walk-forward fitted, if the study asks for any and a fold could fit them. */
export function regimesOf(context: StageContext, {folds}: Plan, fitted: Study["regimes"]): DayRegimes | null {
  if (fitted.length === 0) return null;
  const {days} = context.input("ingest").json<DeskFile>("desk.json");
  const prepared = context.input("preparation").json<Preparation[]>("preparation.json");
  return fittedRegimes(fitted, prepared, folds, context.input("features").table("panel.arrow"), days.length);
}

/** What pages read whole: a thousand traders are in the tables. */
function withoutTraders(detail: ReturnType<typeof detailSkill>) {
  const {valueAtRisk} = detail;
  return {
    ...detail,
    saved: detail.saved.filter(({by}) => by !== "trader"),
    groups: detail.groups.filter(({by}) => by !== "trader" && by !== "fold"),
    valueAtRisk: valueAtRisk && {...valueAtRisk, traders: valueAtRisk.traders.slice(0, 200)},
  };
}

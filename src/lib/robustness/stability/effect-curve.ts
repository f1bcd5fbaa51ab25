import {
  type CausalReport,
  crossFitting,
  type DesignContext,
  fittedLimits,
  type LimitSample,
} from "../../causal/index.ts";
import type {LearnerName} from "../../models/index.ts";
import {type MapTasks, runInPlace} from "../impact-intervals.ts";
import {curveOf} from "./curve.ts";
import {type DayGroup, monthGroups, periodGroups, regimeGroups} from "./day-groups.ts";
import {type EffectChoice, type EffectItem, effectSpecifications, effectTaskModule} from "./effect-task.ts";
import type {Specification, SpecificationAxis, SpecificationCurve} from "./types.ts";

export interface EffectCurveOptions {
  readonly context: DesignContext;
  readonly report: CausalReport;
  readonly dates: readonly string[];
  readonly deskNet: Float64Array;
  /** Feature → what kind it is ("Performance"). */
  readonly families: ReadonlyMap<string, string>;
  /** Default: in place. */
  readonly map?: MapTasks;
}

/** Learners that both nuisances are fitted with in turn; ridge regression is the reported one. */
export const effectLearners: readonly {readonly name: LearnerName; readonly label: string}[] = [
  {name: "elastic-net", label: "Elastic net"},
  {name: "forest", label: "Random forest"},
  {name: "boosting", label: "Gradient boosting"},
];

const method =
  "Partially linear regression as reported, each specification fitted anew; ridge regressions keep the penalties that the reported fit chose, standard errors " +
  "are clustered as in the report";

/** The effect of real limits under every choice that could have been made otherwise. */
export async function effectCurve(options: EffectCurveOptions): Promise<SpecificationCurve> {
  const {context, report, map = runInPlace} = options;
  const notRun = (reason: string): SpecificationCurve => ({of: "causal", status: "not run", reason});
  if (report.status === "not possible") return notRun(report.reason);
  const fitted = fittedLimits(context);
  if ("reason" in fitted) return notRun(fitted.reason);
  const {sample, fit} = fitted;
  const choices = choicesOf(sample, fit.predictedD, options);
  const {y, treated, x, day, trader} = sample;
  const item = (own: readonly EffectChoice[]): EffectItem => ({
    sample: {y, treated, x, day, trader},
    penalties: fit.penalties,
    choices: own,
    ...crossFitting,
    level: context.level,
    seed: context.seed,
  });
  const learners = choices.filter((c) => c.learner !== undefined);
  const others = choices.filter((c) => c.learner === undefined);
  const parts = 4;
  const items = [
    ...learners.map((c) => item([c])),
    ...Array.from({length: parts}, (_, k) => item(others.filter((_, j) => j % parts === k))),
  ];
  const found = new Map((await map(effectSpecifications, effectTaskModule, items)).flat().map((s) => [s.id, s]));
  const reported: Specification = {
    id: "reported",
    label: "As reported",
    axis: "as reported",
    estimate: report.estimate,
    interval: report.interval,
    p: report.p,
    n: report.n,
  };
  return curveOf({of: "causal", unit: "currency/trader-day", level: report.level, method}, [
    reported,
    ...choices.map(({id}) => found.get(id)!),
  ]);
}

function choicesOf(
  {x, day, trader}: LimitSample,
  chance: Float64Array,
  {context, dates, deskNet, families}: EffectCurveOptions,
): EffectChoice[] {
  const all = day.map((_, i) => i);
  const rows = (keep: (i: number) => boolean) => all.filter(keep);
  const byDay = (axis: SpecificationAxis, groups: readonly DayGroup[]) =>
    groups.map(
      ({id, label, has}): EffectChoice => ({
        id: `${axis.replaceAll(" ", "-")}.${id}`,
        label,
        axis,
        rows: rows((i) => has(day[i])),
      }),
    );
  const kinds = [...new Set(x.names.map((name) => families.get(name) ?? "Other"))];
  const columns = (keep: (kind: string) => boolean) =>
    Array.from(x.names.keys()).filter((j) => keep(families.get(x.names[j]) ?? "Other"));
  const traders = [...new Set(trader)].sort((a, b) => a - b);
  const trimmed = (bound: number): EffectChoice => ({
    id: `trimming.chance-${bound}`,
    label: `Predicted chance of a limit above ${Math.round(100 * bound)} %`,
    axis: "trimming",
    rows: rows((i) => chance[i] > bound && chance[i] < 1 - bound),
  });
  return [
    ...byDay("period", periodGroups(day, dates)),
    ...byDay("regime", regimeGroups(day, deskNet)),
    ...effectLearners.map(
      ({name, label}): EffectChoice => ({
        id: `learner.${name}`,
        label: `${label} in place of ridge regression`,
        axis: "learner",
        learner: name,
      }),
    ),
    {id: "window.folds-3", label: "Cross-fitted on 3 blocks of days", axis: "window", folds: 3},
    {id: "window.folds-10", label: "Cross-fitted on 10 blocks of days", axis: "window", folds: 10},
    {id: "window.gap-0", label: "No gap between blocks", axis: "window", gap: 0},
    {id: "window.gap-20", label: "A gap of 20 days between blocks", axis: "window", gap: 20},
    {id: "features.none", label: "No features, each trader’s level only", axis: "features", columns: []},
    ...(kinds.length < 2
      ? []
      : kinds.flatMap((kind): EffectChoice[] => [
          {
            id: `features.without-${kind}`,
            label: `Without features of ${kind.toLowerCase()}`,
            axis: "features",
            columns: columns((k) => k !== kind),
          },
          {
            id: `features.only-${kind}`,
            label: `Only features of ${kind.toLowerCase()}`,
            axis: "features",
            columns: columns((k) => k === kind),
          },
        ])),
    trimmed(0.02),
    trimmed(0.05),
    {
      id: "trimming.winsorised",
      label: "P&L cut off at its 1 % and 99 % quantiles",
      axis: "trimming",
      winsorise: 0.01,
    },
    {
      id: "trimming.winsorised-5",
      label: "P&L cut off at its 5 % and 95 % quantiles",
      axis: "trimming",
      winsorise: 0.05,
    },
    ...(traders.length < 2
      ? []
      : traders.map(
          (t): EffectChoice => ({
            id: `leave-one-trader-out.${t}`,
            label: `Without ${context.accounts[t]}`,
            axis: "leave one trader out",
            rows: rows((i) => trader[i] !== t),
          }),
        )),
    ...byDay("leave one month out", monthGroups(day, dates)),
  ];
}

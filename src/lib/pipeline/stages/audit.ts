import {
  type AuditCheck,
  auditCuts,
  auditFeatures,
  auditIngest,
  auditLabels,
  auditPolicy,
  auditPredictions,
  auditRows,
  auditSample,
  auditSplit,
  auditTarget,
  auditTiming,
  auditTraders,
  evidenceOfKinds,
  type Fold,
  type FoldModel,
  type FutureOf,
  foldTesting,
  notAuditable,
  type Plan,
  type RebuildItem,
  type Rebuilt,
  readAgain,
  rebuildRewritten,
  refitModule,
  refitRewritten,
  rewriteFuture,
  rewrites,
  sidesOf,
  type Training,
  trainedSignals,
} from "../../evaluate/index.ts";
import type {FeatureReport} from "../../features/index.ts";
import type {Desk} from "../../ingest/index.ts";
import {learnerModule} from "../../models/index.ts";
import {float64, int32, table} from "../../numeric/index.ts";
import {applyPolicy} from "../../policy/index.ts";
import type {Study} from "../../study/index.ts";
import type {Stage, StageContext} from "../stage.ts";
import {type DeskFile, readDesk} from "./desk-artifacts.ts";
import {auditFindings} from "./findings/audit.ts";
import {signalsWithPolicy} from "./policy.ts";
import {rowsOfSignal} from "./signal-rows.ts";
import {trainingOf} from "./walk-forward.ts";

/** Desks with more trader-days than this are ingested again at one cut only: reading is slow, and the same at every cut. */
const MANY_ROWS = 50_000;

/**
 * The leakage audit, in the order in which a number travels. The future is rewritten at several days, and what ingest,
 * features, fits, predictions and thresholds made of the past must stay, bit for bit; the registry, the split, the labels and the
 * test sample are checked as facts.
 */
export function auditStage(study: Study): Stage {
  const {seed, features, policy, audit} = study;
  const signals = trainedSignals(study);
  const training = signals.map((signal) => trainingOf(study, signal));
  return {
    name: "audit",
    label: "rewrite the future",
    inputs: ["ingest", "plan", "features", "predictions", ...signals.map(({name}) => `walk-forward/${name}`)],
    files: [],
    code: [new URL(import.meta.url), refitModule, ...signals.map(({learner}) => learnerModule(learner))],
    params: {seed, training, features, policy, audit},
    async run(context) {
      const plan = context.input("plan").json<Plan>("plan.json");
      const desk = readDesk(context.input("ingest"), context.origin);
      const cuts = auditCuts(desk.days.length, plan.folds, audit.cuts);
      const future: FutureOf = (cut, how) => rewriteFuture(desk, cut, how, seed);
      const rebuilt = signals.length === 0 ? [] : await rebuild(context, study, plan, desk, cuts);
      const checks: AuditCheck[] = [
        ingestCheck(desk, cuts, future),
        ...(signals.length === 0 ? [] : panelChecks({context, study, plan, desk, cuts, future, rebuilt})),
      ];
      for (const signal of plan.signals)
        checks.push(
          ...(signal.source === "given"
            ? [
                notAuditable(
                  `audit.predictions.${signal.name}`,
                  `Predictions know only the past: ${signal.label}`,
                  `“${signal.label}” was made elsewhere: nothing here can prove when, so its predictions are taken on trust.`,
                ),
              ]
            : await auditPredictions({
                desk,
                signal: signal.name,
                label: signal.label,
                training: withAccounts(training[signals.findIndex(({name}) => name === signal.name)], desk),
                folds: plan.folds,
                predictions: context.input(`walk-forward/${signal.name}`).table("predictions.arrow"),
                models: context.input(`walk-forward/${signal.name}`).json<FoldModel[]>("models.json"),
                rebuilt,
                run: (items) => context.map(refitRewritten, refitModule, items, {resume: true}),
              })),
        );
      checks.push(...policyChecks(context, plan, study, cuts));
      return {
        json: {"audit.json": {checks}, "leakage-kinds.json": evidenceOfKinds(checks)},
        findings: auditFindings(checks, cuts.length),
      };
    },
  };
}

/** How a signal is trained, with the names of the categories it is given. */
function withAccounts({categories, ...training}: ReturnType<typeof trainingOf>, {accounts}: Desk): Training {
  return {...training, ...(categories.some((name) => name === "trader") ? {accounts} : {})};
}

/** Writes the desk out as files whose future is rewritten, and reads them again through the contract. */
function ingestCheck(desk: Desk, cuts: readonly number[], future: FutureOf): AuditCheck {
  return auditIngest({
    desk: readAgain(desk),
    future: (cut, how) => readAgain(future(cut, how)),
    cuts: desk.daily.rows > MANY_ROWS ? cuts.slice(cuts.length >> 1, (cuts.length >> 1) + 1) : cuts,
  });
}

/** Features, regimes and selection, made again on desks whose future was rewritten: once for all signals, as a study makes them. */
function rebuild(
  context: StageContext,
  {seed, features, regimes, selection}: Study,
  {folds}: Plan,
  desk: Desk,
  cuts: readonly number[],
): Promise<Rebuilt[]> {
  const lean: Desk = {...desk, predictions: null, setAside: table({}), quality: {files: [], checks: [], abilities: []}};
  const items = cuts.flatMap((cut) =>
    rewrites.map((rewrite): RebuildItem => {
      const fold = foldTesting(folds, cut);
      return {desk: lean, features, cut, rewrite, fold, seed, fitted: regimes, selection};
    }),
  );
  return context.map(rebuildRewritten, refitModule, items);
}

interface PanelCheckOptions {
  readonly context: StageContext;
  readonly study: Study;
  readonly plan: Plan;
  readonly desk: Desk;
  readonly cuts: readonly number[];
  readonly future: FutureOf;
  readonly rebuilt: readonly Rebuilt[];
}

/** What is given to models that are trained here, and how it is split. */
function panelChecks({context, study, plan, desk, cuts, future, rebuilt}: PanelCheckOptions): AuditCheck[] {
  const panel = context.input("features").table("panel.arrow");
  const report = context.input("features").json<FeatureReport>("features.json");
  const rows = {trader: int32(panel, "trader"), day: int32(panel, "day")};
  const sides = {
    *[Symbol.iterator]() {
      for (const fold of plan.folds as readonly Fold[]) yield sidesOf(rows, fold);
    },
  };
  const tested = trainedSignals(study).map(
    ({name}) => [name, context.input(`walk-forward/${name}`).table("predictions.arrow")] as const,
  );
  return [
    auditTiming({features: report.used, desk}),
    auditFeatures({desk, panel, rebuilt}),
    auditTarget({panel, desk}),
    ...(plan.folds.length === 0
      ? []
      : [
          auditSplit({rows, sides, split: plan.split, desk}),
          auditRows({rows, sides, desk}),
          ...(plan.traderGroups === undefined ? [] : [auditTraders({rows, sides, desk})]),
          auditLabels({desk, future, cuts, label: ({daily}) => float64(daily, "net"), rows, sides, split: plan.split}),
          auditSample({desk, folds: plan.folds, predictions: new Map(tested)}),
        ]),
  ];
}

function policyChecks(context: StageContext, plan: Plan, study: Study, cuts: readonly number[]): AuditCheck[] {
  const desk = context.input("ingest").json<DeskFile>("desk.json");
  const predictions = context.input("predictions").table("predictions.arrow");
  const gap = plan.split.purge + plan.split.embargo;
  return signalsWithPolicy(plan, study.policy).map((signal) => {
    const rows = rowsOfSignal(predictions, signal.name);
    return auditPolicy({
      signal: signal.name,
      label: signal.label,
      inputs: rows,
      policy: (inputs) =>
        applyPolicy({signal, rows: {...rows, ...inputs}, spec: study.policy, folds: plan.folds, days: desk.days, gap})
          .multiplier,
      desk,
      cuts,
      seed: study.seed,
    });
  });
}

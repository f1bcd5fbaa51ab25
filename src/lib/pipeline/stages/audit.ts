import {
  type AuditCheck,
  auditCuts,
  auditFeatures,
  auditPolicy,
  auditPredictions,
  notAuditable,
  type Plan,
  refitModule,
  refitRewritten,
} from "../../evaluate/index.ts";
import {learnerModule} from "../../models/index.ts";
import {applyPolicy} from "../../policy/index.ts";
import type {Study} from "../../study/index.ts";
import type {Stage, StageContext} from "../stage.ts";
import {type DeskFile, readDesk} from "./desk-artifacts.ts";
import {signalsWithPolicy} from "./policy.ts";
import {rowsOfSignal} from "./signal-rows.ts";

/** Rewrites the future at several days and demands that features, predictions and multipliers of the past stay, bit for bit. */
export function auditStage(study: Study): Stage {
  const {seed, learners, features, policy, audit} = study;
  return {
    name: "audit",
    label: "rewrite the future",
    inputs: ["ingest", "plan", "predictions", ...learners.map((learner) => `walk-forward/${learner}`)],
    files: [],
    code: [new URL(import.meta.url), refitModule, ...learners.map((learner) => learnerModule(learner))],
    params: {seed, learners, features, policy, audit},
    async run(context) {
      const plan = context.input("plan").json<Plan>("plan.json");
      const desk = readDesk(context.input("ingest"), context.origin);
      const cuts = auditCuts(desk.days.length, plan.folds, audit.cuts);
      const checks: AuditCheck[] = learners.length === 0 ? [] : [auditFeatures({desk, names: features, cuts, seed})];
      for (const signal of plan.signals)
        checks.push(
          signal.source === "given"
            ? notAuditable(
                `audit.predictions.${signal.name}`,
                `Predictions know only the past: ${signal.label}`,
                `"${signal.label}" was made elsewhere: nothing here can prove when, so its predictions are taken on trust.`,
              )
            : await auditPredictions({
                desk,
                features,
                learner: signal.name,
                label: signal.label,
                seed,
                folds: plan.folds,
                predictions: context.input(`walk-forward/${signal.name}`).table("predictions.arrow"),
                cuts,
                run: (items) => context.map(refitRewritten, refitModule, items),
              }),
        );
      checks.push(...policyChecks(context, plan, study, cuts));
      return {
        json: {"audit.json": {checks}},
        findings: [
          {
            id: "audit.compared",
            label: "Values of the past compared after rewriting the future",
            value: checks.reduce((sum, c) => sum + c.compared, 0),
            unit: "count",
            n: cuts.length,
            of: "cut days",
            method: "Bit for bit, after replacing everything later by noise, by its negation and by nothing.",
            artifact: "audit.json",
          },
          {
            id: "audit.leaks",
            label: "Checks in which the past moved",
            value: checks.filter((c) => c.status === "leak").length,
            unit: "count",
            n: checks.length,
            of: "checks",
            method: "Checks with at least one value that changed.",
            artifact: "audit.json",
          },
        ],
      };
    },
  };
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

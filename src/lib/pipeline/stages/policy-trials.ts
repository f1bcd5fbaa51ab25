import {type FoldModel, type Plan, trainedSignals} from "../../evaluate/index.ts";
import {
  type ApplyPolicyOptions,
  applyPolicy,
  comparePolicies,
  type PolicyTrials,
  type TriedPolicy,
} from "../../policy/index.ts";
import type {FindingDraft, PolicySpec, Study} from "../../study/index.ts";
import type {Stage} from "../stage.ts";
import type {DeskFile} from "./desk-artifacts.ts";
import {signalsWithPolicy} from "./policy.ts";
import {rowsOfSignal} from "./signal-rows.ts";

/** Rules that are tried on every signal beside the study's own: what a desk would have looked at. */
const rivals: readonly {readonly rule: string; readonly spec: PolicySpec}[] = [
  {rule: "cut-offs", spec: {kind: "fitted", avoid: 0, reduce: 0.5, amplify: null}},
  {rule: "linear", spec: {kind: "sized", rule: "linear", low: 0, high: 1.5, cost: 0}},
  {rule: "risk-scaled", spec: {kind: "sized", rule: "risk", low: 0, high: 1.5, cost: 0}},
  {rule: "mean-variance", spec: {kind: "sized", rule: "mean-variance", low: 0, high: 1.5, cost: 0.02}},
];

/** Every rule on every signal that a policy would act on (P&L, or predictions made elsewhere), and what being the best of so many is worth. */
export function policyTrialsStage(study: Study): Stage {
  const {policy} = study;
  const trained = trainedSignals(study).map(({name}) => name);
  return {
    name: "policy-trials",
    label: "try every policy, and discount the best",
    inputs: ["ingest", "plan", "predictions", ...trained.map((name) => `walk-forward/${name}`)],
    files: [],
    code: [new URL(import.meta.url)],
    params: {policy, trained},
    async run(context) {
      const {days} = context.input("ingest").json<DeskFile>("desk.json");
      const plan = context.input("plan").json<Plan>("plan.json");
      const predictions = context.input("predictions").table("predictions.arrow");
      const gap = plan.split.purge + plan.split.embargo;
      const judged = new Set(signalsWithPolicy(plan, policy).map(({name}) => name));
      const acting = plan.signals.filter(({target}) => target === undefined || target.kind === "net");
      const items = acting.map((signal): TrialItem => {
        const own = judged.has(signal.name) ? [{rule: "the study’s", spec: policy}] : [];
        const specs = [...own, ...rivals.filter(({spec}) => !same(spec, policy))];
        return {signal, rows: rowsOfSignal(predictions, signal.name), specs, folds: plan.folds, days, gap};
      });
      const tried = (await context.map(tryPolicies, new URL(import.meta.url), items)).flat();
      const primary = tried.findIndex(({signal, rule}) => signal === plan.primary && rule === "the study’s");
      const searched = trained
        .flatMap((name) => context.input(`walk-forward/${name}`).json<FoldModel[]>("models.json"))
        .reduce((sum, model) => sum + model.trials, 0);
      const report = comparePolicies(tried, primary < 0 ? null : primary, searched);
      return {json: {"policy-trials.json": report}, findings: trialFindings(report)};
    },
  };
}

interface TrialItem extends Omit<ApplyPolicyOptions, "spec"> {
  readonly specs: readonly {readonly rule: string; readonly spec: PolicySpec}[];
}

/** Tries every rule on one signal: a task for a worker. */
export function tryPolicies({specs, ...item}: TrialItem): TriedPolicy[] {
  const {signal, rows} = item;
  return specs.map(({rule, spec}) => {
    const {multiplier, evaluated, report} = applyPolicy({...item, spec});
    const kept = Array.from(evaluated.keys()).filter((i) => evaluated[i] === 1 && rows.fold[i] >= 0);
    return {
      signal: signal.name,
      rule,
      tried: report.tried,
      rows: {
        trader: Int32Array.from(kept, (i) => rows.trader[i]),
        day: Int32Array.from(kept, (i) => rows.day[i]),
        net: Float64Array.from(kept, (i) => rows.net[i]),
        multiplier: Float64Array.from(kept, (i) => multiplier[i]),
      },
    };
  });
}

const same = (a: PolicySpec, b: PolicySpec) => JSON.stringify(a) === JSON.stringify(b);

function trialFindings({days, trials, logged, winner, primary, overfitting, note}: PolicyTrials): FindingDraft[] {
  const common = {artifact: "policy-trials.json", n: days, of: "days", ...(note === null ? {} : {note})};
  const dsr =
    "Probability that the Sharpe ratio of daily timing is above that of the best of as many policies without skill";
  return [
    {
      ...common,
      id: "policy.trials",
      label: "Policies tried",
      value: trials.length,
      unit: "count",
      method:
        "Every rule on every prediction of P&L, and on those made elsewhere, judged on days after those it was fitted on.",
    },
    {
      ...common,
      id: "policy.trials.logged",
      label: "Settings looked at in training windows",
      value: logged,
      unit: "count",
      method: "Of policies and learners, over all folds; none was compared on the days that are judged.",
    },
    {
      ...common,
      id: "policy.primary.deflated_sharpe",
      label: "Deflated Sharpe ratio of the study’s policy",
      value: primary?.deflated ?? null,
      unit: "share",
      method: `${dsr} (Bailey and López de Prado 2014).`,
    },
    {
      ...common,
      id: "policy.winner.deflated_sharpe",
      label: "Deflated Sharpe ratio of the best policy",
      value: winner?.deflated ?? null,
      unit: "share",
      method: `${dsr} (Bailey and López de Prado 2014).`,
    },
    {
      ...common,
      id: "policy.overfitting",
      label: "Probability of backtest overfitting",
      value: overfitting?.probability ?? null,
      unit: "share",
      method:
        "Combinatorially symmetric cross-validation (Bailey et al. 2017): how often the best policy of one half of the days is below the median on the other.",
    },
  ];
}

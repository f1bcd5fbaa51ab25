import {type LearnerName, learnerCards} from "../models/index.ts";
import {type Study, StudyError} from "../study/index.ts";
import {nextDayNet, type Target, targetLabel, targetSuffix, taskOf} from "./target.ts";
import type {Signal} from "./types.ts";

/** A signal that is trained here. */
export interface TrainedSignal extends Signal {
  readonly source: "trained";
  readonly learner: LearnerName;
  readonly target: Target;
}

/**
 * What a study trains: each learner on next-day net, then each target by its learners. "ridge" predicts next-day net,
 * "ridge_5d" that of five days, "forest_q050" the 5 % quantile, "boosting_loss" whether the day loses.
 * @throws StudyError where a learner cannot predict such a target, saying which can; or where two would have one name.
 */
export function trainedSignals({learners, targets}: Pick<Study, "learners" | "targets">): TrainedSignal[] {
  const signals = [
    ...learners.map((learner) => trained(learner, nextDayNet, "learners")),
    ...targets.flatMap(({learners: of, ...target}, k) => of.map((learner) => trained(learner, target, `targets.${k}`))),
  ];
  const names = signals.map((s) => s.name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new StudyError(`  targets: "${twice}" is asked for twice; remove one`);
  return signals;
}

function trained(learner: LearnerName, target: Target, where: string): TrainedSignal {
  const {kind} = taskOf(target);
  const {label, tasks} = learnerCards[learner];
  if (!tasks.includes(kind)) {
    const able = Object.entries(learnerCards).flatMap(([name, card]) => (card.tasks.includes(kind) ? [name] : []));
    throw new StudyError(
      `  ${where}: ${learner} does not predict ${targetLabel(target)} (${taskWords[kind]}); these do: ${able.join(", ")}`,
    );
  }
  return {
    name: `${learner.replaceAll("-", "_")}${targetSuffix(target)}`,
    label: target.kind === "net" && target.horizon === 1 ? label : `${label}: ${targetLabel(target)}`,
    kind: target.kind === "net" ? "net" : target.kind === "quantile" ? "quantile" : "probability",
    level: target.kind === "quantile" ? target.level : null,
    outcome: null,
    source: "trained",
    learner,
    target,
  };
}

const taskWords = {mean: "a mean", probability: "a probability", quantile: "a quantile"} as const;

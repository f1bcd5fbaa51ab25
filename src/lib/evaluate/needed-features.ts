import {coreFeatures, isWanted} from "../features/index.ts";
import {learnerCards} from "../models/index.ts";
import type {Study} from "../study/index.ts";

/** The study with the features that its learners cannot do without (an average of past P&L for "ewma"), where it has them not. */
export function withNeededFeatures(study: Study): Study {
  const {features, learners, targets} = study;
  const asked = [...learners, ...targets.flatMap((target) => target.learners)];
  const needed = new Set(asked.flatMap((learner) => learnerCards[learner].needs ?? []));
  const missing = [...needed].filter((name) => !isWanted(name, features));
  if (missing.length === 0 || features === "all") return study;
  return {...study, features: [...(features === "core" ? coreFeatures : features), ...missing]};
}

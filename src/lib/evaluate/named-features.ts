import {featuresNamed, loadLearner, type Settings} from "../models/index.ts";
import {nearest, StudyError} from "../study/index.ts";
import type {TrainedSignal} from "./trained-signals.ts";

/**
 * Refuses settings that name a feature which the study does not have: a constraint with a slip of the pen would constrain
 * nothing, and say nothing.
 * @param known the panel's columns, and what is fitted in each window.
 * @throws StudyError with the setting and the nearest name.
 */
export async function checkNamedFeatures(
  {learner}: Pick<TrainedSignal, "learner">,
  settings: Settings,
  known: readonly string[],
): Promise<void> {
  const {hyperparameters = []} = await loadLearner(learner);
  for (const {setting, feature} of featuresNamed(hyperparameters, settings)) {
    if (known.includes(feature)) continue;
    const near = nearest(feature, known);
    throw new StudyError(
      `  settings.${learner}.${setting}: there is no feature "${feature}"${near === undefined ? "" : `; did you mean "${near}"?`} The page Features lists those there are`,
    );
  }
}

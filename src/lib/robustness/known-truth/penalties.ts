import type {DesignContext} from "../../causal/index.ts";
import type {Learner} from "../../models/index.ts";

type Learners = DesignContext["learners"];
type Slot = keyof Learners;

/** The penalty that each of a design's regressions chose, in the order of the fits, by what the learner predicts. */
export type ChosenPenalties = Readonly<Record<Slot, readonly number[]>>;

const slots: readonly Slot[] = ["outcome", "treatment", "propensity"];

/** The same learners, and a list to which each of their fits adds the penalty it chose. */
export function recordingLearners(learners: Learners): {learners: Learners; chosen: ChosenPenalties} {
  const chosen: Record<Slot, number[]> = {outcome: [], treatment: [], propensity: []};
  const recording = (slot: Slot): Learner => ({
    ...learners[slot],
    fit(x, y, options) {
      const model = learners[slot].fit(x, y, options);
      const {penalty} = model.summary().chosen;
      if (penalty !== undefined) chosen[slot].push(penalty);
      return model;
    },
  });
  return {learners: each(recording), chosen};
}

/**
 * Learners for one run of a design on a twin: each fit takes the penalty that the same fit chose on the study, and chooses its own
 * where there is none.
 */
export function fixedLearners(learners: Learners, chosen: ChosenPenalties): Learners {
  const fixed = (slot: Slot): Learner => {
    let fits = 0;
    return {
      ...learners[slot],
      fit(x, y, options) {
        const penalty = chosen[slot][fits++];
        const settings = penalty === undefined ? options.settings : {...options.settings, penalty};
        return learners[slot].fit(x, y, {...options, settings});
      },
    };
  };
  return each(fixed);
}

function each(of: (slot: Slot) => Learner): Learners {
  return Object.fromEntries(slots.map((slot) => [slot, of(slot)])) as Record<Slot, Learner>;
}

import type {Learner} from "../models/index.ts";

/** The penalty that each regression chose, in the order of the fits, by what the learner is for ("outcome", "treatment", "propensity"). */
export type ChosenPenalties<For extends string = string> = Readonly<Record<For, readonly number[]>>;

/** The same learners, and lists to which each of their fits adds the penalty it chose; nothing where it states none. */
export function recordingLearners<For extends string>(
  learners: Readonly<Record<For, Learner>>,
): {readonly learners: Readonly<Record<For, Learner>>; readonly chosen: ChosenPenalties<For>} {
  const chosen: Record<string, number[]> = {};
  const recording = each(learners, (learner, name) => {
    const into: number[] = [];
    chosen[name] = into;
    return {
      ...learner,
      fit(x, y, options) {
        const model = learner.fit(x, y, options);
        const {penalty} = model.summary().chosen;
        if (penalty !== undefined) into.push(penalty);
        return model;
      },
    };
  });
  return {learners: recording, chosen: chosen as Record<For, number[]>};
}

/**
 * Learners for one run of the same fits on other data: each fit takes the penalty that was chosen by the same fit before, so that what
 * changes is not due to another choice. A fit without one chooses its own.
 */
export function fixedLearners<For extends string>(
  learners: Readonly<Record<For, Learner>>,
  chosen: Readonly<Partial<Record<NoInfer<For>, readonly number[]>>>,
): Readonly<Record<For, Learner>> {
  return each(learners, (learner, name) => {
    let fits = 0;
    return {
      ...learner,
      fit(x, y, options) {
        const penalty = chosen[name]?.[fits++];
        const settings = penalty === undefined ? options.settings : {...options.settings, penalty};
        return learner.fit(x, y, {...options, settings});
      },
    };
  });
}

function each<For extends string>(
  learners: Readonly<Record<For, Learner>>,
  of: (learner: Learner, name: For) => Learner,
): Readonly<Record<For, Learner>> {
  const names = Object.keys(learners) as For[];
  return Object.fromEntries(names.map((name) => [name, of(learners[name], name)])) as Record<For, Learner>;
}

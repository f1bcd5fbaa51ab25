import type {Learner, Settings} from "../../models/index.ts";

/**
 * A learner that notes what it chose, fit by fit, and one that fits again with what was noted, in the same order: what changes
 * between the two is then due to the features, and nothing has to be chosen twice.
 */
export function remembered(learner: Learner): {readonly first: Learner; readonly again: () => Learner} {
  const noted: Settings[] = [];
  const names = (learner.hyperparameters ?? []).map(({name}) => name);
  return {
    first: {
      ...learner,
      fit(x, y, options) {
        const model = learner.fit(x, y, options);
        const {chosen} = model.summary();
        noted.push(Object.fromEntries(names.filter((name) => chosen[name] !== undefined).map((n) => [n, chosen[n]])));
        return model;
      },
    },
    again: () => {
      let next = 0;
      return {
        ...learner,
        fit: (x, y, options) =>
          learner.fit(x, y, {...options, settings: {...options.settings, ...noted[next++ % noted.length]}}),
      };
    },
  };
}

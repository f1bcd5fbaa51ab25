/**
 * A saved model without what only describes it: the gains of a forest's splits, an elastic net's path. It predicts and
 * explains the same, to the last bit; only the weights of a forest's `summary()` are gone. What other learners save is as
 * small as it can be, and comes back as it is.
 */
export function forScoring(state: unknown): unknown {
  if (typeof state !== "object" || state === null) return state;
  const {kind} = state as {kind?: unknown};
  switch (kind) {
    case "tuned@1": {
      const tuned = state as {model: unknown};
      return {...tuned, model: forScoring(tuned.model)};
    }
    case "calibrated@1": {
      const calibrated = state as {inner: unknown};
      return {...calibrated, inner: forScoring(calibrated.inner)};
    }
    case "ensemble@1": {
      const {members, ...rest} = state as {members: readonly {model: unknown}[]};
      return {...rest, members: members.map((member) => ({...member, model: forScoring(member.model)}))};
    }
    case "elastic-net@1":
      return {...state, path: {penalties: [], weights: [], loss: []}};
    case "forest@2": {
      const {ensemble, ...rest} = state as {ensemble: {trees: readonly {gain: readonly number[]}[]}};
      const trees = ensemble.trees.map((tree) => ({...tree, gain: tree.gain.map(() => 0)}));
      return {...rest, ensemble: {...ensemble, trees}};
    }
    default:
      return state;
  }
}

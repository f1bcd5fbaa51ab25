import type {DidEffect, GroupTimeEffect, GroupTimeFit} from "./types.ts";

/**
 * - `simple`: all effects from treatment on, cohorts weighted by their size and the time they are seen.
 * - `dynamic`: by time since treatment (event study); overall: the mean over times from 0 on.
 * - `group`: by cohort, mean over its periods; overall: the mean over treated units.
 * - `calendar`: by period; overall: the mean over periods in which somebody is treated.
 */
export type AggregationKind = "simple" | "dynamic" | "group" | "calendar";

export interface AggregatedEffect extends DidEffect {
  /** Time since treatment, cohort, or period; 0 for `simple`. */
  readonly at: number;
  /** Group-time effects in it. */
  readonly of: number;
}

export interface Aggregation {
  readonly kind: AggregationKind;
  readonly effects: readonly AggregatedEffect[];
  readonly overall: DidEffect;
}

/**
 * Averages of group-time effects (Callaway and Sant'Anna 2021, section 3). Influence functions count that cohort sizes are
 * estimated.
 * @param balance for `dynamic`: only cohorts seen this long after treatment, and times up to it, so that each time averages the
 * same cohorts.
 * @throws RangeError where no effect from treatment on is left.
 */
export function aggregateEffects(
  fit: GroupTimeFit,
  kind: AggregationKind,
  {balance}: {readonly balance?: number} = {},
): Aggregation {
  const {labels, periods} = fit;
  const effects = fit.effects.filter(
    ({cohort, period}) =>
      kind !== "dynamic" || balance === undefined || (periods - 1 - cohort >= balance && period - cohort <= balance),
  );
  const post = effects.filter(({cohort, period}) => period >= cohort);
  if (post.length === 0)
    throw new RangeError(
      `no effect from treatment on${balance === undefined ? "" : ` for cohorts seen ${balance} periods after it`}: ` +
        "see `refused` for the reasons",
    );
  const shares = shareOfCohorts(fit);
  const weighted = (chosen: readonly GroupTimeEffect[]) => weightedMean(chosen, shares, labels);
  const by = (chosen: readonly GroupTimeEffect[], key: (e: GroupTimeEffect) => number) =>
    [...new Set(chosen.map(key))]
      .sort((a, b) => a - b)
      .map((at) => ({at, members: chosen.filter((e) => key(e) === at)}));
  const aggregated = (groups: {at: number; members: GroupTimeEffect[]}[]) =>
    groups.map(({at, members}) => ({at, of: members.length, ...weighted(members)}));
  if (kind === "simple") {
    const overall = weighted(post);
    return {kind, effects: [{at: 0, of: post.length, ...overall}], overall};
  }
  if (kind === "dynamic") {
    const found = aggregated(by(effects, ({cohort, period}) => period - cohort));
    return {kind, effects: found, overall: plainMean(found.filter(({at}) => at >= 0))};
  }
  if (kind === "calendar") {
    const found = aggregated(by(post, ({period}) => period));
    return {kind, effects: found, overall: plainMean(found)};
  }
  const found = by(post, ({cohort}) => cohort).map(({at, members}) => ({
    at,
    of: members.length,
    ...plainMean(members),
  }));
  const overall = weightedMean(
    found.map((effect) => ({...effect, cohort: effect.at})),
    shares,
    labels,
  );
  return {kind, effects: found, overall};
}

/** Each cohort's share of the units, and which units are in it. */
function shareOfCohorts({adoption, leftOut}: GroupTimeFit) {
  const out = new Set(leftOut);
  const inCohort = (g: number, i: number) => (adoption[i] === g && !out.has(i) ? 1 : 0);
  const n = adoption.length;
  const share = new Map<number, number>();
  for (let i = 0; i < n; i++) share.set(adoption[i], (share.get(adoption[i]) ?? 0) + inCohort(adoption[i], i) / n);
  return {share, inCohort};
}

/** Mean weighted by cohort shares, whose estimation adds Σ θ ∂weight/∂share · (1{G = g} − share) to the influence. */
function weightedMean(
  effects: readonly (DidEffect & {readonly cohort: number})[],
  {share, inCohort}: ReturnType<typeof shareOfCohorts>,
  labels: DidEffect["labels"],
): DidEffect {
  const p = effects.map(({cohort}) => share.get(cohort)!);
  const total = p.reduce((sum, x) => sum + x, 0);
  const theta = effects.reduce((sum, e, k) => sum + (p[k] / total) * e.theta, 0);
  const influence = new Float64Array(effects[0].influence.length);
  effects.forEach((effect, k) => {
    for (let i = 0; i < influence.length; i++)
      influence[i] +=
        (p[k] / total) * effect.influence[i] + ((effect.theta - theta) / total) * (inCohort(effect.cohort, i) - p[k]);
  });
  return {theta, influence, labels};
}

function plainMean(effects: readonly DidEffect[]): DidEffect {
  const influence = new Float64Array(effects[0].influence.length);
  for (const effect of effects)
    for (let i = 0; i < influence.length; i++) influence[i] += effect.influence[i] / effects.length;
  return {
    theta: effects.reduce((sum, e) => sum + e.theta, 0) / effects.length,
    influence,
    labels: effects[0].labels,
  };
}

import type {ChosenPenalties, DesignContext, DesignName, DesignReport} from "../../causal/index.ts";
import type {FeatureNames} from "../../features/index.ts";
import type {Desk} from "../../ingest/index.ts";
import {float64} from "../../numeric/index.ts";
import type {PolicyRows} from "../../policy/index.ts";
import {fitTwin, type TwinModel} from "../../simulate/index.ts";
import type {MapTasks} from "../impact-intervals.ts";
import {type KnownTruthPlan, planKnownTruth} from "./cost.ts";
import {judge, knownTruthRule} from "./judge.ts";
import {likenessReport} from "./likeness.ts";
import {tally} from "./tally.ts";
import {type TwinTry, tryDesigns, tryDesignsModule} from "./try-designs.ts";
import {tryTiming, tryTimingModule} from "./try-timing.ts";
import type {KnownTruthId, KnownTruthMethod, KnownTruthReport} from "./types.ts";

export interface KnownTruthOptions {
  readonly desk: Desk;
  /** What the designs read on the study itself. */
  readonly context: DesignContext;
  /** What each design said there: those that it refused are not in use, and not tried. */
  readonly designs: readonly DesignReport[];
  /** Of the designs in use: the penalties that their regressions chose there. */
  readonly penalties: ReadonlyMap<DesignName, ChosenPenalties>;
  /** The design whose estimate is the effect that twins are given; the first in use where it is not. */
  readonly primary: DesignName;
  /** Rows that the policy is judged on; null: there is no policy. */
  readonly policy: PolicyRows | null;
  /** Estimated timing of the policy, study currency in total. */
  readonly timing: number;
  readonly features: FeatureNames;
  /** Twins of each kind, and seconds of one processor that they may take; null: none are asked for. */
  readonly options: {readonly draws: number; readonly budget: number} | null;
  /** A stage's `map`: results do not depend on it. */
  readonly map: MapTasks;
}

/** Draws of each bootstrap on a twin: its standard error is then right to within a twentieth. */
const bootstrapDraws = 200;
/** Twins compared with the desk for how alike they are. */
const compared = 5;
/** Twins with trades on fewer rows than this have nothing to resemble. */
const minimumRows = 20;

/**
 * Would each method in use on this study have found the truth? Twins of the desk (see `fitTwin`) are drawn without an effect and with
 * the one that was estimated, and each method is run on them as on the study, but for penalties of regressions, which are those that
 * the study's own data chose.
 */
export async function knownTruthReport(given: KnownTruthOptions): Promise<KnownTruthReport> {
  const {desk, context, designs, policy, primary, options} = given;
  const inUse = designs.flatMap((report) => (report.status === "estimated" ? [report] : []));
  const acts = policy?.multiplier.some((m) => m !== 1) === true;
  const size = {
    rows: desk.daily.rows,
    traders: desk.accounts.length,
    days: desk.days.length,
    features: Object.keys(context.panel.columns).length - 3,
    policyRows: acts ? policy.day.length : 0,
  };
  const why = nothingToDraw(given);
  const plan = planKnownTruth(
    size,
    inUse.map((report) => report.id),
    {draws: why === null ? options!.draws : 0, budget: options?.budget ?? 0, bootstrapDraws},
  );
  const effect = (inUse.find((report) => report.id === primary) ?? inUse[0])?.estimate.value ?? 0;
  const model = plan.designs + plan.timing > 0 ? fitTwin(desk, {keepFirstLimits: true}) : null;
  const tries = new Map<KnownTruthId, readonly TwinTry[]>();
  if (model !== null && plan.designs > 0) await askDesigns(given, plan, model, {effect, tries});
  if (model !== null && plan.timing > 0) await askTiming(given, plan, model, tries);
  const reason = why ?? `One twin of each kind would take longer than the ${options!.budget} s that the study allows.`;
  const methods = designs.map((report): KnownTruthMethod => {
    const identity = {design: report.id, label: report.title};
    if (report.status === "refused") return untried(identity, `Not in use here: ${lowered(report.reason)}`);
    return methodOf(identity, tries.get(report.id), effect, context.level, reason);
  });
  const ofTiming = {design: "timing", label: "Timing of the policy"} as const;
  const timing = acts
    ? methodOf(ofTiming, tries.get("timing"), given.timing, context.level, reason)
    : untried(ofTiming, "Not in use here: the policy that the verdict is about changes no row.");
  const twins = Array.from({length: compared}, (_, k) => seedOf(given, k));
  return {
    methods: [timing, ...methods],
    level: context.level,
    rule: knownTruthRule,
    budget: {draws: options?.draws ?? 0, seconds: options?.budget ?? 0, estimatedSeconds: plan.estimatedSeconds},
    likeness: model && likenessReport(model, twins, effect),
    effect: inUse.length > 0 ? effect : null,
    timing: acts ? given.timing : null,
  };
}

/** Seeds of twins: those without an effect come first, and no twin is used twice. */
function seedOf({context}: KnownTruthOptions, k: number): number {
  return (context.seed + (k + 1) * 15_485_863) % 4_294_967_296;
}

async function askDesigns(
  given: KnownTruthOptions,
  {designs: draws}: KnownTruthPlan,
  model: TwinModel,
  {effect, tries}: {readonly effect: number; readonly tries: Map<KnownTruthId, readonly TwinTry[]>},
): Promise<void> {
  const {designs, penalties, features, map} = given;
  const inUse = designs.filter((report) => report.status === "estimated").map((report) => report.id);
  const {seed, level, rule, currency} = given.context;
  const asked = inUse.map((name) => ({name, penalties: penalties.get(name) ?? {}}));
  const items = Array.from({length: 2 * draws}, (_empty, k) => ({
    ...{model, designs: asked, features, context: {seed, level, rule, currency}},
    seed: seedOf(given, k),
    effect: k < draws ? 0 : effect,
  }));
  const found = await map(tryDesigns, tryDesignsModule, items);
  inUse.forEach((name, j) => {
    tries.set(
      name,
      found.map((one) => one[j]),
    );
  });
}

async function askTiming(
  given: KnownTruthOptions,
  {timing: draws}: KnownTruthPlan,
  model: TwinModel,
  tries: Map<KnownTruthId, readonly TwinTry[]>,
): Promise<void> {
  const {trader, day, multiplier} = given.policy!;
  const items = Array.from({length: 2 * draws}, (_, k) => ({
    ...{model, rows: {trader, day, multiplier}, level: given.context.level, draws: bootstrapDraws},
    seed: seedOf(given, k),
    gain: k < draws ? 0 : given.timing,
  }));
  tries.set("timing", await given.map(tryTiming, tryTimingModule, items));
}

/** Why there can be no twin at all; null: there can. */
function nothingToDraw({desk, options}: KnownTruthOptions): string | null {
  if (options === null) return "The study asks for no twins (knownTruth: null).";
  const active = float64(desk.daily, "net").reduce((n, y) => n + (y === 0 ? 0 : 1), 0);
  return active < minimumRows ? `Only ${active} trader-days have P&L: a twin has nothing to resemble.` : null;
}

type Identity = Pick<KnownTruthMethod, "design" | "label">;

function untried(identity: Identity, why: string): KnownTruthMethod {
  return {...identity, status: "not tried", why, null: null, effect: null};
}

/** @param tries twins without an effect first, then as many with one. */
function methodOf(
  identity: Identity,
  tries: readonly TwinTry[] | undefined,
  effect: number,
  level: number,
  otherwise: string,
): KnownTruthMethod {
  if (tries === undefined) return untried(identity, otherwise);
  const half = tries.length / 2;
  const parts = {null: tally(tries.slice(0, half)), effect: tally(tries.slice(half))};
  if (parts.null === null && parts.effect === null) {
    const first = tries[0];
    return untried(identity, `No twin of this desk permits it: ${"refused" in first ? lowered(first.refused) : ""}`);
  }
  return {
    ...identity,
    ...judge(parts, level),
    null: parts.null && {
      ...parts.null.world,
      falsePositives: parts.null.excluded,
      falsePositivesError: parts.null.excludedError,
    },
    effect:
      parts.effect && effect !== 0
        ? {...parts.effect.world, power: parts.effect.excluded, powerError: parts.effect.excludedError}
        : null,
  };
}

/** A sentence as part of another. */
function lowered(text: string): string {
  return /^[A-Z][a-z ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

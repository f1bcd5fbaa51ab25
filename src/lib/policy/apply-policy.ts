import {type Fold, type Signal, type SignalRows, testsTrader, trainsOn} from "../evaluate/index.ts";
import type {PolicySpec} from "../study/index.ts";
import {applySized} from "./apply-sized.ts";
import {badnessOf} from "./badness.ts";
import {
  type Bands,
  doNothing,
  fitThresholds,
  minimumTrainingDays,
  multiplierFor,
  type Thresholds,
} from "./fit-thresholds.ts";
import type {FoldSettings, PolicyReport} from "./types.ts";

export interface ApplyPolicyOptions {
  readonly signal: Signal;
  /** Out-of-sample predictions of this signal, any order; `outcome` is not looked at. */
  readonly rows: SignalRows;
  readonly spec: PolicySpec;
  readonly folds: readonly Fold[];
  /** ISO dates that `day` indexes. */
  readonly days: readonly string[];
  /** Days left out between the rows that thresholds are fitted on and the fold they act in: purge + embargo. */
  readonly gap: number;
}

export interface AppliedPolicy {
  /** One a row; 1 where the signal is missing and where no threshold could be fitted. */
  readonly multiplier: Float64Array;
  /**
   * 1: the row counts when the policy is judged. The signal and net are finite, and, for a fitted policy, the row's fold
   * had enough earlier days to fit on. Earlier rows are a warm-up: that the policy was not yet switched on then is not
   * its skill, and would enter timing if they counted. A fold that chose to do nothing counts: that was the policy's choice.
   */
  readonly evaluated: Uint8Array;
  readonly report: PolicyReport;
}

/**
 * Turns predictions into exposure multipliers.
 *
 * Fixed: the multiplier where the signal is strictly above (or below) the declared value, on every row. Fitted: each fold
 * acts on thresholds fitted (see `fitThresholds`) on out-of-sample predictions of days before test.start − gap only, so
 * that no multiplier depends on P&L of its own or a later fold; at least 20 such days, else multiplier 1. Sized: the same with
 * exposure that follows the prediction (see `applySized`).
 * @throws RangeError when a fixed policy names another signal.
 */
export function applyPolicy(options: ApplyPolicyOptions): AppliedPolicy {
  const {spec} = options;
  if (spec.kind === "fixed") return applyFixed(options, spec);
  return spec.kind === "sized" ? applySized(options, spec) : applyFitted(options, spec);
}

function applyFixed(
  {signal, rows, folds, days}: ApplyPolicyOptions,
  spec: Extract<PolicySpec, {kind: "fixed"}>,
): AppliedPolicy {
  if (spec.signal !== signal.name)
    throw new RangeError(`the policy acts on "${spec.signal}"; it cannot be applied to "${signal.name}"`);
  const cut = spec.above ?? spec.below!;
  const acts = spec.above !== undefined ? (v: number) => v > cut : (v: number) => v < cut;
  const multiplier = rows.value.map((v) => (acts(v) ? spec.multiplier : 1));
  const evaluated = Uint8Array.from(rows.value, (v, i) => (Number.isFinite(v) && Number.isFinite(rows.net[i]) ? 1 : 0));
  const thresholds = fixedThresholds(signal.kind, spec);
  const first = rows.day.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const last = rows.day.reduce((a, b) => Math.max(a, b), -1);
  const spans = folds.length > 0 || last < 0 ? folds : [{index: 0, test: {start: first, end: last + 1}}];
  return {
    multiplier,
    evaluated,
    report: {
      signal: signal.name,
      kind: "fixed",
      description: `Multiplier ${spec.multiplier} where ${signal.name} is ${spec.above !== undefined ? "above" : "below"} ${cut}, else 1`,
      folds: spans.map((fold) => ({...span(fold, days), fittedOnDays: 0, ...thresholds})),
      tried: 0,
    },
  };
}

/** The declared cut on the scale of badness: on the bad side it avoids (multiplier 0) or reduces, on the good it amplifies. */
function fixedThresholds(kind: Signal["kind"], spec: Extract<PolicySpec, {kind: "fixed"}>): Thresholds {
  const [cut] = badnessOf(kind, Float64Array.of(spec.above ?? spec.below!));
  const bad = (spec.above !== undefined) === (kind === "probability");
  if (!bad) return {...doNothing, amplifyBelow: cut};
  return spec.multiplier === 0 ? {...doNothing, avoidAbove: cut} : {...doNothing, reduceAbove: cut};
}

function applyFitted({signal, rows, folds, days, gap}: ApplyPolicyOptions, bands: Bands): AppliedPolicy {
  if (!(Number.isInteger(gap) && gap >= 0)) throw new RangeError(`invalid gap; not a number of days: ${gap}`);
  const badness = badnessOf(signal.kind, rows.value);
  const known = Array.from(badness.keys()).filter((i) => Number.isFinite(badness[i]) && Number.isFinite(rows.net[i]));
  const multiplier = new Float64Array(badness.length).fill(1);
  const evaluated = new Uint8Array(badness.length);
  let tried = 0;
  const report = folds.map((fold): FoldSettings => {
    const past = known.filter((i) => rows.day[i] < fold.test.start - gap && trainsOn(fold, rows.trader[i]));
    const fitted = fitThresholds(
      {
        trader: Int32Array.from(past, (i) => rows.trader[i]),
        day: Int32Array.from(past, (i) => rows.day[i]),
        badness: Float64Array.from(past, (i) => badness[i]),
        net: Float64Array.from(past, (i) => rows.net[i]),
      },
      bands,
    );
    tried += fitted.tried;
    // what is acted on depends on the signal alone; whether a row is judged, also on its P&L being known
    for (let i = 0; i < badness.length; i++)
      if (
        fitted.usable &&
        rows.day[i] >= fold.test.start &&
        rows.day[i] < fold.test.end &&
        testsTrader(fold, rows.trader[i]) &&
        Number.isFinite(badness[i])
      ) {
        multiplier[i] = multiplierFor(badness[i], fitted, bands);
        evaluated[i] = Number.isFinite(rows.net[i]) ? 1 : 0;
      }
    return {
      ...span(fold, days),
      fittedOnDays: fitted.days,
      avoidAbove: fitted.avoidAbove,
      reduceAbove: fitted.reduceAbove,
      amplifyBelow: fitted.amplifyBelow,
    };
  });
  return {
    multiplier,
    evaluated,
    report: {signal: signal.name, kind: "fitted", description: describe(bands), folds: report, tried},
  };
}

function describe({avoid, reduce, amplify}: Bands): string {
  const amplified = amplify === null ? "" : `, ${amplify} (amplify) below another`;
  return (
    `Multiplier ${avoid} (avoid) and ${reduce} (reduce) above cut-offs of predicted badness${amplified}, else 1; in each fold ` +
    `the cut-offs with the largest timing on all earlier out-of-sample days (at least ${minimumTrainingDays}), if that exceeds ` +
    "one standard error, else none"
  );
}

function span({index, test}: Pick<Fold, "index" | "test">, days: readonly string[]) {
  return {fold: index, from: days[test.start], to: days[test.end - 1]};
}

import {testsTrader, trainsOn} from "../evaluate/index.ts";
import type {PolicySpec} from "../study/index.ts";
import type {AppliedPolicy, ApplyPolicyOptions} from "./apply-policy.ts";
import {badnessOf} from "./badness.ts";
import {fitSizing, noSizing, outlook, type SizingRows, sizes} from "./fit-sizing.ts";
import {orderByTrader} from "./panel.ts";
import type {FoldSettings} from "./types.ts";

type Sized = Extract<PolicySpec, {kind: "sized"}>;

/**
 * Exposure that follows the prediction: in each fold by the settings fitted on out-of-sample predictions of days before
 * test.start − gap. A trader's multiplier before a fold is that of the fold before.
 */
export function applySized({signal, rows, folds, days, gap}: ApplyPolicyOptions, spec: Sized): AppliedPolicy {
  const {scale} = rows;
  if (scale === undefined) throw new RangeError("a sized policy needs each row's volatility (scale)");
  const {order} = orderByTrader(rows);
  const of = (values: Float64Array, at: ArrayLike<number>) => Float64Array.from(at, (i) => values[i]);
  const badness = badnessOf(signal.kind, rows.value);
  const good = outlook(spec.rule, badness, scale, signal.kind === "probability");
  const rowsAt = (at: Uint32Array): SizingRows => ({
    trader: Int32Array.from(at, (i) => rows.trader[i]),
    day: Int32Array.from(at, (i) => rows.day[i]),
    outlook: of(good, at),
    net: of(rows.net, at),
    scale: of(scale, at),
  });
  const multiplier = new Float64Array(rows.value.length).fill(1);
  const evaluated = new Uint8Array(rows.value.length);
  const before = new Map<number, number>();
  let tried = 0;
  const settings = folds.map((fold): FoldSettings => {
    const past = order.filter(
      (i) =>
        rows.day[i] < fold.test.start - gap &&
        trainsOn(fold, rows.trader[i]) &&
        Number.isFinite(good[i]) &&
        Number.isFinite(rows.net[i]),
    );
    const fitted = fitSizing(rowsAt(past), spec.rule, spec);
    tried += fitted.tried;
    const test = order.filter(
      (i) => rows.day[i] >= fold.test.start && rows.day[i] < fold.test.end && testsTrader(fold, rows.trader[i]),
    );
    if (fitted.usable) {
      const made = sizes(rowsAt(test), fitted, spec, before);
      test.forEach((i, k) => {
        multiplier[i] = made[k];
        evaluated[i] = Number.isFinite(good[i]) && Number.isFinite(rows.net[i]) ? 1 : 0;
      });
    }
    const {slope, friction} = fitted.usable ? fitted : noSizing;
    return {
      fold: fold.index,
      from: days[fold.test.start],
      to: days[fold.test.end - 1],
      fittedOnDays: fitted.days,
      avoidAbove: null,
      reduceAbove: null,
      amplifyBelow: null,
      slope,
      friction,
    };
  });
  return {
    multiplier,
    evaluated,
    report: {signal: signal.name, kind: "sized", description: describe(spec), folds: settings, tried},
  };
}

function describe({rule, low, high, cost}: Sized): string {
  const how = {
    linear: "follows the prediction in a straight line",
    risk: "follows the prediction in units of the trader’s own volatility",
    "mean-variance": "weighs the predicted gain against its variance and against changing exposure",
  }[rule];
  const taken = cost > 0 ? `, a change by one costing ${cost} volatilities` : "";
  return (
    `Multiplier from ${low} to ${high} that ${how}${taken}; in each fold with the settings that had the largest timing on all earlier ` +
    "out-of-sample days, if that exceeds one standard error, else 1"
  );
}

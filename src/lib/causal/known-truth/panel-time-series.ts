import {type Random, stream} from "../../numeric/index.ts";
import {type InterruptedOptions, type InterruptedSeries, interruptedTimeSeries} from "../time-series/index.ts";
import {type KnownTruthCase, single} from "./coverage.ts";
import {autoregression} from "./panel-synthetic.ts";

const shift = 1;

/** A wandering level with noise, shifted by 1 at the intervention. */
export function shiftedLevel(
  {
    before,
    after,
    wander,
    regressor = false,
    week = false,
  }: {before: number; after: number; wander: number; regressor?: boolean; week?: boolean},
  random: Random,
): InterruptedSeries {
  const periods = before + after;
  const market = autoregression(periods, 0.6, random);
  const byDay = [0.5, 0, -0.2, 0.3, -0.6];
  const weekday = Int32Array.from({length: periods}, (_, t) => t % 5);
  let level = 0;
  const outcome = Float64Array.from({length: periods}, (_, t) => {
    level += wander * random.normal();
    const own = (regressor ? 0.8 * market[t] : 0) + (week ? byDay[weekday[t]] : 0);
    return level + own + random.normal() + (t >= before ? shift : 0);
  });
  return {outcome, prePeriods: before, ...(regressor ? {regressors: [market]} : {}), ...(week ? {weekday} : {})};
}

/** Interrupted time series: the counterfactual path's average effect, and the step. */
export function timeSeriesCases(): KnownTruthCase[] {
  const one = (
    label: string,
    shape: Parameters<typeof shiftedLevel>[0],
    pick: "average" | "step",
    options: InterruptedOptions = {},
  ): KnownTruthCase => {
    const name = `interrupted time series, ${pick === "average" ? "mean effect of the path" : "constant step"}, ${label}`;
    return {
      method: name,
      design: `a level that wanders by ${shape.wander} a day in noise of 1, ${shape.before} days before, ${shape.after} after`,
      n: shape.before + shape.after,
      run: (seed) => single(shift, interruptedTimeSeries(shiftedLevel(shape, stream(seed, name)), options)[pick]),
    };
  };
  return [
    one("level", {before: 150, after: 30, wander: 0.3}, "average"),
    one("level", {before: 150, after: 30, wander: 0.3}, "step"),
    one("level and a regressor", {before: 150, after: 30, wander: 0.3, regressor: true}, "average"),
    one("level and weekdays", {before: 150, after: 30, wander: 0.3, week: true}, "average"),
  ];
}

import {float64, int32} from "../../numeric/index.ts";
import {dayBlockFolds, fitDose} from "../dml/index.ts";
import {clustersOf} from "../estimate-interventions.ts";
import {covariance, inference, jointInference} from "../inference/index.ts";
import {featuresOf, minimumDays, withTrader} from "../limit-sample.ts";
import type {Refusal} from "../types.ts";
import {counted, percent} from "../words.ts";
import type {DoseFigure} from "./figures.ts";
import type {DesignContext} from "./types.ts";

const minimumRows = 200;
export const minimumDoses = 10;
/** A cut that this share of limited days had is a strength, and no point of a curve. */
const mostAtOne = 0.25;
const pointsShown = 15;

/** The curve, and the effect of a hard cut (the upper quartile) against a light one (the lower) as one number. */
export interface DoseCurve {
  readonly figure: DoseFigure;
  readonly hard: number;
  readonly light: number;
  readonly found: ReturnType<typeof inference>;
  readonly rows: Int32Array;
  /** Share of rows whose weight was capped: cuts that nothing known before made likely. */
  readonly capped: number;
  readonly features: number;
}

/**
 * Mean P&L of limited days by how much size was taken away (1 − multiplier), against a light cut, with a band that holds for the
 * whole curve: effect curve of a continuous dose (Kennedy, Ma, McHugh and Small 2017). Days without a limit are no small cut
 * and are left out.
 * @throws RangeError where doses are too few around a point.
 */
export function doseCurve({panel, interventions, learners, seed, level}: DesignContext): DoseCurve | Refusal {
  const needs = `Multipliers below 1 of at least ${minimumDoses} sizes on ${minimumRows} trader-days and ${minimumDays} days, none of them on more than ${percent(mostAtOne)} of these.`;
  if (interventions === null) return {reason: "The desk states no interventions.", needs};
  const [trader, day, net] = [int32(panel, "trader"), int32(panel, "day"), float64(panel, "net")];
  const [t, d] = [int32(interventions, "trader"), int32(interventions, "day")];
  const cuts = new Map(Array.from(float64(interventions, "multiplier"), (m, k) => [`${t[k]},${d[k]}`, 1 - m]));
  const cutOf = (i: number) => cuts.get(`${trader[i]},${day[i]}`) ?? 0;
  const rows = Int32Array.from(trader.keys()).filter((i) => cutOf(i) > 0);
  const a = Float64Array.from(rows, cutOf);
  const days = rows.map((i) => day[i]);
  const counts = new Map<number, number>();
  for (const v of a) counts.set(v, (counts.get(v) ?? 0) + 1);
  let most = 0;
  for (const count of counts.values()) most = Math.max(most, count);
  if (
    rows.length < minimumRows ||
    counts.size < minimumDoses ||
    new Set(days).size < minimumDays ||
    most > mostAtOne * rows.length
  )
    return {
      reason: `${counted(rows.length, "limited trader-day")} had cuts of ${counted(counts.size, "size")}, ${percent(rows.length === 0 ? 0 : most / rows.length)} of them the most frequent one.`,
      needs,
    };
  const own = rows.map((i) => trader[i]);
  const sorted = a.slice().sort();
  const at = (p: number) => sorted[Math.floor(p * (sorted.length - 1))];
  const [light, hard] = [at(0.25), at(0.75)];
  const grid = Array.from({length: pointsShown}, (_, k) => at(0.05) + ((at(0.95) - at(0.05)) * k) / (pointsShown - 1));
  const features = featuresOf(panel, rows);
  const fit = fitDose({
    y: Float64Array.from(rows, (i) => net[i]),
    a,
    x: withTrader(features, own),
    day: days,
    folds: dayBlockFolds(days, 5, 5),
    seed,
    learners: {outcome: learners.outcome, dose: learners.treatment},
    points: [hard, ...grid],
    reference: light,
    labels: {trader: own},
  });
  const {cluster} = clustersOf({trader: own});
  const found = inference({theta: fit.curve[0], influence: fit.influences[0], labels: fit.labels}, {cluster, level});
  // Next to the reference there is no difference to have an error of.
  const spread = fit.influences.map((f) => f.some((v) => v !== 0));
  const shown = Array.from(grid.keys(), (k) => k + 1).filter((k) => spread[k]);
  const band = jointInference(
    shown.map((k) => fit.curve[k]),
    covariance(
      shown.map((k) => fit.influences[k]),
      {cluster},
      {labels: fit.labels},
    ),
    {level, seed},
  );
  return {
    figure: {
      reference: light,
      level,
      points: shown.map((k, j) => ({
        cut: fit.points[k],
        effect: fit.curve[k],
        interval: [band.lower[j], band.upper[j]],
      })),
    },
    ...{hard, light, found, rows},
    capped: fit.capped / rows.length,
    features: features.names.length,
  };
}

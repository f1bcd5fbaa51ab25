import {float64, int32} from "../../numeric/index.ts";
import {type InterruptedFit, interruptedTimeSeries} from "../time-series/index.ts";
import type {Refusal} from "../types.ts";
import {counted, percent, pWords} from "../words.ts";
import {firstLimits, traderCount} from "./adjusted.ts";
import type {SeriesFigure} from "./figures.ts";
import {attempt, estimated, estimateOf, refused} from "./report.ts";
import type {Design, DesignContext} from "./types.ts";

const identity = {
  id: "interrupted",
  title: "The desk before and after one day",
  question: "Did the desk's P&L leave its own path when limits began for everyone?",
  per: "day after adoption",
} as const;

/** Trading days of a period: a week. */
const week = 5;
const minimumWeeks = 20;
/** First limits this close to each other count as one start. */
const commonDays = 10;
const needs = `One day from which on limits applied to everyone, with ${minimumWeeks} weeks before it and at least four after.`;

/** The common start, or why there is none. */
export function commonStart({
  panel,
  interventions,
  days,
}: Pick<DesignContext, "panel" | "interventions" | "days">): {readonly start: number} | Refusal {
  if (interventions === null)
    return {reason: "The desk states no interventions: when limits began is not known.", needs};
  const first = firstLimits(interventions, traderCount(panel)).filter((day) => day >= 0);
  const traders = new Set(int32(panel, "trader")).size;
  if (first.length === 0) return {reason: "No trader ever came under limits.", needs};
  const [from, to] = [Math.min(...first), Math.max(...first)];
  const without = traders - first.length;
  if (to - from >= commonDays || without > 0)
    return {
      reason: `Limits did not begin for everyone at once: the first ones spread over ${counted(to - from + 1, "day")}${without === 0 ? "" : `, and ${counted(without, "trader")} had none`}. The staggered designs use that.`,
      needs,
    };
  if (from < minimumWeeks * week || days - from < 4 * week)
    return {reason: `Limits began on day ${from + 1} of ${days}: too close to the edge of the data.`, needs};
  return {start: from};
}

/** Structural time series of the desk's weekly mean, forecast from before the start: see `interruptedTimeSeries`. */
export const design: Design = {
  ...identity,
  run(context) {
    const found = commonStart(context);
    if ("reason" in found) return refused(identity, found);
    return attempt(identity, needs, () => {
      const series = weeklyMeans(context, found.start);
      const fit = interruptedTimeSeries(
        {outcome: series.outcome, prePeriods: series.prePeriods},
        {level: context.level},
      );
      const after = series.outcome.length - series.prePeriods;
      return estimated(identity, {
        estimate: estimateOf({...fit.average, level: context.level}, series.outcome.length, "weeks"),
        truth: series.truth,
        card: {
          words: `Mean change of the P&L of a trader-day in the ${after} weeks from the start on, against the forecast from the weeks before`,
          symbols: "θ = mean over t ≥ T₀ of (Yₜ − E[Yₜ | Y before T₀])",
          unit: "Study currency a trader-day from the start on, limited or not",
          sample: `${series.prePeriods} weeks before and ${after} from it on, of all traders together; ${percent(series.limitedShare)} of trader-days from the start on had a limit`,
          method: `Local level by maximum likelihood and Kalman filter, forecast beyond the start; Student's t with ${fit.degreesOfFreedom} degrees of freedom`,
          assumptions: [
            {
              name: "The model leaves no pattern before",
              status: fit.residuals.p >= 0.05 ? "checked" : "failed",
              evidence: `One-step errors do not depend on their past: ${pWords(fit.residuals.p)} over ${counted(fit.residuals.lags, "lag")}.`,
            },
            {
              name: "Nothing else changed at the start",
              status: "not checkable",
              evidence: "No data can show it: a calmer market from that day on would look the same.",
            },
          ],
        },
        figures: {series: figureOf(series, fit)},
      });
    });
  },
};

/** Mean P&L of a trader-day by week, weeks counted from the start back and forth. */
function weeklyMeans({panel, interventions, truth, days}: DesignContext, start: number) {
  const [trader, day, net] = [int32(panel, "trader"), int32(panel, "day"), float64(panel, "net")];
  const prePeriods = Math.floor(start / week);
  const origin = start - prePeriods * week;
  const periods = prePeriods + Math.floor((days - start) / week);
  const [sum, count] = [new Float64Array(periods), new Float64Array(periods)];
  const [t, d, m] = [
    int32(interventions!, "trader"),
    int32(interventions!, "day"),
    float64(interventions!, "multiplier"),
  ];
  const limited = new Set(Array.from(m.keys()).flatMap((k) => (m[k] < 1 ? [`${t[k]},${d[k]}`] : [])));
  const done = {rows: 0, limited: 0};
  const effect = new Float64Array(periods);
  trader.forEach((own, i) => {
    const period = Math.floor((day[i] - origin) / week);
    if (period < 0 || period >= periods) return;
    sum[period] += net[i];
    count[period]++;
    if (period < prePeriods) return;
    done.rows++;
    if (!limited.has(`${own},${day[i]}`)) return;
    done.limited++;
    if (truth !== null) effect[period] += truth.effect[i];
  });
  const outcome = sum.map((v, p) => (count[p] > 0 ? v / count[p] : Number.NaN));
  let total = 0;
  for (let p = prePeriods; p < periods; p++) total += effect[p] / count[p] / (periods - prePeriods);
  return {outcome, prePeriods, limitedShare: done.limited / done.rows, truth: truth === null ? null : total};
}

function figureOf(
  {outcome, prePeriods}: {outcome: Float64Array; prePeriods: number},
  fit: InterruptedFit,
): SeriesFigure {
  const finite = (v: number) => (Number.isFinite(v) ? v : null);
  return {
    daysPerPeriod: week,
    prePeriods,
    points: Array.from(outcome, (v, period) => ({
      period: period - prePeriods,
      outcome: v,
      expected: finite(fit.counterfactual[period]),
      lower: finite(fit.lower[period]),
      upper: finite(fit.upper[period]),
    })).filter((p) => Number.isFinite(p.outcome)),
  };
}

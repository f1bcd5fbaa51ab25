import {type AdoptionPanel, adoptionPanel} from "../synthetic/index.ts";
import {
  type AdoptionSample,
  daysPerPeriod,
  grid,
  meanFrom,
  pastPeriods,
  periodsAfter,
  periodsBefore,
} from "./adoption.ts";

/** Each adopter beside the traders free of limits in its whole window, in periods counted from its own first limit. */
export function adopterWindows(sample: AdoptionSample): AdoptionPanel {
  const panel = adoptionPanel(sample, {daysPerPeriod, before: periodsBefore, after: periodsAfter});
  const short = panel.adopters.filter((a) => a.data.prePeriods < pastPeriods);
  return {
    ...panel,
    adopters: panel.adopters.filter((a) => !short.includes(a)),
    refused: [
      ...panel.refused,
      ...short.map(({trader, adoption, data}) => ({
        trader,
        adoption,
        reason: `${data.prePeriods} periods before the first limit; ${pastPeriods} are needed`,
      })),
    ].sort((a, b) => a.trader - b.trader),
  };
}

/** True mean effect of each adopter over its window from the first limit on; null: not known. */
export function adopterTruths(sample: AdoptionSample, {adopters}: AdoptionPanel): number[] | null {
  if (sample.effect === null) return null;
  const daily = grid(sample, sample.effect);
  return adopters.map(({trader, adoption, data}) =>
    meanFrom(daily[trader], adoption, (data.treated.length - data.prePeriods) * daysPerPeriod),
  );
}

/** Root mean squared. */
export function rootMeanSquare(values: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k] * values[k];
  return Math.sqrt(sum / values.length);
}

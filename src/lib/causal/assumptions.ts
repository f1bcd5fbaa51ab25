import {quantileSorted} from "simple-statistics";
import type {CrossFitFold, PlrFit} from "./dml/index.ts";
import type {Assumption} from "./types.ts";
import {percent} from "./words.ts";

export interface AssumptionInputs {
  readonly fit: PlrFit;
  readonly treated: Float64Array;
  readonly folds: readonly CrossFitFold[];
  readonly features: number;
}

/** Less of the treatment's variance than this left by the features: what remains is noise of the fit, not an experiment. */
const minimumVariationLeft = 0.1;

/** What an estimate from the desk's own interventions rests on, each with what the data say of it. */
export function assumptionsOf({fit, treated, folds, features}: AssumptionInputs): Assumption[] {
  return [
    overlap(fit, treated),
    variation(treated, folds),
    {
      name: "No hidden common causes",
      status: "not checkable",
      evidence:
        `Nothing outside the ${features} features and each trader's own level moves both the cut and the day's P&L. ` +
        "No data can show this; a risk manager's private knowledge would break it.",
    },
    {
      name: "Cut before the day's P&L",
      status: "not checkable",
      evidence: "Each cut was decided before that day's P&L was known. The file states days, not times.",
    },
    {
      name: "No interference",
      status: "not checkable",
      evidence: "A cut of one trader, or of one day, changes nobody else's P&L and none of the trader's other days.",
    },
  ];
}

function overlap({residualD, predictedD}: PlrFit, treated: Float64Array): Assumption {
  const share = treated.reduce((sum, d) => sum + d, 0) / treated.length;
  const left = residualD.reduce((sum, v) => sum + v * v, 0) / (treated.length * share * (1 - share));
  const sorted = Array.from(predictedD).sort((a, b) => a - b);
  const [low, high] = [quantileSorted(sorted, 0.01), quantileSorted(sorted, 0.99)];
  return {
    name: "Overlap",
    status: left >= minimumVariationLeft ? "checked" : "failed",
    evidence:
      `${percent(share)} of trader-days are treated; 98 % of the predictions of being cut lie between ${signed(low)} and ` +
      `${signed(high)}; the features leave ${percent(left)} of the treatment's variance (at least ${percent(minimumVariationLeft)} needed).`,
  };
}

function variation(treated: Float64Array, folds: readonly CrossFitFold[]): Assumption {
  const shares = folds.map(({test}) => test.reduce((sum, i) => sum + treated[i], 0) / test.length);
  const [low, high] = [Math.min(...shares), Math.max(...shares)];
  return {
    name: "Treatment varies in each block of days",
    status: low > 0 && high < 1 ? "checked" : "failed",
    evidence: `Between ${percent(low)} and ${percent(high)} of trader-days are treated in each of ${folds.length} blocks of days.`,
  };
}

/** With a real minus: a linear prediction of a share can be below zero. */
function signed(share: number): string {
  return `${share < 0 ? "−" : ""}${Math.abs(share).toFixed(2)}`;
}

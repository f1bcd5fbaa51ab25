import {normalQuantile, stream, tTwoSided} from "../../numeric/index.ts";
import {type Adopter, type SyntheticDidFit, sdidPlaceboEach, syntheticDid} from "../synthetic/index.ts";
import {counted, percent} from "../words.ts";
import {
  adoptionSample,
  adoptionWords,
  daysPerPeriod,
  enoughTraders,
  panelAssumptions,
  panelUnit,
  periodsAfter,
} from "./adoption.ts";
import type {AdopterRow} from "./figures.ts";
import {attempt, estimated, estimateOf, refused} from "./report.ts";
import {adopterTruths, adopterWindows, rootMeanSquare} from "./synthetic-windows.ts";
import type {Design} from "./types.ts";

const identity = {
  id: "synthetic-did",
  title: "Synthetic difference-in-differences",
  question: "The same, with months weighted too, so that what was typical before is what counts?",
  per: "day after adoption",
} as const;

const needs = "For each adopter two or more traders free of limits during its whole window.";
const draws = 2000;

/**
 * Synthetic difference-in-differences (Arkhangelsky and others 2021), one an adopter, their mean; standard error by placebos for staggered
 * adoption (Clarke, Pailañir, Athey and Imbens 2023): each adopter's dates are given to one of its donors at random, the mean of these
 * estimates is taken, and so again.
 */
export const design: Design = {
  ...identity,
  run(context) {
    const sample = adoptionSample(context);
    if ("reason" in sample) return refused(identity, sample);
    return attempt(identity, needs, () => {
      const {level, seed} = context;
      const panel = adopterWindows(sample);
      const usable = panel.adopters.filter((a) => a.donors.length >= 3);
      if (usable.length === 0)
        return refused(identity, {
          reason: `No adopter has three or more traders free of limits during its whole window: ${panel.refused[0]?.reason ?? "donors are too few"}.`,
          needs,
        });
      const fits = usable.map(({data}) => syntheticDid(dataOf(data)));
      const placebos = usable.map(({data}) => sdidPlaceboEach(dataOf(data)));
      const value = fits.reduce((sum, {estimate}) => sum + estimate / fits.length, 0);
      const standardError = placeboError(usable, placebos, seed);
      if (!(standardError > 0)) throw new RangeError("the free traders' P&L does not vary: there is no standard error");
      const half = normalQuantile(0.5 + level / 2) * standardError;
      const truths = adopterTruths(sample, {...panel, adopters: usable});
      const donors = new Set(usable.flatMap((a) => [...a.donors])).size;
      return estimated(identity, {
        estimate: estimateOf(
          {
            ...{estimate: value, standardError, level},
            interval: [value - half, value + half],
            p: tTwoSided(value / standardError, Number.POSITIVE_INFINITY),
          },
          usable.length,
          "adopters",
        ),
        truth: truths?.reduce((sum, v) => sum + v / truths.length, 0) ?? null,
        card: {
          words: `Mean over adopters of the change of daily P&L in the ${periodsAfter * daysPerPeriod} trading days from the first limit on`,
          symbols: "θ = mean over i of Σₜ (Yᵢₜ − Σⱼ ωⱼ Yⱼₜ)(1/T₁ after, −λₜ before)",
          unit: panelUnit(sample, context.currency),
          sample: `${adoptionWords(sample)}. ${counted(usable.length, "adopter")} with three donors or more; ${counted(donors, "trader")} stand as donors`,
          method: `Synthetic difference-in-differences (Arkhangelsky and others 2021) on months of ${daysPerPeriod} trading days; standard error from ${draws} draws of placebos among the donors (Clarke and others 2023)`,
          assumptions: [
            {
              name: "Weights do not hang on one donor",
              status: largest(fits) <= 0.75 ? "checked" : "failed",
              evidence: `The largest weight of one donor is ${percent(largest(fits))} (up to 75 % accepted).`,
            },
            enoughTraders({adopters: usable.length}, Math.min(...usable.map((a) => a.donors.length))),
            ...panelAssumptions,
          ],
        },
        figures: {
          adopters: usable.map(({trader, adoption, donors: own, data}, k): AdopterRow => {
            const {effectCurve, gap, timeWeights} = fits[k];
            const centre = timeWeights.reduce((sum, w, t) => sum + w * gap[t], 0);
            const before = rootMeanSquare(gap.slice(0, data.prePeriods).map((g) => g - centre));
            const sizes = placebos[k].map(Math.abs);
            return {
              trader: sample.traders[trader],
              adoption,
              donors: own.length,
              effect: fits[k].estimate,
              truth: truths?.[k] ?? null,
              fitBefore: before,
              ratio: before > 0 ? rootMeanSquare(effectCurve) / before : null,
              rank: 1 + sizes.filter((s) => s >= Math.abs(fits[k].estimate)).length,
              of: sizes.length + 1,
            };
          }),
          donors: usable.flatMap(({trader, donors: own}, k) =>
            Array.from(own, (donor, j) => ({
              trader: sample.traders[trader],
              donor: sample.traders[donor],
              weight: fits[k].unitWeights[j],
            })),
          ),
          leftOut: [
            ...panel.refused,
            ...panel.adopters
              .filter((a) => !usable.includes(a))
              .map(({trader, donors: own}) => ({trader, reason: `${counted(own.length, "donor")}; three are needed`})),
          ].map(({trader, reason}) => ({trader: sample.traders[trader], reason})),
        },
      });
    });
  },
};

function dataOf({treated, donors, prePeriods}: Adopter["data"]) {
  return {controls: donors, treated: [treated], prePeriods};
}

/** Standard deviation of the mean of placebo estimates; one donor may stand for several adopters in a draw, and then does so for all it can. */
function placeboError(adopters: readonly Adopter[], placebos: readonly Float64Array[], seed: number): number {
  const random = stream(seed, "synthetic-did", "staggered placebo");
  const pool = [...new Set(adopters.flatMap((a) => [...a.donors]))].sort((a, b) => a - b);
  let [sum, square] = [0, 0];
  for (let b = 0; b < draws; b++) {
    // A random order of all donors: each adopter takes the first of its own that is free, or the first when none is.
    const order = pool.slice();
    for (let i = order.length - 1; i > 0; i--) {
      const j = random.integer(i + 1);
      [order[i], order[j]] = [order[j], order[i]];
    }
    const taken = new Set<number>();
    let mean = 0;
    adopters.forEach(({donors}, k) => {
      const own = order.filter((d) => donors.includes(d));
      const chosen = own.find((d) => !taken.has(d)) ?? own[0];
      taken.add(chosen);
      mean += placebos[k][donors.indexOf(chosen)] / adopters.length;
    });
    sum += mean;
    square += mean * mean;
  }
  return Math.sqrt(Math.max(0, square / draws - (sum / draws) * (sum / draws)));
}

function largest(fits: readonly SyntheticDidFit[]): number {
  return fits.reduce((most, {unitWeights}) => unitWeights.reduce((m, w) => Math.max(m, w), most), 0);
}

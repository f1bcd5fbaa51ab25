import {normalQuantile, tQuantile} from "../../numeric/index.ts";
import {
  type Adopter,
  adoptionPanel,
  conformalIntervals,
  conformalTest,
  leaveOneDonorOut,
  partiallyPooled,
  placeboInTime,
  type SyntheticControlData,
  type SyntheticControlFit,
  type SyntheticControlMethod,
  syntheticControl,
} from "../synthetic/index.ts";
import type {Assumption} from "../types.ts";
import {counted, money} from "../words.ts";
import type {AdoptionSample} from "./adoption.ts";
import type {ConformalFigure, OtherWeights} from "./figures.ts";

type Fitted = Adopter & {readonly fit: SyntheticControlFit};

/** Trading days of a period of the conformal tests: months are too few to permute. */
const fortnight = 10;
const conformalLevel = 0.9;

/** Of the estimate: what all that follows is held against. */
interface Estimate {
  readonly value: number;
  readonly interval: readonly [number, number];
  readonly currency: string;
}

/** The same adopters and donors, weighed in other ways; `att` is the mean over adopters. */
export function otherWeights(adopters: readonly Fitted[]): OtherWeights[] {
  const each = (method: (data: SyntheticControlData) => SyntheticControlMethod) => () =>
    adopters.map(({data}) => syntheticControl(withSummaries(data, method(data)), method(data)));
  const ways: readonly (readonly [string, () => readonly SyntheticControlFit[]])[] = [
    ["Nearest months, no constant difference", each(() => ({method: "outcomes"}))],
    ["All adopters' weights at once, partially pooled", () => partiallyPooled(adopters.map(({data}) => data)).fits],
    ["Nearest months, corrected by ridge regression", each(() => ({method: "augmented"}))],
    [
      "Few and near donors (penalised)",
      each(({donors}) => ({method: "penalised", ...(donors.length < 3 ? {lambda: 0.1} : {})})),
    ],
    ["Mean, spread and last month; V by nested search", each(() => ({method: "predictors", v: "nested"}))],
    ["Every donor the same (difference in differences)", each(() => ({method: "did"}))],
  ];
  return ways.map(([label, fitAll]) => {
    const fits = attempted(fitAll);
    return fits === null
      ? {label, effect: null, fitBefore: null}
      : {label, effect: mean(fits.map(({att}) => att)), fitBefore: mean(fits.map(({preMspe}) => Math.sqrt(preMspe)))};
  });
}

/** What a donor is like before: its mean, the spread of its months and the last of them. Only for weights that ask for predictors. */
function withSummaries(data: SyntheticControlData, {method}: SyntheticControlMethod): SyntheticControlData {
  if (method !== "predictors") return data;
  const of = (y: Float64Array) => {
    const before = y.subarray(0, data.prePeriods);
    const centre = mean(before);
    return Float64Array.of(
      centre,
      Math.sqrt(mean(before.map((v) => (v - centre) * (v - centre)))),
      before[before.length - 1],
    );
  };
  return {...data, predictors: {treated: of(data.treated), donors: data.donors.map(of)}};
}

/**
 * Conformal p-values of no effect and pointwise intervals (Chernozhukov, Wüthrich and Zhu 2021), trader by trader, by shifting
 * fortnights round the circle. The constant is fitted to all periods, under the null: so that it does not take an effect for
 * itself, p asks of no more periods after the first limit than a third of those before. A trader with too few of them for the
 * level has no intervals.
 */
export function conformalOf(
  sample: AdoptionSample,
  compared: readonly Fitted[],
  before: number,
  after: number,
): ConformalFigure {
  const known = new Set(compared.map(({trader}) => trader));
  const method = {method: "outcomes", demean: true} as const;
  const {adopters} = adoptionPanel(sample, {daysPerPeriod: fortnight, before, after});
  return {
    daysPerPeriod: fortnight,
    level: conformalLevel,
    rows: adopters
      .filter(({trader}) => known.has(trader))
      .map(({trader, data}) => {
        const asked = Math.min(data.treated.length - data.prePeriods, Math.max(1, Math.floor(data.prePeriods / 3)));
        const periods = data.prePeriods + asked;
        const until = (y: Float64Array) => y.subarray(0, periods);
        const early = {...data, treated: until(data.treated), donors: data.donors.map(until)};
        const found =
          1 / (data.prePeriods + 1) > 1 - conformalLevel + 1e-12
            ? null
            : conformalIntervals(data, {method, level: conformalLevel});
        return {
          trader: sample.traders[trader],
          periods,
          asked,
          p: conformalTest(early, 0, {method}),
          intervals: found === null ? [] : Array.from(found.lower, (lower, k) => [lower, found.upper[k]] as const),
        };
      }),
  };
}

/**
 * Limits pretended in the middle of the months before: they must not show an effect beyond chance, which is the larger of what
 * differences between adopters and the estimate's own standard error leave: adopters share donors and months, which the former
 * does not see.
 */
export function placeboInTimeAssumption(
  adopters: readonly Fitted[],
  {standardError, currency}: {readonly standardError: number; readonly currency: string},
): Assumption {
  const name = "No effect before the first limit";
  const able = adopters.filter(({data}) => data.prePeriods >= 4);
  if (able.length < 2)
    return {
      name,
      status: "not checkable",
      evidence: "Fewer than two adopters have four months before their first limit.",
    };
  const found = able.map(({data}) => placeboInTime(data, {method: "outcomes", demean: true})[0].fit.att);
  const [value, n] = [mean(found), found.length];
  const spread = Math.sqrt(found.reduce((sum, v) => sum + (v - value) * (v - value), 0) / (n - 1));
  const half = Math.max((tQuantile(0.975, n - 1) * spread) / Math.sqrt(n), normalQuantile(0.975) * standardError);
  const quiet = Math.abs(value) <= half;
  return {
    name,
    status: quiet ? "checked" : "failed",
    evidence:
      `Had the limits of ${counted(n, "adopter")} begun in the middle of the months before, their mean effect would have been ` +
      `${money(value, currency)} a day, ${quiet ? "no more" : "more"} than chance leaves (± ${money(half, currency)}).`,
  };
}

/** The estimate without each donor that has weight: one that hangs on a single donor is not to be believed. */
export function leaveOneDonorAssumption(adopters: readonly Fitted[], estimate: Estimate): Assumption {
  const name = "No single donor makes the effect";
  const change = new Map<number, number>(); // of the mean, by donor left out
  for (const {donors, data} of adopters) {
    if (donors.length < 2) continue;
    const own = syntheticControl(data, {method: "outcomes", demean: true}).att;
    for (const {donor, fit} of leaveOneDonorOut(data, {method: "outcomes", demean: true}))
      change.set(donors[donor], (change.get(donors[donor]) ?? 0) + (fit.att - own) / adopters.length);
  }
  if (change.size === 0)
    return {name, status: "not checkable", evidence: "Each adopter has one donor; none can be left out."};
  const found = [...change.values()].map((v) => estimate.value + v);
  return insideInterval(
    name,
    `Without one of ${counted(found.length, "donor")} with weight, each in its turn,`,
    found,
    estimate,
  );
}

/** A way of weighing that misses the months before by more than this many times as much is shown, and not held against the estimate. */
const asGood = 1.25;

/** Ways of weighing rest on the same assumptions: where those that fit as well part, the weights decide, not the data. */
export function weightsAssumption(
  ways: readonly OtherWeights[],
  adopters: readonly Fitted[],
  estimate: Estimate,
): Assumption {
  const name = "Other weights say the same";
  const own = mean(adopters.map(({fit}) => Math.sqrt(fit.preMspe)));
  const found = ways.flatMap(({effect, fitBefore}) =>
    effect === null || fitBefore === null || fitBefore > asGood * own ? [] : [effect],
  );
  if (found.length === 0)
    return {name, status: "not checkable", evidence: "No other way of weighing fits the months before as well."};
  const how = `By the ${found.length === 1 ? "one other way of weighing that fits" : `${counted(found.length, "other way")} of weighing that fit`} the months before about as well,`;
  return insideInterval(name, how, found, estimate);
}

/** Whether effects found in other ways all lie inside the interval of the estimate. */
function insideInterval(
  name: string,
  how: string,
  found: readonly number[],
  {interval: [lower, upper], currency}: Estimate,
): Assumption {
  const [least, most] = [Math.min(...found), Math.max(...found)];
  const holds = least >= lower && most <= upper;
  const within =
    least === most
      ? `is ${money(least, currency)}`
      : `lies between ${money(least, currency)} and ${money(most, currency)}`;
  return {
    name,
    status: holds ? "checked" : "failed",
    evidence: `${how} the effect ${within} a day, ${holds ? "inside" : "not inside"} the interval.`,
  };
}

function attempted<T>(run: () => T): T | null {
  try {
    return run();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k];
  return sum / values.length;
}

import {syntheticControl} from "./synthetic-control.ts";
import type {SyntheticControlData, SyntheticControlFit, SyntheticControlMethod} from "./types.ts";

export interface PlaceboInSpace {
  readonly fit: SyntheticControlFit;
  /** The fit with each donor treated in its turn, from the other donors; the treated unit is nobody's donor. */
  readonly placebos: readonly SyntheticControlFit[];
  /** Post- over pre-period mean squared gap of the treated unit, and of each placebo. */
  readonly ratio: number;
  readonly placeboRatios: Float64Array;
  /** Placebos left out, because they could not be fitted before the treatment. */
  readonly leftOut: readonly number[];
  /** 1: no placebo kept has a larger ratio (ties count against the treated unit). */
  readonly rank: number;
  /** rank / (placebos kept + 1): the permutation p-value of no effect. */
  readonly p: number;
}

/**
 * Placebos in space (Abadie, Diamond and Hainmueller 2010, section 3.4): would a unit that was not treated show such a gap? With
 * J donors p cannot be below 1 / (J + 1).
 * @param maxPreMspe placebos whose pre-period error is above this many times the treated unit's are left out. Default: none is.
 * @throws RangeError for fewer than two donors.
 */
export function placeboInSpace(
  data: SyntheticControlData,
  method?: SyntheticControlMethod,
  {maxPreMspe = Number.POSITIVE_INFINITY}: {readonly maxPreMspe?: number} = {},
): PlaceboInSpace {
  const {donors, predictors, trainingPredictors} = data;
  if (donors.length < 2)
    throw new RangeError(`a placebo in space needs two or more donors, found ${donors.length}: widen the donor pool`);
  const fit = syntheticControl(data, method);
  const without = <T>(values: readonly T[], i: number) => values.filter((_, j) => j !== i);
  const placebos = donors.map((own, i) =>
    syntheticControl(
      {
        ...data,
        treated: own,
        donors: without(donors, i),
        predictors: predictors && {treated: predictors.donors[i], donors: without(predictors.donors, i)},
        trainingPredictors: trainingPredictors && {
          treated: trainingPredictors.donors[i],
          donors: without(trainingPredictors.donors, i),
        },
      },
      method,
    ),
  );
  const leftOut = Array.from(placebos.keys()).filter((i) => placebos[i].preMspe > maxPreMspe * fit.preMspe);
  const ratio = ratioOf(fit);
  const placeboRatios = Float64Array.from(placebos, ratioOf);
  let rank = 1;
  placeboRatios.forEach((x, i) => {
    if (x >= ratio && !leftOut.includes(i)) rank++;
  });
  return {
    fit,
    placebos,
    ratio,
    placeboRatios,
    leftOut,
    rank,
    p: rank / (placebos.length - leftOut.length + 1),
  };
}

function ratioOf({preMspe, postMspe}: SyntheticControlFit): number {
  return preMspe === 0 && postMspe === 0 ? 1 : postMspe / preMspe;
}

/**
 * Placebos in time: the treatment is pretended at `at`, before the real one, and only pre-periods are used; the gap after it
 * should be nothing (Abadie, Diamond and Hainmueller 2015, section 4.3). Predictors are used as they are: give ones known by then.
 * @param at periods, each in 2 … T₀ − 1. Default: the middle of the pre-period.
 */
export function placeboInTime(
  data: SyntheticControlData,
  method?: SyntheticControlMethod,
  at: readonly number[] = [Math.max(2, Math.floor(data.prePeriods / 2))],
): {readonly at: number; readonly fit: SyntheticControlFit}[] {
  const {treated, donors, prePeriods} = data;
  return at.map((start) => {
    if (!(Number.isInteger(start) && start >= 2 && start < prePeriods))
      throw new RangeError(`invalid placebo period; not in 2 … ${prePeriods - 1}: ${start}`);
    const before = (y: Float64Array) => y.subarray(0, prePeriods);
    const shortened = {...data, treated: before(treated), donors: donors.map(before), prePeriods: start};
    const trainingPeriods = Math.min(data.trainingPeriods ?? Math.floor(start / 2), start - 1);
    return {at: start, fit: syntheticControl({...shortened, trainingPeriods}, method)};
  });
}

/**
 * The fit without each donor that has weight, one at a time: an effect that one donor makes is not to be believed (Abadie,
 * Diamond and Hainmueller 2015, section 4.4).
 * @throws RangeError where the only donor with weight is the only donor.
 */
export function leaveOneDonorOut(
  data: SyntheticControlData,
  method?: SyntheticControlMethod,
): {readonly donor: number; readonly fit: SyntheticControlFit}[] {
  const {donors, predictors, trainingPredictors} = data;
  if (donors.length < 2)
    throw new RangeError(`leaving a donor out needs two or more donors, found ${donors.length}: widen the donor pool`);
  const {weights} = syntheticControl(data, method);
  return Array.from(weights.keys())
    .filter((j) => Math.abs(weights[j]) > 1e-9)
    .map((out) => {
      const rest = <T>(values: readonly T[]) => values.filter((_, j) => j !== out);
      const fit = syntheticControl(
        {
          ...data,
          donors: rest(donors),
          predictors: predictors && {...predictors, donors: rest(predictors.donors)},
          trainingPredictors: trainingPredictors && {...trainingPredictors, donors: rest(trainingPredictors.donors)},
        },
        method,
      );
      return {donor: out, fit};
    });
}

import type {SyntheticControlData} from "./types.ts";

/**
 * Refuses data from which no synthetic control can be made.
 * @throws RangeError saying what is wrong, where, what was found and how to mend it.
 */
export function checkSyntheticControlData({treated, donors, prePeriods, predictors}: SyntheticControlData): void {
  const periods = treated.length;
  if (donors.length === 0)
    throw new RangeError("no donor; a synthetic control needs units that are not treated: widen the donor pool");
  if (!(Number.isInteger(prePeriods) && prePeriods < periods))
    throw new RangeError(
      `invalid prePeriods; not a whole number below the ${periods} periods there are: ${prePeriods}. ` +
        "At least one period has to follow the treatment",
    );
  if (prePeriods === 0)
    throw new RangeError("the unit is treated from the first period; there is nothing to match it on: leave it out");
  if (prePeriods < 2)
    throw new RangeError(
      `invalid prePeriods; one period before the treatment cannot show that donors follow the treated unit: ` +
        "start the panel earlier, or leave the unit out",
    );
  checkSeries(treated, periods, "the treated unit");
  for (let j = 0; j < donors.length; j++) checkSeries(donors[j], periods, `donor ${j}`);
  if (predictors === undefined) return;
  const count = predictors.treated.length;
  if (count === 0)
    throw new RangeError("invalid predictors; there is none: leave `predictors` out to match on outcomes");
  if (predictors.donors.length !== donors.length)
    throw new RangeError(`invalid predictors; of ${predictors.donors.length} donors, where there are ${donors.length}`);
  checkSeries(predictors.treated, count, "the treated unit's predictors", "predictor");
  for (let j = 0; j < donors.length; j++)
    checkSeries(predictors.donors[j], count, `donor ${j}'s predictors`, "predictor");
}

function checkSeries(values: Float64Array, length: number, whose: string, each = "period"): void {
  if (values.length !== length)
    throw new RangeError(`invalid length of ${whose}; ${values.length} values where there should be ${length}`);
  const bad = values.findIndex((x) => !Number.isFinite(x));
  if (bad >= 0)
    throw new RangeError(
      `${each} ${bad} of ${whose} is ${values[bad]}; fill it, or leave the ${each} or the unit out (see \`adoptionPanel\`)`,
    );
}

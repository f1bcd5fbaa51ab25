import {twoPeriodEffect} from "./two-period.ts";
import type {AdoptionOutcomes, GroupTimeEffect, GroupTimeFit, GroupTimeOptions} from "./types.ts";

/**
 * Group-time average treatment effects for staggered adoption (Callaway and Sant'Anna 2021): for each cohort g (units first
 * treated at g) and period t, the mean change since the base period, less that of units not treated. Estimand:
 * E[Yₜ(g) − Yₜ(0) | G = g]. Assumes that treatment stays, no anticipation (beyond what is allowed), and parallel trends given
 * the covariates. Units not seen in one of the two periods are left out of that effect.
 * A standard error is chosen afterwards: `inference(effect, {cluster: ["unit"]})`.
 * @throws RangeError where no unit is treated, nobody is there to compare with, or every unit is treated in one period.
 */
export function groupTimeEffects(panel: AdoptionOutcomes, given: GroupTimeOptions = {}): GroupTimeFit {
  const options = {control: "not-yet", method: "dr", base: "varying", anticipation: 0, ...given} as const;
  const {outcome, covariates = []} = panel;
  const {anticipation} = options;
  const periods = check(panel, anticipation);
  const leftOut = Array.from(panel.adoption.keys()).filter(
    (i) => panel.adoption[i] >= 0 && panel.adoption[i] - 1 - anticipation < 0,
  );
  const adoption = panel.adoption.slice();
  const kept = adoption.map((_, i) => (leftOut.includes(i) ? 0 : 1));
  const cohorts = [...new Set(adoption.filter((g, i) => g >= 0 && kept[i] === 1))].sort((a, b) => a - b);
  const labels = {unit: adoption.map((_, i) => i), ...panel.labels};
  const effects: GroupTimeEffect[] = [];
  const refused: {cohort: number; period: number; reason: string}[] = [];
  for (const cohort of cohorts)
    for (let period = 0; period < periods; period++) {
      const last = cohort - 1 - anticipation; // the last period before treatment, or what anticipates it
      const base = period > last || options.base === "universal" ? last : period - 1;
      if (base < 0 || base === period) continue; // the first period has none before it; the base is 0 by definition
      const until = Math.max(period, base) + anticipation;
      const compared = (i: number) =>
        adoption[i] < 0 || (options.control === "not-yet" && adoption[i] > until && adoption[i] !== cohort);
      const rows = Array.from(adoption.keys()).filter(
        (i) =>
          kept[i] === 1 &&
          (adoption[i] === cohort || compared(i)) &&
          Number.isFinite(outcome[i][period] - outcome[i][base]),
      );
      const treated = Uint8Array.from(rows, (i) => (adoption[i] === cohort ? 1 : 0));
      const count = treated.reduce((sum, d) => sum + d, 0);
      const refuse = (reason: string) => refused.push({cohort, period, reason});
      if (count === 0) refuse("no unit of the cohort was seen in both periods");
      else if (count === rows.length) refuse("nobody is left to compare with: all units are treated by then");
      else
        try {
          const {theta, influence} = twoPeriodEffect(
            {
              change: Float64Array.from(rows, (i) => outcome[i][period] - outcome[i][base]),
              treated,
              columns: [
                new Float64Array(rows.length).fill(1),
                ...covariates.map((x) => Float64Array.from(rows, (i) => x[i])),
              ],
            },
            options.method,
          );
          const whole = new Float64Array(adoption.length);
          for (let k = 0; k < rows.length; k++) whole[rows[k]] = (influence[k] * adoption.length) / rows.length;
          const controls = rows.length - count;
          effects.push({cohort, period, base, theta, influence: whole, labels, treated: count, controls});
        } catch (error) {
          if (!(error instanceof RangeError)) throw error;
          refuse(error.message);
        }
    }
  if (effects.length === 0)
    throw new RangeError(
      `no group-time effect can be estimated: ${refused[0]?.reason ?? "no unit is treated after the first period"}; ` +
        "units adopted at different times, or never, are needed",
    );
  return {effects, refused, adoption, leftOut, options, labels, periods};
}

/** @returns the number of periods. */
function check({outcome, adoption, covariates = []}: AdoptionOutcomes, anticipation: number): number {
  const units = outcome.length;
  if (adoption.length !== units)
    throw new RangeError(`invalid adoption; of ${adoption.length} units, where there are ${units}`);
  if (units === 0) throw new RangeError("no unit; there is nothing to estimate");
  const periods = outcome[0].length;
  outcome.forEach((y, i) => {
    if (y.length !== periods) throw new RangeError(`unit ${i} has ${y.length} periods; unit 0 has ${periods}`);
    const bad = y.findIndex((x) => Math.abs(x) === Number.POSITIVE_INFINITY);
    if (bad >= 0) throw new RangeError(`period ${bad} of unit ${i} is ${y[bad]}; a value not seen is NaN`);
  });
  covariates.forEach((x, k) => {
    const bad = x.findIndex((value) => !Number.isFinite(value));
    if (x.length !== units || bad >= 0)
      throw new RangeError(
        `invalid covariate ${k}; it should hold ${units} finite numbers, has ${x.length}${bad >= 0 ? `, the ${bad}th is ${x[bad]}` : ""}`,
      );
  });
  if (!(Number.isInteger(anticipation) && anticipation >= 0))
    throw new RangeError(`invalid anticipation; not a number of periods: ${anticipation}`);
  const wrong = adoption.findIndex((g) => g < -1 || g >= periods);
  if (wrong >= 0)
    throw new RangeError(
      `invalid adoption; unit ${wrong} is treated from ${adoption[wrong]}, of ${periods} periods: −1 is never`,
    );
  const treated = adoption.filter((g) => g >= 0);
  if (treated.length === 0) throw new RangeError("no unit is ever treated; there is no effect to estimate");
  if (treated.length === units && new Set(treated).size === 1)
    throw new RangeError(
      `all ${units} units are treated from period ${treated[0]} on; nobody is left to compare with: ` +
        "use an interrupted time series, or treat units one after the other",
    );
  return periods;
}

import type {SignalRows} from "../../../evaluate/index.ts";
import {exhibitDesk} from "../exhibit-desk.ts";
import {figuresOf, traderDays} from "../figures.ts";
import {accountFor, level} from "../own-answers.ts";
import {say} from "../statement.ts";
import type {Exhibit} from "../types.ts";
import {halveLowest, walkForward} from "../walk-forward.ts";

/** The old "impact": everything that was predicted, less everything that happened. No decision appears in it. */
export function forecastTotal({value, net}: Pick<SignalRows, "value" | "net">): number {
  let total = 0;
  for (let i = 0; i < net.length; i++) total += value[i] - net[i];
  return total;
}

const id = "forecast-total";

/** Impact as a total of forecasts, against the P&L of the policy that the forecasts stand for. */
export async function forecastTotalExhibit(): Promise<Exhibit> {
  const made = exhibitDesk({desk: "regime-shift", seed: 3, traders: 20, days: 250});
  const tested = await walkForward(made.panel, made.desk.days.length);
  const multiplier = halveLowest(tested.value, 0.2);
  const own = await accountFor({...tested, multiplier}, made.desk.accounts.length);
  const {expected} = made.simulation.rows;
  let gain = 0;
  tested.at.forEach((r, k) => {
    gain += (multiplier[k] - 1) * expected[r];
  });
  const figure = figuresOf(id);
  const rows = traderDays(tested.net.length);
  const old = figure("old.impact", {
    ...rows,
    label: "“Impact” in the old report",
    value: forecastTotal(tested),
    unit: "currency",
    method: "Sum of predicted less sum of actual P&L: the old method, re-enacted.",
  });
  const truth = figure("truth.effect", {
    ...rows,
    label: "Expected gain of halving the lowest fifth of predictions",
    value: gain,
    unit: "currency",
    method: "Σ (multiplier − 1) × the simulator's E[P&L | past], on the same days.",
  });
  const delta = figure("proofbook.effect", {
    ...rows,
    label: "Gain of the policy, by Proofbook",
    value: own.total.delta,
    unit: "currency",
    interval: own.bootstrap.total.delta,
    level,
    method: `Σ (multiplier − 1) × P&L. ${own.bootstrap.method}.`,
  });
  return {
    id,
    title: "A forecast total, sold as impact",
    failure:
      "“Impact” was the sum of all predictions less the sum of all results: a total of forecasts, not the P&L of a policy.",
    desks: [made.words],
    origin: made.desk.origin,
    old: say`“The model’s impact is ${old}.”`,
    truth: say`Halving size where predictions are lowest is worth ${truth} on these days. The old figure is no policy’s P&L: it would be the same if nobody ever acted.`,
    proofbook: say`The policy’s effect is ${delta}: the P&L of its multipliers, against the P&L that happened.`,
    impossible: {
      words: "Impact is only ever computed from multipliers. Forecasts enter it through nothing else.",
      page: "./impact",
      test: "tests/policy/impact.test.ts",
    },
  };
}

import type {SignalRows} from "../../../evaluate/index.ts";
import {truthOf} from "../../../simulate/index.ts";
import {exhibitDesk} from "../exhibit-desk.ts";
import {figuresOf, traderDays} from "../figures.ts";
import {effectOfLimits, level} from "../own-answers.ts";
import {say} from "../statement.ts";
import type {Exhibit} from "../types.ts";
import {walkForward} from "../walk-forward.ts";

/** The old treatment effect: days on which the model predicted a gain, against those on which it did not. */
export function effectOfPrediction({value, net}: Pick<SignalRows, "value" | "net">): number {
  const [sum, count] = [
    [0, 0],
    [0, 0],
  ];
  for (let i = 0; i < net.length; i++) {
    const treated = value[i] > 0 ? 1 : 0;
    sum[treated] += net[i];
    count[treated]++;
  }
  return sum[1] / count[1] - sum[0] / count[0];
}

const id = "treatment-by-prediction";

/** A prediction taken for a treatment, against the limits that were really applied. */
export async function treatmentByPredictionExhibit(): Promise<Exhibit> {
  const made = exhibitDesk({desk: "harmful", seed: 2, traders: 20, days: 250});
  const tested = await walkForward(made.panel, made.desk.days.length);
  const own = await effectOfLimits(made);
  const figure = figuresOf(id);
  const old = figure("old.effect", {
    ...traderDays(tested.net.length),
    label: "“Treatment effect” in the old report",
    value: effectOfPrediction(tested),
    unit: "currency/trader-day",
    method:
      "Mean P&L where the prediction was above zero, less the mean of the other days: the old method, re-enacted.",
  });
  const truth = figure("truth.effect", {
    ...traderDays(own.n),
    label: "What a limit truly does",
    value: truthOf(made.simulation).total.overlapEffect,
    unit: "currency/trader-day",
    method: "The simulator's expected effect of a limit, trader-days weighted by p(1 − p), p the chance of a limit.",
  });
  const effect = figure("proofbook.effect", {
    ...traderDays(own.n),
    label: "Effect of limits that were applied, by Proofbook",
    value: own.estimate,
    unit: "currency/trader-day",
    interval: own.interval,
    level,
    method: own.design,
  });
  return {
    id,
    title: "A prediction taken for a treatment",
    failure: "Who counted as treated was decided by the prediction, not by what the trader was made to do.",
    desks: [made.words],
    origin: made.desk.origin,
    old: say`“Treatment adds ${old} to P&L.”`,
    truth: say`A limit of this desk changes P&L by ${truth}. The old figure compares good forecasts with bad ones: nobody had been treated.`,
    proofbook: say`A limit that was really applied changes P&L by ${effect}.`,
    impossible: {
      words:
        "A study states its treatment, what is estimated and on what assumptions; treatment is read from what was applied, never from a prediction.",
      page: "./effects",
      test: "tests/causal/estimate-interventions.test.ts",
    },
  };
}

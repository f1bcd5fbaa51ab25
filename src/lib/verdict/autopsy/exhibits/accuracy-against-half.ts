import {dayRatio, hitRate, type SignalRows} from "../../../evaluate/index.ts";
import {normalCdf} from "../../../numeric/index.ts";
import {exhibitDesk} from "../exhibit-desk.ts";
import {figuresOf, traderDays} from "../figures.ts";
import {level} from "../own-answers.ts";
import {say} from "../statement.ts";
import type {Exhibit} from "../types.ts";
import {walkForward} from "../walk-forward.ts";

export interface Accuracy {
  readonly rate: number;
  /** Against one half, every row an observation. */
  readonly p: number;
}

/** The old accuracy: the share of days called right, held against one half. */
export function accuracyAgainstHalf(actual: Float64Array, predicted: Float64Array): Accuracy {
  let right = 0;
  for (let i = 0; i < actual.length; i++) if (actual[i] > 0 === predicted[i] > 0) right++;
  const rate = right / actual.length;
  return {rate, p: 2 * normalCdf((-Math.abs(rate - 0.5) * Math.sqrt(actual.length)) / 0.5)};
}

const id = "accuracy-against-half";
/** Share of days that are bad: so many that saying "not bad" every day is right in most cases. */
const badShare = 0.37;
/** Of the lowest predictions, the share that the old model calls bad. */
const calledBad = 0.12;

/** Accuracy beside one half, against accuracy beside the best constant answer. */
export async function accuracyAgainstHalfExhibit(): Promise<Exhibit> {
  const made = exhibitDesk({desk: "null", seed: 12, traders: 20, days: 250});
  const tested = await walkForward(made.panel, made.desk.days.length);
  const {actual, predicted} = calls(tested);
  const old = accuracyAgainstHalf(actual, predicted);
  const found = hitRate(actual, predicted)!;
  const majority = Float64Array.from(actual, (y) => (y > 0 ? 1 : 0));
  const right = actual.map((y, i) => (Math.sign(y) === Math.sign(predicted[i]) ? 1 : 0));
  const difference = dayRatio(
    tested.day,
    right.map((r, i) => r - majority[i]),
    majority.map(() => 1),
    {level},
  );
  const best = bestPossible(made.simulation.rows, tested.at, actual);
  const figure = figuresOf(id);
  const of = traderDays(actual.length);
  const figures = {
    rate: figure("old.accuracy", {
      ...of,
      label: "Accuracy in the old report",
      value: old.rate,
      unit: "share",
      method: "Share of trader-days called right, as “bad” or “not bad”: the old method, re-enacted.",
    }),
    p: figure("old.p", {
      ...of,
      label: "p-value in the old report",
      value: old.p,
      unit: "p-value",
      method: "Binomial test against one half, each row an observation: the old method.",
    }),
    best: figure("truth.accuracy", {
      ...of,
      label: "Accuracy that anyone could reach",
      value: best,
      unit: "share",
      method:
        "The answer that is right more often, given all that the simulator knew before the day: the same on every day.",
    }),
    own: figure("proofbook.majority", {
      ...of,
      label: "Accuracy of saying “not bad” every day",
      value: found.majority,
      unit: "share",
      method: "Share of the more frequent outcome among the same rows.",
    }),
    difference: figure("proofbook.difference", {
      ...of,
      label: "Accuracy above the best constant answer",
      value: difference.value,
      unit: "share",
      ...(difference.interval === null ? {} : {interval: difference.interval, level}),
      method:
        "Accuracy less that of the more frequent outcome on the same rows; days are the observations, Bartlett variance, Student's t.",
    }),
  };
  return {
    id,
    title: "Accuracy held against one half",
    failure: "Accuracy was compared with one half, though one outcome was much more frequent than the other.",
    desks: [made.words],
    origin: made.desk.origin,
    old: say`“The model is right on ${figures.rate} of days, far better than chance (${figures.p}).”`,
    truth: say`On this desk nothing foretells a bad day. Whoever says “not bad” every day is right on ${figures.best}, and nobody can do better.`,
    proofbook: say`Saying “not bad” every day is right on ${figures.own} of the same days. Against that the model’s accuracy is ${figures.difference}.`,
    impossible: {
      words: "Every metric of skill stands beside the best naive rule on the same rows, with a test of the difference.",
      page: "./skill",
      test: "tests/evaluate/metrics.test.ts",
    },
  };
}

/** Outcomes and calls around the level below which a day is bad: above 0, not bad. */
function calls({value, net}: SignalRows) {
  const level = quantile(net, badShare);
  const low = quantile(value, calledBad);
  // 1 and −1: a day on the level itself is not bad
  const side = (x: Float64Array, cut: number) => x.map((v) => (v < cut ? -1 : 1));
  return {actual: side(net, level), predicted: side(value, low)};
}

function quantile(values: Float64Array, share: number): number {
  const sorted = values.slice().sort();
  return sorted[Math.floor(share * (sorted.length - 1))];
}

/**
 * Accuracy of the best answer from the past. The desk's P&L is spread evenly around an expectation that the past does not
 * move; where that expectation lies above the level, "not bad" is the likelier outcome.
 */
function bestPossible(
  {expected, net}: {expected: Float64Array; net: Float64Array},
  at: Int32Array,
  actual: Float64Array,
): number {
  const level = quantile(
    Float64Array.from(at, (r) => net[r]),
    badShare,
  );
  let right = 0;
  at.forEach((r, k) => {
    if ((expected[r] >= level ? 1 : -1) === actual[k]) right++;
  });
  return right / at.length;
}

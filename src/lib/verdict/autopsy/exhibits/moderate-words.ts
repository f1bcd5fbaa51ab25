import {hitRate} from "../../../evaluate/index.ts";
import {designRows, loadLearner} from "../../../models/index.ts";
import {float64, int32, stream, type Table} from "../../../numeric/index.ts";
import {exhibitDesk, explainable} from "../exhibit-desk.ts";
import {figuresOf, traderDays} from "../figures.ts";
import {deskEvidence, judge} from "../judge.ts";
import {level, r2Of} from "../own-answers.ts";
import {say} from "../statement.ts";
import type {Exhibit} from "../types.ts";
import {walkForward} from "../walk-forward.ts";

/** The old scale of words: there is one for every number, and none of them is "no". */
export function inWords(r2: number): string {
  if (r2 > 0.3) return "strong";
  return r2 > 0.02 ? "moderate" : "emerging";
}

/** R² on the very rows that a model was fitted on: the old report's. */
export async function r2InSample(panel: Table): Promise<{r2: number; predicted: Float64Array; net: Float64Array}> {
  const learner = await loadLearner("ridge");
  const names = Object.keys(panel.columns).filter((name) => !["trader", "day", "net"].includes(name));
  const all = {rows: panel.rows, names, columns: names.map((name) => float64(panel, name))};
  const y = float64(panel, "net");
  const known = Int32Array.from(y.keys());
  const model = learner.fit(designRows(all, known), y, {
    ...{days: int32(panel, "day"), random: stream(1, "autopsy", "moderate-words"), task: {kind: "mean"}},
    settings: {penalty: 0},
  });
  const predicted = model.predict(designRows(all, known));
  const mean = y.reduce((sum, v) => sum + v, 0) / y.length;
  let [left, around] = [0, 0];
  y.forEach((v, i) => {
    left += (v - predicted[i]) * (v - predicted[i]);
    around += (v - mean) * (v - mean);
  });
  return {r2: 1 - left / around, predicted, net: y};
}

const id = "moderate-words";

/** A word for a number, against gates that were declared beforehand. */
export async function moderateWordsExhibit(): Promise<Exhibit> {
  const made = exhibitDesk({desk: "null", seed: 16, traders: 5, days: 120}, "core", true);
  const old = await r2InSample(made.panel);
  const tested = await walkForward(made.panel, made.desk.days.length);
  const own = r2Of(tested, tested.net, made.panel);
  const hits = hitRate(tested.net, tested.value)!;
  const verdict = await judge(made, tested, await deskEvidence(made, tested));
  const figure = figuresOf(id);
  const of = traderDays(tested.net.length);
  const figures = {
    r2: figure("old.r2", {
      ...traderDays(old.net.length),
      label: "R² in the old report",
      value: old.r2,
      unit: "share",
      method: "On the rows that the model was fitted on: the old method, re-enacted.",
    }),
    words: figure("old.words", {
      n: null,
      label: "What the old report called it",
      value: inWords(old.r2),
      unit: "text",
      method: "A scale of words: strong, moderate, emerging.",
    }),
    truth: figure("truth.r2", {
      ...traderDays(old.net.length),
      label: "R² that anyone could reach",
      value: explainable(made.simulation.rows.net, made.simulation.rows.expected),
      unit: "share",
      method: "Variance of the simulator's E[P&L | past] over that of P&L.",
    }),
    own: figure("proofbook.r2", {
      ...of,
      label: "R² out of sample, by Proofbook",
      value: own.value,
      unit: "share",
      ...(own.interval === null ? {} : {interval: own.interval, level}),
      method: "Walk-forward, against the mean so far; days are the observations.",
    }),
    hits: figure("proofbook.hits", {
      ...of,
      label: "Share of directions called right",
      value: hits.rate,
      unit: "share",
      method: "Share of days with P&L whose sign was foretold.",
    }),
    majority: figure("proofbook.majority", {
      ...of,
      label: "The same of the best constant answer",
      value: hits.majority,
      unit: "share",
      method: "Share of the more frequent direction on the same rows.",
    }),
    decision: figure("proofbook.decision", {
      n: verdict.gates.length,
      of: "gates",
      label: "Verdict",
      value: verdict.decision,
      unit: "text",
      method: "Gates declared in the study's defaults, in order.",
      note: verdict.because,
    }),
  };
  return {
    id,
    title: "“Moderate”",
    failure: "An R² next to zero and a hit rate below one half were called “moderate predictive power”.",
    desks: [made.words],
    origin: made.desk.origin,
    old: say`“R² is ${figures.r2}: ${figures.words} predictive power.”`,
    truth: say`Nothing foretells this desk: the highest R² that anyone could reach is ${figures.truth}.`,
    proofbook: say`Out of sample R² is ${figures.own}. Directions are right on ${figures.hits} of days, where always the same answer gets ${figures.majority}. Verdict: ${figures.decision}.`,
    impossible: {
      words:
        "No word is chosen for a number. Gates with declared thresholds decide, and two of the three verdicts are a no.",
      page: "../",
      test: "tests/verdict/decide.test.ts",
    },
  };
}

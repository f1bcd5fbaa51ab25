import {
  type AuditCheck,
  auditCuts,
  auditFeatures,
  auditPolicy,
  type PolicyInputs,
  rebuildPanels,
  type Signal,
} from "../../../evaluate/index.ts";
import type {Desk} from "../../../ingest/desk.ts";
import {float64, int32, type Table, table} from "../../../numeric/index.ts";
import {applyPolicy, impactOf} from "../../../policy/index.ts";
import {exhibitDesk, explainable} from "../exhibit-desk.ts";
import {figuresOf, traderDays} from "../figures.ts";
import {accountFor, level, r2Of} from "../own-answers.ts";
import {say} from "../statement.ts";
import type {Exhibit} from "../types.ts";
import {type TestedRows, walkForward} from "../walk-forward.ts";

/** First old mistake: a "recent mean" that counts the day itself. */
export function withSameDay(panel: Table, width = 5): Table {
  const [trader, net] = [int32(panel, "trader"), float64(panel, "net")];
  const recent = net.map((_, r) => {
    const from = Math.max(0, r - width + 1);
    let [sum, n] = [0, 0];
    for (let k = from; k <= r; k++)
      if (trader[k] === trader[r]) {
        sum += net[k];
        n++;
      }
    return sum / n;
  });
  return table({...panel.columns, recent_mean: recent});
}

/** Second: features standardised by the mean and deviation of all rows, before the split. */
export function scaledByAllRows(panel: Table): Table {
  const {trader, day, net, ...features} = panel.columns;
  const scaled = Object.entries(features).map(([name]) => {
    const x = float64(panel, name);
    const known = x.filter((v) => !Number.isNaN(v));
    const mean = known.reduce((sum, v) => sum + v, 0) / known.length;
    const spread = Math.sqrt(known.reduce((sum, v) => sum + (v - mean) * (v - mean), 0) / known.length);
    return [name, x.map((v) => (v - mean) / (spread > 0 ? spread : 1))] as const;
  });
  return table({trader, day, net, ...Object.fromEntries(scaled)});
}

/** Third: the cut-off on a score with the largest gain over all rows, those that it is judged on. Multipliers of the best. */
export function thresholdInHindsight({value, net}: Pick<PolicyInputs, "value" | "net">): Float64Array {
  const known = Array.from(value.keys()).filter((i) => Number.isFinite(value[i]) && Number.isFinite(net[i]));
  known.sort((a, b) => value[b] - value[a] || a - b);
  let [gain, best, cut] = [0, 0, Number.POSITIVE_INFINITY];
  for (const i of known) {
    gain -= 0.5 * net[i];
    if (gain > best) [best, cut] = [gain, value[i]];
  }
  return value.map((v) => (v >= cut ? 0.5 : 1));
}

const id = "look-ahead";

/** Three ways of knowing the future, on a desk on which nothing can be known. */
export async function lookAheadExhibit(): Promise<Exhibit> {
  const made = exhibitDesk({desk: "null", seed: 6, traders: 20, days: 250});
  const {desk, panel, simulation} = made;
  const days = desk.days.length;
  const oldPanel = scaledByAllRows(withSameDay(panel));
  const [old, honest] = [await walkForward(oldPanel, days), await walkForward(panel, days)];
  // The cut-off is one on the desk's own score of risk.
  const scored = {...honest, value: Float64Array.from(honest.at, (r) => simulation.rows.score[r])};
  const [oldR2, ownR2] = [r2Of(old, old.net, panel), r2Of(honest, honest.net, panel)];
  const chosen = thresholdInHindsight(scored);
  const hindsight = impactOf({...honest, multiplier: chosen}, desk.accounts.length).total;
  const fitted = await fittedPolicy(scored, desk);
  const {expected, net} = simulation.rows;
  const gain = (multiplier: Float64Array) =>
    honest.at.reduce((sum, r, k) => sum + (multiplier[k] - 1) * expected[r], 0);
  const caught = auditOf(desk, scored).filter(({status}) => status === "leak");
  const pick = (x: Float64Array) => Float64Array.from(honest.at, (r) => x[r]);
  const attainable = explainable(pick(net), pick(expected));
  const figure = figuresOf(id);
  const of = traderDays(honest.net.length);
  const figures = {
    r2: figure("old.r2", {
      ...of,
      label: "R² in the old report",
      value: oldR2.value,
      unit: "share",
      method:
        "Walk-forward, with a recent mean that counts the day itself and a scaler fitted on all rows: the old method.",
    }),
    gain: figure("old.gain", {
      ...of,
      label: "Gain in the old report",
      value: hindsight.delta,
      unit: "currency",
      method: "Halving above the score that earns most on the very rows it is judged on: the old method.",
    }),
    attainable: figure("truth.r2", {
      ...of,
      label: "R² that anyone could reach",
      value: attainable,
      unit: "share",
      method: "Variance of the simulator's E[P&L | past] over that of P&L.",
    }),
    truth: figure("truth.gain", {
      ...of,
      label: "What the chosen cut-off is truly worth",
      value: gain(chosen),
      unit: "currency",
      method: "Σ (multiplier − 1) × E[P&L | past].",
    }),
    own: figure("proofbook.r2", {
      ...of,
      label: "R² by Proofbook",
      value: ownR2.value,
      unit: "share",
      ...(ownR2.interval === null ? {} : {interval: ownR2.interval, level}),
      method:
        "The same learner and folds, features of the past only, everything fitted in training windows; days are the observations.",
    }),
    delta: figure("proofbook.effect", {
      ...of,
      label: "Gain of cut-offs fitted in training windows",
      value: fitted.value,
      unit: "currency",
      ...(fitted.interval === null ? {} : {interval: fitted.interval, level}),
      method: "Σ (multiplier − 1) × P&L on the rows on which the fitted policy is judged.",
    }),
    caught: figure("proofbook.caught", {
      n: 3,
      of: "seeded leaks",
      label: "Of the old method's leaks, caught by the audit",
      value: caught.length,
      unit: "count",
      method: "The audit of every study, run on each of the three: the future is rewritten, and the past moves.",
      note: caught.map(({evidence}) => evidence).join(" "),
    }),
  };
  return {
    id,
    title: "Features, scalers and cut-offs that had seen the day",
    failure:
      "Same-day values stood among the features, the scaler was fitted on all rows, and the cut-off was chosen before the split.",
    desks: [made.words],
    origin: desk.origin,
    old: say`“R² out of sample is ${figures.r2}. At the best cut-off the policy earns ${figures.gain}.”`,
    truth: say`Nothing foretells this desk: the highest R² that anyone could reach is ${figures.attainable}, and that cut-off is truly worth ${figures.truth}.`,
    proofbook: say`R² is ${figures.own}, and cut-offs fitted on earlier days change P&L by ${figures.delta}. Leaks caught, of the old method’s three: ${figures.caught}.`,
    impossible: {
      words:
        "Each build rewrites the future and builds everything again; not a bit of the past may move, from features to multipliers.",
      page: "./cheating",
      test: "tests/evaluate/leaks.test.ts",
    },
  };
}

const signal: Signal = {
  name: "score",
  label: "The desk’s score",
  kind: "probability",
  level: null,
  outcome: null,
  source: "given",
};

/** Gain of a policy fitted as a study fits it, with its interval; none where it never acts. */
async function fittedPolicy(
  rows: TestedRows,
  {days, accounts}: Desk,
): Promise<{value: number; interval: readonly [number, number] | null}> {
  const {multiplier, evaluated} = applyPolicy({
    ...{signal, rows, folds: rows.folds, days, gap: rows.split.purge + rows.split.embargo},
    spec: {kind: "fitted", avoid: 0, reduce: 0.5, amplify: null},
  });
  const pick = <T extends Int32Array | Float64Array>(x: T) => x.filter((_, i) => evaluated[i] === 1) as T;
  const judged = {trader: pick(rows.trader), day: pick(rows.day), net: pick(rows.net), multiplier: pick(multiplier)};
  if (judged.multiplier.every((m) => m === 1)) return {value: 0, interval: null};
  const {total, bootstrap} = await accountFor(judged, accounts.length);
  return {value: total.delta, interval: bootstrap.total.delta};
}

/** The audit of a study on each of the three mistakes, one at a time. */
function auditOf(desk: Desk, {folds, trader, day, value, net}: TestedRows): AuditCheck[] {
  const cuts = auditCuts(desk.days.length, folds, 1);
  const {panel, rebuilt} = rebuildPanels(desk, {names: ["net_lag1", "net_mean_5", "monday"], cuts, seed: 1});
  const features = (made: (panel: Table) => Table) =>
    auditFeatures({desk, panel: made(panel), rebuilt: rebuilt.map((one) => ({...one, panel: made(one.panel)}))});
  return [
    features((from) => withSameDay(from)),
    features(scaledByAllRows),
    auditPolicy({
      ...{signal: signal.name, label: signal.label, inputs: {trader, day, value, net}, desk, cuts, seed: 1},
      policy: thresholdInHindsight,
    }),
  ];
}

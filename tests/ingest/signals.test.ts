import {expect, test} from "vitest";
import type {Signal} from "../../src/lib/evaluate/types.ts";
import {recogniseSignals} from "../../src/lib/ingest/index.ts";
import {table} from "../../src/lib/numeric/index.ts";

function recognise(columns: Record<string, number[]>) {
  const rows = Object.values(columns)[0].length;
  const index = {trader: new Int32Array(rows), day: new Int32Array(rows), fold: new Float64Array(rows)};
  const values = Object.fromEntries(Object.entries(columns).map(([name, v]) => [name, Float64Array.from(v)]));
  return recogniseSignals(table({...index, ...values}));
}

/** kind, level, outcome of the only signal. */
function one(columns: Record<string, number[]>) {
  const {signals} = recognise(columns);
  const asSignal: readonly Signal[] = signals; // what evaluate expects
  expect(asSignal).toHaveLength(1);
  return asSignal[0];
}

test.each(["loss_probability", "prob_loss", "probability", "p_loss", "P_Loss", "crash_prob", "proba_x"])(
  "%s is a probability",
  (name) => {
    expect(one({[name]: [0.1, 0.5, Number.NaN]})).toMatchObject({
      name,
      kind: "probability",
      level: null,
      outcome: null,
    });
  },
);

test("the outcome of a probability is the label that it is named after, else large_loss", () => {
  expect(one({loss_probability: [0.1, 0.2], large_loss: [0, 1]})).toMatchObject({
    label: "Probability of a large loss",
    outcome: "large_loss",
  });
  expect(one({prob_ruin: [0.1, 0.2], large_loss: [0, 1], ruin: [0, 0]})).toMatchObject({
    label: "Probability of a ruin",
    outcome: "ruin",
  });
  expect(one({p_loss: [0.1, 0.2], other: [0, 1]})).toMatchObject({label: "Probability of a loss", outcome: null});
});

test.each([
  ["value_at_risk_5", 0.05, "5 % value at risk"],
  ["var_5", 0.05, "5 % value at risk"],
  ["var_5_pct", 0.05, "5 % value at risk"],
  ["VaR_1", 0.01, "1 % value at risk"],
  ["var_95", 0.05, "5 % value at risk"],
  ["var99", 0.01, "1 % value at risk"],
  ["q05", 0.05, "5 % quantile of net P&L"],
  ["quantile_95", 0.95, "95 % quantile of net P&L"],
])("%s is the quantile at %f", (name, level, label) => {
  expect(one({[name]: [-10, -20]})).toMatchObject({
    name,
    kind: "quantile",
    level,
    label,
    outcome: null,
    source: "given",
  });
});

test.each(["prediction", "predicted_net", "forecast", "forecast_ridge", "expected_net", "y_pred", "yhat"])(
  "%s predicts net",
  (name) => expect(one({[name]: [-10, 20.5]})).toMatchObject({kind: "net", label: "Predicted net P&L", level: null}),
);

test("labels of two signals differ", () => {
  const {signals} = recognise({forecast_a: [1, 2], forecast_b: [3, 4]});
  expect(signals.map((s) => s.label)).toEqual(["Predicted net P&L", "Predicted net P&L (forecast_b)"]);
});

test("a column of 0 and 1 is what happened, never a signal, whatever its name", () => {
  const {signals, labels} = recognise({loss_probability: [0, 1], prediction: [1, Number.NaN], large_loss: [0, 0]});
  expect(signals).toEqual([]);
  expect(labels).toEqual(["loss_probability", "prediction", "large_loss"]);
});

test.each([
  ["p_loss", [0.5, 7], "values run from 0.5 to 7"],
  ["prob_win", [0.5, 0.7], "something good"],
  ["var_5", [10, 20], "positive loss"],
  ["var_0", [-10, -20], "no level"],
  ["actual_net", [10, 20], "what happened"],
  ["net", [10, 20], "what happened"],
  ["predicted_volatility", [10, 20], "not a name"],
  ["forecast_error", [10, 20], "not a name"],
  ["p_value", [0.1, 0.2], "not a name"],
  ["mystery", [10, 20], "name it in the study's signals"],
  ["p_loss", [Number.NaN, Number.NaN], "no value"],
])("%s %j is not recognised: %s", (name, values, why) => {
  const {signals, labels, unrecognised} = recognise({[name]: values});
  expect([signals, labels]).toEqual([[], []]);
  expect(unrecognised).toEqual([{name, why: expect.stringContaining(why)}]);
});

test("without predictions there is nothing", () => {
  expect(recogniseSignals(null)).toEqual({signals: [], labels: [], unrecognised: []});
});

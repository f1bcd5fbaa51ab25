import type {Table} from "../numeric/index.ts";
import {nearest} from "../study/index.ts";
import type {CheckedFile} from "./contract.ts";
import {IngestError, listed} from "./error.ts";

/** A prediction series as `evaluate` judges it (structurally its Signal), found in predictions.csv. */
export interface RecognisedSignal {
  readonly name: string;
  readonly label: string;
  readonly kind: "net" | "probability" | "quantile";
  readonly level: number | null;
  readonly outcome: string | null;
  readonly source: "given";
}

/** What the columns of predictions.csv are, by name and values. Every column is in exactly one list. */
export interface RecognisedSignals {
  readonly signals: readonly RecognisedSignal[];
  /** Columns of 0 and 1: what happened, known only after the day. Never a signal: using one would be a leak. */
  readonly labels: readonly string[];
  readonly unrecognised: readonly {readonly name: string; readonly why: string}[];
}

/** Columns of a study's signals that must be there. */
export interface WantedSignal {
  readonly name: string;
  readonly outcome?: string;
}

const KEYS = new Set(["trader", "day", "fold"]);
const QUANTILE = /^(value_at_risk|var|quantile|q)_?(\d{1,2})(_?(pct|percent))?$/i;
const PROBABILITY = /^((prob|probability|proba|p)_\w+|\w+_(prob|probability|proba)|prob|probability|proba)$/i;
const GOOD_EVENT = /(^|_)(win|winner|profit|gain|up|positive|success|good)(_|$)/i;
const NET = /^(y_?pred|y_?hat|pred|prediction|predicted|forecast|expected)(_\w+)?$/i;
/** Things that are predicted or computed and are not net P&L, or are known only afterwards. */
const NOT_NET =
  /(^|_)(vol|volatility|std|sd|stdev|variance|var|risk|shortfall|drawdown|quantile|volume|trades|fees|class|label|rank|score|error|residual)(_|$)/i;
const OUTCOME = /^((actual|realised|realized|observed|target|outcome)(_\w+)?|y|y_true|net|pnl|net_pnl)$/i;

/**
 * Recognises signals by the usual column names, each confirmed by its values: probabilities of a bad outcome
 * (`loss_probability`, `prob_…`, `p_…`; values in [0, 1]), value at risk (`value_at_risk_5`, `var_95`: both the 5 %
 * quantile of net) and predicted net (`prediction`, `predicted_net`, `forecast…`, `expected_net`).
 * @param predictions `Desk.predictions`; null gives empty lists.
 */
export function recogniseSignals(predictions: Table | null): RecognisedSignals {
  const columns = Object.entries(predictions?.columns ?? {}).flatMap(([name, column]) =>
    column instanceof Float64Array && !KEYS.has(name) ? [{name, values: summarise(column)}] : [],
  );
  const labels = columns.filter(({values}) => values.binary).map(({name}) => name);
  const signals: RecognisedSignal[] = [];
  const unrecognised: {name: string; why: string}[] = [];
  for (const {name, values} of columns) {
    if (values.binary) continue;
    const found = recognise(name, values, labels);
    if (typeof found === "string") unrecognised.push({name, why: found});
    else
      signals.push({
        ...found,
        label: signals.some((s) => s.label === found.label) ? `${found.label} (${name})` : found.label,
      });
  }
  return {signals, labels, unrecognised};
}

/** Whether a column's name is one that `recogniseSignals` takes for a prediction, whatever its values. */
export function looksLikePrediction(name: string): boolean {
  if (OUTCOME.test(name)) return false;
  return (
    QUANTILE.test(name) ||
    (PROBABILITY.test(name) && !/^p_?value$/i.test(name)) ||
    (NET.test(name) && !NOT_NET.test(name))
  );
}

interface Values {
  readonly count: number;
  readonly binary: boolean;
  readonly lowest: number;
  readonly highest: number;
  readonly shareAboveZero: number;
}

function summarise(column: Float64Array): Values {
  const present = column.filter((value) => !Number.isNaN(value));
  return {
    count: present.length,
    binary: present.length > 0 && present.every((value) => value === 0 || value === 1),
    lowest: present.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    highest: present.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
    shareAboveZero: present.filter((value) => value > 0).length / present.length,
  };
}

/** The signal that a column is, or why it is not recognised as one. */
function recognise(name: string, values: Values, labels: readonly string[]): RecognisedSignal | string {
  if (values.count === 0) return "it has no value";
  const quantile = QUANTILE.exec(name);
  if (quantile !== null) return recogniseQuantile(name, quantile[1].toLowerCase(), Number(quantile[2]), values);
  if (OUTCOME.test(name))
    return "its name says that it is what happened, known only after the day; if it is a prediction, rename it or name it in the study's signals";
  if (PROBABILITY.test(name) && !/^p_?value$/i.test(name)) {
    if (!(values.lowest >= 0 && values.highest <= 1))
      return `named like a probability, but its values run from ${values.lowest} to ${values.highest}; a probability lies in [0, 1]`;
    if (GOOD_EVENT.test(name))
      return "a probability of something good; give the probability of the bad outcome (1 − p) and name it in the study's signals";
    const outcome = outcomeOf(name, labels);
    return signal(
      name,
      outcome === null ? "Probability of a loss" : `Probability of ${words(outcome)}`,
      "probability",
      null,
      outcome,
    );
  }
  if (NET.test(name) && !NOT_NET.test(name)) return signal(name, "Predicted net P&L", "net", null, null);
  return "not a name that is recognised; name it in the study's signals with its kind";
}

function recogniseQuantile(name: string, stem: string, percent: number, values: Values): RecognisedSignal | string {
  const risk = stem === "value_at_risk" || stem === "var";
  if (!(percent >= 1 && percent <= 99)) return `its name gives no level between 1 % and 99 %`;
  const tail = risk && percent > 50 ? 100 - percent : percent; // a 95 % value at risk is the 5 % quantile of net
  if (risk && values.shareAboveZero > 0.5)
    return "value at risk written as a positive loss; give it as a quantile of net (mostly negative), or name it in the study's signals";
  return signal(name, risk ? `${tail} % value at risk` : `${tail} % quantile of net P&L`, "quantile", tail / 100, null);
}

/** The 0/1 column that says whether what a probability foretells happened: the one it is named after, else large_loss. */
function outcomeOf(name: string, labels: readonly string[]): string | null {
  const event = name.replace(/^(prob|probability|proba|p)_(of_)?|_(prob|probability|proba)$/gi, "").toLowerCase();
  return (
    labels.find((label) => label.toLowerCase() === event) ?? labels.find((label) => label === "large_loss") ?? null
  );
}

function words(label: string): string {
  const plain = label.toLowerCase().replaceAll("_", " ").trim();
  return /^(an? |the )/.test(plain) ? plain : `${/^[aeiou]/.test(plain) ? "an" : "a"} ${plain}`;
}

function signal(
  name: string,
  label: string,
  kind: RecognisedSignal["kind"],
  level: number | null,
  outcome: string | null,
): RecognisedSignal {
  return {name, label, kind, level, outcome, source: "given"};
}

/** @throws IngestError if a signal or outcome that the study names is no column of numbers in the predictions. */
export function requireSignals(predictions: CheckedFile | null, wanted: readonly WantedSignal[]): void {
  const names = wanted.flatMap((s) => (s.outcome === undefined ? [s.name] : [s.name, s.outcome]));
  const found = (predictions?.numbers ?? []).filter((name) => name !== "fold");
  const missing = names.filter((name) => !found.includes(name));
  if (missing.length === 0) return;
  const guess = nearest(missing[0], found);
  throw new IngestError(predictions?.source.name ?? "predictions.csv", {
    what:
      predictions === null
        ? `the study names signals (${listed(missing)}), and there is no such file`
        : `the study names ${listed(missing)}, and no column of numbers is called that`,
    found: found.length === 0 ? "no predictions" : listed(found, 20),
    fix:
      guess === undefined
        ? "correct the study's signals, or add the column"
        : `did you mean "${guess}"? correct the study's signals`,
  });
}

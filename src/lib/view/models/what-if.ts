import type {ExplainedRow, ModelReports, SignalReport} from "../../evaluate/model-report/types.ts";
import type {Model} from "../../models/learner.ts";
import {h} from "../dom.ts";
import {formatBytes, formatDate, formatValue} from "../format.ts";
import {type Labels, outputText} from "./labels.ts";
import {ARTIFACT} from "./overview.ts";
import {type RowValues, rescore} from "./rescore.ts";
import {slider} from "./sliders.ts";

export interface WhatIfOptions {
  readonly report: ModelReports;
  readonly signal: SignalReport;
  readonly row: ExplainedRow | null;
  readonly labels: Labels;
  readonly currency: string;
  /** Fetches the model: called once, when the controls come into view. */
  readonly load: () => Promise<Model>;
}

/** Controls in sight; the others open on demand. */
const inSight = 6;

/**
 * Controls for the features of one row, and what the model says of it as they move. The model is fetched and asked in this
 * tab, by the same code that was run at build time: for the row as it was it says the published number, bit for bit.
 */
export function whatIf(options: WhatIfOptions): HTMLElement {
  const {report, signal, row} = options;
  const size = report.published.find((p) => p.signal === signal.signal);
  if (row === null) return h("p", {class: "pb-empty"}, "There is no row to ask about.");
  if (size?.published !== true)
    return h(
      "p",
      {class: "pb-empty", "data-artifact": ARTIFACT},
      `This model is not published whole (it is ${formatBytes(size?.bytes ?? 0)} of JSON, and a site has room for few such): choose another to move its features. Its predictions are taken apart above.`,
    );
  const says = h("p", {class: "pb-muted", role: "status"}, "The model is fetched when you get here.");
  const box = h("div", {class: "pb-what-if", "data-artifact": ARTIFACT}, says);
  whenSeen(box, async () => {
    says.textContent = `Fetching the model (${formatBytes(size.bytes)}).`;
    try {
      const model = await options.load();
      box.replaceChildren(...controls(model, row, options));
    } catch (error) {
      says.textContent = `The model cannot be asked here: ${error instanceof Error ? error.message : String(error)} Reload to try again.`;
    }
  });
  return box;
}

function controls(model: Model, row: ExplainedRow, {signal, labels, currency}: WhatIfOptions): HTMLElement[] {
  let values: RowValues = row.values;
  const money = (value: number) => formatValue(value, "currency", {currency, signed: true});
  const inMoney = (value: number) => (signal.unit === "probability" ? "" : `, ${money(value * row.scale)}`);
  const result = h("output", {class: "pb-what-if-result"});
  const words = h("p", {class: "pb-muted"});
  const show = () => {
    const now = rescore(model, signal, values);
    const changed = values.some((value, j) => !Object.is(value, row.values[j]));
    result.textContent = `${outputText(now, signal)}${inMoney(now)}`;
    result.dataset.prediction = String(now);
    result.dataset.published = String(row.prediction);
    words.textContent = changed
      ? `As it was: ${outputText(row.prediction, signal)}${inMoney(row.prediction)}. ${changeText(now - row.prediction, signal)}`
      : now === row.prediction
        ? `The row as it was: ${row.account} on ${formatDate(row.date)}. Your browser has just computed this; it is the published prediction, bit for bit.`
        : "Your browser has just computed this; it is not the published prediction to the last bit, so its arithmetic differs from the build’s.";
  };
  const sliders = order(signal, row).map((j) => {
    const {element, set} = slider(signal, j, row.values[j], labels, (value) => {
      values = values.map((own, k) => (k === j ? value : own));
      show();
    });
    element.dataset.feature = signal.features[j];
    return {element, back: () => set(row.values[j])};
  });
  const reset = h(
    "button",
    {
      type: "button",
      class: "pb-button",
      onclick: () => {
        values = row.values;
        for (const {back} of sliders) back();
        show();
      },
    },
    "Back to the row as it was",
  );
  show();
  const rest = sliders.slice(inSight);
  return [
    h("p", {class: "pb-what-if-says"}, "The model says ", result),
    words,
    h(
      "div",
      {class: "pb-sliders"},
      sliders.slice(0, inSight).map(({element}) => element),
    ),
    ...(rest.length === 0
      ? []
      : [
          h(
            "details",
            {class: "pb-chart-data"},
            h("summary", null, `The other ${formatValue(rest.length, "count")} features`),
            h(
              "div",
              {class: "pb-sliders"},
              rest.map(({element}) => element),
            ),
          ),
        ]),
    h("div", {class: "pb-buttons"}, reset),
  ];
}

function changeText(change: number, signal: SignalReport): string {
  if (change === 0) return "Nothing changes: the model does not look at that, or not there.";
  const size =
    signal.unit === "probability"
      ? `${formatValue(Math.abs(100 * change), "ratio")} percentage points`
      : `${formatValue(Math.abs(change), "ratio")} volatilities`;
  return `${size} ${change > 0 ? "higher" : "lower"} now.`;
}

/** Features in the order in which they mattered for the row, then as the model has them. */
function order({features, drives}: SignalReport, {explained}: ExplainedRow): number[] {
  const first = [
    ...(explained?.steps.map(({feature}) => feature) ?? []),
    ...drives.contributions.map(({feature}) => feature),
    ...(drives.permutation?.features.map(({feature}) => feature) ?? []),
    ...features,
  ];
  return [...new Set(first)].map((name) => features.indexOf(name)).filter((j) => j >= 0);
}

/** Calls once, when the element is near what is seen; at once where nothing can tell. */
function whenSeen(element: Element, call: () => void): void {
  if (typeof IntersectionObserver === "undefined") {
    call();
    return;
  }
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      call();
    },
    {rootMargin: "200px"},
  );
  observer.observe(element);
}

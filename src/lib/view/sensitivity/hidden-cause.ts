import type {HiddenCause} from "../../robustness/sensitivity/moved.ts";
import type {SensitivityReport} from "../../robustness/sensitivity/report-types.ts";
import {h} from "../dom.ts";
import type {Findings} from "../finding.ts";
import {formatInterval, formatValue, largest} from "../format.ts";
import {contourFigure} from "./contour-figure.ts";
import {intervalFigure} from "./interval-figure.ts";
import {type Preset, presets} from "./presets.ts";
import {artifact, computed, type Movers} from "./shape.ts";
import {correlationSlider, strengthSlider} from "./strength-slider.ts";
import {notAsked} from "./words.ts";

export interface HiddenCauseOptions {
  readonly report: SensitivityReport | null;
  readonly move: Movers;
  readonly findings: Findings;
  readonly currency: string;
}

const none: HiddenCause = {treatment: 0, outcome: 0, correlation: 1};

/**
 * Sliders for a hidden cause, and what is left of the effect as they move: estimate, interval and the place among what is known
 * are recomputed in this tab by the code that published them. Where nothing is hidden it says the published numbers, bit for bit.
 */
export function hiddenCausePanel({report, move, findings, currency}: HiddenCauseOptions): HTMLElement {
  const found = computed(report);
  if (found === null) return notAsked();
  let cause = none;
  const figures = [contourFigure, intervalFigure].map((make) => make({report: found, move, currency}, cause));
  const result = h("output", {class: "pb-what-if-result"});
  const words = h("p", {class: "pb-muted", role: "status"});
  const inWords = (value: number, interval: readonly [number, number]) => {
    const options = {currency, signed: true, beside: largest([value, ...interval])};
    return `${formatValue(value, "currency", options)} ${formatInterval(interval, "currency", options)}`;
  };
  const {value, interval: range0} = findings.get("causal.effect");
  const published = {estimate: value as number, interval: range0 as readonly [number, number]};
  const show = () => {
    const {estimate, interval} = move.movedDml(found.fit, cause);
    result.textContent = inWords(estimate, interval);
    for (const [name, value] of Object.entries({estimate, lower: interval[0], upper: interval[1], ...cause}))
      result.dataset[name] = String(value);
    words.textContent = says({
      ...{cause, published, now: {estimate, interval}},
      was: inWords(published.estimate, published.interval),
    });
    for (const {show: draw} of figures) draw(cause);
  };
  const named = select(presets(found));
  const moved = (part: Partial<HiddenCause>) => {
    cause = {...cause, ...part};
    named.value = "";
    show();
  };
  const {maxTreatment, maxOutcome} = found.contour;
  const treatment = strengthSlider("Of what is left of the limits, it explains", maxTreatment, (v) =>
    moved({treatment: v}),
  );
  const outcome = strengthSlider("Of what is left of the P&L, it explains", maxOutcome, (v) => moved({outcome: v}));
  const correlation = correlationSlider(1, (v) => moved({correlation: v}));
  const put = (next: HiddenCause) => {
    cause = next;
    treatment.set(cause.treatment);
    outcome.set(cause.outcome);
    correlation.set(cause.correlation);
    show();
  };
  named.addEventListener("input", () => {
    const preset = presets(found)[Number(named.value)];
    put(named.value === "" ? none : {treatment: preset.treatment, outcome: preset.outcome, correlation: 1});
  });
  show();
  return h(
    "div",
    {class: "pb-what-if pb-hidden-cause", "data-artifact": artifact},
    h("p", {class: "pb-what-if-says"}, "Without it, a limit would change the day by ", result),
    words,
    h("div", {class: "pb-sliders"}, treatment.element, outcome.element, correlation.element),
    h("label", {class: "pb-choose"}, "As strong as ", named),
    h(
      "div",
      {class: "pb-buttons"},
      h(
        "button",
        {
          type: "button",
          class: "pb-button",
          onclick: () => {
            named.value = "";
            put(none);
          },
        },
        "Nothing hidden",
      ),
    ),
    figures.map(({figure}) => figure),
  );
}

interface Estimate {
  readonly estimate: number;
  readonly interval: readonly [number, number];
}

function says({
  cause: {treatment, outcome, correlation},
  published,
  now,
  was,
}: {
  readonly cause: HiddenCause;
  readonly published: Estimate;
  readonly now: Estimate;
  readonly was: string;
}): string {
  const same =
    Object.is(now.estimate, published.estimate) &&
    now.interval.every((end, k) => Object.is(end, published.interval[k]));
  if (treatment === 0 && outcome === 0)
    return same
      ? "Nothing is hidden. Your browser has just computed this; it is the published estimate, bit for bit."
      : "Nothing is hidden, yet this is not the published estimate to the last bit: your browser’s arithmetic differs from the build’s.";
  const outcomeWords =
    treatment === 0 || outcome === 0 || correlation === 0
      ? "A cause moves nothing unless it goes with both the limits and the P&L."
      : now.estimate < 0 !== published.estimate < 0 || now.estimate === 0
        ? "Nothing is left of the effect: all that was found would be this cause’s."
        : now.interval[0] <= 0 && now.interval[1] >= 0
          ? "Some effect is left, but the interval holds zero: it could be chance."
          : "The effect stays, and its interval leaves out zero.";
  return `As published: ${was}. ${outcomeWords}`;
}

/** Named strengths, in groups. */
function select(list: readonly Preset[]): HTMLSelectElement {
  const groups = [...new Set(list.map((p) => p.group))];
  return h(
    "select",
    {class: "pb-select"},
    h("option", {value: ""}, "choose a known strength"),
    groups.map((group) =>
      h(
        "optgroup",
        {label: group},
        list.flatMap((p, k) => (p.group === group ? [h("option", {value: String(k)}, p.label)] : [])),
      ),
    ),
  );
}

import type {SignalReport} from "../../evaluate/model-report/types.ts";
import {h} from "../dom.ts";
import {formatValue} from "../format.ts";
import {type Labels, valueText} from "./labels.ts";

export interface Slider {
  readonly element: HTMLElement;
  /** Puts the control on a value without a word to anyone. */
  set(value: number | string | null): void;
}

/** Parts of a slider's range that one step of a key moves it by. */
const parts = 100;

/**
 * A control for one feature: a slider for a number, a select for levels. What it says is what the reader has moved it to;
 * until then the row's own value counts, to the last bit, wherever the slider's steps put its knob.
 */
export function slider(
  s: Pick<SignalReport, "features" | "levels" | "ranges">,
  j: number,
  start: number | string | null,
  labels: Labels,
  moved: (value: number | string | null) => void,
): Slider {
  const name = s.features[j];
  const says = h("output", {class: "pb-slider-value"}, valueText(start));
  const head = h("span", {class: "pb-slider-name"}, labels(name));
  if (Object.hasOwn(s.levels, name)) {
    const select = h(
      "select",
      {class: "pb-select"},
      h("option", {value: ""}, "missing"),
      s.levels[name].map((level) => h("option", {value: level}, level)),
    );
    const set = (value: number | string | null) => {
      select.value = value === null ? "" : String(value);
    };
    set(start);
    select.addEventListener("input", () => moved(select.value === "" ? null : select.value));
    return {element: h("label", {class: "pb-slider"}, head, select), set};
  }
  const range = s.ranges[j];
  const own = typeof start === "number" ? start : null;
  const low = Math.min(range?.low ?? own ?? 0, own ?? Number.POSITIVE_INFINITY);
  const high = Math.max(range?.high ?? own ?? 1, own ?? Number.NEGATIVE_INFINITY);
  const still = !(high > low);
  const input = h("input", {
    type: "range",
    min: String(low),
    max: String(still ? low + 1 : high),
    step: String(still ? 1 : (high - low) / parts),
    disabled: still,
  });
  const set = (value: number | string | null) => {
    input.value = String(typeof value === "number" ? value : (range?.middle ?? low));
    says.textContent = still ? `${valueText(value)}, the same on every row` : valueText(value);
  };
  set(start);
  input.addEventListener("input", () => {
    const value = Number(input.value);
    says.textContent = formatValue(value, "ratio");
    moved(value);
  });
  return {element: h("label", {class: "pb-slider"}, head, input, says), set};
}

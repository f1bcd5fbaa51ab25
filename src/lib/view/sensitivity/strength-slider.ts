import {h} from "../dom.ts";
import {formatValue} from "../format.ts";

export interface LiveSlider {
  readonly element: HTMLElement;
  /** Puts the knob on a value without a word to anyone. */
  set(value: number): void;
}

/** Steps from end to end: a key moves by one. */
const steps = 200;

/** A share from 0 to `most`. The knob goes by its square root, as the figure beside it does: small shares matter most. */
export function strengthSlider(label: string, most: number, moved: (share: number) => void): LiveSlider {
  const says = h("output", {class: "pb-slider-value"});
  const input = h("input", {type: "range", min: "0", max: String(steps), step: "1"});
  const tell = (share: number) => {
    says.textContent = formatValue(share, "share");
    input.setAttribute("aria-valuetext", says.textContent);
  };
  const set = (share: number) => {
    input.value = String(Math.round(Math.sqrt(Math.min(1, share / most)) * steps));
    tell(share);
  };
  set(0);
  input.addEventListener("input", () => {
    const part = Number(input.value) / steps;
    const share = most * part * part;
    tell(share);
    moved(share);
  });
  return {element: h("label", {class: "pb-slider"}, h("span", {class: "pb-slider-name"}, label), input, says), set};
}

/** From −1, all of it hides an effect, to 1, all of it feigns one. */
export function correlationSlider(start: number, moved: (correlation: number) => void): LiveSlider {
  const says = h("output", {class: "pb-slider-value"});
  const input = h("input", {type: "range", min: "-20", max: "20", step: "1"});
  const tell = (value: number) => {
    says.textContent = formatValue(value, "correlation", {signed: true});
    input.setAttribute(
      "aria-valuetext",
      `${says.textContent}: ${value > 0 ? "feigns an effect" : value < 0 ? "hides an effect" : "moves nothing"}`,
    );
  };
  const set = (value: number) => {
    input.value = String(Math.round(value * 20));
    tell(value);
  };
  set(start);
  input.addEventListener("input", () => {
    const value = Number(input.value) / 20;
    tell(value);
    moved(value);
  });
  return {
    element: h(
      "label",
      {class: "pb-slider"},
      h("span", {class: "pb-slider-name"}, "Correlation: −1 hides an effect, 1 feigns one"),
      input,
      says,
    ),
    set,
  };
}

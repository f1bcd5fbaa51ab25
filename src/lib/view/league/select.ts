import type {Plan} from "../../evaluate/types.ts";
import {h} from "../dom.ts";

/** A labelled list of the study's signals; `value` is the chosen one's name, and "input" tells of a change. */
export interface SignalSelect extends HTMLElement {
  value: string;
}

/**
 * Chooses one signal, so that a page shows one at a time. Starts with the one that the address names (`?signal=ridge`), else
 * the one that the verdict judges, and keeps the address up to date: a link to the page shows what its sender saw.
 */
export function signalSelect({signals, primary}: Pick<Plan, "signals" | "primary">): SignalSelect {
  const asked = new URLSearchParams(location.search).get("signal");
  const start = signals.some(({name}) => name === asked) ? asked! : primary;
  const list = h(
    "select",
    null,
    signals.map(({name, label}) =>
      h(
        "option",
        {value: name, selected: name === start},
        name === primary ? `${label} (judged by the verdict)` : label,
      ),
    ),
  );
  const box = h("label", {class: "pb-choose"}, h("span", null, "Prediction"), list) as unknown as SignalSelect;
  box.value = start;
  list.addEventListener("input", (event) => {
    event.stopPropagation();
    box.value = list.value;
    const url = new URL(location.href);
    url.searchParams.set("signal", list.value);
    history.replaceState(history.state, "", url);
    box.dispatchEvent(new Event("input", {bubbles: true}));
  });
  return box;
}

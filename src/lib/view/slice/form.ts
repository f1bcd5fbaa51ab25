import {h} from "../dom.ts";
import {formatValue} from "../format.ts";
import type {SliceDomain, SliceState} from "./state.ts";
import {WEEKDAYS} from "./weekday.ts";

export interface SliceForm {
  readonly element: HTMLFormElement;
  /** Shows a slice in the inputs. */
  show(state: SliceState): void;
  /** What the inputs hold, as a query string for `parseSlice`: the fields have the names of its keys. */
  read(): string;
}

/** The filters: native inputs, each labelled, in the order in which a reader narrows down. `labels`: what models are called. */
export function sliceForm(domain: SliceDomain, labels: ReadonlyMap<string, string>): SliceForm {
  const first = domain.days[0].date;
  const last = domain.days[domain.days.length - 1].date;
  const day = (name: string, label: string) =>
    field(label, h("input", {type: "date", name, min: first, max: last, class: "pb-input"}));
  const bound = (name: string, label: string) =>
    field(label, h("input", {type: "number", name, step: "any", inputmode: "decimal", class: "pb-input"}));
  const range = h("p", {class: "pb-slice-hint", id: "pb-slice-range"});
  const chosen = h("span", {class: "pb-slice-count"});
  const form = h(
    "form",
    {class: "pb-slice-form", "aria-label": "Filters", novalidate: true},
    field(
      "Model",
      h(
        "select",
        {name: "model", class: "pb-input"},
        domain.signals.map(({name}) => option(name, labels.get(name) ?? name)),
      ),
    ),
    field(
      "Rows",
      h("select", {name: "changed", class: "pb-input"}, [
        option("all", "All rows"),
        option("yes", "Changed by the policy"),
        option("no", "Left as they were"),
      ]),
    ),
    day("from", "First date"),
    day("to", "Last date"),
    group("Signal value", bound("min", "From"), bound("max", "To"), range),
    group(
      "Weekdays",
      domain.weekdays.map((d) => tick("weekday", WEEKDAYS[d - 1].key, WEEKDAYS[d - 1].short)),
    ),
    group(
      ["Traders: ", chosen],
      h(
        "div",
        {class: "pb-slice-traders"},
        domain.traders.map((trader) => tick("trader", trader, trader)),
      ),
    ),
  );
  const inputs = () => [...form.elements].filter((e): e is HTMLInputElement | HTMLSelectElement => "name" in e);
  for (const name of ["min", "max"]) form.querySelector(`[name=${name}]`)!.setAttribute("aria-describedby", range.id);
  /** What depends on the model and on what is ticked. */
  const refresh = () => {
    const signal = domain.signals.find(
      ({name}) => name === (form.elements.namedItem("model") as HTMLSelectElement).value,
    );
    const [low, high] = [signal?.low ?? null, signal?.high ?? null];
    range.textContent =
      low === null || high === null
        ? "This model has no value on any row."
        : `Between ${formatValue(low, "statistic")} and ${formatValue(high, "statistic")} for this model.`;
    const step = low === null || high === null || high === low ? "any" : String(niceStep(high - low));
    for (const name of ["min", "max"]) form.querySelector(`[name=${name}]`)!.setAttribute("step", step);
    const ticked = form.querySelectorAll("[name=trader]:checked").length;
    chosen.textContent =
      ticked === 0 ? `all ${domain.traders.length}. Tick to narrow down.` : `${ticked} of ${domain.traders.length}`;
  };
  form.addEventListener("input", (event) => {
    // Models have scales of their own: bounds on one mean nothing on another.
    if ((event.target as HTMLElement).matches("[name=model]"))
      for (const input of inputs()) if (input.name === "min" || input.name === "max") input.value = "";
    refresh();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  return {
    element: form,
    show(state) {
      const values: Readonly<Record<string, string>> = {
        model: state.signal,
        changed: state.changed,
        from: state.from ?? "",
        to: state.to ?? "",
        min: state.min === null ? "" : String(state.min),
        max: state.max === null ? "" : String(state.max),
      };
      const ticked = new Set([
        ...state.traders.map((trader) => `trader ${trader}`),
        ...state.weekdays.map((each) => `weekday ${WEEKDAYS[each - 1].key}`),
      ]);
      for (const input of inputs()) {
        if (input instanceof HTMLInputElement && input.type === "checkbox")
          input.checked = ticked.has(`${input.name} ${input.value}`);
        else if (input.value !== values[input.name]) input.value = values[input.name];
      }
      refresh();
    },
    read: () => new URLSearchParams(new FormData(form) as unknown as Record<string, string>).toString(),
  };
}

/** 1, 2 or 5 times a power of ten, about a fiftieth of a range: what an arrow key adds. */
export function niceStep(range: number): number {
  const [digit, exponent] = (range / 50).toExponential(0).split("e");
  const nice = [1, 2, 5, 10].find((each) => each >= Number(digit))!;
  return Number(`${nice}e${exponent}`);
}

function field(label: string, input: HTMLElement): HTMLElement {
  return h("label", {class: "pb-slice-field"}, h("span", null, label), input);
}

function group(legend: string | (string | Node)[], ...content: (Node | Node[])[]): HTMLElement {
  return h(
    "fieldset",
    {class: "pb-slice-group"},
    h("legend", null, legend),
    h("div", {class: "pb-slice-items"}, content),
  );
}

function tick(name: string, value: string, label: string): HTMLElement {
  return h("label", {class: "pb-slice-tick"}, h("input", {type: "checkbox", name, value}), h("span", null, label));
}

function option(value: string, label: string): HTMLElement {
  return h("option", {value}, label);
}

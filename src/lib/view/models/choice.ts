import {h} from "../dom.ts";

export interface Option<Value> {
  readonly label: string;
  readonly value: Value;
}

/** A labelled select whose `value` is that of the option: an input as pages await it. */
export type Choice<Value> = HTMLElement & {value: Value};

/**
 * A select for a page's `view()`: `value` is the chosen option's, and "input" is heard at each change.
 * @param first position of the option that is chosen at the start; default 0. @throws RangeError without options.
 */
export function choice<Value>(label: string, options: readonly Option<Value>[], first = 0): Choice<Value> {
  if (options.length === 0) throw new RangeError("invalid choice; there are no options");
  const select = h(
    "select",
    {class: "pb-select"},
    options.map((option, k) => h("option", {value: String(k), selected: k === first}, option.label)),
  );
  const box = h("label", {class: "pb-choice"}, h("span", null, label), select);
  return Object.defineProperty(box, "value", {
    get: () => options[Number(select.value)].value,
  }) as unknown as Choice<Value>;
}

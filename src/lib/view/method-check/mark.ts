import {h} from "../dom.ts";

/** The finding of an id; undefined: this build has none. */
type Known = (id: string) => {readonly value: number | string | null; readonly note?: string} | undefined;

/** The method behind a finding, as the known-truth stage names it; null: none that is tried there. */
export function methodBehind(id: string): string | null {
  if (/^causal\.(effect|p)$/.test(id)) return "partially-linear";
  const design = /^causal\.design\.([a-z-]+)\.(effect|p)$/.exec(id);
  if (design !== null) return design[1];
  if (/^causal\.trader\..+\.effect$/.test(id) || /^causal\.traders\./.test(id)) return "by-trader";
  return /^impact\..+\.timing$/.test(id) ? "timing" : null;
}

/** Whether the method behind a finding missed its level on twins of this desk. */
export function isDisbelieved(id: string, known: Known): boolean {
  const method = methodBehind(id);
  return method !== null && known(`known_truth.${method}.status`)?.value === "fails";
}

/**
 * The mark that stands beside every number of such a method, with a link to the page that shows why.
 * @param bare in tables: shorter. @param methodCheck address of that page.
 */
export function disbeliefMark(id: string, known: Known, methodCheck: string, bare: boolean): HTMLElement | null {
  if (!isDisbelieved(id, known)) return null;
  const why = known(`known_truth.${methodBehind(id)}.status`)?.note ?? "";
  const words = bare ? "not to be believed here" : "not to be believed here: misses its level on desks like this one";
  return h(
    "a",
    {class: "pb-disbelief", href: methodCheck, title: why},
    h("span", {"aria-hidden": "true"}, "✕ "),
    words,
  );
}

import type {Finding, FindingsFile} from "../study/index.ts";
import {h} from "./dom.ts";
import {type FormatOptions, formatInterval, formatValue, isChange, largest} from "./format.ts";
import {disbeliefMark} from "./method-check/mark.ts";
import {attachSource, installSourceCard} from "./source-card.ts";

export interface FindingOptions extends Omit<FormatOptions, "currency"> {
  /** Show the interval after the value. Default: true where there is one. */
  readonly interval?: boolean;
  /** Colour and mark the value by whether its interval lies above or below zero. Default false. */
  readonly tone?: boolean;
}

export interface Findings {
  readonly file: FindingsFile;
  /** Whether this build has the finding, with a value or with a note that says why not. */
  has(id: string): boolean;
  /** The finding itself. @throws if the build has none of that id. */
  get(id: string): Finding;
  /** Its value as text, without a source card: for labels inside charts, which carry their own source. */
  text(id: string, options?: FindingOptions): string;
  /** Its value, and its interval if it has one, with the source card. @throws if the build has none of that id. */
  finding(id: string, options?: FindingOptions): HTMLElement;
  /** Its interval alone, with the source card. @throws if there is none. */
  interval(id: string): HTMLElement;
}

/**
 * The components through which pages show numbers. `reproduce` is the address of the page that explains a finding,
 * relative to the page that calls.
 */
export function createFindings(file: FindingsFile, reproduce = "./pages/reproduce"): Findings {
  installSourceCard();
  const byId = new Map(file.findings.map((f) => [f.id, f]));
  const {currency} = file.study;
  const get = (id: string) => byId.get(id) ?? unknown(id, byId);
  const subject = (f: Finding, className: string, ...content: (Node | string | null)[]) => {
    const element = h(
      "span",
      {class: className, "data-finding": f.id, "data-artifact": `${f.stage}/${f.artifact}`, tabindex: "0"},
      content,
      // where the page's own header says SIMULATED already, not once more at every number
      f.simulated && !file.simulated && f.unit !== "text"
        ? [" ", h("abbr", {class: "pb-sim", title: "from a simulated desk"}, "SIM")]
        : null,
    );
    attachSource(element, f, currency, `${reproduce}#${f.id}`);
    return element;
  };
  /** The number of a method that missed its level on twins of this desk never stands alone. */
  const marked = (id: string, element: HTMLElement, bare = false) => {
    const mark = disbeliefMark(id, (known) => byId.get(known), reproduce.replace(/reproduce$/, "method-check"), bare);
    return mark === null ? element : h("span", {class: "pb-disbelieved"}, element, " ", mark);
  };
  const text = (id: string, options: FindingOptions = {}) => {
    const f = get(id);
    return formatValue(f.value, f.unit, {signed: isChange(id), ...options, currency});
  };
  return {
    file,
    has: (id) => byId.has(id),
    get,
    text,
    finding(id, {interval = true, tone = false, ...options} = {}) {
      const f = get(id);
      if (f.value === null) {
        const why = f.note === undefined || options.bare ? null : h("span", {class: "pb-why"}, `: ${f.note}`);
        return subject(f, "pb-finding pb-missing", h("span", null, options.bare ? "n/a" : "not available"), why);
      }
      const beside =
        interval && f.interval && typeof f.value === "number" ? largest([f.value, ...f.interval]) : undefined;
      const range =
        interval && f.interval
          ? h(
              "span",
              {class: "pb-interval"},
              formatInterval(f.interval, f.unit, {signed: isChange(id), ...options, beside, currency}),
            )
          : null;
      const element = subject(
        f,
        `pb-finding${tone ? ` pb-${toneOf(f)}` : ""}`,
        h("span", {class: "pb-value"}, text(id, {...options, beside})),
        range ? " " : null,
        range,
      );
      return marked(id, element, options.bare);
    },
    interval(id) {
      const f = get(id);
      if (!f.interval) throw new Error(`finding "${id}" has no interval`);
      const shown = formatInterval(f.interval, f.unit, {signed: isChange(id), currency});
      return marked(id, subject(f, "pb-finding pb-interval", shown), true);
    },
  };
}

/** "better" or "worse" only where the interval excludes zero; else "unclear". */
export function toneOf(f: Pick<Finding, "interval">): "better" | "worse" | "unclear" {
  const [lower, upper] = f.interval ?? [null, null];
  if (lower !== null && lower > 0) return "better";
  return upper !== null && upper < 0 ? "worse" : "unclear";
}

function unknown(id: string, byId: ReadonlyMap<string, Finding>): never {
  const stem = id.split(".").slice(0, 2).join(".");
  const near = [...byId.keys()].filter((key) => key.startsWith(stem)).slice(0, 6);
  throw new Error(`no finding "${id}" in this build${near.length > 0 ? `; there are: ${near.join(", ")}` : ""}`);
}

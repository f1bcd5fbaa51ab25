import type {KnownTruthMethod, KnownTruthReport, KnownTruthWorld} from "../../robustness/known-truth/types.ts";
import {h} from "../dom.ts";
import type {Findings} from "../finding.ts";
import {formatValue} from "../format.ts";
import {dataTable} from "../table.ts";

const artifact = "known-truth/known-truth.json";

const statuses: Readonly<Record<KnownTruthMethod["status"], readonly [sign: string, tone: string, words: string]>> = {
  holds: ["✓", "better", "held its level"],
  fails: ["✕", "worse", "missed it"],
  "cannot tell": ["○", "unclear", "cannot tell"],
  "not tried": ["–", "unclear", "not tried"],
};

/** Whether a method would have found the truth: a sign and a word. */
export function knownTruthMark(status: KnownTruthMethod["status"]): HTMLElement {
  const [sign, tone, words] = statuses[status];
  return h("span", {class: `pb-outcome pb-${tone}`}, h("span", {"aria-hidden": "true"}, `${sign} `), words);
}

/** The answer in a line: how many of the methods in use held their level here, and which did not. */
export function knownTruthAnswer(report: KnownTruthReport | null): HTMLElement {
  const tried = (report?.methods ?? []).filter((m) => m.status !== "not tried");
  const of = (status: KnownTruthMethod["status"]) => tried.filter((m) => m.status === status);
  if (tried.length === 0) {
    const why = report?.methods.find((m) => m.status === "not tried")?.why ?? "This build did not ask.";
    return h(
      "p",
      {class: "pb-outcome-line", "data-artifact": artifact},
      h("strong", null, "No method could be tried on twins of this desk."),
      ` ${why}`,
    );
  }
  const names = (methods: readonly KnownTruthMethod[]) => methods.map((m) => m.label).join("; ");
  const failed = of("fails");
  const open = of("cannot tell");
  const headline =
    failed.length > 0
      ? `${count(failed.length, "method")} in use would not have found the truth here: ${names(failed)}.`
      : open.length === tried.length
        ? "Too few twins could be drawn to tell."
        : tried.length === 1
          ? "The one method in use did not miss its level on desks like this one."
          : `None of the ${tried.length} methods in use missed its level on desks like this one.`;
  return h(
    "p",
    {class: "pb-outcome-line", "data-artifact": artifact},
    h("strong", null, headline),
    failed.length > 0 ? ` ${of("holds").length} of ${tried.length} held their level.` : "",
    open.length > 0 ? ` In so few twins this cannot be told of: ${names(open)}.` : "",
  );
}

/** Every method that was tried: what its intervals held, what it saw, and how far off it was. */
export function knownTruthTable({methods}: KnownTruthReport, findings: Findings): HTMLElement {
  const cell = (m: KnownTruthMethod, what: string) => {
    const id = `known_truth.${m.design}.${what}`;
    return findings.has(id) ? findings.finding(id, {bare: true}) : null;
  };
  const table = dataTable({
    caption: "Methods on twins whose truth is known",
    artifact,
    empty: "No method could be tried on this study: the reasons stand below.",
    rows: methods.filter((m) => m.status !== "not tried"),
    columns: [
      {label: "Method", cell: (m) => m.label, wrap: true},
      {label: "Verdict", cell: (m) => knownTruthMark(m.status)},
      {label: "No effect: held", term: "coverage", unit: "share", cell: (m) => cell(m, "null.coverage")},
      {
        label: "false alarms",
        term: "false positive",
        unit: "share",
        cell: (m) => withError(cell(m, "false_positives"), m.null?.falsePositivesError),
      },
      {label: "bias", term: "bias", unit: "ratio", cell: ({null: world}) => biasOf(world)},
      {label: "With effect: held", term: "coverage", unit: "share", cell: (m) => cell(m, "effect.coverage")},
      {label: "seen", term: "power", unit: "share", cell: (m) => withError(cell(m, "power"), m.effect?.powerError)},
      {label: "bias", term: "bias", unit: "ratio", cell: ({effect: world}) => biasOf(world)},
      {label: "Twins", unit: "count", cell: (m) => (m.null?.draws ?? 0) + (m.effect?.draws ?? 0)},
    ],
  });
  table.classList.add("pb-stack");
  return table;
}

/** Why each method has its status: one sentence a method. */
export function knownTruthReasons({methods}: KnownTruthReport): HTMLElement {
  const groups = [...new Set(methods.map((m) => m.why))];
  return h(
    "ul",
    {class: "pb-limits", "data-artifact": artifact},
    groups.map((why) => {
      const own = methods.filter((m) => m.why === why);
      return h(
        "li",
        null,
        h("strong", null, own.map((m) => m.label).join("; ")),
        h("span", null, knownTruthMark(own[0].status), `. ${why}`),
      );
    }),
  );
}

function withError(value: HTMLElement | null, error: number | undefined) {
  return value === null || error === undefined
    ? value
    : h("span", null, value, " ", h("span", {class: "pb-interval"}, `± ${formatValue(error, "share")}`));
}

function biasOf(world: KnownTruthWorld | null) {
  if (world === null) return null;
  const [bias, error] = inErrors(world.biasInStandardErrors, world.biasInStandardErrorsError).split(" ± ");
  return h("span", null, bias, " ", h("span", {class: "pb-interval"}, `± ${error}`));
}

/** A bias in standard errors with its Monte-Carlo error: more than two decimals say nothing. */
export function inErrors(bias: number, error: number): string {
  const sign = bias < -0.005 ? "\u2212" : bias < 0.005 ? "" : "+";
  return `${sign}${Math.abs(bias).toFixed(2)} ± ${error.toFixed(2)}`;
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}

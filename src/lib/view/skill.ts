import type {Signal, SignalSkill} from "../evaluate/types.ts";
import {h} from "./dom.ts";
import {type Findings, toneOf} from "./finding.ts";
import {dataTable, findingTable} from "./table.ts";

/** What a signal is, in a few words. */
export function signalWords({kind, level, source}: Signal): string {
  const made = source === "given" ? "made elsewhere and judged here" : "trained here, walk-forward";
  if (kind === "net") return `Predicts the day’s net P&L; ${made}.`;
  if (kind === "probability") return `Predicts the probability of a bad day; ${made}.`;
  return `Predicts the value that net P&L falls below on ${level === null ? "few" : `${Number((level * 100).toPrecision(6))}\u202f% of`} days; ${made}.`;
}

const readings = {
  better: "It is better than that rule.",
  worse: "That rule is better.",
  unclear: "The two cannot be told apart.",
};

/** Whether a prediction beats the best naive rule on the same rows, in a sentence; null where no test could be made. */
export function skillLine(skill: SignalSkill | undefined, label: string, findings: Findings): HTMLElement | null {
  const difference = `skill.${skill?.signal}.difference`;
  if (skill === undefined || !findings.has(difference) || findings.get(difference).value === null) return null;
  const versus = skill.baselines.find((b) => b.name === skill.test?.versus);
  const p = `skill.${skill.signal}.p`;
  return h(
    "p",
    {class: "pb-outcome-line", "data-artifact": "skill/skill.json"},
    `Against the best naive rule${versus === undefined ? "" : ` (${versus.label})`}, ${label} saves `,
    findings.finding(difference, {tone: true}),
    " of the loss",
    findings.has(p) ? [" (", findings.finding(p), ")"] : null,
    ". ",
    h("strong", null, readings[toneOf(findings.get(difference))]),
  );
}

/** Loss of the signal and of each naive rule on the same rows, lowest first, and the test against the best of them. */
export function skillAgainstBaselines(skill: SignalSkill, label: string, findings: Findings): HTMLElement {
  const prefix = `skill.${skill.signal}`;
  const rules = [
    {name: label, value: skill.loss.value, id: `${prefix}.loss`, own: true},
    ...skill.baselines.map((b) => ({
      name: b.label,
      value: b.loss,
      id: `${prefix}.baseline.${b.name}.loss`,
      own: false,
    })),
  ].sort((a, b) => (a.value ?? Infinity) - (b.value ?? Infinity) || (a.name < b.name ? -1 : 1));
  return h(
    "div",
    null,
    dataTable({
      caption: `${label} and the naive rules on the same rows, lowest (best) first`,
      columns: [
        {label: "Rule", cell: (r) => (r.own ? h("strong", null, r.name) : r.name)},
        {
          label: skill.kind === "net" ? "Root mean squared error" : skill.loss.label,
          unit: "ratio",
          cell: (r) => (findings.has(r.id) ? findings.finding(r.id, {bare: true}) : null),
        },
      ],
      rows: rules,
      artifact: "skill/skill.json",
    }),
    skillLine(skill, label, findings),
    skill.notes.length > 0
      ? h("p", {class: "pb-muted", "data-artifact": "skill/skill.json"}, skill.notes.join(" "))
      : null,
  );
}

const KINDS = [
  ["net", "Metrics of predictions of P&L, on out-of-sample rows"],
  ["quantile", "Metrics of quantiles of P&L, on out-of-sample rows"],
  ["probability", "Metrics of probabilities, on out-of-sample rows"],
] as const;

/** Every metric of every signal, side by side: a table a kind of prediction, a row a metric, a column a signal. */
export function metricTable(
  skills: readonly SignalSkill[],
  signals: readonly Pick<Signal, "name" | "label" | "kind">[],
  findings: Findings,
): HTMLElement {
  const kindOf = new Map(signals.map((s) => [s.name, s.kind]));
  const labels = new Map(signals.map((s) => [s.name, s.label]));
  const tables = KINDS.flatMap(([kind, caption]) => {
    const own = skills.filter((s) => kindOf.get(s.signal) === kind);
    return own.length === 0 ? [] : [metricsOf(caption, own, labels, findings)];
  });
  return h("div", null, ...tables);
}

function metricsOf(
  caption: string,
  skills: readonly SignalSkill[],
  labels: ReadonlyMap<string, string>,
  findings: Findings,
): HTMLElement {
  const names: string[] = [];
  for (const s of skills)
    for (const f of findings.file.findings) {
      const name = f.id.startsWith(`skill.${s.signal}.`) ? f.id.slice(`skill.${s.signal}.`.length) : "";
      if (name !== "" && !name.includes(".") && !["loss", "difference", "p"].includes(name) && !names.includes(name))
        names.push(name);
    }
  const labelOf = (name: string) => {
    const id = skills.map((s) => `skill.${s.signal}.${name}`).find((key) => findings.has(key));
    return id === undefined ? name : findings.get(id).label;
  };
  const table = findingTable(findings, {
    caption,
    head: "Metric",
    columns: skills.map((s) => ({label: labels.get(s.signal) ?? s.signal})),
    rows: names.map((name) => ({label: labelOf(name), cells: skills.map((s) => `skill.${s.signal}.${name}`)})),
  });
  table.classList.add("pb-stack", "pb-names");
  return table;
}

import type {LearningReport, TwinReport, WhyLowReport} from "../../evaluate/why-low/types.ts";
import {type Content, h} from "../dom.ts";
import {facts, limitList} from "../effect.ts";
import type {Findings} from "../finding.ts";
import {findingTable} from "../table.ts";
import {reasonWords} from "./reasons.ts";
import {ceilingOf} from "./rows.ts";
import {sharedId} from "./shared-id.ts";

export interface WhyReports {
  readonly report: WhyLowReport;
  readonly twin: TwinReport;
  readonly learning: LearningReport;
}

/** The answer in large type: R², what could be had, and how much of that is had. */
export function whyAnswer({report, twin}: WhyReports, findings: Findings): HTMLElement {
  const {subject, r2, known} = report;
  const show = (id: string) => findings.finding(id, {interval: false});
  const ceiling = ceilingOf(report, twin);
  const words: Content =
    r2 === null
      ? "There is no R² here."
      : ["R² is ", findings.finding(sharedId("r2", report, findings), {interval: false}), "."];
  return h(
    "div",
    {class: "pb-verdict pb-verdict-unclear"},
    h("p", {class: "pb-verdict-words"}, words),
    h("p", {class: "pb-verdict-why"}, ceilingWords()),
  );

  function ceilingWords(): Content {
    const none = subject === null ? "No signal of this study predicts next-day P&L, so none has one. " : "";
    if (ceiling === null) return `${none}What any model could reach is not known here: see what cannot be said, below.`;
    if (report.reasons.includes("too good"))
      return [
        "That is more than all that had happened before allows, ",
        show(ceiling.id),
        ": the predictions have seen some of what they predict.",
      ];
    const found = ceiling.known ? known : twin.skill;
    const who = ceiling.known ? (subject?.label ?? "") : `a ${twin.skill?.label.toLowerCase()}`;
    const reached: Content =
      found?.reached == null
        ? "next to nothing, so there is nothing to reach."
        : found.reached.value <= 0
          ? [show(ceiling.id), `, and ${who} reaches none of it: it does no better than the mean so far.`]
          : [
              show(ceiling.id),
              `, and ${who} reaches `,
              show(ceiling.known ? "why.reached" : "why.twin.reached"),
              " of it, once the luck of the days is taken out.",
            ];
    return ceiling.known
      ? ["The most that any model could reach on this desk is ", reached]
      : [
          none,
          "What any model could reach on a real desk nobody knows. On simulated twins of this desk, whose truth is known, it is ",
          reached,
        ];
  }
}

/** Earned ÷ attainable = reached, on the desk where its truth is known, else on its twins. */
export function whySum({report, twin}: WhyReports, findings: Findings): HTMLElement | null {
  const {known} = report;
  const found = known ?? twin.skill;
  if (found === null) return null;
  const id = (name: string) => (known === null ? `why.twin.${name}` : `why.${name}`);
  const who = known === null ? (twin.skill?.label ?? "the model") : (report.subject?.label ?? "the model");
  const where = known === null ? "on simulated twins" : "on this desk";
  const part = (name: string, label: string, says: Content) =>
    h(
      "div",
      {class: "pb-sum-part"},
      h("p", {class: "pb-sum-label"}, label),
      h("p", {class: "pb-sum-value"}, findings.finding(id(name))),
      h("p", {class: "pb-sum-says"}, says),
    );
  const sign = (text: string) => h("div", {class: "pb-sum-sign", "aria-hidden": "true"}, text);
  return h(
    "div",
    {class: "pb-sum"},
    part(
      "earned",
      "Earned",
      `R² of ${who} ${where}, with the luck of the days taken out. Without that, R² is never quite what a model deserves.`,
    ),
    sign("÷"),
    part(
      "attainable",
      "Attainable",
      `R² of a forecaster who knows everything that had happened before, and how this desk works.`,
    ),
    sign("="),
    part("reached", "Reached", `Share of what could be foretold that ${who} foretells ${where}.`),
  );
}

/** Why, one sentence a reason, each with its figures. */
export function whyReasons(reports: WhyReports, findings: Findings): HTMLElement {
  const {reasons} = reports.report;
  if (reasons.length === 0) return h("p", {class: "pb-empty"}, "Nothing stands out: see the parts below.");
  return h(
    "ol",
    {class: "pb-reasons", "data-artifact": "why-low/why-low.json"},
    reasons.map((reason) => h("li", null, reasonWords(reason, reports, findings))),
  );
}

/** R² in other units, and the ceiling by both ways of knowing it. */
export function ceilingTable({report, twin}: WhyReports, findings: Findings): HTMLElement {
  const table = findingTable(findings, {
    caption: "R², and how much there is to reach",
    head: "Where",
    columns: [
      {label: "R²", term: "R²"},
      {label: "Earned", term: "earned R²"},
      {label: "Attainable", term: "attainable R²"},
      {label: "Reached"},
    ],
    rows: [
      ...(report.subject === null
        ? []
        : [
            {
              label: `${report.subject.label}, ${findings.file.study.currency}`,
              cells: [sharedId("r2", report, findings), "why.earned", "why.attainable", "why.reached"].map((id, k) =>
                report.known === null && k > 0 ? null : id,
              ),
            },
            {label: "The same, in volatilities", cells: ["why.r2_volatilities", null, null, null]},
          ]),
      ...(twin.skill === null
        ? []
        : [
            {
              label: `${twin.skill.label}, twins`,
              cells: [null, "why.twin.earned", "why.twin.attainable", "why.twin.reached"],
            },
          ]),
    ],
  });
  table.classList.add("pb-stack", "pb-names");
  return table;
}

/** Hit rate = a coin + imbalance + knowing when. */
export function hitFacts({report}: WhyReports, findings: Findings): HTMLElement {
  if (report.hit === null) return h("p", {class: "pb-empty"}, "No prediction of P&L here says up or down.");
  return facts([
    ["Hit rate", findings.finding(sharedId("hit.rate", report, findings))],
    ["Always saying the more frequent sign", findings.finding("why.hit.majority")],
    ["Hit rate above that", findings.finding("why.hit.above_majority")],
    ["Above a coin, without knowing when", findings.finding("why.hit.imbalance")],
    ["From knowing when", findings.finding("why.hit.timing")],
  ]);
}

/** What it takes to see skill, in figures. */
export function powerFacts({report}: WhyReports, findings: Findings): HTMLElement | null {
  if (report.power === null) return null;
  const skilled = report.power.seen.daysNeeded !== null;
  return facts([
    ["Days judged", findings.finding("why.days")],
    ["Smallest R² that so many days can show", findings.finding("why.power.detectable")],
    ["Days that a skill of this size needs", findings.finding("why.power.days_needed")],
    // where no number of days would do, the reason is said once
    ...(skilled
      ? ([
          ["More than there are, by", findings.finding("why.power.more_days")],
          ["Chance that as many new days would show it", findings.finding("why.power.now")],
        ] as const)
      : []),
    ["Days that the best possible model would need", findings.finding("why.power.attainable_days")],
  ]);
}

/** Whose variance, with intervals. */
export function varianceFacts({report}: WhyReports, findings: Findings): HTMLElement {
  if (report.shares === null) return h("p", {class: "pb-empty"}, "There are too few traders or days.");
  return facts([
    ["Who trades", findings.finding("why.variance.trader")],
    ["The day, for the whole desk", findings.finding("why.variance.day")],
    [`of which the regime of ${report.regimes}`, findings.finding("why.variance.regime")],
    ["Each trader’s own day", findings.finding("why.variance.rest")],
  ]);
}

/** What cannot be said on this study's data, and why. */
export function unsaidList({report}: WhyReports): HTMLElement {
  if (report.limits.length > 0) return limitList(report.limits, "why-low/why-low.json");
  return h("p", {class: "pb-empty"}, "Nothing: every part of the answer could be worked out.");
}

import type {SkillDetail} from "../../evaluate/detail/skill-detail.ts";
import type {TraderBacktest} from "../../evaluate/detail/value-at-risk.ts";
import {h} from "../dom.ts";
import {facts} from "../effect.ts";
import type {Findings} from "../finding.ts";
import {formatValue} from "../format.ts";
import {dataTable, findingTable} from "../table.ts";

/** The tests of one signal beyond the one that the verdict asks for. */
export function furtherTests(detail: SkillDetail, findings: Findings): HTMLElement {
  const id = (key: string) => `skill.${detail.signal}.${key}`;
  const show = (key: string) => (findings.has(id(key)) ? findings.finding(id(key)) : null);
  const term = (name: string, words: string) => h("dfn", {"data-term": name, tabindex: "0"}, words);
  const row = (what: Node | string, value: Node | null) => [what, value] as const;
  const rows = [
    row(term("Diebold-Mariano", "As wrong as the best naive rule?"), show("p")),
    row(term("Giacomini-White", "Could one have told when it would be better?"), show("conditional.p")),
    ...(detail.kind === "net"
      ? [
          row(term("Pesaran-Timmermann", "Is the direction foretold better than by chance?"), show("direction.p")),
          row("Hit rate, on days with P&L", show("hit_rate")),
          row("of unrelated predictions as often “up”", show("direction.expected")),
          row("of always saying the more frequent direction", show("majority_share")),
        ]
      : []),
  ];
  return h(
    "dl",
    {class: "pb-facts"},
    rows.filter(([, value]) => value !== null).map(([what, value]) => [h("dt", null, what), h("dd", null, value)]),
  );
}

/** What the Brier score is made of; null for what is no probability. */
export function brierParts(detail: SkillDetail, findings: Findings): HTMLElement | null {
  if (detail.reliability === null) return null;
  const id = (key: string) => `skill.${detail.signal}.${key}`;
  const part = (key: string) => findings.finding(id(key), {bare: true});
  return h(
    "p",
    null,
    "Brier score ",
    part("brier"),
    " = miscalibration ",
    part("brier.reliability"),
    " − resolution ",
    part("brier.resolution"),
    " + uncertainty ",
    part("brier.uncertainty"),
    " + inside bins ",
    part("brier.within"),
    ". ",
    part("calibration.outside"),
    ` of ${detail.reliability.bins.length} bins ${findings.get(`skill.${detail.signal}.calibration.outside`).value === 1 ? "lies" : "lie"} outside the band of a calibrated forecast.`,
  );
}

const testNames = [
  ["coverage", "Breached as often as it says?", "Kupiec"],
  ["independence", "Breaches unrelated to the day before?", "Christoffersen, independence"],
  ["conditional", "Both at once?", "Christoffersen, conditional coverage"],
  ["dynamicQuantile", "Breaches foretold by nothing known?", "Engle and Manganelli, dynamic quantile"],
  ["trafficLight", "Not too many breaches?", "Basel traffic light"],
] as const;

/** Backtests of a value at risk: all traders by day, then each trader by every test; null for what is no quantile. */
export function backtests(detail: SkillDetail, accounts: readonly string[], findings: Findings): HTMLElement | null {
  const report = detail.valueAtRisk;
  if (report === null) return null;
  const id = (key: string) => `skill.${detail.signal}.${key}`;
  const p = (name: keyof TraderBacktest["p"]) => (one: TraderBacktest) => one.p[name];
  return h(
    "div",
    null,
    facts([
      ["Share of days below, all traders", findings.finding(id("by_day.coverage"))],
      ["As often as it says?", findings.finding(id("by_day.p"))],
    ]),
    report.traders.length === 0
      ? h("p", {class: "pb-empty"}, "No trader has enough days for backtests of its own.")
      : [
          findingTable(findings, {
            caption:
              "Backtests trader by trader: how many were rejected, how many would be by chance, and how often a wrong value at risk would be seen",
            head: "Question",
            columns: [{label: "Traders rejected"}, {label: "by chance"}, {label: "Power", term: "power"}],
            rows: testNames.map(([test, words, name]) => ({
              label: [words, h("br"), h("span", {class: "pb-muted"}, name)],
              cells: ["rejected", "expected", "power"].map((key) => id(`backtest.${test}.${key}`)),
            })),
          }),
          report.able > report.traders.length
            ? h(
                "p",
                {class: "pb-muted", "data-artifact": "skill/skill-detail.json"},
                `Tested one by one: the ${formatValue(report.traders.length, "count")} traders with the most days, of ${formatValue(report.able, "count")}.`,
              )
            : null,
          h(
            "details",
            null,
            h("summary", null, "Trader by trader"),
            dataTable({
              caption: "p-values of each test, by trader",
              artifact: "skill/value-at-risk.arrow",
              rows: report.traders,
              columns: [
                {label: "Trader", cell: (one) => accounts[one.trader]},
                {label: "Days", unit: "count", cell: (one) => one.n},
                {label: "Below", unit: "count", cell: (one) => one.breaches},
                {label: "Share", unit: "share", cell: (one) => one.share},
                {label: "Zone", cell: (one) => one.zone},
                {label: "Coverage", unit: "p-value", cell: p("coverage")},
                {label: "Independence", unit: "p-value", cell: p("independence")},
                {label: "Conditional", unit: "p-value", cell: p("conditional")},
                {label: "Dynamic quantile", unit: "p-value", cell: p("dynamicQuantile")},
              ],
            }),
          ),
        ],
  );
}

import type {League, LeagueEntry} from "../../evaluate/league/types.ts";
import {type Content, h} from "../dom.ts";
import type {Findings} from "../finding.ts";
import {dataTable} from "../table.ts";

/** Signals and naive rules that predict the same, smallest loss first, with what the tests say of each. */
export function leagueTable(league: League, findings: Findings): HTMLElement {
  const show = (entry: LeagueEntry, key: string, tone = false) => {
    const id = `league.${league.id}.${entry.name}.${key}`;
    return entry.name === league.benchmark && key !== "confidence"
      ? null
      : findings.has(id)
        ? findings.finding(id, {bare: true, tone, signed: key === "saved"})
        : null;
  };
  const shown = league.kind === "net" ? Math.sqrt : (loss: number) => loss;
  const loss = league.kind === "net" ? "root mean squared error" : lowered(league.loss.label);
  const table = dataTable({
    caption: `Who predicts ${league.label} best, on the same rows; smallest loss (${loss}) first`,
    artifact: "league/league.json",
    rows: league.entries,
    columns: [
      {
        label: "Prediction",
        wrap: true,
        cell: (e) =>
          e.naive
            ? h("span", {class: "pb-muted"}, e.label, e.name === league.benchmark ? " (best naive rule)" : "")
            : h("strong", null, shortLabel(e, league)),
      },
      {
        label: "Loss",
        unit: league.kind === "probability" ? "ratio" : "currency/trader-day",
        term: "loss",
        cell: (e) => shown(e.loss),
      },
      {label: "Loss saved", unit: "share", term: "loss saved", cell: (e) => show(e, "saved", true)},
      {
        label: "May be the best",
        term: "model confidence set",
        cell: (e) =>
          e.confidence === null
            ? null
            : [
                h("span", {"aria-hidden": "true"}, e.confidence.included ? "● " : "○ "),
                e.confidence.included ? "yes (" : "no (",
                show(e, "confidence"),
                ")",
              ],
      },
      {label: "Beats naive", unit: "p-value", term: "stepwise test", cell: (e) => show(e, "stepwise")},
    ],
  });
  table.classList.add("pb-stack");
  return table;
}

/** Without its capital, unless that is of a name. */
const lowered = (label: string) => (label.startsWith("Brier") ? label : label.toLowerCase());

/** Without what the league's own heading says. */
function shortLabel({label}: LeagueEntry, league: League): string {
  return label.replace(`: ${league.label}`, "");
}

/** What the tests over all entries say, in a paragraph: the answer first. */
export function leagueWords(league: League, findings: Findings): HTMLElement {
  const id = (key: string) => `league.${league.id}.${key}`;
  const {tests, entries, leftOut} = league;
  const against = entries.find((e) => e.name === league.benchmark)!.label;
  const aside = leftOut.map(({label, why}) => `${label} is left out: ${why}.`).join(" ");
  if (tests === null)
    return h("p", {"data-artifact": "league/league.json"}, `There are too few days to compare. ${aside}`.trim());
  const named = tests.better.map((name) => shortLabel(entries.find((e) => e.name === name)!, league));
  const judged = entries.filter((e) => !e.naive);
  const alone = judged.length === 1 ? judged[0] : null;
  const surest = entries.find((e) => e.name === tests.superior.best)!;
  return h(
    "div",
    {"data-artifact": "league/league.json"},
    h(
      "p",
      null,
      alone === null
        ? [
            ...(named.length > 0
              ? [
                  h("strong", null, joined(named)),
                  named.length === 1 ? " beats " : " beat ",
                  `the best naive rule (${against}), also when it is counted that `,
                ]
              : [
                  h("strong", null, "None"),
                  ` is shown to beat the best naive rule (${against}) when it is counted that `,
                ]),
            findings.finding(id("learners")),
            ` were compared. If none were better, a lead as clear as that of ${shortLabel(surest, league)} would still be seen this often: `,
          ]
        : [
            h("strong", null, shortLabel(alone, league)),
            named.length > 0 ? " beats" : " is not shown to beat",
            ` the best naive rule (${against}). If it were no better, a lead as clear as its own would still be seen this often: `,
          ],
      findings.finding(id("superior.p")),
      " (",
      h("dfn", {"data-term": "superior predictive ability", tabindex: "0"}, "Hansen’s test"),
      rivalsWords(league, findings),
      "), ",
      findings.finding(id("reality.p")),
      " (",
      h("dfn", {"data-term": "reality check", tabindex: "0"}, "White’s reality check"),
      "). ",
      findings.get(id("confidence_set")).value === 1
        ? [findings.finding(id("confidence_set")), ` of ${entries.length} may be the best.`]
        : [findings.finding(id("confidence_set")), ` of ${entries.length} cannot be told from the best.`],
    ),
    h(
      "p",
      {class: "pb-muted"},
      league.trials > 0
        ? [
            "To make these, ",
            findings.finding(id("trials")),
            " settings were tried inside training windows. The test days had no say in which was used, so they are not counted as rivals. ",
          ]
        : null,
      aside,
    ),
    overTimeWords(league, findings),
  );
}

/** How far Hansen's p-value hangs on which bad rivals count; said in one word where it does not. */
function rivalsWords(league: League, findings: Findings): Content {
  const [lower, upper] = ["lower", "upper"].map((end) =>
    findings.finding(`league.${league.id}.superior.${end}`, {bare: true}),
  );
  return lower.textContent === upper.textContent
    ? ", however bad rivals are counted"
    : ["; from ", lower, " to ", upper, " by how bad rivals are counted"];
}

/** What came of following, day by day, those that had done well. */
function overTimeWords(league: League, findings: Findings): HTMLElement | null {
  const {overTime} = league;
  const id = (key: string) => `league.${league.id}.over_time.${key}`;
  if (overTime === null || !findings.has(id("saved"))) return null;
  const [leader] = [...overTime.weights].sort((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : 1));
  return h(
    "p",
    null,
    "Who will be best is not known beforehand. Weighted each day by their success until the day before (",
    h("dfn", {"data-term": "exponential weights", tabindex: "0"}, "exponential weights"),
    "), together they would have saved ",
    findings.finding(id("saved"), {signed: true}),
    " of the rule’s loss after the first days (as wrong as the rule? ",
    findings.finding(id("p")),
    "). Not knowing the best signal cost ",
    findings.finding(id("regret"), {bare: true}),
    " of its loss; whatever had come, it could not have cost more than ",
    findings.finding(id("bound"), {bare: true}),
    `. On the last day ${leader.label.replace(`: ${league.label}`, "")} weighed most.`,
  );
}

function joined(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}

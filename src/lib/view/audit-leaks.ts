import type {LeakOutcome, UnseenLeak} from "../evaluate/leaks/index.ts";
import type {AuditCheck} from "../evaluate/types.ts";
import {type Content, h} from "./dom.ts";
import {formatDate} from "./format.ts";
import {dataTable} from "./table.ts";

/** `leaks.json` */
export interface LeakReport {
  readonly outcomes: readonly LeakOutcome[];
  readonly unseen: readonly UnseenLeak[];
}

/** By station of the check that must name the leak: what the check does, in the order in which a number travels. */
const stations: readonly (readonly [station: string, heading: string, does: string])[] = [
  [
    "ingest",
    "Caught on the way in",
    "The rows are written out with another future, and read again: what was read of the past must be the same.",
  ],
  ["timing", "Caught by the registry", "Every feature says when it is known; that must not be after the decision."],
  [
    "features",
    "Caught by rewriting the future of features",
    "Everything after a day is replaced and every feature is built again: those of the past must be the same to the last bit.",
  ],
  [
    "target",
    "Caught by a likeness to the outcome",
    "No honest feature ranks the days of a trader as their own P&L does.",
  ],
  [
    "split",
    "Caught by the order of days",
    "Days that are tested must come after all days of training, with the declared gap between.",
  ],
  [
    "rows",
    "Caught by looking for the same row twice",
    "A trader-day stands in the panel once, and on one side of the split.",
  ],
  [
    "traders",
    "Caught by looking for the same trader twice",
    "Where a study asks about new traders, nobody stands on both sides of a fold.",
  ],
  [
    "labels",
    "Caught by measuring how far labels reach",
    "The future is rewritten to see which labels move; none of training may reach the days that are tested.",
  ],
  ["sample", "Caught by counting who was tested", "Every trader-day of a test window must have been put to the model."],
  [
    "models",
    "Caught by fitting again",
    "A fold is fitted again with another future: its settings and weights must be the same.",
  ],
  [
    "predictions",
    "Caught by predicting again",
    "Predictions up to the day after the cut must be the same with another future.",
  ],
  [
    "policy",
    "Caught by applying the policy again",
    "Multipliers up to the day after the cut must be the same with another future.",
  ],
];

/** The catalogue: a section for each check, with the leaks that it must name and whether it did. */
export function leakCatalogue({outcomes}: LeakReport): HTMLElement {
  if (outcomes.length === 0) return h("p", {class: "pb-empty"}, "No leak was seeded in this build.");
  const by = new Map(stations.map(([station]) => [station, outcomes.filter((o) => of(o) === station)]));
  return h(
    "div",
    null,
    stations.flatMap(([station, heading, does]): Content[] => {
      const own = by.get(station)!;
      if (own.length === 0) return [];
      return [h("h3", {id: `caught-${station}`}, heading), h("p", null, does), leakTable(own, heading)];
    }),
  );
}

const of = ({caughtBy}: LeakOutcome) => caughtBy.check.split(".")[1];

function leakTable(outcomes: readonly LeakOutcome[], heading: string): HTMLElement {
  return dataTable({
    caption: heading,
    quiet: true,
    artifact: "leak-catalogue/leaks.json",
    rows: outcomes,
    id: (o) => `leak-${o.id}`,
    columns: [
      {label: "Leak", wrap: true, cell: (o) => o.name},
      {label: "Result", cell: (o) => caughtMark(o)},
      {label: "What it is", wrap: true, cell: (o) => o.description},
      {label: "How it happens", wrap: true, cell: (o) => o.inPractice},
      {label: "First seen", wrap: true, cell: (o) => (o.first === null ? "–" : placeOf(o.first))},
    ],
  });
}

function caughtMark({caught}: LeakOutcome): HTMLElement {
  const [sign, tone, words] = caught ? ["✓", "better", "caught"] : ["✕", "worse", "missed"];
  return h("span", {class: `pb-outcome pb-${tone}`}, h("span", {"aria-hidden": "true"}, `${sign} `), words);
}

function placeOf({column, row, cut, rewrite}: NonNullable<AuditCheck["first"]>): Content {
  const where = [h("code", null, column), `, ${row.replace(/\b\d{4}-\d{2}-\d{2}\b/g, formatDate)}`];
  return cut === null ? where : [...where, h("span", {class: "pb-muted"}, `; cut ${formatDate(cut)}, ${rewrite}`)];
}

/** What no audit can see, and what comes nearest to evidence. */
export function unseenTable({unseen}: LeakReport): HTMLElement {
  return dataTable({
    caption: "Leaks that no audit of files and code can see",
    artifact: "leak-catalogue/leaks.json",
    rows: unseen,
    columns: [
      {label: "Leak", wrap: true, cell: (leak) => leak.name},
      {label: "What it is", wrap: true, cell: (leak) => leak.description},
      {label: "The nearest there is to evidence", wrap: true, cell: (leak) => leak.nearest},
    ],
  });
}

import {coverageOf, type Desk, STATE_RULES} from "../../../ingest/index.ts";
import type {FindingDraft} from "../../../study/index.ts";

/** What was studied and what was read: counts and dates of the ingest stage. */
export function dataFindings(desk: Desk): FindingDraft[] {
  const count = (id: string, label: string, value: number, artifact: string, method: string): FindingDraft => ({
    id,
    label,
    value,
    unit: "count",
    n: null,
    method,
    artifact,
  });
  const {files} = desk.quality;
  const idOf = fileIds(files.map((f) => f.file));
  const sum = (of: (f: (typeof files)[number]) => number) => files.reduce((total, f) => total + of(f), 0);
  const date = (id: string, label: string, value: string | undefined): FindingDraft => ({
    id,
    label,
    value: value ?? null,
    unit: "text",
    n: null,
    method: "Read from the daily rows that were used.",
    artifact: "desk.json",
    note: value === undefined ? "No row could be used." : undefined,
  });
  const net = desk.daily.columns.net as Float64Array;
  return [
    count(
      "study.traders",
      "Traders",
      desk.accounts.length,
      "desk.json",
      "Distinct accounts in the daily rows that were used.",
    ),
    count("study.days", "Trading days", desk.days.length, "desk.json", "Dates on which any trader has a daily row."),
    count("study.rows", "Trader-days", desk.daily.rows, "daily.arrow", "Daily rows used: one a trader and day."),
    date("study.first_day", "First day", desk.days[0]),
    date("study.last_day", "Last day", desk.days.at(-1)),
    {
      id: "study.net",
      label: "Net P&L of the desk",
      value: net.reduce((total, v) => total + v, 0),
      unit: "currency",
      n: desk.daily.rows,
      of: "trader-days",
      method: "Sum of net over all daily rows used.",
      artifact: "daily.arrow",
    },
    count(
      "data.rows_read",
      "Rows read",
      sum((f) => f.rowsRead),
      "quality.json",
      "Data rows in all files, headers not counted.",
    ),
    count(
      "data.rows_used",
      "Rows used",
      sum((f) => f.rowsUsed),
      "quality.json",
      "Rows that passed the contract.",
    ),
    count(
      "data.rows_set_aside",
      "Rows set aside",
      sum((f) => f.rowsSetAside),
      "quality.json",
      "Rows that did not pass the contract, each listed with its reason.",
    ),
    ...files.flatMap((f) =>
      (
        [
          ["rows_read", "Rows read", f.rowsRead],
          ["rows_used", "Rows used", f.rowsUsed],
          ["rows_set_aside", "Rows set aside", f.rowsSetAside],
        ] as const
      ).map(([key, label, value]) =>
        count(
          `data.${idOf.get(f.file)}.${key}`,
          `${label}: ${f.file}`,
          value,
          "quality.json",
          `Counted while reading ${f.file}.`,
        ),
      ),
    ),
    ...stateFindings(desk),
    ...desk.quality.checks.map((c) =>
      count(`data.check.${c.id}`, c.title, c.count, "quality.json", "Counted by the data-quality check of that name."),
    ),
  ];
}

/** Each trader-day once, by what is known of it, and what the calendar says. */
function stateFindings(desk: Desk): FindingDraft[] {
  const {total} = coverageOf(desk);
  const {calendar} = desk.quality;
  const all = Object.values(total).reduce((sum, n) => sum + n, 0);
  const labels = {
    traded: "Trader-days with trading",
    idle: "Trader-days without trading",
    missing: "Trader-days that are missing",
    aside: "Trader-days whose row is set aside",
    away: "Trader-days on which the trader was not on the desk",
  } as const;
  const count = (id: string, label: string, value: number, method: string, artifact: string): FindingDraft => ({
    id: `data.${id}`,
    label,
    value,
    unit: "count",
    n: null,
    method,
    artifact,
  });
  return [
    ...(Object.keys(labels) as (keyof typeof labels)[]).map((state) => ({
      ...count(`state.${state}`, labels[state], total[state], STATE_RULES[state], "attendance.json"),
      n: all,
      of: "traders × trading days",
    })),
    ...(calendar === undefined
      ? []
      : [
          count(
            "calendar.nobody",
            "Weekdays without a row of anybody",
            calendar.nobody.length,
            "Days of the week on which the desk usually trades, from its first day to its last, without any row and any market bar: holidays, or missing.",
            "quality.json",
          ),
          count(
            "calendar.half_days",
            "Half days",
            calendar.halfDays.length,
            "Days whose last market bar (or, without bars that have times, last fill of at least 20) came two hours or more before the median day's.",
            "quality.json",
          ),
        ]),
  ];
}

/** A part of an id for each file, unlike every other's: two names may differ only in characters that an id cannot have. */
function fileIds(names: readonly string[]): Map<string, string> {
  const ids = new Map<string, string>();
  for (const name of names) {
    const plain = name.replace(/[^\w.-]+/g, "-");
    const taken = new Set(ids.values());
    let id = plain;
    for (let k = 2; taken.has(id); k++) id = `${plain}-${k}`;
    ids.set(name, id);
  }
  return ids;
}

import type {Desk} from "../../../ingest/index.ts";
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
          `data.${f.file.replace(/[^\w.-]+/g, "-")}.${key}`,
          `${label}: ${f.file}`,
          value,
          "quality.json",
          `Counted while reading ${f.file}.`,
        ),
      ),
    ),
    ...desk.quality.checks.map((c) =>
      count(`data.check.${c.id}`, c.title, c.count, "quality.json", "Counted by the data-quality check of that name."),
    ),
  ];
}

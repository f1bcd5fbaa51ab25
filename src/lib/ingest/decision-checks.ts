import type {CheckedFile} from "./contract.ts";
import {DECIDE_BY} from "./decision-time.ts";
import type {QualityCheck} from "./desk.ts";
import {check} from "./quality-check.ts";
import {keyOf} from "./set-aside.ts";

/** Refused predictions, and decisions that are taken once the day's trading has begun. */
export function decisionChecks(files: readonly CheckedFile[], stated?: string): QualityCheck[] {
  const decideBy = stated ?? DECIDE_BY;
  const predictions = files.filter((file) => file.spec.kind === "predictions");
  const late = predictions.flatMap((file) =>
    file.aside
      .filter((aside) => aside.reason.includes("is later than the decision that it is for"))
      .map((aside) => `${aside.file ?? file.source.name} line ${aside.line}: ${aside.reason}`),
  );
  return [
    check(
      "late-predictions",
      "Predictions made after their decision",
      "error",
      late,
      `They are refused: decisions for a day are taken by ${decideBy} of it, and whoever predicts later may know the day. A source that does so once may do so where it does not say when it predicted.`,
    ),
    check(
      "late-decisions",
      "Decisions taken after the day's trading had begun",
      "warning",
      predictions.length === 0 || stated === undefined ? [] : begunBefore(stated, predictions, files),
      `The study lets decisions be taken until ${decideBy} (source.decideBy). A prediction made then may know part of the day's P&L that it predicts, and no exposure can be cut that was taken already: take the time at which limits are set before trading begins.`,
    ),
  ];
}

/** No exchange's day begins after it; where no fill has a time of day, decisions that are later cannot be before trading. */
const NOON = 12 * 60;

function begunBefore(decideBy: string, predictions: readonly CheckedFile[], files: readonly CheckedFile[]): string[] {
  const [hours, minutes] = decideBy.slice(0, 5).split(":").map(Number);
  const limit = 60 * hours + minutes;
  const first = new Map<string, {readonly date: string; readonly account: string; readonly time: number}>();
  for (const {account, date, time} of files.find((file) => file.spec.kind === "fills")?.rows ?? []) {
    const known = first.get(keyOf(account, date));
    if (!Number.isNaN(time) && !(known !== undefined && known.time <= time))
      first.set(keyOf(account, date), {account, date, time});
  }
  if (first.size === 0)
    return limit < NOON
      ? []
      : [`${decideBy} is in the second half of the day, and no fill on file says when trading began`];
  const rows = predictions.flatMap((file) => file.rows);
  const predicted = new Set(rows.map(({account, date}) => keyOf(account, date)));
  return [...first]
    .filter(([key, {time}]) => predicted.has(key) && time < limit)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([, {account, date, time}]) =>
        `${account} ${date}: the first fill is of ${clock(time)}, the decision of ${decideBy}`,
    );
}

function clock(time: number): string {
  if (time < 0) return "the evening before";
  const two = (n: number) => String(Math.floor(n)).padStart(2, "0");
  return `${two(time / 60)}:${two(time % 60)}`;
}

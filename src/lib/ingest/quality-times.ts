import {fromIso} from "./calendar.ts";
import type {CheckedFile, Row} from "./contract.ts";
import type {QualityCheck} from "./desk.ts";
import {placeOf} from "./place.ts";
import {check} from "./quality-check.ts";
import {APART} from "./trading-calendar.ts";
import {LATE} from "./until.ts";

/** Calendar days after the last day for which a prediction may well be: it has no outcome yet. */
const AHEAD = 7;
/** Share of days that may stand apart. */
const FEW = 0.05;

/** Rows that stand where no row can, or in an order that says something. */
export function timeChecks(files: readonly CheckedFile[], days: readonly string[]): QualityCheck[] {
  return [...timeTravel(files, days), datesApart(days), orderCheck(files)];
}

/** Kinds of rows that belong to a day of the desk, and do not make one. */
const OTHERS: readonly string[] = ["predictions", "fills", "interventions"];

/** Rows of other files that are later than the last daily row, which makes the desk's last day; and all that their file cannot know. */
function timeTravel(files: readonly CheckedFile[], days: readonly string[]): QualityCheck[] {
  const end = days[days.length - 1];
  const late = files.flatMap((file) =>
    file.aside
      .filter(
        ({date, reason}) =>
          date !== undefined && date > end && (OTHERS.includes(file.spec.kind) || reason.startsWith(LATE)),
      )
      .map((aside) => ({
        words: `${aside.file ?? file.source.name} line ${aside.line}: ${aside.date}`,
        ahead: file.spec.kind === "predictions" && fromIso(aside.date!) - fromIso(end) <= AHEAD,
      })),
  );
  return [
    check(
      "time-travel",
      "Rows after the desk's last day",
      "warning",
      late.filter(({ahead}) => !ahead).map(({words}) => words),
      `No daily row is later than ${end}. These rows are set aside: their dates are wrong, or they are later than the day of the report that they stand in, or the daily summary was exported before they were.`,
    ),
    check(
      "ahead",
      "Predictions for days that have not happened",
      "info",
      late.filter(({ahead}) => ahead).map(({words}) => words),
      "Within a week after the last day there is nothing yet to judge them by: they are set aside.",
    ),
  ];
}

function datesApart(days: readonly string[]): QualityCheck {
  const numbers = days.map(fromIso);
  const cuts = numbers.flatMap((n, k) => (k > 0 && n - numbers[k - 1] >= APART ? [k] : []));
  const groups = [0, ...cuts].map((from, k) => days.slice(from, [...cuts, days.length][k]));
  const small = groups.filter((group) => group.length <= Math.max(1, FEW * days.length));
  return check(
    "dates-apart",
    "Days far away from all others",
    "warning",
    cuts.length === 0 ? [] : small.flat(),
    `${APART} calendar days or more without any row lie between them and the rest: a year or month may be mistyped. They count as trading days.`,
  );
}

/** Rows that go back in time, within what one file says of one account. */
function orderCheck(files: readonly CheckedFile[]): QualityCheck {
  const back: {row: Row; timed: boolean; kind: string; name: string}[] = [];
  for (const file of files) {
    const before = new Map<string, Row>();
    for (const row of file.rows) {
      const key = `${row.file ?? file.source.name}\u0000${row.own ?? row.account}\u0000${file.spec.kind === "market" ? row.symbol : ""}`;
      const last = before.get(key);
      if (last !== undefined && (row.date < last.date || (row.date === last.date && row.time < last.time)))
        back.push({row, timed: !Number.isNaN(row.time), kind: file.spec.kind, name: file.source.name});
      before.set(key, row);
    }
  }
  const blind = back.some(({kind, timed}) => kind === "fills" && !timed);
  return check(
    "ordering",
    "Rows that go back in time",
    blind ? "warning" : "info",
    back.map(({row, name}) => `${placeOf({...row, file: row.file ?? name})}: ${row.account} ${row.date}`),
    blind
      ? "Rows are sorted here by date. Fills of one day have no time of day and keep the order of the file, which may be the wrong way round: round trips and the P&L of closed lots can depend on it."
      : "Rows are sorted here by date and time: the order of a file carries no meaning.",
  );
}

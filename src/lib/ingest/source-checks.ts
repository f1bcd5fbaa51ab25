import {BAR_RULE, dailyBars} from "./bars.ts";
import type {CheckedFile} from "./contract.ts";
import {decisionChecks} from "./decision-checks.ts";
import type {QualityCheck} from "./desk.ts";
import {counted, listed} from "./error.ts";
import type {TraderOfAccount} from "./merge.ts";
import {partsOf} from "./place.ts";
import {check} from "./quality-check.ts";

/** A cent, and the rounding of one. */
const CENT = 0.0151;

/** What a study said that bears on its sources. */
interface Said {
  readonly traders?: TraderOfAccount;
  readonly decideBy?: string;
}

/** What the files were taken for and what was made of them: only the checks that have something to say. */
export function sourceChecks(files: readonly CheckedFile[], said: Said): QualityCheck[] {
  const parts = files.flatMap(partsOf);
  return [
    ...recognition(parts),
    ...besides(parts),
    ...decisionChecks(files, said.decideBy),
    ...madeOf(files, parts),
    ...accounts(files, said.traders ?? {}),
  ].filter(({count}) => count > 0);
}

function recognition(parts: readonly CheckedFile[]): QualityCheck[] {
  const taken = parts.flatMap((part) => (part.taken === undefined ? [] : [{name: part.source.name, ...part.taken}]));
  const recoded = parts.filter((part) => part.source.encoding !== undefined && part.source.encoding !== "UTF-8");
  const notes = taken.flatMap(({name, notes}) => notes.map((note) => `${name}: ${note}`));
  return [
    check(
      "recognised",
      "Files taken for what their content says",
      "info",
      taken.map(({name, as, evidence}) => `${name} was taken for ${as}: ${evidence}`),
      "If one of them is something else, say so with --source FILE=NAME or in the study (source.files).",
    ),
    check("source-notes", "How exports were read", "info", notes, "Nothing was changed but what is said here."),
    check(
      "encoding",
      "Files that are not UTF-8",
      "info",
      recoded.map((part) => `${part.source.name} was read as ${part.source.encoding}`),
      "Letters with accents may be wrong if the encoding is another one: save the file as UTF-8.",
    ),
  ];
}

function besides(parts: readonly CheckedFile[]): QualityCheck[] {
  const kinds = parts.flatMap((part) => (part.taken?.besides ?? []).map((kind) => ({name: part.source.name, ...kind})));
  const off = parts.flatMap((part) =>
    (part.taken?.stated ?? [])
      .filter(({stated, summed}) => !(Math.abs(stated - summed) <= CENT))
      .map(
        ({line, what, stated, summed}) =>
          `${part.source.name} line ${line}: ${what} is stated as ${stated}, its rows add up to ${Number(summed.toFixed(4))}`,
      ),
  );
  return [
    check(
      "no-row",
      "Lines that hold no row",
      "info",
      kinds.map(({name, what, count, first}) => `${name}: ${count} × ${what}, the first on line ${first}`),
      "Headings, totals of rows that are read, deposits and the like: they are understood and count nowhere.",
      kinds.reduce((sum, kind) => sum + kind.count, 0),
    ),
    check(
      "stated-totals",
      "Totals on file that the rows do not add up to",
      "warning",
      off,
      "The rows are used, the total is not: a row may be missing from the export, or set aside.",
    ),
  ];
}

function madeOf(files: readonly CheckedFile[], parts: readonly CheckedFile[]): QualityCheck[] {
  const joined = parts.filter((part) => (part.joined ?? 0) > 0);
  const derived = parts.filter((part) => part.derived === true);
  const intraday = files
    .filter((file) => file.spec.kind === "market")
    .flatMap(dailyBars)
    .filter((bar) => bar.bars > 1);
  return [
    check(
      "quoted-lines",
      "Values with line ends",
      "info",
      joined.map((part) => `${part.source.name}: ${counted(part.joined!, "line")} within quotes`),
      "They belong to the row above them.",
      joined.reduce((sum, part) => sum + part.joined!, 0),
    ),
    check(
      "days-from-fills",
      "Trader-days computed from fills",
      "info",
      derived.map((part) => `${counted(part.rows.length, "trader-day")}: ${part.source.name}`),
      "No file gives the P&L of these accounts by day.",
      derived.reduce((sum, part) => sum + part.rows.length, 0),
    ),
    check(
      "intraday-bars",
      "Days made of several market bars",
      "info",
      intraday.map((bar) => `${bar.date}${bar.symbol === "" ? "" : ` ${bar.symbol}`}: ${bar.bars} bars`),
      BAR_RULE,
    ),
  ];
}

function accounts(files: readonly CheckedFile[], traders: TraderOfAccount): QualityCheck[] {
  const found = new Set(files.flatMap((file) => file.rows.map((row) => row.own ?? row.account)));
  const absent = Object.keys(traders)
    .filter((account) => !found.has(account))
    .sort();
  const several = new Map<string, string[]>();
  for (const account of Object.keys(traders).sort())
    if (found.has(account)) several.set(traders[account], [...(several.get(traders[account]) ?? []), account]);
  const shared = [...several].filter(([trader, own]) => own.length > 1 || (own[0] !== trader && found.has(trader)));
  return [
    check(
      "several-accounts",
      "Traders with several accounts",
      "info",
      shared.map(([trader, own]) => `${trader}: ${listed(own)}`),
      "Their daily rows are added up by date; a day on which one of the accounts has no row is the sum of the others.",
    ),
    check(
      "absent-accounts",
      "Accounts that the study maps and no file has",
      "warning",
      absent,
      "Correct source.traders in the study if the names differ.",
    ),
  ];
}

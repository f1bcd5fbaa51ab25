import {readName} from "../cells.ts";
import type {RawRow} from "../csv.ts";
import {parseDate} from "../dates.ts";
import {IngestError, listed, shown} from "../error.ts";
import type {SourceOptions} from "./types.ts";
import {nameOf} from "./whose.ts";

/** Headers of the account, as `headerKey` has them. */
export const ACCOUNT_KEYS: readonly string[] = ["account", "acct", "accountid", "accountname", "trader", "traderid"];

/** The file's name without folder and ending: what stands in for the account where an export names none. */
export function stemOf(name: string): string {
  return name.replace(/^.*\//, "").replace(/\.[A-Za-z0-9]{1,5}$/, "");
}

/** The account of an export that names none: the one that the study gives, else the file's name; with what to say of it. */
export function accountFacts(name: string, options: SourceOptions): {account: string | null; notes: string[]} {
  if (options.account !== undefined) return {account: options.account, notes: []};
  const stem = readName(stemOf(name));
  return stem.ok
    ? {
        account: stem.value,
        notes: [`The export names no account: the file's name, ${shown(stem.value)}, stands for it.`],
      }
    : {account: null, notes: []};
}

/** The account that a line names and says nothing else: "Account: QX-101". */
export function titledAccount({fields}: Pick<RawRow, "fields">): string | null {
  const written = fields?.filter((field) => field !== "").join(" ") ?? "";
  const name = /^account:?\s+(\S.*)$/i.exec(written)?.[1] ?? (/^account:(\S.*)$/i.exec(written)?.[1] || null);
  return name === null ? null : nameOf(name);
}

/**
 * The accounts of an export without a column of them: those that lines of their own name, each for the rows below it; else as
 * `accountFacts`. The study's word goes before both.
 */
export function accountsOf(lines: readonly RawRow[], name: string, options: SourceOptions) {
  const none = {titled: (): string | null => null};
  if (options.account !== undefined) return {first: options.account, notes: [], ...none};
  if (lines.some((row) => titledAccount(row) !== null)) return {first: null, notes: [], titled: titledAccount};
  const {account, notes} = accountFacts(name, options);
  return {first: account, notes, ...none};
}

const IN_NAMES = [
  [/(?<!\d)(\d{4})[-_. ](\d{2})[-_. ](\d{2})(?!\d)/g, "$1-$2-$3"],
  [/(?<!\d)(\d{2})[-_. ](\d{2})[-_. ](\d{4})(?!\d)/g, "$3-$1-$2"],
  [/(?<!\d)(\d{1,2})-(\d{1,2})-(\d{4})(?!\d)/g, "$3-$1-$2"],
  [/(?<![\d])((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)/g, "$1-$2-$3"],
  [/(?<!\d)(\d{2})[-_. ](\d{2})[-_. ](\d{2})(?!\d)/g, "20$3-$1-$2"],
  [/(?<!\d)(\d{1,2})-(\d{1,2})-(\d{2})(?!\d)/g, "20$3-$1-$2"],
] as const;

/**
 * The one date in a file's name: 2025-01-31, 20250131, 2025_01_31, or in the order of the United States 01-31-2025, 01-31-25.
 * Null if there is none, or more than one.
 */
export function dateInName(name: string): string | null {
  const found = new Set<string>();
  let rest = stemOf(name);
  for (const [pattern, iso] of IN_NAMES) {
    rest = rest.replace(pattern, (match, ...groups: string[]) => {
      const date = parseDate(
        iso.replace(/\$(\d)/g, (_, k: string) => groups[Number(k) - 1]),
        "YYYY-MM-DD", // which takes single digits too
      );
      if (date === null) return match;
      found.add(date);
      return " ";
    });
  }
  return found.size === 1 ? [...found][0] : null;
}

/**
 * The trading date of a file whose rows have a time of day alone: as the study gives it, else as the file's name says it.
 * @throws IngestError if neither does.
 */
export function dateFacts(name: string, options: SourceOptions): {date: string; notes: string[]} {
  if (options.date !== undefined) return {date: options.date, notes: []};
  const date = dateInName(name);
  if (date !== null)
    return {date, notes: [`Its rows have a time of day alone; the date, ${date}, is that of the file's name.`]};
  throw new IngestError(name, {
    what: "its rows have a time of day and no date, and the file's name does not say one date",
    found: `the name ${shown(name)}`,
    fix: `put the trading date into the name (${listed(["executions-2025-01-31.csv", "01-31-25.csv"])}), or say it in the study: source.files: [{file: ${shown(name)}, date: "2025-01-31"}]`,
  });
}

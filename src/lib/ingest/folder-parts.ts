import {type FileRule, sourceNames} from "../study/index.ts";
import type {AssembleOptions} from "./assemble.ts";
import {type CheckedFile, checkFile} from "./contract.ts";
import {IngestError} from "./error.ts";
import {checkedDays, fillsOf, readExport} from "./exports.ts";
import {kindOfName, PROVENANCE, ruleFor} from "./file-rules.ts";
import type {FolderFile} from "./folder-files.ts";
import {type TraderOfAccount, traderOf} from "./merge.ts";
import {type Provenance, readProvenance} from "./provenance.ts";
import {readBytes} from "./read-bytes.ts";
import {wordsFor} from "./recognise-file.ts";
import {REPORTED, reportedDays} from "./reported-days.ts";
import {type FileKind, namedText, readSource, readText, type Source} from "./source.ts";
import type {SourceDay, SourceFill, SourceId, SourceRows} from "./sources/index.ts";
import {notAfter, withoutLater} from "./until.ts";

/** What a study says about its folder. */
export interface FolderOptions
  extends Pick<AssembleOptions, "dateFormat" | "signals" | "traders" | "decideBy" | "currency" | "positions"> {
  readonly files?: readonly FileRule[];
  /** The last day that the files can know of: later rows are set aside. */
  readonly until?: string;
  /** What is known of fills that the database reads alone. */
  readonly large?: AssembleOptions["large"];
  /** Files that were read elsewhere, under their names in the folder: from Parquet. */
  readonly prepared?: readonly Source[];
}

/** The files of a folder, read one by one: what a desk is made of. */
export interface FolderParts {
  readonly checked: readonly CheckedFile[];
  /** Every fill of every file that gives any, in the order of the files: what P&L is computed from. */
  readonly fills: readonly SourceFill[];
  /** Exports as they were read: what platforms report of their fills themselves. */
  readonly reports: readonly SourceRows[];
  /** Account → trader, as the study says. */
  readonly traders: TraderOfAccount;
  readonly provenance: Provenance | null;
  /** Whether rows that are read elsewhere say that they were simulated. */
  readonly marked?: boolean;
  /** All files read, with the hash of their bytes. */
  readonly read: readonly {readonly name: string; readonly sha256: string}[];
}

/**
 * Reads the files of a folder, each by what it was taken for. Accounts that have fills and no daily rows get their days from the
 * P&L that the platform reports for each fill, where it does.
 * @throws IngestError for what concerns a whole file; single rows are set aside.
 */
export function folderParts(files: readonly FolderFile[], options: FolderOptions): FolderParts {
  const checked: CheckedFile[] = [];
  const fills: SourceFill[] = [];
  const reports: SourceRows[] = [];
  let provenance: Provenance | null = null;
  const read: {name: string; sha256: string}[] = [];
  for (const {name, path, taken} of files) {
    if (name === PROVENANCE) {
      const note = namedText(PROVENANCE, readBytes(PROVENANCE, path));
      provenance = readProvenance(note);
      read.push({name, sha256: note.sha256});
      continue;
    }
    const as = taken?.as ?? kindOfName(name)!;
    const {columns, account, date, dateFormat = options.dateFormat} = ruleFor(name, options.files ?? []) ?? {};
    if (isExport(as)) {
      const text = readText(name, path);
      const part = readExport(text, as, taken!.evidence, {account, date, dateFormat});
      const last = earlier(options.until, part.rows.reportDate ?? undefined);
      const known = withoutLater(part.rows, last);
      checked.push(notAfter(part.checked, last, part.rows.fills));
      // one by one: no more than some 100,000 arguments fit on the stack
      for (const fill of inStudysCurrency(known, options.currency)) fills.push(fill);
      reports.push(known);
      read.push({name, sha256: text.sha256});
    } else {
      const prepared = options.prepared?.find((p) => p.name === name);
      const source = prepared ?? readSource(as, name, path);
      const file = checkFile(source, {
        dateFormat,
        columns: prepared === undefined ? columns : undefined, // mapped already
        decideBy: options.decideBy,
      });
      const told =
        taken === undefined ? file : {...file, taken: {as: wordsFor(as), evidence: taken.evidence, ...NOTHING}};
      const known = as === "predictions" ? told : notAfter(told, options.until);
      checked.push(known);
      if (as === "fills") for (const fill of fillsOf(known)) fills.push(fill);
      read.push({name, sha256: source.sha256});
    }
  }
  const days = forAccountsWithoutDays(checked, reportedDays(reports, fills), options.traders);
  if (days.length > 0) checked.push(derivedDays(inCurrency(days, options.currency), REPORTED));
  return {checked: inOrder(checked), fills, reports, traders: options.traders ?? {}, provenance, read};
}

/** Fills without rates that lead to another currency than the study's: P&L would take them for rates to it. */
function inStudysCurrency({fills, baseCurrency = () => null}: SourceRows, currency: string | undefined): SourceFill[] {
  return fills.map((fill) => {
    const leadsTo = baseCurrency(fill.account);
    return leadsTo === null || currency === undefined || leadsTo === currency ? fill : {...fill, fxToBase: null};
  });
}

function earlier(a: string | undefined, b: string | undefined): string | undefined {
  return a === undefined || (b !== undefined && b < a) ? b : a;
}

/** @throws IngestError for days in another currency than the study's: nobody may add them up. */
function inCurrency(days: readonly SourceDay[], currency: string | undefined): readonly SourceDay[] {
  const foreign = days.find((day) => day.currency !== null && currency !== undefined && day.currency !== currency);
  if (foreign === undefined) return days;
  throw new IngestError(foreign.file, {
    what: `its P&L is in ${foreign.currency}, and the study's currency is ${currency}`,
    found: `line ${foreign.line}`,
    fix: `write currency: "${foreign.currency}" in the study; or export it without the P&L that the platform reports, and give the study rates to ${currency} (pnl.rates): P&L is then computed`,
  });
}

const NOTHING = {notes: [], besides: [], stated: []};

function isExport(as: SourceId | FileKind): as is SourceId {
  return (sourceNames as readonly string[]).includes(as);
}

/** Days of the accounts that no daily file speaks of, neither by their own name nor by their trader's. */
export function forAccountsWithoutDays(
  checked: readonly CheckedFile[],
  days: readonly SourceDay[],
  traders: TraderOfAccount = {},
): SourceDay[] {
  const daily = checked.filter((file) => file.spec.kind === "daily");
  const known = new Set(daily.flatMap((file) => file.rows.map((row) => row.account)));
  return days.filter(({account}) => !known.has(account) && !known.has(traderOf(account, traders)));
}

/** Days that were computed from fills, as a file of daily rows that is none: its rows are counted where the fills are. */
export function derivedDays(days: readonly SourceDay[], name: string): CheckedFile {
  const checked = checkedDays({name, sha256: "", bytes: 0, text: ""}, days);
  return {...checked, rowsRead: checked.rows.length, derived: true};
}

const ORDER: readonly FileKind[] = ["daily", "predictions", "fills", "market", "interventions"];

function inOrder(checked: readonly CheckedFile[]): CheckedFile[] {
  return ORDER.flatMap((kind) => checked.filter((file) => file.spec.kind === kind));
}

import {type Column, type Table, table} from "../numeric/index.ts";
import type {Desk} from "./desk.ts";
import {ruleFor} from "./file-rules.ts";
import {deskOfParts} from "./folder.ts";
import type {FolderFile} from "./folder-files.ts";
import {type FolderOptions, folderParts} from "./folder-parts.ts";
import {largeInput, largeReport, splitLarge} from "./large-fills.ts";
import {readParquetSource} from "./parquet.ts";
import {addPnl, type DeskPnl, type DeskPnlOptions} from "./pnl/index.ts";
import {check} from "./quality-check.ts";
import type {FileKind, Source} from "./source.ts";

/**
 * Reads a folder as a desk, Parquet files among its files too (`readFolder` reads text alone).
 * @throws IngestError for what concerns a whole file; single rows are set aside in the desk.
 */
export async function readDesk(files: readonly FolderFile[], options: FolderOptions = {}): Promise<Desk> {
  const prepared = await parquetSources(files, options);
  return deskOfParts(folderParts(files, {...options, prepared}), options);
}

/**
 * As `readDesk`, and computes the P&L of the fills that there are: accounts without daily rows get theirs from it, the others
 * are reconciled with it. A file of fills of 64 MB or more is read by the database alone: its fills count in P&L, and what
 * else fills say of behaviour (round trips, hours) is not taken from it.
 */
export async function readDeskAndPnl(
  files: readonly FolderFile[],
  options: FolderOptions & {readonly pnl: DeskPnlOptions; readonly largeBytes?: number},
): Promise<{desk: Desk; pnl: DeskPnl | null}> {
  const {large, rest} = splitLarge(files, options.largeBytes);
  const prepared = await parquetSources(rest, options);
  const inputs = large.map((file) => largeInput(file, options.files ?? []));
  const {parts, found} = await addPnl(folderParts(rest, {...options, prepared}), inputs, options.pnl);
  if (found === null || large.length === 0) return {desk: deskOfParts(parts, options), pnl: found};
  const reports = large.map((file) => largeReport(file, found.pnl));
  const read = [...parts.read, ...reports.map(({file, sha256}) => ({name: file, sha256}))];
  const marked = found.pnl.files.some(({simulated}) => simulated);
  return {desk: withLarge(deskOfParts({...parts, read, marked}, options), found, reports), pnl: found};
}

/** A desk with what its quality report says of the files that were never held in memory. */
function withLarge(desk: Desk, {pnl}: DeskPnl, reports: Desk["quality"]["files"]): Desk {
  const names = reports.map(({file}) => file);
  const aside = pnl.aside.filter(({file}) => names.includes(file));
  const {checks} = desk.quality;
  const told = check(
    "large-fills",
    "Files of fills that are too large to be held in memory",
    "info",
    reports.map(({file, rowsRead, rowsSetAside}) => `${file}: ${rowsRead} fills, ${rowsSetAside} of them set aside`),
    "Their fills count in the P&L of each day; round trips and times of day are not taken from them.",
  );
  return {
    ...desk,
    quality: {...desk.quality, files: [...desk.quality.files, ...reports], checks: [...checks, told]},
    setAside: appended(desk.setAside, {
      file: aside.map((row) => row.file),
      line: Int32Array.from(aside, (row) => row.line),
      reason: aside.map((row) => row.reason),
      row: aside.map((row) => row.text),
    }),
  };
}

function appended(before: Table, more: Record<string, Column>): Table {
  const both = Object.entries(more).map(([name, column]): [string, Column] => {
    const first = before.columns[name];
    return column instanceof Int32Array
      ? [name, Int32Array.from([...(first as Int32Array), ...column])]
      : [name, [...(first as readonly string[]), ...(column as readonly string[])]];
  });
  return table(Object.fromEntries(both));
}

async function parquetSources(files: readonly FolderFile[], {files: rules = []}: FolderOptions): Promise<Source[]> {
  const sources: Source[] = [];
  for (const {name, path, taken} of files)
    if (taken !== undefined && name.endsWith(".parquet"))
      sources.push(await readParquetSource(taken.as as FileKind, name, path, ruleFor(name, rules)?.columns));
  return sources;
}

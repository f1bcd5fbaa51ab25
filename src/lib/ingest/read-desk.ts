import {contractSizeCheck} from "./contract-size-check.ts";
import type {Desk, FileReport} from "./desk.ts";
import {ruleFor} from "./file-rules.ts";
import {deskOfParts} from "./folder.ts";
import type {FolderFile} from "./folder-files.ts";
import {type FolderOptions, type FolderParts, folderParts} from "./folder-parts.ts";
import {knownPositions} from "./known-positions.ts";
import type {LargeFillFacts} from "./large-desk.ts";
import {type HashedFile, hashLarge, largeInput, largeReport, splitLarge} from "./large-fills.ts";
import {mergeFiles, traderOf, underTraders} from "./merge.ts";
import {readParquetSource} from "./parquet.ts";
import {
  addPnl,
  type DeskPnl,
  type DeskPnlOptions,
  firstSalesOf,
  type LargeInput,
  largeFacts,
  pnlOptions,
} from "./pnl/index.ts";
import {firstSaleCheck} from "./quality-positions.ts";
import type {FileKind, Source} from "./source.ts";

/**
 * Reads a folder as a desk, Parquet files among its files too (`readFolder` reads text alone).
 * @throws IngestError for what concerns a whole file; single rows are set aside in the desk.
 */
export async function readDesk(files: readonly FolderFile[], options: FolderOptions = {}): Promise<Desk> {
  const prepared = await parquetSources(files, options);
  return deskOfParts(folderParts(files, {...options, prepared}), options);
}

interface PnlOptions extends FolderOptions {
  readonly pnl: DeskPnlOptions;
  /** Bytes from which on a file of fills is read by the database alone; default 64 MB. */
  readonly largeBytes?: number;
}

/** Share of the work that P&L is where large files are read a second time. */
const PNL_SHARE = 0.4;

/**
 * As `readDesk`, and computes the P&L of the fills that there are: accounts without daily rows get theirs from it, the others
 * are reconciled with it. A file of fills of 64 MB or more is read by the database alone, and gives what a smaller one gives.
 */
export async function readDeskAndPnl(
  files: readonly FolderFile[],
  options: PnlOptions,
): Promise<{desk: Desk; pnl: DeskPnl | null}> {
  const {large, rest} = splitLarge(files, options.largeBytes);
  const prepared = await parquetSources(rest, options);
  const inputs = large.map((file) => largeInput(file, options.files ?? []));
  const hashes = large.map(hashLarge);
  const {progress, opening, splits, expiries} = options.pnl;
  const said = {...options, positions: {opening, splits, expiries}};
  const share = inputs.length === 0 ? 1 : PNL_SHARE;
  const read = folderParts(rest, {...options, prepared});
  const pnl = {...options.pnl, progress: progress && ((done: number) => progress(share * done))};
  const {parts, found} = await addPnl(read, inputs, pnl, options.until);
  if (found === null) return {desk: deskOfParts(parts, said), pnl: null};
  const facts =
    inputs.length === 0
      ? null
      : await factsOf(large, inputs, {
          parts,
          found,
          files,
          hashes,
          options,
          told: (done) => progress?.(share + (1 - share) * done),
        });
  const marked = found.pnl.files.some(({simulated}) => simulated);
  const {desk, sales} =
    facts === null
      ? {desk: deskOfParts(parts, said), sales: firstSalesOf(parts.fills)}
      : {desk: deskOfParts({...parts, read: facts.read, marked}, {...said, large: facts.large}), sales: facts.sales};
  const sizes = contractSizeCheck(parts.fills, found);
  const checks = [firstSaleCheck(sales, found, options.pnl.opening), ...(sizes.count > 0 ? [sizes] : [])];
  return {desk: {...desk, quality: {...desk.quality, checks: [...desk.quality.checks, ...checks]}}, pnl: found};
}

interface Read {
  readonly parts: FolderParts;
  readonly found: DeskPnl;
  readonly files: readonly FolderFile[];
  readonly hashes: readonly HashedFile[];
  readonly options: PnlOptions;
  readonly told: (done: number) => void;
}

/** What the large files say beyond P&L, in the words of the desk. */
async function factsOf(
  large: readonly FolderFile[],
  inputs: readonly LargeInput[],
  {parts, found, files, hashes, options, told}: Read,
) {
  const {traders = {}, until} = options;
  const held = parts.checked.filter((file) => file.spec.kind === "fills");
  const {pnl} = found;
  const clean = inputs.map(({name}) => !pnl.aside.some(({file}) => file === name));
  const facts = await largeFacts(
    inputs,
    {
      file: held.length === 0 ? null : underTraders(mergeFiles(held), traders),
      names: files.map(({name}) => name),
    },
    clean,
    pnlOptions(options.pnl, {traders, until}),
    knownPositions(options.pnl, traders),
    told,
  );
  const reports = large.map(
    (file, k): FileReport => ({
      ...largeReport(file, hashes[k], pnl),
      columns: facts.columns[k],
      dateFormat: facts.dates[k],
    }),
  );
  const aside = inputs.flatMap(({name}, k) => {
    const whose = new Map(facts.aside[k].map((row) => [row.line, row]));
    return pnl.aside
      .filter(({file}) => file === name)
      .map((row) => {
        const {account = null, date = null} = whose.get(row.line) ?? {};
        return {
          ...row,
          ...(account === null ? {} : {account: traderOf(account, traders)}),
          ...(date === null ? {} : {date}),
        };
      });
  });
  const {totals, ends, repeated} = facts;
  return {
    large: {reports, aside, totals, ends, repeated} satisfies LargeFillFacts,
    sales: facts.firstSales,
    read: [...parts.read, ...reports.map(({file, sha256}) => ({name: file, sha256}))],
  };
}

async function parquetSources(files: readonly FolderFile[], {files: rules = []}: FolderOptions): Promise<Source[]> {
  const sources: Source[] = [];
  for (const {name, path, taken} of files)
    if (taken !== undefined && name.endsWith(".parquet"))
      sources.push(await readParquetSource(taken.as as FileKind, name, path, ruleFor(name, rules)?.columns));
  return sources;
}

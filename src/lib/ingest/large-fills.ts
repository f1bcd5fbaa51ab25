import {createHash} from "node:crypto";
import {closeSync, openSync, readSync, statSync} from "node:fs";
import type {FileRule} from "../study/index.ts";
import type {FileReport} from "./desk.ts";
import {kindOfName, ruleFor} from "./file-rules.ts";
import type {FolderFile} from "./folder-files.ts";
import type {FillInput, FillsPnl} from "./pnl/index.ts";

/** From so many bytes on, a file of fills is read by the database alone: its rows are never held in memory one by one. */
export const LARGE_BYTES = 64_000_000;

/** The files of fills that are too large to be held in memory, and the others. Exports of platforms are read whole. */
export function splitLarge(
  files: readonly FolderFile[],
  least = LARGE_BYTES,
): {large: FolderFile[]; rest: FolderFile[]} {
  const isLarge = ({name, path, taken}: FolderFile) =>
    (taken?.as ?? kindOfName(name)) === "fills" && (statSync(path, {throwIfNoEntry: false})?.size ?? 0) >= least;
  return {large: files.filter(isLarge), rest: files.filter((file) => !isLarge(file))};
}

/** A large file as an input of P&L; the columns that the study names are taken over where fills know them. */
export function largeInput({name, path}: FolderFile, rules: readonly FileRule[]): FillInput {
  const {account_id, fees, ...rest} = ruleFor(name, rules)?.columns ?? {};
  return {
    kind: name.endsWith(".parquet") ? "parquet" : "csv",
    name,
    path,
    columns: {
      ...rest,
      ...(account_id === undefined ? {} : {account: account_id}),
      ...(fees === undefined ? {} : {fees: {fees}}),
    },
  };
}

/** What the quality report says of a large file. */
export function largeReport({name, path}: FolderFile, {files}: FillsPnl): FileReport {
  const counts = files.find((file) => file.name === name);
  if (counts === undefined) throw new Error(`${name} was not read`);
  const {rowsRead, rowsUsed, rowsSetAside} = counts;
  return {
    file: name,
    ...hashed(path),
    ...{rowsRead, rowsUsed, rowsSetAside},
    dateFormat: "as the database reads it",
    columns: [],
    reformatted: 0,
  };
}

/** Hash and length of a file, piece by piece. */
function hashed(path: string): {sha256: string; bytes: number} {
  const hash = createHash("sha256");
  const piece = Buffer.alloc(1 << 22);
  const file = openSync(path, "r");
  let bytes = 0;
  try {
    for (;;) {
      const n = readSync(file, piece, 0, piece.length, null);
      if (n === 0) break;
      hash.update(piece.subarray(0, n));
      bytes += n;
    }
  } finally {
    closeSync(file);
  }
  return {sha256: hash.digest("hex"), bytes};
}

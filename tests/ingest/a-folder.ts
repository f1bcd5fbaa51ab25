import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {onTestFinished} from "vitest";
import {type Desk, type FolderOptions, folderFiles, readFolder} from "../../src/lib/ingest/index.ts";

/** A folder with these files, gone after the test; a name that ends in "/" makes a folder. */
export function aFolder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), "proofbook-ingest-"));
  onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
  for (const [name, content] of Object.entries(files)) {
    if (name.endsWith("/")) mkdirSync(join(folder, name));
    else writeFileSync(join(folder, name), content);
  }
  return folder;
}

export function readFiles(files: Readonly<Record<string, string | Uint8Array>>, options?: FolderOptions): Desk {
  return readFolder(folderFiles(aFolder(files)), options);
}

/** "file:line reason" of each row set aside. */
export function asides(desk: Desk): string[] {
  const {file, line, reason} = desk.setAside.columns;
  return Array.from({length: desk.setAside.rows}, (_, i) => `${file[i]}:${line[i]} ${reason[i]}`);
}

/** The daily rows as "account date net". */
export function dailyRows(desk: Desk): string[] {
  const {trader, day, net} = desk.daily.columns;
  return Array.from({length: desk.daily.rows}, (_, i) => {
    return `${desk.accounts[trader[i] as number]} ${desk.days[day[i] as number]} ${net[i]}`;
  });
}

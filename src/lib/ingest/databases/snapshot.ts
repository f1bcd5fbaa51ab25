import {createHash} from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import {basename, join, resolve} from "node:path";
import type {DatabaseRows, DatabaseSource} from "../../study/index.ts";
import {counted, IngestError} from "../error.ts";
import type {FileKind} from "../source.ts";
import {openDatabase, type Surroundings} from "./open-database.ts";
import {wordsFor} from "./statement.ts";
import {type WrittenTable, writeTable} from "./write-table.ts";

/**
 * A database has no hash, and no other answer tomorrow would be the same study. So it is read once into a snapshot: a folder
 * like any that is studied (daily.csv, …), with what was asked and what came in snapshot.json. It is made of this alone:
 * never a URL, a user, a host or a password. Stages, `verify` and auditors read the snapshot and nothing else.
 */
export const SNAPSHOT_FILE = "snapshot.json";
const SCHEMA = "proofbook/snapshot@1";

/** `snapshot.json`. The same rows give the same file: it has no time and no place in it. */
export interface Snapshot {
  readonly schema: typeof SCHEMA;
  readonly product: string;
  /** SHA-256 of a SQLite file; null for a server. */
  readonly file: string | null;
  readonly tables: readonly (SnapshotTable & WrittenTable)[];
}

interface SnapshotTable {
  readonly file: string;
  readonly kind: FileKind;
  readonly table: string | null;
  readonly schemaName: string | null;
  readonly query: string | null;
  readonly parameters: readonly (string | number | boolean | null)[];
}

const KINDS: readonly FileKind[] = ["daily", "predictions", "fills", "market", "interventions"];

/**
 * Where the snapshot of a source is (or will be): a name that says what was asked, so that another question is another
 * snapshot. A SQLite file's content is part of it; what a server holds is not.
 * @param home folder of all snapshots.
 */
export function snapshotFolder(home: string, source: DatabaseSource, {base}: Pick<Surroundings, "base">): string {
  const {url, tables} = source;
  const asked = KINDS.map((kind) => {
    const rows = tables[kind];
    return rows === undefined ? null : [tableOf(kind, rows), Object.entries(rows.columns ?? {}).sort(byName)];
  });
  const text = JSON.stringify([SCHEMA, url?.env ?? null, fileHash(source, base), asked]);
  return join(home, sha256(text).slice(0, 16));
}

/** What a snapshot says of itself; null where there is none, or it is damaged (it is then read anew). */
export function readSnapshot(folder: string): Snapshot | null {
  try {
    const snapshot = JSON.parse(readFileSync(join(folder, SNAPSHOT_FILE), "utf8")) as Snapshot;
    const sound =
      snapshot.schema === SCHEMA &&
      snapshot.tables.every(({file, sha256: hash}) => hashOfFile(join(folder, file)) === hash);
    return sound ? snapshot : null;
  } catch {
    return null;
  }
}

export interface TakeOptions extends Surroundings {
  /** Told while rows come. */
  readonly onRows?: (table: string, rows: number) => void;
}

/**
 * Reads the database into its snapshot. Nothing of a reading that fails is kept, and the snapshot before it stays.
 * @returns the snapshot; its folder is `snapshotFolder`.
 * @throws IngestError where the database cannot be read as the study asks.
 */
export async function takeSnapshot(home: string, source: DatabaseSource, options: TakeOptions): Promise<Snapshot> {
  const final = snapshotFolder(home, source, options);
  const aside = join(home, `.reading-${process.pid}-${basename(final)}`);
  const database = await openDatabase(source, options);
  try {
    mkdirSync(home, {recursive: true});
    removeLeftovers(home);
    mkdirSync(aside);
    const tables: Snapshot["tables"][number][] = [];
    for (const kind of KINDS) {
      const rows = source.tables[kind];
      if (rows === undefined) continue;
      const written = await writeTable(join(aside, `${kind}.csv`), kind, await database.read(rows), {
        mapping: rows.columns,
        where: `${kind}, ${wordsFor(rows)}`,
        onRows: (n) => options.onRows?.(kind, n),
      });
      tables.push({...tableOf(kind, rows), ...written});
    }
    const {product} = database;
    const snapshot: Snapshot = {schema: SCHEMA, product, file: fileHash(source, options.base), tables};
    writeFileSync(join(aside, SNAPSHOT_FILE), `${JSON.stringify(snapshot, null, 2)}\n`);
    const provenance = {simulated: false, description: describe(snapshot)};
    writeFileSync(join(aside, "provenance.json"), `${JSON.stringify(provenance)}\n`);
    replace(final, aside);
    return snapshot;
  } catch (error) {
    throw folderProblem(error);
  } finally {
    await database.close();
    if (existsSync(aside)) rmSync(aside, {recursive: true, force: true});
  }
}

/** A disk that is full, a folder that cannot be written: said for its reader. */
function folderProblem(error: unknown): unknown {
  const {code, syscall} = error as NodeJS.ErrnoException;
  if (error instanceof IngestError || code === undefined || syscall === undefined) return error;
  const fix = code === "ENOSPC" ? "free some space on the disk" : "make the store's folder one that can be written";
  return new IngestError("snapshots", {what: "the snapshot of the database cannot be written", found: code, fix});
}

function tableOf(kind: FileKind, rows: DatabaseRows): SnapshotTable {
  const file = `${kind}.csv`;
  return "query" in rows
    ? {file, kind, table: null, schemaName: null, query: rows.query, parameters: rows.parameters}
    : {file, kind, table: rows.table, schemaName: rows.schema ?? null, query: null, parameters: []};
}

function describe({product, tables}: Snapshot): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return `Snapshot of a ${product} database: ${counted(rows, "row")} of ${counted(tables.length, "table")}`;
}

/** The old one goes out of the way first: a reader finds the old, the new, or none, never a mixture. */
function replace(final: string, aside: string): void {
  for (let attempt = 0; ; attempt++) {
    const old = `${aside}-old-${attempt}`;
    try {
      if (existsSync(final)) renameSync(final, old);
      renameSync(aside, final);
      return;
    } catch (error) {
      if (attempt === 3 || !existsSync(aside)) throw error; // another process may have put its own there meanwhile
    } finally {
      rmSync(old, {recursive: true, force: true});
    }
  }
}

/** What killed processes left. */
function removeLeftovers(home: string): void {
  for (const name of readdirSync(home)) {
    const pid = /^\.reading-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && (Number(pid) === process.pid || !isAlive(Number(pid))))
      rmSync(join(home, name), {recursive: true, force: true});
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function fileHash({file}: DatabaseSource, base: string): string | null {
  const path = file === undefined ? null : resolve(base, file);
  return path === null || !existsSync(path) ? null : hashOfFile(path);
}

/** Piece by piece: a file of fills may be larger than what fits into one buffer. */
function hashOfFile(path: string): string {
  const hash = createHash("sha256");
  const file = openSync(path, "r");
  try {
    const piece = Buffer.allocUnsafe(1 << 20);
    for (let n = readSync(file, piece); n > 0; n = readSync(file, piece)) hash.update(piece.subarray(0, n));
    return hash.digest("hex");
  } finally {
    closeSync(file);
  }
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function byName([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

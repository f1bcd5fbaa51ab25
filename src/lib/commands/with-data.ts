import {existsSync, statSync} from "node:fs";
import {join, resolve} from "node:path";
import color from "picocolors";
import {readSnapshot, type Snapshot, snapshotFolder, takeSnapshot} from "../ingest/index.ts";
import type {LoadedStudy} from "./load-study.ts";
import {UsageError} from "./options.ts";

/** Environment variable: a folder of snapshots that are used as they are; the database is then never asked. */
export const SNAPSHOTS = "PROOFBOOK_SNAPSHOTS";

/** Where a store keeps the snapshots of databases. */
export function snapshotsIn(store: string): string {
  return join(store, "snapshots");
}

/**
 * The study with the folder that its stages read. For a database that is the snapshot of it, which is taken where there is none
 * yet, or where `refresh` asks for it; every other study comes back as it is.
 * @throws IngestError where the database cannot be read; UsageError where it may not be, and there is no snapshot.
 */
export async function withData(
  loaded: LoadedStudy,
  store: string,
  {
    refresh = false,
    env = process.env,
    say = (line) => console.error(color.dim(line)),
  }: {readonly refresh?: boolean; readonly env?: NodeJS.ProcessEnv; readonly say?: (line: string) => void} = {},
): Promise<LoadedStudy> {
  const {source} = loaded.study;
  if (source.kind !== "database") {
    if (refresh) throw new UsageError("--refresh: this study reads no database.");
    return loaded;
  }
  const {folder, given} = placeOf(loaded, store, env);
  if (given && refresh) throw new UsageError(`--refresh: ${SNAPSHOTS} is set, so that no database is asked.`);
  if (!refresh && readSnapshot(folder) !== null) return {...loaded, folder};
  if (given)
    throw new UsageError(
      `There is no sound snapshot of the study's database in ${env[SNAPSHOTS]}. Take one where the database can be reached (npm run report), and copy the store's folder "snapshots".`,
    );
  const told = new Map<string, number>();
  const snapshot = await takeSnapshot(snapshotsIn(store), source, {
    base: loaded.base,
    env,
    onRows(table, rows) {
      const hundreds = Math.floor(rows / SAY_EVERY);
      if (hundreds === (told.get(table) ?? 0)) return;
      told.set(table, hundreds);
      say(`  database: ${table}, ${rows} rows so far`);
    },
  });
  for (const line of linesOf(snapshot)) say(line);
  return {...loaded, folder};
}

const SAY_EVERY = 500_000;

/**
 * For `status`: the study with its snapshot where there is one, and what is known of the snapshot's age. Asks no database.
 */
export function snapshotStatus(
  loaded: LoadedStudy,
  store: string,
  env: NodeJS.ProcessEnv = process.env,
): {readonly loaded: LoadedStudy; readonly words: string | null} {
  const {source} = loaded.study;
  if (source.kind !== "database") return {loaded, words: null};
  const {folder} = placeOf(loaded, store, env);
  const snapshot = readSnapshot(folder);
  const from = source.file ?? `$${source.url!.env}`;
  if (snapshot === null) {
    const why = existsSync(folder) ? "its snapshot is damaged" : "no snapshot of it for what the study asks";
    return {loaded, words: `database ${from}: ${why}; npm run report reads it`};
  }
  const taken = statSync(join(folder, "snapshot.json")).mtime.toISOString().slice(0, 16).replace("T", " ");
  const rows = snapshot.tables.map((table) => `${table.kind} ${table.rows}`).join(", ");
  const since =
    source.file === undefined
      ? "whether it has changed since is not known; npm run report -- --refresh reads it again"
      : "the file has not changed since";
  return {loaded: {...loaded, folder}, words: `database ${from}: snapshot of ${taken} UTC (rows: ${rows}); ${since}`};
}

function placeOf({study, base}: LoadedStudy, store: string, env: NodeJS.ProcessEnv) {
  const given = env[SNAPSHOTS];
  if (study.source.kind !== "database") throw new RangeError("invalid study; it reads no database");
  const home = given === undefined || given === "" ? snapshotsIn(store) : resolve(given);
  return {folder: snapshotFolder(home, study.source, {base}), given: given !== undefined && given !== ""};
}

function linesOf({product, tables}: Snapshot): string[] {
  return tables.flatMap(({kind, rows, leftOut}) => [
    `  database: ${kind}, ${rows} row${rows === 1 ? "" : "s"} from ${product}`,
    ...leftOut.map(({name, type, why}) => `    without column ${JSON.stringify(name)} (${type}): ${why}`),
  ]);
}

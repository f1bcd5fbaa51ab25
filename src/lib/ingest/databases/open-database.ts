import {resolve} from "node:path";
import type {DatabaseSource} from "../../study/index.ts";
import {readTarget} from "./connection-url.ts";
import {tlsFor} from "./tls.ts";
import type {OpenDatabase} from "./types.ts";

/** Where a study stands, and what its environment holds. */
export interface Surroundings {
  /** Folder that paths in the study start from. */
  readonly base: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Opens the database of a study for reading; its driver is loaded only then. @throws IngestError saying why it cannot be. */
export async function openDatabase(source: DatabaseSource, {base, env}: Surroundings): Promise<OpenDatabase> {
  if (source.file !== undefined)
    return (await import("./sqlite.ts")).openSqlite(resolve(base, source.file), source.timeoutSeconds);
  const target = readTarget(source.url!.env, env);
  const ca = source.ca === undefined ? undefined : resolve(base, source.ca);
  const options = {
    tls: tlsFor(target.host, {study: source.tls, url: target.tls, ca}),
    timeoutSeconds: source.timeoutSeconds,
  };
  return target.product === "PostgreSQL"
    ? (await import("./postgres.ts")).openPostgres(target, options)
    : (await import("./mysql.ts")).openMysql(target, options);
}

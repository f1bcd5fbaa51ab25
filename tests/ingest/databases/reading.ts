import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, onTestFinished} from "vitest";
import {snapshotFolder, takeSnapshot} from "../../../src/lib/ingest/databases/index.ts";
import {defineStudy, type StudyInput} from "../../../src/lib/study/index.ts";

type Source = Extract<StudyInput["source"], {kind: "database"}>;

/** A source as a study states it, with its defaults. */
export function source(input: Omit<Source, "kind">) {
  const {source: checked} = defineStudy({title: "Test", source: {kind: "database", ...input}});
  if (checked.kind !== "database") throw new Error("not a database");
  return checked;
}

/** A folder that is gone after the test. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), "proofbook-database-"));
  onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
  return folder;
}

export const VARIABLE = "DESK_DATABASE_URL";

/** Takes a snapshot of a server by its URL. */
export async function read(url: string, input: Omit<Source, "kind" | "url" | "file">, home = scratch()) {
  const from = source({url: {env: VARIABLE}, ...input});
  const surroundings = {base: home, env: {[VARIABLE]: url}};
  const snapshot = await takeSnapshot(home, from, surroundings);
  const folder = snapshotFolder(home, from, surroundings);
  const text = (kind: string) => readFileSync(join(folder, `${kind}.csv`), "utf8");
  return {snapshot, folder, home, text};
}

/** The message of the IngestError that reading gives; fails if there is none, or anything of it holds the password. */
export async function refusal(reading: Promise<unknown>, password: string): Promise<string> {
  const error = await reading.then(
    () => expect.fail("no error"),
    (e: Error) => e,
  );
  expect(error.name, error.stack).toBe("IngestError");
  expect(error.cause).toBeUndefined();
  const everything = `${error.message}\n${error.stack}\n${JSON.stringify(error, Object.getOwnPropertyNames(error))}`;
  for (const secret of [password, encodeURIComponent(password), JSON.stringify(password).slice(1, -1)])
    expect(everything).not.toContain(secret);
  return error.message;
}

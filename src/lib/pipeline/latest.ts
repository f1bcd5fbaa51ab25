import {join} from "node:path";
import {canonicalJson} from "./canonical-json.ts";
import {type Folders, listFolder, writeFileAside} from "./files.ts";
import type {KeyComponents, KeyDetail, StageIdentity} from "./record.ts";

/** What a stage last was in this checkout: what a change is told against. */
export interface Latest {
  readonly key: string;
  readonly components: KeyComponents;
  readonly detail: KeyDetail;
}

/** The last known identity of a stage; null if it has never run here (or its note is unreadable: it is only a note). */
export function readLatest(at: Folders, stage: string): Latest | null {
  return readLatestFile(at, fileName(stage));
}

/** Remembers what a stage now is; writes nothing if that is known already. */
export function writeLatest(at: Folders, stage: string, {key, components, detail}: StageIdentity): void {
  const now = canonicalJson({key, components, detail});
  const known = readLatest(at, stage);
  if (known === null || canonicalJson(known) !== now) writeFileAside(at, join(at.latest, fileName(stage)), now);
}

/** The keys of every stage's latest record. */
export function latestKeys(at: Folders): string[] {
  return listFolder(at, at.latest).flatMap((name) => readLatestFile(at, name)?.key ?? []);
}

function readLatestFile(at: Folders, name: string): Latest | null {
  try {
    return JSON.parse(at.fs.readFileSync(join(at.latest, name), "utf8")) as Latest;
  } catch {
    return null;
  }
}

/** "walk-forward/ridge" → "walk-forward%2Fridge.json": distinct names stay distinct. */
function fileName(stage: string): string {
  return `${encodeURIComponent(stage)}.json`;
}

import type {Origin} from "../study/index.ts";
import {encodeTable} from "./arrow.ts";
import {byCodePoint, canonicalJson} from "./canonical-json.ts";
import type {StageOutput} from "./stage.ts";

/**
 * The bytes of a stage's artifacts, sorted by file name. Part of every stage's key: see key.ts.
 * @throws TypeError naming the artifact that has a bad name or cannot be written.
 */
export function encodeArtifacts(output: StageOutput, origin: Origin): readonly (readonly [string, Uint8Array])[] {
  const tables = Object.entries(output.tables ?? {}).map(([file, table]) =>
    encode(file, ".arrow", () => encodeTable(table, origin)),
  );
  const json = Object.entries(output.json ?? {}).map(([file, value]) =>
    encode(file, ".json", () => new TextEncoder().encode(canonicalJson(value))),
  );
  return [...tables, ...json].sort((a, b) => byCodePoint(a[0], b[0]));
}

function encode(file: string, extension: string, bytes: () => Uint8Array): readonly [string, Uint8Array] {
  if (!(/^[a-z0-9][a-z0-9._-]*$/i.test(file) && file.endsWith(extension) && file !== "meta.json"))
    throw new TypeError(`invalid artifact name; not like "name${extension}": ${JSON.stringify(file)}`);
  try {
    return [file, bytes()];
  } catch (error) {
    throw new TypeError(`${file}: ${(error as Error).message}`);
  }
}

import {decodeTable} from "./arrow.ts";
import {parseJson} from "./canonical-json.ts";
import type {Folders} from "./files.ts";
import type {Artifact} from "./record.ts";
import type {ArtifactReader} from "./stage.ts";
import {readArtifact} from "./store.ts";

/** Reads a finished stage's artifacts; each read checks the bytes against their hash and gives a copy of its own. */
export function artifactReader(
  at: Folders,
  stage: {readonly name: string; readonly key: string; readonly artifacts: readonly Artifact[]},
): ArtifactReader {
  return {
    has: (artifact) => stage.artifacts.some((a) => a.file === artifact),
    table: (artifact) => decodeTable(readArtifact(at, stage, artifact)).table,
    json: <T>(artifact: string) =>
      parseJson<T>(new TextDecoder().decode(readArtifact(at, stage, artifact)), `${stage.name}/${artifact}`),
  };
}

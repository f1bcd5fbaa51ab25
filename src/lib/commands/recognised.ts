import {folderFiles, wordsFor} from "../ingest/index.ts";
import type {LoadedStudy} from "./load-study.ts";
import {printable} from "./printable.ts";

/** What each file of a study's folder is taken for and why, a line a file; files that are read by their name are not listed. */
export function recognisedLines({study: {source}, folder}: Pick<LoadedStudy, "study" | "folder">): string[] {
  if (source.kind !== "folder" || folder === null) return [];
  return folderFiles(folder, source.files ?? []).flatMap(({name, taken}) =>
    taken === undefined ? [] : [printable(`${name}: ${wordsFor(taken.as)}, since ${taken.evidence}`)],
  );
}

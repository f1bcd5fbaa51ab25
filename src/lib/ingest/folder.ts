import {deskFromChecked} from "./assemble.ts";
import type {Desk} from "./desk.ts";
import {counted} from "./error.ts";
import type {FolderFile} from "./folder-files.ts";
import {type FolderOptions, type FolderParts, folderParts} from "./folder-parts.ts";

/**
 * Reads a folder as a desk: daily.csv and, where there, predictions.csv, fills.csv, market.csv, interventions.csv and
 * provenance.json; and every file that is recognised as a platform's export.
 * @param files those present, as `folderFiles` lists them.
 * @throws IngestError for what concerns a whole file; single rows are set aside in the desk.
 */
export function readFolder(files: readonly FolderFile[], options: FolderOptions = {}): Desk {
  return deskOfParts(folderParts(files, options), options);
}

/** The desk of a folder's files, once they are read. */
export function deskOfParts(parts: FolderParts, options: FolderOptions = {}): Desk {
  const {checked, provenance, read, marked = false} = parts;
  return deskFromChecked(checked, {
    ...options,
    origin: (rowsMarkedSimulated) => ({
      simulated: rowsMarkedSimulated || marked || provenance?.simulated === true,
      description:
        provenance?.description ??
        (rowsMarkedSimulated || marked
          ? "Simulated rows"
          : counted(checked.filter((c) => c.derived !== true).length, "file")),
      files: read,
    }),
  });
}

import type {Engine} from "./engine.ts";
import {openCsv} from "./open-csv.ts";
import {openParquet} from "./open-parquet.ts";
import type {FileInput, OpenFile} from "./opened-file.ts";
import type {PnlOptions} from "./types.ts";

/** Looks at a file. @throws IngestError if it cannot be read, is not what it should be, or lacks a column. */
export function openFile(engine: Engine, input: FileInput, options: PnlOptions): Promise<OpenFile> {
  return input.kind === "csv" ? openCsv(engine, input, options) : openParquet(engine, input, options);
}

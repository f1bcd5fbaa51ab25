import {createHash} from "node:crypto";
import {open} from "node:fs/promises";
import {IngestError} from "../error.ts";
import {MOST_BYTES} from "../read-bytes.ts";
import type {FileKind} from "../source.ts";
import {type ChosenColumns, chooseColumns} from "./columns.ts";
import {csvLine} from "./csv-text.ts";
import type {Reading} from "./types.ts";

/** Fills are read by the database alone, and may be many. */
const MOST_FILLS = 50_000_000_000;

/** What was written of a table. */
export interface WrittenTable extends Pick<ChosenColumns, "leftOut"> {
  readonly rows: number;
  readonly sha256: string;
  readonly bytes: number;
  /** Headers as written, with the names and types in the database. */
  readonly columns: readonly {readonly header: string; readonly name: string; readonly type: string}[];
}

/**
 * Writes a reading as canonical CSV (UTF-8, commas, line feeds, a line a row, null empty), batch by batch: the next is
 * asked for when the last is on its way to the disk. The same rows in the same order give the same bytes.
 * @param onRows told how many rows there are so far.
 * @throws IngestError where no row comes (a snapshot of nothing would be kept, and asked for ever after), and where more comes
 * than could be read again: a server, or a view without end, must not fill the disk.
 */
export async function writeTable(
  path: string,
  kind: FileKind,
  {columns, batches}: Reading,
  {
    mapping = {},
    where,
    onRows = () => {},
    most = kind === "fills" ? MOST_FILLS : MOST_BYTES,
  }: {
    readonly mapping?: Readonly<Record<string, string>>;
    readonly where: string;
    readonly onRows?: (rows: number) => void;
    /** Bytes that are written at most; default: what can be read again. */
    readonly most?: number;
  },
): Promise<WrittenTable> {
  const {written, leftOut} = chooseColumns(kind, columns, mapping, where);
  const file = await open(path, "wx");
  try {
    const hash = createHash("sha256");
    let bytes = 0;
    let rows = 0;
    const write = async (text: string) => {
      const chunk = Buffer.from(text, "utf8");
      hash.update(chunk);
      bytes += chunk.length;
      await file.writeFile(chunk);
    };
    await write(csvLine(written.map(({header}) => header)));
    const fields: (string | null)[] = new Array(written.length).fill(null);
    for await (const batch of batches) {
      let text = "";
      for (const row of batch) {
        for (let k = 0; k < written.length; k++) {
          const {index, column} = written[k];
          const value = row[index];
          fields[k] = value === null || value === undefined ? null : column.text(value);
        }
        text += csvLine(fields);
      }
      await write(text);
      if (bytes > most)
        throw new IngestError(where, {
          what: `it is larger than ${most / 1e6} MB as text`,
          found: `${rows + batch.length} rows so far`,
          fix: "give a query that asks for fewer rows or columns, or adds them up (a view may be without end)",
        });
      rows += batch.length;
      onRows(rows);
    }
    if (rows === 0)
      throw new IngestError(where, {
        what: "it gives no rows",
        fix: `check the table, or the query and its parameters; or leave ${kind} out of source.tables`,
      });
    return {
      rows,
      sha256: hash.digest("hex"),
      bytes,
      columns: written.map(({header, column}) => ({header, name: column.name, type: column.type})),
      leftOut,
    };
  } finally {
    await file.close();
  }
}

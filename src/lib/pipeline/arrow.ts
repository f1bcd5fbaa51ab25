import {
  DataType,
  Dictionary,
  Field,
  Float64,
  Int32,
  makeData,
  Precision,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  tableFromIPC,
  Utf8,
  Vector,
} from "apache-arrow";
import {type Column, type Table, table} from "../numeric/index.ts";
import type {Origin} from "../study/index.ts";

/** What an Arrow artifact says of its data, in its schema's metadata. */
export type TableOrigin = Pick<Origin, "simulated" | "description">;

const simulatedKey = "proofbook.simulated";
const originKey = "proofbook.origin";

/**
 * Writes a table as an Arrow IPC *stream* (DuckDB makes no table of an IPC file, and says nothing): one record batch,
 * also when there are no rows, so that the columns stay. Float64Array → Float64, Int32Array → Int32, text → Utf8 behind
 * an Int32 dictionary in order of first appearance. No column is nullable.
 *
 * The bytes depend on the arguments only: every NaN is written with the same bits (the sign of a NaN differs between
 * processors and optimisation levels), and dictionary ids count from 0 within the table, not within the process.
 */
export function encodeTable(source: Table, origin: TableOrigin): Uint8Array {
  let dictionaries = 0;
  const columns = Object.entries(source.columns).map(([name, column]) => {
    if (column.length !== source.rows)
      throw new RangeError(`column "${name}" has ${column.length} rows; the table says ${source.rows}`);
    const data = isText(column) ? textData(name, column, dictionaries++) : numberData(name, column);
    return {field: new Field(name, data.type, false), data};
  });
  const fields = columns.map((c) => c.field);
  const metadata = new Map([
    [simulatedKey, String(origin.simulated)],
    [originKey, origin.description],
  ]);
  const children = columns.map((c) => c.data);
  const rows = makeData({type: new Struct(fields), length: source.rows, nullCount: 0, children});
  const batch = new RecordBatch(new Schema(fields, metadata), rows);
  return RecordBatchStreamWriter.writeAll([batch]).toUint8Array(true);
}

/**
 * Reads an Arrow IPC stream that `encodeTable` wrote.
 * @throws TypeError naming a column whose type has no place in a `Table`, or holds nulls.
 */
export function decodeTable(bytes: Uint8Array): {readonly table: Table; readonly origin: TableOrigin} {
  const arrow = tableFromIPC(bytes);
  const columns = arrow.schema.fields.map((field, k) => {
    const vector = arrow.getChildAt(k)!;
    if (vector.nullCount > 0) throw new TypeError(`column "${field.name}" holds nulls; a table has NaN for missing`);
    return [field.name, readColumn(field, vector)] as const;
  });
  return {
    table: columns.length === 0 ? {rows: arrow.numRows, columns: {}} : table(Object.fromEntries(columns)),
    origin: {
      simulated: arrow.schema.metadata.get(simulatedKey) === "true",
      description: arrow.schema.metadata.get(originKey) ?? "",
    },
  };
}

function isText(column: Column): column is readonly string[] {
  return Array.isArray(column);
}

function numberData(name: string, column: Float64Array | Int32Array) {
  if (column instanceof Int32Array)
    return makeData({type: new Int32(), length: column.length, nullCount: 0, data: column});
  if (!(column instanceof Float64Array))
    throw new TypeError(`column "${name}" is neither Float64Array, Int32Array nor an array of strings`);
  const data = column.map((x) => (Number.isNaN(x) ? 0 : x));
  const words = new Uint32Array(data.buffer);
  for (let i = 0; i < column.length; i++) if (Number.isNaN(column[i])) words[2 * i + 1] = 0x7ff80000; // little-endian
  return makeData({type: new Float64(), length: data.length, nullCount: 0, data});
}

function textData(name: string, column: readonly string[], id: number) {
  const codes = new Map<string, number>();
  const data = new Int32Array(column.length);
  for (let i = 0; i < column.length; i++) {
    const value = column[i];
    if (typeof value !== "string") throw new TypeError(`column "${name}" row ${i} is not text: ${String(value)}`);
    let code = codes.get(value);
    if (code === undefined) {
      code = codes.size;
      codes.set(value, code);
    }
    data[i] = code;
  }
  const words = utf8Data([...codes.keys()]);
  const type = new Dictionary(new Utf8(), new Int32(), id);
  return makeData({type, length: column.length, nullCount: 0, data, dictionary: new Vector([words])});
}

function utf8Data(words: readonly string[]) {
  const encoder = new TextEncoder();
  const encoded = words.map((word) => encoder.encode(word));
  const valueOffsets = new Int32Array(words.length + 1);
  encoded.forEach((bytes, i) => {
    valueOffsets[i + 1] = valueOffsets[i] + bytes.length;
  });
  const data = new Uint8Array(valueOffsets[words.length]);
  encoded.forEach((bytes, i) => {
    data.set(bytes, valueOffsets[i]);
  });
  return makeData({type: new Utf8(), length: words.length, nullCount: 0, valueOffsets, data});
}

function readColumn(field: Field, vector: Vector): Column {
  const type = field.type;
  if (DataType.isFloat(type) && type.precision === Precision.DOUBLE)
    return Float64Array.from(vector.toArray() as Float64Array);
  if (DataType.isInt(type) && type.bitWidth === 32 && type.isSigned)
    return Int32Array.from(vector.toArray() as Int32Array);
  if (DataType.isDictionary(type) && DataType.isUtf8(type.dictionary)) {
    return vector.data.flatMap((chunk) => {
      const words = Array.from(chunk.dictionary as Vector<Utf8>, String);
      return Array.from((chunk.values as Int32Array).subarray(0, chunk.length), (code) => words[code]);
    });
  }
  throw new TypeError(`column "${field.name}" has type ${type}; a table has Float64, Int32 or dictionary-encoded text`);
}

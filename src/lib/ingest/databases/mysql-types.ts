import {doubleText, instantText, plainNumber, singleText, timestampText} from "./values.ts";

/** What the protocol says of a column (Protocol::ColumnDefinition41). */
export interface MysqlField {
  readonly name: string;
  readonly columnType: number;
  readonly columnLength: number;
  readonly characterSet: number;
  readonly extendedFormat?: string;
}

/** Character set number of bytes that are not text. */
const BINARY = 63;

const TYPES: Readonly<Record<number, readonly [name: string, text: (value: unknown) => string]>> = {
  0: ["decimal", (value) => plainNumber(String(value))],
  1: ["tinyint", String],
  2: ["smallint", String],
  3: ["int", String],
  4: ["float", (value) => singleText(value as number)],
  5: ["double", (value) => doubleText(value as number)],
  6: ["null", String],
  7: ["timestamp", (value) => instantText(String(value))], // the session's zone is UTC
  8: ["bigint", String],
  9: ["mediumint", String],
  10: ["date", String],
  11: ["time", (value) => timestampText(String(value))],
  12: ["datetime", (value) => timestampText(String(value))],
  13: ["year", String],
  14: ["date", String],
  246: ["decimal", (value) => plainNumber(String(value))],
};
const TEXTS: Readonly<Record<number, string>> = {
  15: "varchar",
  247: "enum",
  248: "set",
  249: "tinytext",
  250: "mediumtext",
  251: "longtext",
  252: "text",
  253: "varchar",
  254: "char",
};
const WITHOUT_PLACE: Readonly<Record<number, string>> = {16: "bit", 242: "vector", 245: "json", 255: "geometry"};

/** Name and text of a column's type; `text` is null for one that has no place in a desk's tables. */
export function mysqlType(field: MysqlField): {
  readonly type: string;
  readonly text: ((value: unknown) => string) | null;
} {
  const {columnType, columnLength, characterSet, extendedFormat} = field;
  if (Object.hasOwn(TYPES, columnType)) {
    const [type, text] = TYPES[columnType];
    return {type, text};
  }
  if (columnType === 16 && columnLength === 1)
    return {type: "bit(1)", text: (value) => String((value as Uint8Array)[0])}; // how some write a boolean
  if (extendedFormat === "json") return {type: "json", text: null};
  if (!Object.hasOwn(TEXTS, columnType)) return {type: WITHOUT_PLACE[columnType] ?? `type ${columnType}`, text: null};
  if (characterSet === BINARY)
    return {type: TEXTS[columnType].replace("text", "blob").replace("char", "binary"), text: null};
  return {type: TEXTS[columnType], text: String};
}

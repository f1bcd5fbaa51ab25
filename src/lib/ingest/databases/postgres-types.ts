import {booleanText, instantText, plainNumber, timestampText} from "./values.ts";

/** Types of PostgreSQL that have a place in a desk's tables, by their fixed OID (pg_type.dat), as text in ISO style and UTC. */
const TYPES: Readonly<Record<number, readonly [name: string, text: (value: unknown) => string]>> = {
  16: ["boolean", booleanText],
  18: ["char", String],
  19: ["name", String],
  20: ["bigint", String],
  21: ["smallint", String],
  23: ["integer", String],
  25: ["text", String],
  26: ["oid", String],
  700: ["real", (value) => plainNumber(String(value))],
  701: ["double precision", (value) => plainNumber(String(value))],
  1042: ["character", (value) => String(value).trimEnd()],
  1043: ["character varying", String],
  1082: ["date", String],
  1083: ["time", (value) => timestampText(String(value))],
  1114: ["timestamp", (value) => timestampText(String(value))],
  1184: ["timestamp with time zone", (value) => instantText(String(value))],
  1700: ["numeric", (value) => plainNumber(String(value))],
  2950: ["uuid", String],
};

/** Name and text of a type; null for one that has no place in a desk's tables. */
export function postgresType(oid: number): {readonly name: string; readonly text: (value: unknown) => string} | null {
  if (!Object.hasOwn(TYPES, oid)) return null;
  const [name, text] = TYPES[oid];
  return {name, text};
}

import {readFileSync} from "node:fs";
import {namedText} from "../../../src/lib/ingest/source.ts";
import {
  recogniseSource,
  type SourceFill,
  type SourceId,
  type SourceOptions,
  type SourceRows,
  sourceFormat,
} from "../../../src/lib/ingest/sources/index.ts";

/** Text of a sample: the shape and the quirks of a platform's export, names and numbers invented. */
export function sampleText(name: string): string {
  return readFileSync(new URL(`../samples/${name}`, import.meta.url), "utf8");
}

export function named(name: string, text: string | Uint8Array) {
  return namedText(name, typeof text === "string" ? new TextEncoder().encode(text) : text);
}

/** A sample as a source reads it. */
export function readSample(id: SourceId, name: string, options: SourceOptions = {}): SourceRows {
  return sourceFormat(id).read(named(name, sampleText(name)), options);
}

export function readAs(id: SourceId, text: string, options: SourceOptions = {}, name = "export.csv"): SourceRows {
  return sourceFormat(id).read(named(name, text), options);
}

export function idsOf(name: string, text: string | Uint8Array): string[] {
  return recogniseSource(named(name, text)).map(({id}) => id);
}

/** "line account date seconds symbol side quantity @ price" of each fill. */
export function shortly(fills: readonly SourceFill[]): string[] {
  return fills.map(
    (f) => `${f.line} ${f.account} ${f.date} ${f.time} ${f.symbol} ${f.side} ${f.quantity} @ ${f.price}`,
  );
}

/** Lines that have something on them, as a person would count them. */
export function countLines(text: string): number {
  return text
    .replace(/^\ufeff/, "")
    .split(/\r\n|\r|\n/)
    .filter((line) => line !== "").length;
}

/** Σ of what the rows were counted as. */
export function countedRows({fills, days, aside}: SourceRows): number {
  return fills.length + days.reduce((n, day) => n + 1 + day.more.length, 0) + aside.length;
}

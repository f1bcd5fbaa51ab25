import {existsSync, readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";

/** Numbers that this project did not make: `../shared/reference` beside the project. Absent on most machines. */
export const referenceFolder = fileURLToPath(new URL("../../../shared/reference", import.meta.url));
export const hasReference = existsSync(referenceFolder);
if (!hasReference) console.warn(`SKIPPED: reference tests need the folder ${referenceFolder}, which is not there`);

/** The expected values of a case. */
export function expected<T>(name: string): T {
  return JSON.parse(readFileSync(`${referenceFolder}/expected/${name}.json`, "utf8")) as T;
}

/** A numeric CSV by column; text that is no number becomes NaN. */
export function data(name: string): Record<string, Float64Array> {
  return columnsOf(readFileSync(`${referenceFolder}/data/${name}.csv`, "utf8"));
}

/** Columns of simple CSV text: no quoted separators. */
export function columnsOf(text: string): Record<string, Float64Array> {
  const [head, ...lines] = text.trim().split(/\r?\n/);
  const cells = lines.map((line) => line.split(","));
  const names = head.split(",").map((name) => name.replaceAll('"', ""));
  return Object.fromEntries(names.map((name, j) => [name, Float64Array.from(cells, (row) => Number(row[j]))]));
}

/** Largest relative error, on the scale of the expected value. */
export function relativeError(found: number, wanted: number): number {
  return Math.abs(found - wanted) / Math.abs(wanted);
}

import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import type {Desk} from "../ingest/index.ts";
import type {Table} from "../numeric/index.ts";
import {csvText} from "./csv-text.ts";

/**
 * Writes a desk as a folder that `readFolder` reads to the same desk: daily.csv and, where there, predictions.csv,
 * market.csv and interventions.csv. Fills stay added up (columns of daily.csv). A simulated desk also gets
 * provenance.json, and a column "simulated" in daily.csv: its rows say what they are even without that file.
 */
export function writeDesk(desk: Desk, folder: string): void {
  mkdirSync(folder, {recursive: true});
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const daily = named(desk, desk.daily);
  if (desk.origin.simulated) daily.simulated = new Int8Array(desk.daily.rows).fill(1);
  write("daily.csv", csvText(daily));
  if (desk.predictions !== null) write("predictions.csv", csvText(named(desk, desk.predictions)));
  if (desk.interventions !== null) write("interventions.csv", csvText(named(desk, desk.interventions)));
  if (desk.market !== null) {
    const {day: _, ...market} = desk.market.columns;
    write("market.csv", csvText(market));
  }
  if (desk.origin.simulated)
    write("provenance.json", `${JSON.stringify({simulated: true, description: desk.origin.description}, null, 2)}\n`);
}

/** A table with the names of traders and days in place of their numbers. */
function named(desk: Desk, {columns}: Table): Record<string, ArrayLike<string | number>> {
  const {trader, day, ...rest} = columns;
  return {
    account_id: Array.from(trader as Int32Array, (i) => desk.accounts[i]),
    date: Array.from(day as Int32Array, (i) => desk.days[i]),
    ...rest,
  };
}

import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import type {Desk} from "../ingest/index.ts";
import {csvText} from "./csv-text.ts";
import {fillSource} from "./fill-source.ts";
import {intradayBars} from "./intraday-bars.ts";
import {namedColumns} from "./named-columns.ts";
import {directDesk} from "./simulate-desk.ts";
import type {Simulation} from "./simulation.ts";
import {truthOf} from "./truth.ts";

/**
 * Writes a desk as a folder that `readFolder` reads to the same desk: daily.csv and, where there, predictions.csv,
 * market.csv and interventions.csv. Fills stay added up (columns of daily.csv). A simulated desk also gets
 * provenance.json, and a column "simulated" in every file: rows say what they are wherever one of them is taken to alone.
 */
export function writeDesk(desk: Desk, folder: string): void {
  mkdirSync(folder, {recursive: true});
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const rows = (columns: Columns) => csvText(desk.origin.simulated ? marked(columns) : columns);
  write("daily.csv", rows(namedColumns(desk, desk.daily)));
  if (desk.predictions !== null) write("predictions.csv", rows(namedColumns(desk, desk.predictions)));
  if (desk.interventions !== null) write("interventions.csv", rows(namedColumns(desk, desk.interventions)));
  if (desk.market !== null) {
    const {day: _, ...market} = desk.market.columns;
    write("market.csv", rows(market));
  }
  if (desk.origin.simulated)
    write("provenance.json", `${JSON.stringify({simulated: true, description: desk.origin.description}, null, 2)}\n`);
}

type Columns = Readonly<Record<string, ArrayLike<string | number>>>;

function marked(columns: Columns): Columns {
  const [first] = Object.values(columns);
  return {...columns, simulated: new Int8Array(first.length).fill(1)};
}

/**
 * Writes a simulation: its desk, fills.csv on request, and what is true of it in the folder truth/, which no study reads:
 * rows.csv, traders.csv, days.csv, total.json, and with the fills the half-hour bars that they were traded at, bars.csv.
 */
export function writeSimulation(simulation: Simulation, folder: string, {fills = false}: {fills?: boolean} = {}): void {
  const desk = directDesk(simulation);
  writeDesk(desk, folder);
  if (fills) writeFileSync(join(folder, "fills.csv"), csvText(marked(fillSource(simulation))));
  const truth = truthOf(simulation);
  const into = join(folder, "truth");
  mkdirSync(into, {recursive: true});
  const axes = {accounts: desk.accounts, days: simulation.dates};
  writeFileSync(join(into, "rows.csv"), csvText(namedColumns(axes, truth.rows)));
  writeFileSync(join(into, "traders.csv"), csvText(truth.traders.columns));
  writeFileSync(join(into, "days.csv"), csvText(truth.days.columns));
  if (fills) writeFileSync(join(into, "bars.csv"), csvText(intradayBars(simulation).columns));
  writeFileSync(join(into, "total.json"), `${JSON.stringify(truth.total, null, 2)}\n`);
}

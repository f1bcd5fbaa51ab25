import {type Desk, deskFromSources, type FileKind, namedText, type Source} from "../ingest/index.ts";
import type {Origin} from "../study/index.ts";
import {csvText} from "./csv-text.ts";
import {deskTables} from "./desk-tables.ts";
import {fillSource} from "./fill-source.ts";
import {namedColumns} from "./named-columns.ts";
import {type SimulateOptions, type Simulation, simulate} from "./simulation.ts";
import {deskTruth} from "./truth.ts";

export interface SimulateDeskOptions extends SimulateOptions {
  /** Whether the desk is given its fills, added up by day. Default false: they take many times as long as the rest. */
  readonly fills?: boolean;
  /** What predictions.csv holds, if not what the scenario says. */
  readonly predictions?: "none" | "score" | "leaky";
}

/**
 * A desk whose truth is known, made through the same contract as files are, with its quality report.
 * @throws RangeError for an unknown desk or an impossible size.
 */
export function simulateDesk({fills = false, predictions, ...options}: SimulateDeskOptions): Desk {
  const simulation = withPredictions(simulate(options), predictions);
  return deskFromSources(sourcesOf(simulation, fills), {
    truth: deskTruth(simulation),
    origin: () => origin(simulation),
  });
}

/**
 * The same desk without the way through text: equal tables, bit for bit, many times faster, for the hundreds of desks of a
 * calibration. Its quality report is empty, as nothing was read.
 */
export function directDesk(simulation: Simulation): Desk {
  return {
    ...deskTables(simulation),
    origin: origin(simulation),
    truth: deskTruth(simulation),
    quality: {files: [], checks: [], abilities: []},
    setAside: {
      rows: 0,
      columns: {file: [], line: new Int32Array(0), trader: [], date: [], reason: [], row: []},
    },
  };
}

function withPredictions(simulation: Simulation, predictions: SimulateDeskOptions["predictions"]): Simulation {
  return predictions === undefined ? simulation : {...simulation, scenario: {...simulation.scenario, predictions}};
}

function origin({name, seed}: Simulation): Origin {
  return {simulated: true, description: `Simulated ${name} desk, seed ${seed}`, files: []};
}

function sourcesOf(simulation: Simulation, fills: boolean): Source[] {
  const tables = deskTables(simulation);
  const {day: _, ...market} = tables.market!.columns;
  const sources = [
    source("daily", "simulated desk", namedColumns(tables, tables.daily)),
    source("market", "simulated market", market),
  ];
  if (fills) sources.push(source("fills", "simulated fills", fillSource(simulation)));
  if (tables.interventions !== null)
    sources.push(source("interventions", "simulated interventions", namedColumns(tables, tables.interventions)));
  if (tables.predictions !== null)
    sources.push(source("predictions", "simulated predictions", namedColumns(tables, tables.predictions)));
  return sources;
}

function source(kind: FileKind, name: string, columns: Readonly<Record<string, ArrayLike<string | number>>>): Source {
  return {kind, ...namedText(name, new TextEncoder().encode(csvText(columns)))};
}

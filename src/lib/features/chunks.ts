import type {Desk} from "../ingest/desk.ts";
import {availableFeatures} from "./available.ts";
import {loadFamily} from "./families.ts";
import {type Feature, familyNames} from "./feature.ts";
import {fillColumns} from "./fill-panel.ts";
import {type PanelAndReport, panelOf} from "./panel.ts";
import {features as allFeatures, type FeatureNames, selectFeatures} from "./registry.ts";
import {type DaySources, isOfDay, panelSources, type RowSources} from "./sources.ts";

/** The module that exports `buildPanelChunk`, for a worker to load. */
export const panelChunkModule = new URL("./chunks.ts", import.meta.url);

/** Some traders' rows: plain data, so that it can go to a worker. */
export interface PanelChunk {
  /** Names of the features to compute, by row. */
  readonly features: readonly string[];
  readonly rows: RowSources;
  readonly days: DaySources;
}

/** A panel that is built in parts: `items` go through `buildPanelChunk`, on workers or not, and their results to `assemble`. */
export interface PanelPlan {
  readonly items: readonly PanelChunk[];
  readonly assemble: (results: readonly (readonly Float64Array[])[]) => PanelAndReport;
}

/**
 * Splits the work of `buildPanel` by trader. What concerns the whole desk (scales, ranks, desk and market series) and what
 * depends on the day only is computed here; the rest goes into about `chunks` items of whole careers.
 * The panel is that of `buildPanel` to the last bit, however many chunks there are.
 */
export function planPanel(desk: Desk, names: FeatureNames, chunks: number): PanelPlan {
  if (!(Number.isInteger(chunks) && chunks >= 1)) throw new RangeError(`invalid chunks; not 1 or more: ${chunks}`);
  const availability = availableFeatures(desk, selectFeatures(names, allFeatures));
  const {rows, days} = panelSources(desk, availability.used);
  const [ofDay, ofRow] = [availability.used.filter(isOfDay), availability.used.filter((f) => !isOfDay(f))];
  const dayColumns = fillColumns(rows, days, ofDay);
  const cuts = careerCuts(rows.trader, chunks);
  const items = cuts.slice(1).map(
    (end, k): PanelChunk => ({
      features: ofRow.map((f) => f.name),
      rows: sliceRows(rows, cuts[k], end),
      days: ofRow.some((f) => f.reads.some((c) => c.startsWith("market."))) ? days : {...days, symbols: []},
    }),
  );
  const assemble = (results: readonly (readonly Float64Array[])[]) => {
    const columns = availability.used.map((f) => {
      const at = ofRow.indexOf(f);
      if (at < 0) return dayColumns[ofDay.indexOf(f)];
      const column = new Float64Array(rows.day.length);
      results.forEach((part, k) => {
        column.set(part[at], cuts[k]);
      });
      return column;
    });
    return panelOf(desk, availability, columns);
  };
  return {items: ofRow.length === 0 ? [] : items, assemble};
}

/** Computes one item of `planPanel`: one column a feature. */
export async function buildPanelChunk({features, rows, days}: PanelChunk): Promise<Float64Array[]> {
  const known = new Map<string, Feature>();
  for (const family of familyNames) for (const f of await loadFamily(family)) known.set(f.name, f);
  const wanted = features.map((name) => known.get(name)!);
  return fillColumns(rows, days, wanted, sharedColumn);
}

/** A column that goes from a worker to the main thread without being copied: 80 columns of 500,000 rows are 320 MB. */
function sharedColumn(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(8 * length));
}

/** Row indices at which chunks of whole careers begin, and the end: about equal numbers of rows. */
function careerCuts(trader: Int32Array, chunks: number): number[] {
  const cuts = [0];
  for (let r = 1; r < trader.length; r++)
    if (trader[r] !== trader[r - 1] && r >= (cuts.length * trader.length) / chunks) cuts.push(r);
  return trader.length === 0 ? cuts : [...cuts, trader.length];
}

function sliceRows({trader, day, columns, scale, ranks}: RowSources, from: number, to: number): RowSources {
  return {
    trader: trader.slice(from, to),
    day: day.slice(from, to),
    columns: Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.slice(from, to)])),
    scale: scale.slice(from, to),
    ranks: new Map([...ranks].map(([lookBack, rank]) => [lookBack, rank.slice(from, to)])),
  };
}

import type {Desk} from "../ingest/desk.ts";
import {type Table, table} from "../numeric/index.ts";
import {availableFeatures} from "./available.ts";
import {type FeatureNames, isWanted} from "./core.ts";
import {loadFamily} from "./families.ts";
import type {FeatureReport} from "./feature.ts";
import {fillColumns} from "./fill-panel.ts";
import {featureReport} from "./report.ts";
import {type DaySources, isOfDay, panelSources, type RowSources} from "./sources.ts";

/** The module that exports `buildFamilyChunk`, for a worker to load. */
export const familyChunkModule = new URL("./chunks.ts", import.meta.url);

/** Some traders' rows of one family's features: plain data, so that it can go to a worker. */
export interface FamilyChunk {
  readonly family: string;
  /** Names of the features to compute, by row. */
  readonly features: readonly string[];
  readonly rows: RowSources;
  readonly days: DaySources;
}

/** A family's features: one Float64 column each, on the rows of `daily`, and what there is to say about them. */
export interface FamilyPart {
  readonly features: Table;
  readonly report: FeatureReport;
}

/** A family that is built in parts: `items` go through `buildFamilyChunk`, on workers or not, and their results to `assemble`. */
export interface FamilyPlan {
  readonly items: readonly FamilyChunk[];
  readonly assemble: (results: readonly (readonly Float64Array[])[]) => FamilyPart;
}

/**
 * Splits the work on one family by trader. What concerns the whole desk (scales, ranks, desk and market series) and what
 * depends on the day only is computed here; the rest goes into about `chunks` items of whole careers.
 * The values are those of `buildPanel` to the last bit, however many chunks there are.
 *
 * A family is loaded by URL and alone, so that an edit of one leaves the stages of the others as they are.
 * @param names those wanted of all families; unknown ones are for `selectFeatures` to refuse.
 */
export async function planFamily(desk: Desk, family: string, names: FeatureNames, chunks: number): Promise<FamilyPlan> {
  if (!(Number.isInteger(chunks) && chunks >= 1)) throw new RangeError(`invalid chunks; not 1 or more: ${chunks}`);
  const wanted = (await loadFamily(family)).filter(({name}) => isWanted(name, names));
  const availability = availableFeatures(desk, wanted);
  const {used} = availability;
  const {rows, days} = panelSources(desk, used);
  const [ofDay, ofRow] = [used.filter(isOfDay), used.filter((f) => !isOfDay(f))];
  const dayColumns = fillColumns(rows, days, ofDay);
  const cuts = careerCuts(rows.trader, chunks);
  const items = cuts.slice(1).map(
    (end, k): FamilyChunk => ({
      family,
      features: ofRow.map((f) => f.name),
      rows: sliceRows(rows, cuts[k], end),
      days: ofRow.some((f) => f.reads.some((c) => c.startsWith("market."))) ? days : {...days, symbols: []},
    }),
  );
  const assemble = (results: readonly (readonly Float64Array[])[]) => {
    const columns = used.map((f) => {
      const at = ofRow.indexOf(f);
      if (at < 0) return dayColumns[ofDay.indexOf(f)];
      const column = new Float64Array(rows.day.length);
      results.forEach((part, k) => {
        column.set(part[at], cuts[k]);
      });
      return column;
    });
    return {
      features: table(Object.fromEntries(used.map((f, k) => [f.name, columns[k]]))),
      report: featureReport(desk, availability, columns),
    };
  };
  return {items: ofRow.length === 0 ? [] : items, assemble};
}

/** Computes one item of `planFamily`: one column a feature. */
export async function buildFamilyChunk({family, features, rows, days}: FamilyChunk): Promise<Float64Array[]> {
  const known = await loadFamily(family);
  const wanted = features.map((name) => known.find((f) => f.name === name)!);
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

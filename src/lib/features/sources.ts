import type {Desk} from "../ingest/desk.ts";
import {float64, int32} from "../numeric/index.ts";
import {dateFacts} from "./date-facts.ts";
import {deskSeries, pastRank} from "./desk-series.ts";
import type {DateFacts, DeskPast, Feature} from "./feature.ts";
import {barsBySymbol, marketReturns, type SymbolBars} from "./market-series.ts";
import {pastScale} from "./scale.ts";

/** What windows are cut from: of rows, one value a row of daily (or of a chunk of it); of days, one a desk day. */
export interface RowSources {
  readonly trader: Int32Array;
  readonly day: Int32Array;
  readonly columns: Readonly<Record<string, Float64Array>>;
  readonly scale: Float64Array;
  /** By look-back: see `pastRank`. */
  readonly ranks: ReadonlyMap<number, Float64Array>;
}

export interface DaySources {
  readonly days: readonly string[];
  readonly dates: readonly DateFacts[];
  readonly whole: DeskPast;
  readonly marketReturn: Float64Array;
  readonly symbols: readonly SymbolBars[];
}

export interface PanelSources {
  readonly rows: RowSources;
  readonly days: DaySources;
}

const RANK = "desk.rank";

/** Whether a feature can only depend on the day: it reads nothing of a trader, and is given nothing of one. */
export function isOfDay({reads}: Feature): boolean {
  return reads.every((column) => column !== RANK && (column.startsWith("market.") || column.startsWith("desk.")));
}

/** The columns of daily that features read, each once. */
export function ownColumns(features: readonly Feature[]): string[] {
  return [...new Set(features.flatMap((f) => f.reads))].filter(
    (c) => !c.startsWith("market.") && !c.startsWith("desk."),
  );
}

/** All that the features of a desk are computed from, as far as these ask for it. */
export function panelSources(desk: Desk, features: readonly Feature[]): PanelSources {
  const {daily, market} = desk;
  const days = desk.days.length;
  const scale = pastScale(daily, days);
  const usesMarket = market !== null && features.some((f) => f.reads.some((c) => c.startsWith("market.")));
  const usesRank = features.filter((f) => f.reads.includes(RANK)).map((f) => f.lookBack);
  return {
    rows: {
      trader: int32(daily, "trader"),
      day: int32(daily, "day"),
      columns: Object.fromEntries(ownColumns(features).map((name) => [name, float64(daily, name)])),
      scale,
      ranks: new Map([...new Set(usesRank)].map((lookBack) => [lookBack, pastRank(daily, days, lookBack)])),
    },
    days: {
      days: desk.days,
      dates: dateFacts(desk.days),
      whole: deskSeries(daily, scale, days),
      marketReturn: usesMarket ? marketReturns(market, days) : new Float64Array(0),
      symbols: usesMarket ? barsBySymbol(market) : [],
    },
  };
}

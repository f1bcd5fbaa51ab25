import type {Desk} from "../ingest/desk.ts";
import {float64, int32, type Table} from "../numeric/index.ts";
import type {Feature, FeatureCard, FeatureReport} from "./feature.ts";

/** Which features a desk has the data for. */
export interface Availability {
  readonly used: readonly Feature[];
  readonly unavailable: FeatureReport["unavailable"];
}

const DESK_SERIES = ["mean", "winners", "dispersion", "square", "present", "rank"].map((name) => `desk.${name}`);

/**
 * Splits features by whether their data are there. A market column counts as there if it has any value on a day of the desk
 * (so a market of other years is none); a column of daily if it is in the table, whatever it holds.
 */
export function availableFeatures(desk: Desk, wanted: readonly Feature[]): Availability {
  const present = new Set([...Object.keys(desk.daily.columns), ...DESK_SERIES, ...marketColumns(desk.market)]);
  const used = wanted.filter((f) => f.reads.every((c) => present.has(c)));
  const unavailable = wanted
    .filter((f) => !used.includes(f))
    .map((f) => {
      const needs = f.reads.filter((c) => !present.has(c));
      return {...card(f), needs, why: whyAbsent(desk, needs)};
    });
  return {used, unavailable};
}

/** All of a feature but its function. */
export function card({compute: _, ...rest}: Feature): FeatureCard {
  return rest;
}

function marketColumns(market: Table | null): string[] {
  if (market === null) return [];
  const day = int32(market, "day");
  const numeric = Object.keys(market.columns).filter((name) => market.columns[name] instanceof Float64Array);
  return numeric
    .filter((name) => float64(market, name).some((v, r) => day[r] >= 0 && Number.isFinite(v)))
    .map((c) => `market.${c}`);
}

function whyAbsent({market}: Desk, needs: readonly string[]): string {
  const ofMarket = needs.filter((c) => c.startsWith("market."));
  const ofDaily = needs.filter((c) => !c.startsWith("market."));
  const why: string[] = [];
  if (ofMarket.length > 0)
    why.push(
      market === null
        ? "there is no market data"
        : `no bar on a day of the desk has ${ofMarket.map((c) => c.slice(7)).join(", ")}`,
    );
  if (ofDaily.length > 0) why.push(`the daily rows have no ${ofDaily.join(", ")}`);
  return `${why.join("; ")}.`;
}

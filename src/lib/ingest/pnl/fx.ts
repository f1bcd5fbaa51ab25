import {IngestError, listed} from "../error.ts";
import {toUnits} from "./decimal.ts";
import type {Rate} from "./types.ts";

/** Decimals of a rate that are kept. */
export const RATE_DECIMALS = 10;

/** The rate of a currency on a day, in units of 10^−10: that of the day, or the latest before it. */
export interface Rates {
  at(currency: string, date: string): bigint;
}

/**
 * Rates by currency and day: those given first, then those that fills of the day say of themselves.
 * @param home the currency of the result; "" in fills means it too.
 */
export function makeRates(home: string, given: readonly Rate[], fromFills: readonly Rate[]): Rates {
  const tables = [given, fromFills].map(byCurrency);
  return {
    at(currency, date) {
      if (currency === "" || currency === home) return toUnits(1, RATE_DECIMALS);
      for (const table of tables) {
        const rate = latest(table.get(currency) ?? [], date);
        if (rate !== null) return toUnits(rate, RATE_DECIMALS);
      }
      throw new IngestError("fills", {
        what: `no rate turns ${currency} into ${home} on ${date}`,
        found: `rates of ${listed([...new Set(tables.flatMap((table) => [...table.keys()]))]) || "no currency"}`,
        fix: `give the study rates (pnl: {rates: [{date, currency, rate}]}), or the fills a column fx_to_base`,
      });
    },
  };
}

type Dated = readonly {readonly date: string; readonly rate: number}[];

function byCurrency(rates: readonly Rate[]): Map<string, Dated> {
  const table = new Map<string, {date: string; rate: number}[]>();
  for (const {currency, date, rate} of rates) {
    if (!(rate > 0 && rate < 1e10))
      throw new RangeError(`invalid rate of ${currency} on ${date}; not above 0: ${rate}`);
    table.set(currency, [...(table.get(currency) ?? []), {date, rate}]);
  }
  for (const own of table.values()) own.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  return table;
}

function latest(dated: Dated, date: string): number | null {
  let [low, high] = [0, dated.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (dated[middle].date <= date) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? null : dated[low - 1].rate;
}

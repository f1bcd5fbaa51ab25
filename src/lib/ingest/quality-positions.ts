import type {QualityCheck} from "./desk.ts";
import type {DeskPnl, FirstSale, OpeningPosition} from "./pnl/index.ts";
import {check} from "./quality-check.ts";

/**
 * Accounts whose first fill in a symbol sells: a short sale, or shares that were bought before the files begin. Which of the two
 * is not in fills, unless the platform says it; those that never bought back are the likelier to be old positions.
 */
export function firstSaleCheck(
  sales: readonly FirstSale[],
  {pnl, derived}: DeskPnl,
  opening: readonly OpeningPosition[] = [],
): QualityCheck {
  const key = ({account, symbol}: {readonly account: string; readonly symbol: string}) => `${account}\u0000${symbol}`;
  const given = new Set(opening.map(key));
  const short = new Set(pnl.positions.filter(({quantity}) => quantity < 0).map(key));
  const unknown = sales.filter((sale) => !given.has(key(sale)));
  const told = unknown.map((sale) => {
    const {closes} = sale;
    const left = short.has(key(sale));
    return {
      sale,
      grave: closes || left,
      rank: closes ? 0 : left ? 1 : 2,
      why: closes ? "the platform says that it closes a position" : left ? "never bought back" : "bought back later",
    };
  });
  const counts = told.some(({sale, grave}) => grave && derived.includes(sale.account));
  return check(
    "first-sales",
    "Positions that a sale begins: short, or held from before the files begin",
    counts ? "warning" : "info",
    told
      .sort((a, b) => a.rank - b.rank) // a stable sort: by account and symbol within
      .map(
        ({sale: {account, symbol, date, file, line}, why}) =>
          `${file} line ${line}: ${account} sells ${symbol} on ${date} before any purchase on file, ${why}`,
      ),
    "Positions before the first fill are unknown, so that these count as short sales. Where it was an old position that was sold, the P&L of that day, and of later days on which it is bought again, is wrong by what the position had gained or lost; accounts with daily rows keep theirs. Export from a date on which the account held nothing, or give what it held: pnl.opening in the study.",
  );
}

import {type DayPart, daySums} from "./day-sums.ts";
import {type SourceDay, type SourceRows, totalFees} from "./types.ts";

/** Days as a platform itself reports them: `realisedParts` added up. */
export function realisedDays(rows: Realised): SourceDay[] | null {
  const parts = realisedParts(rows);
  return parts && daySums(rows.fills[0].file, parts);
}

type Realised = Pick<SourceRows, "fills" | "realised" | "baseCurrency">;

/**
 * What each fill adds to its day as a platform itself reports them: Σ over fills of realised P&L less fees where the platform gives it before them
 * (MetaTrader), Σ realised where fees are in it already (Interactive Brokers). Trades are the fills with a result.
 * @returns null where the platform reports no realised P&L, or leaves it out on some fills.
 */
export function realisedParts({fills, realised, baseCurrency = () => null}: Realised): DayPart[] | null {
  if (realised === null || fills.length === 0 || fills.some((fill) => Number.isNaN(fill.realised))) return null;
  const parts = fills.map((fill): DayPart => {
    const fees = totalFees(fill.fees);
    return {
      file: fill.file,
      line: fill.line,
      text: fill.text,
      account: fill.account,
      date: fill.date,
      net: realised === "before fees" ? fill.realised - fees : fill.realised,
      gross: realised === "before fees" ? fill.realised : Number.NaN,
      fees: fill.fees,
      trades: fill.realised === 0 ? 0 : 1,
      volume: fill.quantity,
      currency: fill.currency,
      fxToBase: fill.fxToBase,
      reformatted: 0,
    };
  });
  // rates differ from fill to fill: a day in a foreign currency is added up in the base currency
  return parts.map((part) => {
    const rate = part.fxToBase ?? 1;
    return {
      ...part,
      net: part.net * rate,
      gross: part.gross * rate,
      fees: Object.fromEntries(Object.entries(part.fees).map(([kind, fee]) => [kind, fee * rate])),
      currency: part.fxToBase === null || part.fxToBase === undefined ? part.currency : baseCurrency(part.account),
      fxToBase: null,
    };
  });
}

import {type DayPart, daySums} from "./day-sums.ts";
import {type SourceDay, type SourceRows, totalFees} from "./types.ts";

/**
 * Days as a platform itself reports them: Σ over fills of realised P&L less fees where the platform gives it before them
 * (MetaTrader), Σ realised where fees are in it already (Interactive Brokers). Trades are the fills with a result.
 * @returns null where the platform reports no realised P&L, or leaves it out on some fills.
 */
export function realisedDays({
  fills,
  realised,
  baseCurrency = null,
}: Pick<SourceRows, "fills" | "realised" | "baseCurrency">): SourceDay[] | null {
  if (realised === null || fills.length === 0 || fills.some((fill) => Number.isNaN(fill.realised))) return null;
  const parts = fills.map((fill): DayPart => {
    const fees = totalFees(fill.fees);
    return {
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
  const inBase = parts.map((part) => {
    const rate = part.fxToBase ?? 1;
    return {
      ...part,
      net: part.net * rate,
      gross: part.gross * rate,
      fees: Object.fromEntries(Object.entries(part.fees).map(([kind, fee]) => [kind, fee * rate])),
      currency: part.fxToBase === null || part.fxToBase === undefined ? part.currency : baseCurrency,
      fxToBase: null,
    };
  });
  return daySums(fills[0].file, inBase);
}

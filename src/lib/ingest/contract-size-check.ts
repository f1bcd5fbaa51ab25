import type {QualityCheck} from "./desk.ts";
import type {DeskPnl} from "./pnl/index.ts";
import {check} from "./quality-check.ts";
import type {SourceFill} from "./sources/index.ts";

/** An option as exchanges write it (SPY 250307P00550000), or with its month and strike in words (SPY 7MAR25 550 P). */
const OPTION = /^[A-Z.]{1,6}\s*\d{6}[CP]\d{8}$|\s\d+(\.\d+)?\s*(C|P|CALL|PUT)$/i;
/** A future by root, month and year (ESH5, 6EM25), or by its root (/ES). */
const FUTURE = /^\/[A-Z0-9]{1,3}([FGHJKMNQUVXZ]\d{1,2})?$|^[A-Z0-9]{1,2}[A-Z][FGHJKMNQUVXZ]\d{1,2}$/;

/** Options and futures whose fills do not say how much one contract is worth: their P&L is that of one unit. */
export function contractSizeCheck(fills: readonly SourceFill[], {derived}: DeskPnl): QualityCheck {
  const computed = new Set(derived);
  const first = new Map<string, SourceFill>();
  for (const fill of fills)
    if (
      fill.multiplier === null &&
      computed.has(fill.account) &&
      (OPTION.test(fill.symbol) || FUTURE.test(fill.symbol))
    )
      if (!first.has(fill.symbol)) first.set(fill.symbol, fill);
  return check(
    "contract-sizes",
    "Symbols that look like options or futures, without the size of a contract",
    "warning",
    [...first].sort(([a], [b]) => (a < b ? -1 : 1)).map(([symbol, {file, line}]) => `${file} line ${line}: ${symbol}`),
    "One contract counts as one unit, so that P&L before fees is too small by the size of the contract (100 for most options on shares) beside fees that are not. Export fills in the desk's own form with a column multiplier, or give daily rows of these accounts.",
  );
}

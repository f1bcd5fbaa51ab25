import {IngestError} from "../error.ts";
import type {SourceFill} from "../sources/types.ts";
import type {FillInput, FillsPnl} from "./types.ts";

/** What an account held at the end of a date before its first fill. */
export interface OpeningPosition {
  readonly account: string;
  /** ISO; a day on which the market closed, where positions are marked: from its close on, P&L counts. */
  readonly date: string;
  readonly symbol: string;
  /** Below 0: short. */
  readonly quantity: number;
  /** Mean price at which it was bought (or sold short). */
  readonly price: number;
  readonly currency?: string;
  readonly multiplier?: number;
}

const NAME = "opening positions";

/** Opening positions as an input of P&L: each a purchase (or short sale) at its mean price, without fees, on its date. */
export function openingInput(opening: readonly OpeningPosition[]): FillInput[] {
  if (opening.length === 0) return [];
  const rows = opening.map((position, i): SourceFill => {
    const {account, date, symbol, quantity, price, currency = null, multiplier = null} = position;
    return {
      ...{file: NAME, line: i + 1, text: JSON.stringify(position), account, date, time: Number.NaN, zone: null, symbol},
      ...{side: quantity > 0 ? "buy" : "short", quantity: Math.abs(quantity), price, multiplier, effect: "open"},
      ...{currency, fxToBase: null, fees: {}, realised: Number.NaN, id: null, orderId: null, reformatted: 0},
    };
  });
  return [{kind: "rows", name: NAME, rows}];
}

/**
 * P&L without the days on which there is nothing but opening positions, and without their input.
 * @throws IngestError where one cannot be used, or where an account has fills on its date or before.
 */
export function withoutOpening(pnl: FillsPnl, opening: readonly OpeningPosition[]): FillsPnl {
  if (opening.length === 0) return pnl;
  const wrong = pnl.aside.find(({file}) => file === NAME);
  if (wrong !== undefined)
    throw new IngestError("study", {
      what: `opening position ${wrong.line} of pnl.opening cannot be used: ${wrong.reason}`,
      found: wrong.text,
      fix: "correct pnl.opening in the study",
    });
  const last = new Map<string, string>();
  const number = new Map<string, number>();
  for (const {account, date} of opening) {
    if (date > (last.get(account) ?? "")) last.set(account, date);
    number.set(account, (number.get(account) ?? 0) + 1);
  }
  const before = pnl.days.filter(({trader, date}) => date <= (last.get(trader) ?? ""));
  for (const [account, n] of number) {
    const fills = before.filter(({trader}) => trader === account).reduce((sum, day) => sum + day.fills, 0);
    if (fills > n)
      throw new IngestError("study", {
        what: `pnl.opening gives positions of ${account} at the end of ${last.get(account)}, and it has fills on that day or before`,
        found: `${fills - n} fills up to then`,
        fix: "give the positions at the end of a date before the account's first fill, and no fills before it",
      });
  }
  return {
    ...pnl,
    days: pnl.days.filter((day) => !before.includes(day)),
    files: pnl.files.filter(({name}) => name !== NAME),
  };
}

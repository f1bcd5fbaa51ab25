import type {FillSide} from "./types.ts";

const BUY = /^(b|bc|c|buy|bot|bought|cover|long|btc|bto|buy to (cover|open|close))$/;
const SHORT = /^(ss|t|short|sshrt|sell short|short sell|sho|shrt)$/;
const SELL = /^(s|sl|sell|sld|sold|stc|sto|sell to (close|open))$/;

/** Sides as platforms write them: B, S, SS or T (short sale), BC or C (cover), BOT, SLD, Buy, Sell, Short. Null if it is none. */
export function readSide(cell: string): FillSide | null {
  const word = cell.trim().toLowerCase();
  if (BUY.test(word)) return "buy";
  if (SHORT.test(word)) return "short";
  return SELL.test(word) ? "sell" : null;
}

/** As `readSide`; where there is no side, the sign of the quantity has it (a sale is negative). */
export function sideOrSign(cell: string, quantity: number): FillSide | null {
  if (cell === "") return quantity < 0 ? "sell" : "buy";
  return readSide(cell);
}

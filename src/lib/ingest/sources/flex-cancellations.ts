import type {FlexElement} from "./flex-xml.ts";
import type {SourceFill} from "./types.ts";

function cancels({attributes: {buySell = "", notes = "", code = "", transactionType = ""}}: FlexElement): boolean {
  const codes = `${notes};${code}`.split(/[;,]/);
  return /\(Ca\.?\)$/i.test(buySell) || codes.includes("Ca") || /^(Trade|FracShare)Cancel$/.test(transactionType);
}

/** A cancellation has the side of what it cancels where it is marked "(Ca.)", else the sign of its quantity is turned about. */
function undoesPurchase({attributes: {buySell = "", quantity = ""}}: FlexElement, {side}: SourceFill): boolean {
  return /\(Ca\.?\)$/i.test(buySell) ? side === "buy" : quantity.trim().startsWith("-");
}

/** Trades that were cancelled, and the lines that cancel them, each with the reason: neither happened. */
export function cancellations(
  read: readonly {element: FlexElement; fill: SourceFill | string}[],
): Map<SourceFill, string> {
  const reasons = new Map<SourceFill, string>();
  const of = (f: SourceFill) => `${f.account}\u0000${f.symbol}\u0000${f.price}\u0000${f.quantity}`;
  const open = new Map<string, SourceFill[]>();
  for (const {element, fill} of read) {
    if (typeof fill === "string") continue;
    if (!cancels(element)) {
      open.set(of(fill), [...(open.get(of(fill)) ?? []), fill]);
      continue;
    }
    const candidates = open.get(of(fill)) ?? [];
    const at = candidates.findLastIndex(({side}) => (side === "buy") === undoesPurchase(element, fill));
    const [original] = candidates.splice(at, 1); // none of that side: the last, whatever it is
    reasons.set(
      fill,
      original === undefined ? "cancels a trade that is not in the file" : `cancels the trade on line ${original.line}`,
    );
    if (original !== undefined) reasons.set(original, `was cancelled on line ${fill.line}`);
  }
  return reasons;
}

import type {FlexElement} from "./flex-xml.ts";
import type {SourceFill} from "./types.ts";

/** Trades that were cancelled, and the lines that cancel them, each with the reason: neither happened. */
export function cancellations(
  read: readonly {element: FlexElement; fill: SourceFill | string}[],
): Map<SourceFill, string> {
  const reasons = new Map<SourceFill, string>();
  const of = (f: SourceFill) => `${f.account}\u0000${f.symbol}\u0000${f.price}\u0000${f.quantity}`;
  const open = new Map<string, SourceFill[]>();
  for (const {element, fill} of read) {
    if (typeof fill === "string") continue;
    const {buySell = "", notes = "", transactionType = ""} = element.attributes;
    if (!/\(Ca\.?\)$/i.test(buySell) && !notes.split(/[;,]/).includes("Ca") && transactionType !== "TradeCancel") {
      open.set(of(fill), [...(open.get(of(fill)) ?? []), fill]);
      continue;
    }
    const original = open.get(of(fill))?.pop();
    reasons.set(
      fill,
      original === undefined ? "cancels a trade that is not in the file" : `cancels the trade on line ${original.line}`,
    );
    if (original !== undefined) reasons.set(original, `was cancelled on line ${fill.line}`);
  }
  return reasons;
}

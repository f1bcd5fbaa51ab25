import type {SourceFill} from "../../../src/lib/ingest/sources/types.ts";

/** A fill with what a test leaves out filled in; its line is its place. */
export function aFill(given: Partial<SourceFill>, line = 2): SourceFill {
  return {
    file: "fills.csv",
    line,
    text: "",
    account: "A",
    date: "2025-01-02",
    time: 34_200,
    zone: null,
    symbol: "X",
    side: "buy",
    quantity: 1,
    price: 1,
    multiplier: null,
    effect: null,
    currency: null,
    fxToBase: null,
    fees: {},
    realised: Number.NaN,
    id: null,
    orderId: null,
    reformatted: 0,
    ...given,
  };
}

import type {RawRow} from "../csv.ts";
import type {SlashOrder} from "./stamps.ts";
import type {FillEffect, FillSide, SourceRows} from "./types.ts";

/** What the columns of a platform's table of fills are called, and how it writes what they hold. Keys are those of `headerKey`. */
export interface FillLayout {
  /** Headers of each thing, the first that is there wins. `date` may hold a time of day too; `time` alone leaves the date open. */
  readonly columns: Readonly<Partial<Record<Role, readonly string[]>>>;
  /** Kinds of fees by header. */
  readonly fees: Readonly<Record<string, string>>;
  /** −1 where the platform writes a cost as a negative number. */
  readonly feeSign: 1 | -1;
  readonly slashOrder: SlashOrder;
  /** The side, or null if it is not understood. `quantity` as written, with its sign. */
  readonly side: (cell: string, quantity: number) => FillSide | null;
  readonly effect?: (cell: string) => FillEffect | null;
  /** What a line that is no fill is ("total"); a reason to set it aside; or null for a fill. */
  readonly judge?: (
    cells: (role: Role) => string,
    row: RawRow,
  ) => {readonly besides: string} | {readonly aside: string} | null;
  /** Changes how a cell with a number is written before it is read. */
  readonly tidy?: (cell: string) => string;
  readonly realised?: SourceRows["realised"];
}

export type Role =
  | "account"
  | "date"
  | "time"
  | "symbol"
  | "side"
  | "quantity"
  | "price"
  | "multiplier"
  | "effect"
  | "currency"
  | "realised"
  | "id"
  | "orderId"
  | "status";

/** What a reader calls each role. */
export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  account: "account",
  date: "date",
  time: "time of day",
  symbol: "symbol",
  side: "side",
  quantity: "quantity",
  price: "price",
  multiplier: "contract multiplier",
  effect: "what it did to the position",
  currency: "currency",
  realised: "P&L that the platform reports",
  id: "id of the fill",
  orderId: "id of the order",
  status: "status",
};

/** What a file says outside its columns. */
export interface FillFacts {
  readonly account: string | null;
  readonly date: string | null;
  readonly currency?: string | null;
  readonly notes?: readonly string[];
}

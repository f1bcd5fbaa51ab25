import {headerKey} from "../columns.ts";
import {IngestError, shown} from "../error.ts";
import type {FillColumns} from "./types.ts";

const ALIASES = {
  account: [
    "accountid",
    "account",
    "acct",
    "accountname",
    "trader",
    "traderid",
    "tradername",
    "user",
    "userid",
    "login",
  ],
  time: ["time", "datetime", "timestamp", "filltime", "filledat", "executiontime", "executedat", "tradedate", "date"],
  symbol: ["symbol", "ticker", "instrument", "security", "contract"],
  quantity: ["quantity", "qty", "shares", "size", "contracts", "filledqty"],
  price: ["price", "fillprice", "px", "executionprice", "avgprice"],
  side: ["side", "buysell", "action", "direction", "bs"],
  id: ["executionid", "execid", "fillid", "tradeid", "dealid", "id"],
  currency: ["currency", "ccy"],
  fxToBase: ["fxtobase", "fxratetobase", "fxrate", "rate"],
  multiplier: ["multiplier", "contractsize", "pointvalue"],
} as const satisfies Record<Exclude<keyof FillColumns, "fees">, readonly string[]>;

/** Names of fees, as columns of exports have them; the kind is called by the column's name. */
const FEES =
  /^(fees?|costs?|totalfees|commissions?|comm|ecn|ecnfees?|sec|secfees?|taf|taffees?|orf|orffees?|cat|catfees?|ftt|nscc|nsccfees?|transfees?|transactionfees?|exchangefees?|clearing|clearingfees?|swap|borrowfees?|tax|stampduty)$/;

/**
 * Which column of a header holds what, by usual names; what `given` names wins.
 * @throws IngestError where a column that is needed is not there, or one that is given.
 */
export function fillColumns(file: string, header: readonly string[], given: Partial<FillColumns> = {}): FillColumns {
  const keys = header.map(headerKey);
  const find = (role: keyof typeof ALIASES): string | null => {
    const wanted = given[role];
    if (wanted !== undefined) {
      if (wanted !== null && !header.includes(wanted)) throw absent(file, wanted, header);
      return wanted;
    }
    const alias = ALIASES[role].find((key) => keys.includes(key));
    return alias === undefined ? null : header[keys.indexOf(alias)];
  };
  const need = (role: "account" | "time" | "symbol" | "quantity" | "price"): string => {
    const column = find(role);
    if (column === null)
      throw new IngestError(file, {
        what: `no column holds the ${role} of a fill`,
        found: header.map((name) => shown(name, 30)).join(", "),
        fix: `call it ${ALIASES[role].slice(0, 4).join(", ")}, or name it in the study: pnl: {columns: {${role}: "…"}}`,
      });
    return column;
  };
  for (const column of Object.values(given.fees ?? {}))
    if (!header.includes(column)) throw absent(file, column, header);
  return {
    account: need("account"),
    time: need("time"),
    symbol: need("symbol"),
    quantity: need("quantity"),
    price: need("price"),
    side: find("side"),
    id: find("id"),
    currency: find("currency"),
    fxToBase: find("fxToBase"),
    multiplier: find("multiplier"),
    fees: given.fees ?? Object.fromEntries(header.filter((_, i) => FEES.test(keys[i])).map((name) => [name, name])),
  };
}

function absent(file: string, column: string, header: readonly string[]): IngestError {
  return new IngestError(file, {
    what: `the study names a column ${shown(column)} that is not there`,
    found: header.map((name) => shown(name, 30)).join(", "),
    fix: "correct pnl.columns in the study",
  });
}

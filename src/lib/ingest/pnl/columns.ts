import {headerKey} from "../columns.ts";
import {IngestError, shown} from "../error.ts";
import {feeColumns} from "../fee-columns.ts";
import {SPECS} from "../specs.ts";
import type {FillColumns} from "./types.ts";

/** What the contract of fills calls it (specs.ts), so that a file is understood alike whatever its size. */
const ROLES = {
  account: "account_id",
  time: "time",
  symbol: "symbol",
  quantity: "quantity",
  price: "price",
  side: "side",
  id: "execution_id",
  currency: "currency",
  fxToBase: "fx_to_base",
  multiplier: "multiplier",
} as const satisfies Record<Exclude<keyof FillColumns, "fees">, string>;

function namesOf(role: keyof typeof ROLES): string[] {
  const {name, aliases} = SPECS.fills.columns.find((column) => column.name === ROLES[role])!;
  return [headerKey(name), ...aliases];
}

/**
 * Which column of a header holds what, by usual names; what `given` names wins.
 * @throws IngestError where a column that is needed is not there, or one that is given.
 */
export function fillColumns(file: string, header: readonly string[], given: Partial<FillColumns> = {}): FillColumns {
  const keys = header.map(headerKey);
  const find = (role: keyof typeof ROLES): string | null => {
    const wanted = given[role];
    if (wanted !== undefined) {
      if (wanted !== null && !header.includes(wanted)) throw absent(file, wanted, header);
      return wanted;
    }
    const alias = namesOf(role).find((key) => keys.includes(key));
    return alias === undefined ? null : header[keys.indexOf(alias)];
  };
  const need = (role: "account" | "time" | "symbol" | "quantity" | "price"): string => {
    const column = find(role);
    if (column === null)
      throw new IngestError(file, {
        what: `no column holds the ${role} of a fill`,
        found: header.map((name) => shown(name, 30)).join(", "),
        fix: `call it ${ROLES[role]} (${namesOf(role).slice(1, 5).join(", ")} are understood too), or name it in the study: source.files: [{file: ${shown(file)}, as: "fills", columns: {${ROLES[role]}: "…"}}]`,
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
    fees: given.fees ?? Object.fromEntries(feeColumns(header).map((index) => [header[index], header[index]])),
  };
}

function absent(file: string, column: string, header: readonly string[]): IngestError {
  return new IngestError(file, {
    what: `the study names a column ${shown(column)} that is not there`,
    found: header.map((name) => shown(name, 30)).join(", "),
    fix: "correct columns in source.files of the study",
  });
}

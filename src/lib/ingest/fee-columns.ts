import {headerKey} from "./columns.ts";

/** Names of fees, as columns of exports have them; the kind is called by the column's name. */
const FEES =
  /^(fees?|costs?|commissions?|comm|ecn|ecnfees?|sec|secfees?|taf|taffees?|orf|orffees?|cat|catfees?|ftt|nscc|nsccfees?|transfees?|transactionfees?|exchangefees?|clearing|clearingfees?|swap|borrowfees?|tax|stampduty)$/;
/** A column that has all of them added up: its parts beside it would count twice. */
const TOTAL = /^total(fees?|costs?|commissions?)$/;

/** Which columns of a table of fills hold fees: the one that has their total, else each kind. Indices into the header. */
export function feeColumns(header: readonly string[]): number[] {
  const keys = header.map(headerKey);
  const totals = keys.flatMap((key, index) => (TOTAL.test(key) ? [index] : []));
  return totals.length > 0 ? totals.slice(0, 1) : keys.flatMap((key, index) => (FEES.test(key) ? [index] : []));
}

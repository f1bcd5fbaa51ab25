import {readName} from "../cells.ts";
import type {Aside} from "../contract.ts";

/** What is known of whose a row is that is set aside, and of which date: what cannot be read is left out. */
export function known(account: string | null, date: string | null): Pick<Aside, "account" | "date"> {
  return {...(account === null || account === "" ? {} : {account}), ...(date === null ? {} : {date})};
}

/** The account that a cell names; null where it cannot be one. */
export function nameOf(cell: string): string | null {
  const name = readName(cell);
  return name.ok ? name.value : null;
}

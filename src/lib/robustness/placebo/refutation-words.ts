import {thousands} from "../../numeric/index.ts";

/** "1 check", "7 checks". */
export function counted(n: number, noun: string): string {
  return `${thousands(n)} ${noun}${n === 1 ? "" : "s"}`;
}

/** Why an attempt could not be made, as what happened. @param reason a sentence. */
export function notPossible(reason: string): string {
  const text = reason.replace(/^Not in use here: /, "");
  return `Not possible: ${/^[A-Z][a-z ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text}`;
}

import {shown} from "../error.ts";

/** What a reason's code means, in words that follow the value. */
const WORDS: Readonly<Record<string, string>> = {
  "account:empty": "the account is empty",
  "account:unprintable": "the account is longer than 200 characters or has control or invisible characters",
  "symbol:empty": "the symbol is empty",
  "symbol:unprintable": "the symbol is longer than 200 characters or has control or invisible characters",
  "time:unreadable": "is not a time of the file's kind",
  "time:absurd": "lies outside 1970 … 2100",
  "time:late": "is after the day of the report",
  "quantity:unreadable": "is not a number",
  "quantity:zero": "is 0: not a fill",
  "quantity:absurd": "is beyond ±1e10 (an id, or another column?)",
  "side:unknown": "is neither a purchase nor a sale that is understood (write buy or sell)",
  "side:contradicts": "says that it was bought, and the quantity is negative",
  "price:unreadable": "is not a number",
  "price:not above 0": "is not above 0 (what expires worthless belongs into the table of expiries)",
  "price:absurd": "is beyond 1e10 (an id, or another column?)",
  "price:money": "times the quantity is beyond 1e12",
  "multiplier:not above 0": "is not a multiplier above 0",
  "fxToBase:not above 0": "is not a rate above 0",
  "currency:unknown": "is not a currency of three letters",
  "fee:unreadable": "a fee is not a number",
  "id:repeats": "repeats an execution of the same account and day, equal in all: the first is used",
  "id:contradicts": "contradicts another execution of the same id, account and day: nobody can say which is right",
};

/** The reason why a fill is set aside, as a reader is told: which column, what it says, what is wrong. */
export function asideReason(code: string, cell: (role: string) => string): string {
  const role = code.split(":")[0];
  const words = WORDS[code];
  if (words === undefined) throw new RangeError(`invalid reason; not known: ${code}`);
  if (/^(the|a) /.test(words)) return words;
  return `${role === "fxToBase" ? "fx rate" : role} ${shown(cell(role))} ${words}`;
}

import {fromIso} from "../calendar.ts";
import type {FillInput, PnlOptions} from "./types.ts";

/** @throws RangeError saying which option makes no sense, and what was found. */
export function checkOptions(inputs: readonly FillInput[], options: PnlOptions): void {
  const {method, rollover = null, until = null, splits = [], expiries = [], closes = []} = options;
  if (inputs.length === 0) throw new RangeError("invalid inputs; no fills are given");
  const names = inputs.map(({name}) => name);
  if (new Set(names).size < names.length)
    throw new RangeError(`invalid inputs; two have one name: ${names.join(", ")}`);
  if (method !== "fifo" && method !== "average")
    throw new RangeError(`invalid method; neither fifo nor average: ${method}`);
  if (rollover !== null && !/^([01]\d|2[0-3]):[0-5]\d$/.test(rollover))
    throw new RangeError(`invalid rollover; not a time such as 17:00: ${rollover}`);
  if (until !== null) fromIso(until);
  for (const {date} of [...splits, ...expiries, ...closes]) fromIso(date);
  for (const {symbol, date, from, to} of splits)
    if (!(Number.isInteger(from) && Number.isInteger(to) && from > 0 && to > 0 && from <= 1e6 && to <= 1e6))
      throw new RangeError(`invalid split of ${symbol} on ${date}; not whole numbers above 0: ${from} → ${to}`);
  for (const {symbol, date, price} of expiries)
    if (!(price >= 0 && price < 1e10))
      throw new RangeError(`invalid expiry of ${symbol} on ${date}; the price is not 0 or more: ${price}`);
}

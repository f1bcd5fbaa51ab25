import {type Column, float64, int32, type Table, table, text} from "../../numeric/table.ts";
import {isoWeekday} from "./weekday.ts";

/**
 * The table that is published for slicing: each row of policy.arrow (signal, trader, day, fold, value, multiplier, net)
 * with its trader's name, ISO date and weekday (1 Monday to 7 Sunday) written out. Columns account, date, day, weekday,
 * signal, fold, value, multiplier, net; rows in the order they came in, none where there was no policy to judge.
 * @throws RangeError naming the row whose trader or day the desk does not have.
 */
export function publishedTable(
  policy: Table | null,
  {accounts, days}: {readonly accounts: readonly string[]; readonly days: readonly string[]},
): Table {
  if (policy === null) return table(EMPTY);
  const trader = int32(policy, "trader");
  const day = int32(policy, "day");
  const weekdays = days.map(isoWeekday);
  const account: string[] = [];
  const date: string[] = [];
  const weekday = new Int32Array(policy.rows);
  for (let i = 0; i < policy.rows; i++) {
    const [name, on] = [accounts[trader[i]], days[day[i]]];
    if (name === undefined || on === undefined)
      throw new RangeError(`policy row ${i}: the desk has no trader ${trader[i]} or no day ${day[i]}`);
    account.push(name);
    date.push(on);
    weekday[i] = weekdays[day[i]];
  }
  return table({
    account,
    date,
    day,
    weekday,
    signal: text(policy, "signal"),
    fold: int32(policy, "fold"),
    value: float64(policy, "value"),
    multiplier: float64(policy, "multiplier"),
    net: float64(policy, "net"),
  });
}

const EMPTY: Record<string, Column> = {
  account: [],
  date: [],
  day: new Int32Array(),
  weekday: new Int32Array(),
  signal: [],
  fold: new Int32Array(),
  value: new Float64Array(),
  multiplier: new Float64Array(),
  net: new Float64Array(),
};

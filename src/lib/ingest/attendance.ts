import {type Column, int32} from "../numeric/index.ts";
import type {Desk} from "./desk.ts";

/** What is known of a trader on a day of the desk. */
export const STATES = ["away", "traded", "idle", "missing", "aside"] as const;
export type State = (typeof STATES)[number];
const CODE = {away: 0, traded: 1, idle: 2, missing: 3, aside: 4} as const;

/** The rule of each state, as the page says it. */
export const STATE_RULES: Readonly<Record<State, string>> = {
  traded: "There is a row with P&L, or with a trade, fee, volume or fill.",
  idle: "There is a row, and every amount in it is zero: a day at work without a trade.",
  missing:
    "There is no row, though the exchange was open, someone on the desk has one, and the trader has rows before and after. Nothing is assumed for such a day: it is neither zero nor filled in.",
  aside:
    "There is a row for the day (a fill, where days are computed from fills), and it could not be used. It is in the list of rows set aside.",
  away: "Before the trader's first row or after the last, or the exchange was closed and the trader has no row.",
};

/** What a row of daily may say of activity, besides P&L. */
const ACTIVITY = ["gross", "fees", "trades", "volume", "fills"] as const;

/** The state of each trader and day: traders × days, by trader, codes that index `STATES`. */
export function attendanceOf({accounts, days, daily, quality}: Pick<Desk, "accounts" | "days" | "daily" | "quality">) {
  const width = days.length;
  const states = new Uint8Array(accounts.length * width);
  const [trader, day] = [int32(daily, "trader"), int32(daily, "day")];
  const amounts = ["net", ...ACTIVITY].flatMap((name): Column[] =>
    name in daily.columns ? [daily.columns[name]] : [],
  );
  const first = new Int32Array(accounts.length).fill(width);
  const last = new Int32Array(accounts.length).fill(-1);
  for (let i = 0; i < daily.rows; i++) {
    const active = amounts.some((column) => column[i] !== 0 && !Number.isNaN(column[i]));
    states[trader[i] * width + day[i]] = active ? CODE.traded : CODE.idle;
    first[trader[i]] = Math.min(first[trader[i]], day[i]);
    last[trader[i]] = Math.max(last[trader[i]], day[i]);
  }
  const closed = new Set(quality.calendar?.closed);
  const open = days.map((date) => !closed.has(date));
  for (let t = 0; t < accounts.length; t++)
    for (let d = first[t] + 1; d < last[t]; d++)
      if (states[t * width + d] === CODE.away && open[d]) states[t * width + d] = CODE.missing;
  const aside = quality.calendar?.aside ?? {trader: [], day: []};
  aside.trader.forEach((t, k) => {
    states[t * width + aside.day[k]] = CODE.aside;
  });
  return states;
}

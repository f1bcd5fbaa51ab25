import {describe, expect, test} from "vitest";
import {actualOf} from "../../src/lib/evaluate/index.ts";
import {walkForwardFolds} from "../../src/lib/evaluate/splits/index.ts";
import {buildPanel} from "../../src/lib/features/index.ts";
import {type Desk, epochDay, isoDate} from "../../src/lib/ingest/index.ts";
import {float64, int32} from "../../src/lib/numeric/index.ts";
import {readFiles} from "../ingest/a-folder.ts";

/** 40 weekdays; B is away on days 20 to 24 (a week), and on day 30 it has a row that cannot be used. */
const dates = Array.from({length: 40}, (_, k) => isoDate(epochDay(2025, 1, 6) + Math.floor(k / 5) * 7 + (k % 5)));
const net = (who: number, k: number) => (who + 1) * (k % 2 === 0 ? 100 + k : -50 - k);
const away = (k: number) => k >= 20 && k < 25;
const desk = (): Desk =>
  readFiles({
    "daily.csv": [
      "account_id,date,net",
      ...dates.map((d, k) => `A,${d},${net(0, k)}`),
      ...dates.flatMap((d, k) => (away(k) ? [] : [`B,${d},${k === 30 ? "?" : net(1, k)}`])),
    ].join("\n"),
  });

describe("days are those of the desk, never the trader's next row", () => {
  test("a row stands on its own date's place among the desk's days, whoever else is absent", () => {
    const {daily, days} = desk();
    expect(days).toEqual(dates);
    const [trader, day, values] = [int32(daily, "trader"), int32(daily, "day"), float64(daily, "net")];
    for (let i = 0; i < daily.rows; i++) expect(values[i]).toBe(net(trader[i], day[i]));
    expect(Array.from(day).filter((_, i) => trader[i] === 1)).toEqual(
      dates.flatMap((_, k) => (away(k) || k === 30 ? [] : [k])),
    );
  });

  test("no row is made for a day of absence: there is nothing to predict and nothing to judge on it", () => {
    const {panel} = buildPanel(desk(), ["net_lag1"]);
    const [trader, day] = [int32(panel, "trader"), int32(panel, "day")];
    expect(Array.from(day).some((d, i) => trader[i] === 1 && (away(d) || d === 30))).toBe(false);
  });

  test("after a week of absence the last P&L is the last that was seen, and days_away says how old it is", () => {
    const found = desk();
    const {panel} = buildPanel(found, ["net_lag1", "days_away", "desk_mean_lag1"]);
    const at = (who: number, d: number) => {
      const [trader, day] = [int32(panel, "trader"), int32(panel, "day")];
      return Array.from(trader).findIndex((t, i) => t === who && day[i] === d);
    };
    const lag = float64(panel, "net_lag1");
    const gone = float64(panel, "days_away");
    // The same sign as the P&L of day 19 (a loss), not of day 24, on which there was none; day 25's own is a loss too, 26's a gain.
    expect(Math.sign(lag[at(1, 25)])).toBe(Math.sign(net(1, 19)));
    expect(Math.sign(lag[at(1, 26)])).toBe(Math.sign(net(1, 25)));
    // The row that was set aside on day 30 (a gain) is nobody's last P&L: day 29's loss is.
    expect(Math.sign(net(1, 30))).toBe(1);
    expect(Math.sign(lag[at(1, 31)])).toBe(Math.sign(net(1, 29)));
    // Counted in the desk's days: five more after the week than after an ordinary night.
    expect(gone[at(1, 25)] - gone[at(1, 15)]).toBe(5);
    expect(gone[at(1, 31)] - gone[at(1, 15)]).toBe(1);
    expect(gone[at(0, 25)]).toBe(gone[at(0, 15)]);
  });

  test("what happens within the next three days counts desk days: absence adds nothing, later rows are not pulled in", () => {
    const {daily} = desk();
    const rows = {
      trader: int32(daily, "trader"),
      day: int32(daily, "day"),
      net: float64(daily, "net"),
      scale: new Float64Array(daily.rows).fill(1),
    };
    const three = actualOf({kind: "net", horizon: 3}, rows, dates.length - 1);
    const of = (who: number, d: number) => three[rows.day.findIndex((day, i) => day === d && rows.trader[i] === who)];
    expect(of(1, 17)).toBe(net(1, 17) + net(1, 18) + net(1, 19));
    expect(of(1, 18)).toBe(net(1, 18) + net(1, 19));
    expect(of(1, 19)).toBe(net(1, 19)); // never + day 25
    expect(of(1, 29)).toBe(net(1, 29) + net(1, 31));
    expect(of(1, 38)).toBeNaN();
  });

  test("an embargo is counted in days of the desk: who was absent loses no further row by it", () => {
    const {daily, days} = desk();
    const [fold] = walkForwardFolds(days.length, {kind: "expanding", train: 23, test: 5, purge: 0, embargo: 3});
    expect(fold).toMatchObject({train: {start: 0, end: 23}, gap: {start: 23, end: 26}, test: {start: 26, end: 31}});
    const [trader, day] = [int32(daily, "trader"), int32(daily, "day")];
    const within = (who: number, {start, end}: {start: number; end: number}) =>
      Array.from(day).filter((d, i) => trader[i] === who && d >= start && d < end);
    expect(within(1, fold.train)).toEqual(Array.from({length: 20}, (_, k) => k));
    expect(within(1, fold.gap)).toEqual([25]);
    expect(within(0, fold.gap)).toEqual([23, 24, 25]);
  });
});

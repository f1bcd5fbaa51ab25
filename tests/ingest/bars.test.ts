import {expect, test} from "vitest";
import {asides, readFiles} from "./a-folder.ts";

const DAILY = "account_id,date,net\nA,2025-01-02,1\nA,2025-01-03,1\n";

function barsOf(market: string): unknown[][] {
  const {market: bars} = readFiles({"daily.csv": DAILY, "market.csv": market});
  const {date, symbol, open, high, low, close, volume} = bars!.columns;
  return Array.from({length: bars!.rows}, (_, i) => [
    date[i],
    symbol[i],
    open[i],
    high[i],
    low[i],
    close[i],
    volume[i],
  ]);
}

test("bars within a day: first open, highest high, lowest low, last close, volumes added up, whatever their order in the file", () => {
  expect(
    barsOf(
      "time,symbol,open,high,low,close,volume\n2025-01-02 10:30,X,11,15,10,12,5\n2025-01-02 09:30,X,10,11,8,11,7\n2025-01-02 16:00,X,12,13,9,9.5,1\n2025-01-02 09:30,Y,1,1,1,1,2\n2025-01-03,X,9,9,9,9,3\n",
    ),
  ).toEqual([
    ["2025-01-02", "X", 10, 15, 8, 9.5, 13],
    ["2025-01-02", "Y", 1, 1, 1, 1, 2],
    ["2025-01-03", "X", 9, 9, 9, 9, 3],
  ]);
});

test("date and time in columns of their own, as terminals write them; a bar at midnight is the first", () => {
  const bars =
    "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<VOL>\n2025.01.02\t12:00:00\t2\t3\t2\t3\t1\n2025.01.02\t00:00:00\t1\t2\t1\t2\t1\n";
  expect(barsOf(bars)).toEqual([["2025-01-02", "", 1, 3, 1, 3, 2]]);
  expect(barsOf("date,time,close\n20250102,093000,1\n20250102,1600,2\n")[0].slice(5)).toEqual([2, Number.NaN]);
});

test("every bar is a row: used, or set aside with its reason", () => {
  const desk = readFiles({
    "daily.csv": DAILY,
    "market.csv":
      "date,time,close\n2025-01-02,09:30,1\n2025-01-02,09:30,1\n2025-01-02,10:30,1\n2025-01-02,10:30,2\n2025-01-02,later,2\n2025-01-02,11:00,3\n",
  });
  expect(desk.quality.files[1]).toMatchObject({rowsRead: 6, rowsUsed: 2, rowsSetAside: 4});
  expect(asides(desk)).toEqual([
    "market.csv:3 repeats line 2 exactly",
    "market.csv:4 contradicts line 5: same time, date and symbol, other values",
    "market.csv:5 contradicts line 4: same time, date and symbol, other values",
    'market.csv:6 time "later" is not a time of day',
  ]);
  expect(desk.market!.rows).toBe(1);
  expect(desk.quality.checks.find((c) => c.id === "intraday-bars")).toMatchObject({
    count: 1,
    examples: ["2025-01-02: 2 bars"],
  });
});

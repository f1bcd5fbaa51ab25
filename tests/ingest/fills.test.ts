import {expect, test} from "vitest";
import {asides, readFiles} from "./a-folder.ts";

const DAILY = ["account,date,net", ...["02", "03", "06", "07"].map((d) => `A,2025-01-${d},1`), "B,2025-01-03,1"].join(
  "\n",
);

test("fills add up by trader and day; nothing is said about days beyond the file", () => {
  const desk = readFiles({
    "daily.csv": DAILY,
    "fills.csv": [
      "account_id,time,symbol,side,quantity,price,fees",
      "A,2025-01-03T09:30:00Z,X,buy,10,5.5,0.5",
      "A,2025-01-03T23:59:59-05:00,X,sell,-4,5,",
      'A,2025-01-06 10:00,X,buy,"1,000",2,1',
      "B,2025-01-02,X,buy,1,1,0",
      "A,2025-01-06 10:00,X,buy,0,2,0",
      "A,2025-01-06 10:00,X,buy,5,,0",
      "A,2025-01-06 99:00,X,buy,5,1,0",
    ].join("\n"),
  });
  const {fills, traded_value, fill_fees} = desk.daily.columns;
  const nan = Number.NaN;
  expect([...(fills as Float64Array)]).toEqual([nan, 2, 1, nan, 0]);
  expect([...(traded_value as Float64Array)]).toEqual([nan, 75, 2000, nan, 0]);
  expect([...(fill_fees as Float64Array)]).toEqual([nan, 0.5, 1, nan, 0]);
  expect(asides(desk)).toEqual([
    "fills.csv:5 no usable row in daily.csv for this account and date",
    "fills.csv:6 quantity is 0: not a fill",
    "fills.csv:7 price is empty",
    'fills.csv:8 time "2025-01-06 99:00" is not a date (write YYYY-MM-DD)',
  ]);
  expect(desk.quality.files[1]).toMatchObject({rowsRead: 7, rowsUsed: 3, rowsSetAside: 4});
});

test("without fees there is no column of them; equal fills are two fills", () => {
  const desk = readFiles({
    "daily.csv": DAILY,
    "fills.csv": "account,date,quantity,price\nA,2025-01-02,1,1\nA,2025-01-02,1,1\n",
  });
  expect((desk.daily.columns.fills as Float64Array)[0]).toBe(2);
  expect("fill_fees" in desk.daily.columns).toBe(false);
});

test("a column that both files give is an error", () => {
  const files = {"daily.csv": "account,date,net,fills\nA,2025-01-02,1,3\n"};
  expect([...(readFiles(files).daily.columns.fills as Float64Array)]).toEqual([3]);
  const fills = {"fills.csv": "account,date,quantity,price\nA,2025-01-02,1,1\n"};
  expect(() => readFiles({...files, ...fills})).toThrow("it has a column fills, and fills.csv gives one too");
});

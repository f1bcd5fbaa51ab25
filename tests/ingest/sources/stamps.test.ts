import {describe, expect, test} from "vitest";
import {dateInName} from "../../../src/lib/ingest/sources/facts.ts";
import {readSide, sideOrSign} from "../../../src/lib/ingest/sources/sides.ts";
import {dateReader, readClock, splitStamp} from "../../../src/lib/ingest/sources/stamps.ts";

test.each([
  ["09:30", 34200, null],
  ["9:30:01.5", 34201.5, null],
  ["09:30:00 AM", 34200, null],
  ["12:05 am", 300, null],
  ["1:00 PM", 46800, null],
  ["135313", 50_000 - 7, null],
  ["093000 EST", 34200, "-05:00"],
  ["09:30:00 EDT", 34200, "-04:00"],
  ["09:30 ET", 34200, "America/New_York"],
  ["24:00:00", 86400, null],
  ["09:30:00Z", 34200, "Z"],
  ["09:30:00 +02:00", 34200, "+02:00"],
])("%s is %s seconds after midnight", (text, seconds, zone) => {
  expect(readClock(text)).toEqual({seconds, zone});
});

test.each(["", "24:01", "9:60", "09:30:61", "13:00 PM", "0:10 AM", "noon", "09", "09:30:00 XYZ", "256161"])(
  "%j is no time of day",
  (text) => {
    expect(readClock(text)).toBeNull();
  },
);

test.each([
  ["2025-01-31 09:30:00", "2025-01-31", "09:30:00"],
  ["20250131;093000", "20250131", "093000"],
  ["2025-01-31T09:30", "2025-01-31", "09:30"],
  ["2025-01-31, 09:30", "2025-01-31", "09:30"],
  ["31-Jan-25 09:30", "31-Jan-25", "09:30"],
  ["01/31/25", "01/31/25", ""],
])("%s splits", (text, date, clock) => {
  expect(splitStamp(text)).toEqual({date, clock});
});

describe("dates", () => {
  test("a platform's own order of month and day", () => {
    const us = dateReader("f", ["01/02/25"], "MM/DD/YYYY", undefined);
    expect(["01/02/25", "01-02-2025", "2025/01/02", "20250102", "13/01/2025"].map(us.read)).toEqual([
      ...["2025-01-02", "2025-01-02", "2025-01-02", "2025-01-02"],
      null,
    ]);
  });

  test("the study's order wins, for years of two digits too", () => {
    const eu = dateReader("f", ["01/02/25"], "MM/DD/YYYY", "DD/MM/YYYY");
    expect([eu.read("01/02/25"), eu.read("01/02/2025")]).toEqual(["2025-02-01", "2025-02-01"]);
  });

  test("an open order is decided by the values, or refused", () => {
    expect(dateReader("f", ["13/01/2025", "01/02/2025"], null, undefined).read("01/02/2025")).toBe("2025-02-01");
    expect(() => dateReader("f", ["01/02/2025"], null, undefined)).toThrow("no row decides which");
  });
});

test.each([
  ["das-2025-03-14.csv", "2025-03-14"],
  ["executions_20250314.csv", "2025-03-14"],
  ["03-14-2025 trades.csv", "2025-03-14"],
  ["trades 03_14_25.csv", "2025-03-14"],
  ["Trades 3-14-2025.csv", "2025-03-14"],
  ["v1.2 3-14-25.csv", "2025-03-14"],
  ["2025-03-14 2025-03-14.csv", "2025-03-14"],
  ["2025-03-14_2025-03-15.csv", null],
  ["trades.csv", null],
  ["1042.csv", null],
  ["99999999.csv", null],
  ["13-14-25.csv", null],
])("the name %s says the date %s", (name, date) => {
  expect(dateInName(name)).toBe(date);
});

test("sides", () => {
  expect(["B", "buy", "BOT", "BC", "Cover", "S", "SLD", "ss", "T", "Short", "X", ""].map(readSide)).toEqual([
    ...["buy", "buy", "buy", "buy", "buy", "sell", "sell", "short", "short", "short"],
    null,
    null,
  ]);
  expect([sideOrSign("", -1), sideOrSign("", 1), sideOrSign("?", 1)]).toEqual(["sell", "buy", null]);
});

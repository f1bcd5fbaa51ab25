import {describe, expect, test} from "vitest";
import {attendanceOf, STATES} from "../../src/lib/ingest/attendance.ts";
import {coverageOf, type Desk, epochDay, isoDate} from "../../src/lib/ingest/index.ts";
import {table} from "../../src/lib/numeric/index.ts";
import {simulateDesk} from "../../src/lib/simulate/index.ts";
import {isHalfDay} from "../../src/lib/simulate/trading-days.ts";
import {readFiles} from "./a-folder.ts";

/** Monday 6 January 2025 and the weekdays after it. */
const weekdays = (count: number) =>
  Array.from({length: count}, (_, k) => isoDate(epochDay(2025, 1, 6) + Math.floor(k / 5) * 7 + (k % 5)));
const week = weekdays(5);
const daily = (...rows: string[]) => ["account_id,date,net", ...rows].join("\n");
const market = (dates: readonly string[]) => ["date,close", ...dates.map((date, k) => `${date},${100 + k}`)].join("\n");
const state = (desk: Desk, trader: number, date: string) =>
  STATES[attendanceOf(desk)[trader * desk.days.length + desk.days.indexOf(date)]];

describe("the calendar", () => {
  test("without market data it rests on the desk: a weekday without any row is a holiday or missing", () => {
    const {calendar} = readFiles({
      "daily.csv": daily(...week.filter((d) => d !== week[2]).map((d, k) => `A,${d},${k + 1}`)),
    }).quality;
    expect(calendar).toMatchObject({
      basis: "desk",
      marketDays: null,
      nobody: [week[2]],
      openWithoutRows: [],
      closed: [],
    });
  });

  test("with bars it tells a holiday from a day on which the market was open and nobody has a row", () => {
    const rows = [0, 1, 4].map((k) => `A,${week[k]},${k + 1}`);
    const {calendar} = readFiles({
      "daily.csv": daily(...rows),
      "market.csv": market([week[0], week[1], week[3], week[4], "2025-03-03"]),
    }).quality;
    expect(calendar).toMatchObject({basis: "market", marketDays: 4, marketDaysOfDesk: 3});
    expect(calendar!.nobody).toEqual([week[2]]);
    expect(calendar!.openWithoutRows).toEqual([week[3]]);
  });

  test("a market that does not overlap the desk decides nothing, and a warning says so", () => {
    const {calendar, checks} = readFiles({
      "daily.csv": daily(...week.map((d, k) => `A,${d},${k + 1}`)),
      "market.csv": market(["2019-01-07", "2019-01-08"]),
    }).quality;
    expect(calendar).toMatchObject({basis: "desk", marketDays: 0, marketDaysOfDesk: 0, nobody: [], closed: []});
    expect(checks.find((c) => c.id === "market-overlap")).toMatchObject({
      severity: "warning",
      count: 5,
      examples: ["no bar lies on any day of the desk"],
    });
  });

  test("a desk that trades on Sundays has usual Sundays; one odd Saturday is no usual day", () => {
    const sundays = [0, 1, 2, 3].map((k) => isoDate(epochDay(2025, 1, 5) + 7 * k));
    const dates = [...weekdays(20), ...sundays, "2025-01-11"].sort();
    const {calendar} = readFiles({"daily.csv": daily(...dates.map((d, k) => `A,${d},${k + 1}`))}).quality;
    expect(calendar!.closed).toEqual(["2025-01-11"]);
    expect(calendar!.nobody).toEqual([]);
  });

  test("half days: found from fills on a desk whose exchange closes early on known days", () => {
    const desk = simulateDesk({desk: "null", seed: 100, traders: 10, days: 250, fills: true});
    const found = desk.quality.calendar!.halfDays;
    expect(found.map(({date}) => date)).toEqual(desk.days.filter(isHalfDay));
    expect(found[0]).toMatchObject({last: "13:00", from: "fills"});
  });

  test("half days from bars with times come first", () => {
    const dates = weekdays(12);
    const bars = dates.flatMap((d, k) => ["09:30", k === 7 ? "13:00" : "16:00"].map((t) => `${d} ${t},${100 + k}`));
    const {calendar} = readFiles({
      "daily.csv": daily(...dates.map((d, k) => `A,${d},${k + 1}`)),
      "market.csv": ["date,close", ...bars].join("\n"),
    }).quality;
    expect(calendar!.halfDays).toEqual([{date: dates[7], last: "13:00", usual: "16:00", from: "market bars"}]);
  });

  test("one trader on one day, and dates decades apart, do no harm", () => {
    expect(readFiles({"daily.csv": daily("A,2025-01-06,1")}).quality.calendar).toMatchObject({nobody: [], closed: []});
    const far = readFiles({"daily.csv": daily("A,1995-01-06,1", "A,2025-01-06,2")});
    expect(far.quality.calendar!.nobody).toEqual([]);
    expect(far.quality.checks.find((c) => c.id === "dates-apart")).toMatchObject({severity: "warning", count: 2});
  });
});

describe("what is known of a trader on a day", () => {
  const desk = () =>
    readFiles({
      "daily.csv": [
        "account_id,date,net,fees,trades",
        ...week.map((d, k) => `A,${d},${k + 1},1,2`),
        `B,${week[0]},5,1,1`,
        `B,${week[1]},0,0,0`,
        `B,${week[2]},oops,1,1`,
        `B,${week[4]},0,0.5,0`,
        `C,${week[1]},3,1,1`,
        `C,${week[3]},3.5,1,1`,
        `C,2025-01-11,4,1,1`,
        `A,2025-01-13,4,1,1`,
        `B,2025-01-13,,1,1`,
        `C,2025-01-13,9,1,1`,
      ].join("\n"),
    });

  test("traded, did not trade, missing and set aside are told apart by the stated rule", () => {
    const found = desk();
    const of = (trader: number) => found.days.map((date) => state(found, trader, date));
    expect(found.days).toEqual([...week, "2025-01-11", "2025-01-13"]);
    // Saturday 11: only C has a row, and nobody else is missed. B's last row, on the 13th, could not be used.
    expect(of(0)).toEqual(["traded", "traded", "traded", "traded", "traded", "away", "traded"]);
    expect(of(1)).toEqual(["traded", "idle", "aside", "missing", "traded", "away", "aside"]);
    expect(of(2)).toEqual(["away", "traded", "missing", "traded", "missing", "traded", "traded"]);
  });

  test("the gaps that the quality check counts are the same days, set aside or missing", () => {
    const found = desk();
    const {total} = coverageOf(found);
    expect(total).toEqual({traded: 12, idle: 1, missing: 3, aside: 2, away: 3});
    expect(found.quality.checks.find((c) => c.id === "gaps")!.count).toBe(4);
  });

  test("rows of several accounts that are set aside belong to their trader", () => {
    const found = readFiles(
      {"daily.csv": daily("a1,2025-01-06,1", "a1,2025-01-07,x", "a1,2025-01-08,2", "B,2025-01-07,1")},
      {traders: {a1: "Kim"}},
    );
    expect(state(found, found.accounts.indexOf("Kim"), "2025-01-07")).toBe("aside");
  });

  test("a day that one row gives and another contradicts is set aside", () => {
    const found = readFiles({
      "daily.csv": daily("A,2025-01-06,1", "A,2025-01-07,1", "A,2025-01-07,2", "A,2025-01-08,3", "B,2025-01-07,1"),
    });
    expect(state(found, 0, "2025-01-07")).toBe("aside");
  });

  test("cells add up to every trader-day, on a desk of 500 traders and 1,000 days, within 40 × 60", () => {
    const [traders, days] = [500, 1000];
    const daily = table({
      trader: Int32Array.from({length: 20_000}, (_, k) => k % traders),
      day: Int32Array.from({length: 20_000}, (_, k) => Math.floor(k / traders) * 25),
      net: new Float64Array(20_000).fill(1),
    });
    const {cells, total, tradersPerRow, daysPerCell} = coverageOf({
      accounts: Array.from({length: traders}, (_, k) => `T${k}`),
      days: Array.from({length: days}, (_, k) => isoDate(epochDay(2020, 1, 1) + k)),
      daily,
      quality: {files: [], checks: [], abilities: []},
    });
    expect(cells.length).toBeLessThanOrEqual(40 * 60);
    expect([tradersPerRow, daysPerCell]).toEqual([13, 17]);
    // Rows on days 0, 25, …, 975: between the first and the last of them, 24 of 25 days are missing.
    expect(total).toEqual({traded: 20_000, idle: 0, missing: 500 * 39 * 24, aside: 0, away: 500 * 24});
    const sum = cells.reduce((n, {counts}) => n + Object.values(counts).reduce((a, b) => a + b, 0), 0);
    expect(sum).toBe(traders * days);
  });
});

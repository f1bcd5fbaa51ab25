import {describe, expect, test} from "vitest";
import type {Desk} from "../../src/lib/ingest/index.ts";
import {readFiles} from "./a-folder.ts";

const check = (desk: Desk, id: string) => desk.quality.checks.find((c) => c.id === id)!;
const daily = (...rows: string[]) => readFiles({"daily.csv": ["account_id,date,net", ...rows].join("\n")});
const weekdays = ["2025-01-06", "2025-01-07", "2025-01-08", "2025-01-09", "2025-01-10"];

test("a clean desk has no check above info, but short histories", () => {
  const desk = daily(...weekdays.flatMap((date, i) => [`A,${date},${i + 1}`, `B,${date},${-i - 1}`]));
  expect(desk.quality.checks.filter((c) => c.severity !== "ok").map((c) => c.id)).toEqual(["short-histories"]);
  for (const c of desk.quality.checks.filter((c) => c.severity === "ok"))
    expect(c).toMatchObject({count: 0, examples: [], consequence: "None."});
});

test("ids are unique, and no check shows more than five examples", () => {
  const desk = daily("A,2025-01-06,1", ...Array.from({length: 20}, (_, i) => `A,2025-01-06,bad${i}`));
  const ids = desk.quality.checks.map((c) => c.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(check(desk, "set-aside")).toMatchObject({severity: "warning", count: 20});
  expect(check(desk, "set-aside").examples).toHaveLength(5);
  expect(check(desk, "set-aside").examples[0]).toBe('daily.csv line 3: net "bad0" is not a number');
});

test("one bad row in a hundred is information, not a warning", () => {
  const rows = Array.from({length: 100}, (_, i) => `T${i},2025-01-06,${i + 1}`);
  expect(check(daily(...rows, "A,2025-01-06,x"), "set-aside")).toMatchObject({severity: "info", count: 1});
});

describe("careers", () => {
  const careers = () =>
    daily(
      ...weekdays.map((date, i) => `A,${date},${i + 1}`),
      "B,2025-01-07,1",
      "B,2025-01-10,2",
      "C,2025-01-06,1",
      "C,2025-01-08,3",
    );

  test("gaps are desk days between a trader's first and last row", () => {
    expect(check(careers(), "gaps")).toMatchObject({
      severity: "warning",
      count: 3,
      examples: ["B: no row on 2025-01-08 and 1 more", "C: no row on 2025-01-07"],
    });
  });

  test("who left and who joined", () => {
    expect(check(careers(), "left-early").examples).toEqual(["C: last row 2025-01-08"]);
    expect(check(careers(), "joined-late").examples).toEqual(["B: first row 2025-01-07"]);
    expect(check(careers(), "short-histories").examples).toEqual(["A: 5 rows", "B: 2 rows", "C: 2 rows"]);
  });
});

test("zero days, weekends, with line numbers of the file", () => {
  const desk = daily("A,2025-01-06,1", "A,2025-01-04,0", "A,2025-01-05,-0.0");
  expect(check(desk, "zero-days").examples).toEqual([
    "daily.csv line 3: A 2025-01-04",
    "daily.csv line 4: A 2025-01-05",
  ]);
  expect(check(desk, "weekends")).toMatchObject({severity: "info", count: 2});
});

test("three equal days in a row look stale; two, zeros, and equal days of two traders do not", () => {
  const desk = daily(
    ...weekdays.slice(0, 3).map((date) => `A,${date},7.25`),
    ...weekdays.slice(0, 2).map((date) => `B,${date},7.25`),
    ...weekdays.map((date) => `C,${date},0`),
    ...weekdays.map((date, i) => `D,${date},${i === 0 ? 1 : 3}`),
  );
  expect(check(desk, "stale")).toMatchObject({
    count: 7,
    examples: [
      "daily.csv line 2: A 2025-01-06: net 7.25 on 3 days in a row",
      "daily.csv line 13: D 2025-01-07: net 3 on 4 days in a row",
    ],
  });
});

test("an outlier is shown and used", () => {
  const dates = Array.from({length: 12}, (_, i) => `2025-01-${String(i + 10)}`);
  const desk = daily(...dates.map((date, i) => `A,${date},${i === 11 ? 1000 : i + 1}`));
  expect(check(desk, "outliers").examples).toEqual([
    expect.stringContaining("daily.csv line 13: A 2025-01-21: net 1000, "),
  ]);
  expect(desk.daily.rows).toBe(12);
});

test("accounts that may be one trader", () => {
  expect(check(daily("T-01,2025-01-06,1", "t01,2025-01-06,1", "T02,2025-01-06,1"), "similar-names").examples).toEqual([
    '"T-01" and "t01"',
  ]);
});

test("missing optional values and reformatted ones are counted by value", () => {
  const desk = readFiles({"daily.csv": 'account_id,date,net,fees\nA,2025-01-06,"1,000",$1\nA,2025-01-07,1,\n'});
  expect(check(desk, "reformatted")).toMatchObject({
    count: 2,
    examples: [expect.stringContaining("daily.csv line 2: ")],
  });
  expect(check(desk, "missing-values").examples).toEqual(["daily.csv: fees is missing in 1 of 2 rows"]);
});

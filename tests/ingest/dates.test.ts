import {describe, expect, test} from "vitest";
import {findDateFormat, parseDate, splitTime, whyNotDate} from "../../src/lib/ingest/dates.ts";

test.each([
  ["2025-01-24", "YYYY-MM-DD"],
  ["20250124", "YYYYMMDD"],
  ["2025/1/24", "YYYY/MM/DD"],
  ["01/24/2025", "MM/DD/YYYY"],
  ["24/1/2025", "DD/MM/YYYY"],
  ["24.01.2025", "DD.MM.YYYY"],
] as const)("%s is a date written as %s", (text, format) => {
  expect(parseDate(text, format)).toBe("2025-01-24");
  expect(findDateFormat([text]).format).toBe(format);
});

test.each(["2025-02-30", "2025-02-29", "1969-12-31", "2101-01-01", "2025-00-10"])("%s is no date", (text) => {
  expect(parseDate(text, "YYYY-MM-DD")).toBeNull();
  expect(whyNotDate(text, "YYYY-MM-DD")).toContain("not a day of the calendar between 1970 and 2100");
});

describe("the format of a file", () => {
  test("is the one that fits most values", () => {
    const values = ["2025-01-02", "2025-01-03", "01/13/2025"];
    expect(findDateFormat(values)).toMatchObject({format: "YYYY-MM-DD", undecided: false});
    expect(whyNotDate(values[2], "YYYY-MM-DD")).toContain("is written as MM/DD/YYYY; this file's dates are YYYY-MM-DD");
  });

  test("is settled by one date that fits only one order", () => {
    expect(findDateFormat(["01/02/2025", "03/04/2025", "13/04/2025"])).toEqual({
      format: "DD/MM/YYYY",
      undecided: false,
      otherOrder: 0,
      eitherOrder: 2,
    });
  });

  test("is left open where every date fits both orders", () => {
    expect(findDateFormat(["01/02/2025", "03/04/2025"])).toMatchObject({format: null, undecided: true, otherOrder: 0});
    expect(findDateFormat(["13/02/2025", "03/14/2025"])).toMatchObject({format: null, undecided: true, otherOrder: 1});
  });

  test("counts dates of the other order", () => {
    expect(findDateFormat(["13/01/2025", "14/01/2025", "01/15/2025", "02/03/2025"])).toEqual({
      format: "DD/MM/YYYY",
      undecided: false,
      otherOrder: 1,
      eitherOrder: 1,
    });
  });

  test("obeys the study on the order of day and month, and on nothing else", () => {
    const open = ["01/02/2025", "03/04/2025"];
    expect(findDateFormat(open, "DD/MM/YYYY").format).toBe("DD/MM/YYYY");
    expect(findDateFormat(open, "MM/DD/YYYY").format).toBe("MM/DD/YYYY");
    expect(findDateFormat(["2025-01-02", "2025-01-03", "04/01/2025"], "DD/MM/YYYY").format).toBe("YYYY-MM-DD");
    expect(findDateFormat(["13/01/2025", "14/01/2025", "01/02/2025"], "MM/DD/YYYY").format).toBe("MM/DD/YYYY");
    expect(findDateFormat(["13/01/2025"], "MM/DD/YYYY").format).toBe("DD/MM/YYYY");
  });

  test("is none where nothing is a date", () => {
    expect(findDateFormat(["x", ""]).format).toBeNull();
    expect(whyNotDate("x", null)).toBe('"x" is not a date (write YYYY-MM-DD)');
    expect(whyNotDate("", null)).toBe("is empty");
  });
});

test.each([
  ["2025-01-24T09:30:00Z", "2025-01-24", "09:30:00Z", false],
  ["2025-01-24 09:30:00.123+02:00", "2025-01-24", "09:30:00.123+02:00", false],
  ["01/24/2025 9:30 PM", "01/24/2025", "9:30 PM", false],
  ["2025-01-24 00:00:00", "2025-01-24", null, true],
  ["2025-01-24T00:00:00.000Z", "2025-01-24", null, true],
  ["2025-01-24", "2025-01-24", null, false],
  ["2025-01-24 25:00", "2025-01-24 25:00", null, false],
  ["2025-01-24 10:75", "2025-01-24 10:75", null, false],
])("splits %s", (text, date, time, midnight) => {
  expect(splitTime(text)).toEqual({date, time, midnight});
});

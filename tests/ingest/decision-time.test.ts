import {describe, expect, test} from "vitest";
import {madeAtRule} from "../../src/lib/ingest/decision-time.ts";
import {asides, readFiles} from "./a-folder.ts";

const DAY = "2025-01-03";
const judge = (stamp: string, decideBy?: string) =>
  madeAtRule("predictions.csv", [stamp], decideBy)(stamp, DAY) === null;

describe("in time or late", () => {
  test.each([
    ["2025-01-02 18:00", undefined, true],
    ["2025-01-02", undefined, true],
    ["2025-01-03 00:00", undefined, true],
    ["2025-01-03 00:00:01", undefined, false],
    ["2025-01-03", undefined, false], // a day's end: nothing says that it was earlier
    ["2025-01-03 09:30:00", "09:30", true],
    ["2025-01-03 09:30:00.001", "09:30", false],
    ["01/02/2025 11:59 PM", undefined, true],
    ["2025-01-03T14:29:59Z", "09:30-05:00", true],
    ["2025-01-03T14:30:01Z", "09:30-05:00", false],
    ["2025-01-03 15:29 +01:00", "09:30-05:00", true],
    ["2025-01-03 15:31 +01:00", "09:30-05:00", false],
    ["2025-01-03 09:29", "09:30-05:00", true], // no zone: the clock of the decision
    ["2025-01-03T00:00:00+00:00", "00:00Z", true],
  ])("%s for a decision by %s: %s", (stamp, decideBy, inTime) => {
    expect(judge(stamp.replace("01/02/2025", "2025/01/02"), decideBy)).toBe(inTime);
  });

  test("what is no time is no prediction that could be trusted", () => {
    const rule = madeAtRule("p", ["2025-01-02"], undefined);
    expect(rule("", DAY)).toContain("is empty: when the prediction was made is not known");
    expect(rule("yesterday", DAY)).toContain("is not a date");
    expect(rule("2025-01-02 25:99", DAY)).toContain("is not a time");
  });

  test("stamps with a zone need a decision with one", () => {
    expect(() => madeAtRule("predictions.csv", ["2025-01-02 10:00", "2025-01-02T10:00Z"])).toThrow(
      /predictions\.csv: the times at which predictions were made carry a zone[\s\S]*decideBy: "09:30-04:00"/,
    );
    expect(() => madeAtRule("p", [], "half past nine")).toThrow(RangeError);
  });
});

test("late predictions are refused by file, row, value, decision time and remedy, and the desk says so", () => {
  const desk = readFiles({
    "daily.csv": "account_id,date,net\nA,2025-01-02,1\nA,2025-01-03,2\n",
    "predictions.csv":
      "account_id,date,p_loss,generated_at\nA,2025-01-02,.4,2025-01-01 17:00\nA,2025-01-03,.9,2025-01-03 16:05\n",
  });
  expect(desk.predictions!.rows).toBe(1);
  expect(Object.keys(desk.predictions!.columns)).not.toContain("generated_at");
  expect(asides(desk)).toEqual([
    'predictions.csv:3 generated_at "2025-01-03 16:05" is later than the decision that it is for (2025-01-03 00:00): it may know what it predicts. Give the prediction as it stood before, or say in the study when decisions are taken (source.decideBy)',
  ]);
  expect(desk.quality.checks.find((c) => c.id === "late-predictions")).toMatchObject({severity: "error", count: 1});
});

test("if all are late, there are none", () => {
  const files = {
    "daily.csv": "account_id,date,net\nA,2025-01-02,1\n",
    "predictions.csv": "account_id,date,p_loss,made_at\nA,2025-01-02,.4,2025-01-02 09:00\n",
  };
  expect(() => readFiles(files)).toThrow(/none of its 1 row can be used[\s\S]*is later than the decision/);
  expect(readFiles(files, {decideBy: "09:30"}).predictions!.rows).toBe(1);
});

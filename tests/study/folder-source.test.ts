import {describe, expect, it} from "vitest";
import {defineStudy, type StudyInput} from "../../src/lib/study/index.ts";

const study = (source: object) =>
  defineStudy({title: "t", source: {kind: "folder", path: ".", ...source}} as StudyInput);

describe("what a study says of its folder", () => {
  it("rules for files, traders of accounts, the time of decisions", () => {
    const source = {
      files: [
        {file: "das-*.csv", as: "das-executions", account: "T1", date: "2025-01-31"},
        {file: "pnl.csv", as: "daily", columns: {net: "Result"}, dateFormat: "DD/MM/YYYY"},
      ],
      traders: {T1: "Kim"},
      decideBy: "09:30-04:00",
    };
    expect(study(source).source).toEqual({kind: "folder", path: ".", ...source});
  });

  it.each([
    [{files: [{file: "x", as: "das"}]}, "files.0.as"],
    [{files: [{file: "x", columns: {net: "R"}}]}, "columns are given, so as must say what the rows are"],
    [{files: [{file: "x", as: "tradervue", columns: {net: "R"}}]}, "files.0.as"],
    [{files: [{file: "x", date: "31/01/2025"}]}, 'a date such as "2025-01-31"'],
    [{decideBy: "9:30"}, 'a time such as "09:30"'],
    [{decideBy: "24:00"}, "decideBy"],
    [{traders: {T1: ""}}, "traders.T1"],
  ])("%j has a problem", (source, message) => {
    expect(() => study(source)).toThrow(message);
  });
});

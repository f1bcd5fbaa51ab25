import {parse} from "csv-parse/sync";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {table} from "../../../src/lib/numeric/index.ts";
import {csv, csvCell} from "../../../src/lib/view/shape/csv.ts";

describe("csvCell", () => {
  it.each([
    ["=1+1", "'=1+1"],
    ["+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"],
    ["-2+3", "'-2+3"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\t=1"],
    ["-12.5", "-12.5"],
    ["+3", "+3"],
    ["-1e-5", "-1e-5"],
    ["T01", "T01"],
    ['say "no"', '"say ""no"""'],
    ["a,b", '"a,b"'],
    ["line\nbreak", '"line\nbreak"'],
    [" padded ", '" padded "'],
  ])("%j becomes %j", (value, expected) => {
    expect(csvCell(value)).toBe(expected);
  });
  it("numbers are plain, missing ones empty", () => {
    expect([csvCell(-12.5), csvCell(Number.NaN), csvCell(1e21)]).toEqual(["-12.5", "", "1e+21"]);
  });
});

describe("csv", () => {
  it("is read back by another program as it was, but for what would have been a formula", () => {
    fc.assert(
      fc.property(fc.array(fc.string({minLength: 1}), {minLength: 1}), (cells) => {
        const back = parse(csv(table({cell: cells, line: Int32Array.from(cells.keys())})), {
          columns: true,
          record_delimiter: "\r\n",
        }) as {cell: string}[];
        expect(back.map((r) => r.cell.replace(/^'(?=[=+\-@\t\r])/, ""))).toEqual(
          cells.map((c) => c.replace(/^'(?=[=+\-@\t\r])/, "")),
        );
        for (const {cell} of back) expect(/^[=+\-@\t\r]/.test(cell) && Number.isNaN(Number(cell))).toBe(false);
      }),
    );
  });
  it("a file without rows is its header", () => {
    expect(csv(table({file: [], line: new Int32Array(0)}))).toBe("file,line\r\n");
  });
});

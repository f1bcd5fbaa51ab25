import {parse} from "csv-parse/sync";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {CSV_END, csvCell, csvRecord} from "../../src/lib/view/csv-cell.ts";

describe("csvCell", () => {
  it.each([
    ["=1+1", "'=1+1"],
    ["+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"],
    ["-2+3", "'-2+3"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "\"'\t'=1\""],
    [" =1", "' =1"],
    ["x;=2+5", '"x;\'=2+5"'],
    ['x;"=2+5"', '"x;\'""=2+5"""'],
    ["T01;2025-01-02;-12.5", '"T01;2025-01-02;-12.5"'],
    ["a\n@SUM(1)", '"a\n\'@SUM(1)"'],
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

describe("csvRecord", () => {
  it("quotes as RFC 4180 asks", () => {
    expect(csvRecord(["a", 'say "b"', "c,d", "e\nf", "", null])).toBe('a,"say ""b""","c,d","e\nf",,');
  });

  it("writes numbers with all their digits, negative ones untouched, and nothing where there is none", () => {
    expect(csvRecord([-0.1 - 0.2, -5, 1e21, Number.NaN, 0])).toBe("-0.30000000000000004,-5,1e+21,,0");
  });

  it.each(["=1+1", "+1+1", "-1-1", "@SUM(A1)", " =1", "＝1+1", "＠SUM(A1)"])("disarms the text %j", (text) => {
    const [[cell]] = parse(csvRecord([text]) + CSV_END, {relax_quotes: false}) as string[][];
    expect(cell).toBe(`'${text}`);
  });

  it("is read back by a CSV reader as it was written", () => {
    const harmless = fc.string().filter((text) => !/^[\t\r\n]|(?:^|[;\t\r\n])[\s"]*[=+\-@＝＋－＠]/.test(text));
    const numbers = fc.double({noNaN: true, noDefaultInfinity: true}).map((x) => x + 0);
    fc.assert(
      fc.property(fc.array(fc.tuple(harmless, numbers), {minLength: 1}), (rows) => {
        const file = rows.map((row) => csvRecord(row) + CSV_END).join("");
        const found = parse(file, {record_delimiter: "\r\n"}) as string[][];
        expect(found.map(([text, number]) => [text, Number(number)])).toEqual(rows);
      }),
    );
  });
});

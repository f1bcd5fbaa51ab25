import {parse} from "csv-parse/sync";
import fc from "fast-check";
import {expect, test} from "vitest";
import {readCsv, splitLine} from "../../src/lib/ingest/csv.ts";
import {namedText} from "../../src/lib/ingest/source.ts";

const source = (text: string) => ({kind: "daily" as const, ...namedText("f.csv", new TextEncoder().encode(text))});
const read = (text: string) => readCsv(source(text), (header) => (header.includes("b") ? 1 : 0));

test("numbers the lines, whatever their endings, and ignores blank ones", () => {
  const {header, rows} = read("a,b\r\n\r\n1,2\n\n3,4\r5,6");
  expect(header).toEqual(["a", "b"]);
  expect(rows.map((r) => [r.line, r.fields?.join("|"), r.text])).toEqual([
    [3, "1|2", "1,2"],
    [5, "3|4", "3,4"],
    [6, "5|6", "5,6"],
  ]);
});

test("takes a byte-order mark off", () => {
  expect(read("\ufeffa,b\n1,2\n").header).toEqual(["a", "b"]);
});

test("understands quotes", () => {
  expect(read('a,b\n"x, ""y""",2\n "z" , 3 \n').rows.map((r) => r.fields)).toEqual([
    ['x, "y"', "2"],
    ["z", "3"],
  ]);
});

test("a quote left open spoils its own line and no other", () => {
  const {rows} = read('a,b\n1,"x\n3,4\n5,"6"\n7,8"9\n"a"b,1\n10,11\n');
  expect(rows.map((r) => r.fields?.join("|") ?? r.problem)).toEqual([
    "a quote opens on this line and does not close on it",
    "3|4",
    "5|6",
    expect.stringContaining("a quote stands inside a field"),
    expect.stringContaining("a quote stands inside a field"),
    "10|11",
  ]);
});

test("two open quotes cannot swallow the lines between them", () => {
  const {rows} = read('a,b\n"1,2\n3,4\n5,6"\n');
  expect(rows.map((r) => r.fields?.join("|") ?? "broken")).toEqual(["broken", "3|4", "broken"]);
});

test.each([
  [",", ","],
  [";", ";"],
  ["\t", "\t"],
  ["|", "|"],
])("finds the delimiter %j", (delimiter, found) => {
  const raw = read(`a${delimiter}b${delimiter}c\n1${delimiter}2${delimiter}3\n`);
  expect(raw.delimiter).toBe(found);
  expect(raw.rows[0].fields).toEqual(["1", "2", "3"]);
});

test.each([
  ["\n\n", "the file is blank"],
  ["a,b\n", "a header and no rows"],
  ['a,"b\n1,2\n', "the header line cannot be split into columns"],
])("%j is an error", (text, what) => {
  expect(() => read(text)).toThrow(what);
});

test("a line of ten million characters is a line", () => {
  const {rows} = read(`a,b\n${"x".repeat(1e7)},2\n3,4\n`);
  expect(rows.map((r) => r.fields!.length)).toEqual([2, 2]);
});

test("one bad quote among many quoted lines costs little, and only its own line", () => {
  const lines = Array.from({length: 50_000}, (_, i) => (i === 31_415 ? '"bad,1' : `"x${i}",1`));
  const {rows} = read(`a,b\n${lines.join("\n")}\n`);
  expect(rows.length).toBe(50_000);
  expect(rows.filter((r) => r.fields === null).map((r) => r.line)).toEqual([31_417]);
  expect(rows.every((r, i) => r.fields === null || r.fields[0] === `x${i}`)).toBe(true);
});

test("what is wrong with quotes is what the parser says, at a small part of its price", () => {
  const unit = fc.constantFrom('"', '"', ",", ";", "a", " ", "\t", "\u00a0");
  fc.assert(
    fc.property(fc.string({unit, minLength: 1, maxLength: 14}), fc.constantFrom(",", ";", "\t"), (text, delimiter) => {
      let expected: string[] | string;
      try {
        const options = {delimiter, record_delimiter: "\n", relax_column_count: true, trim: true};
        expected = (parse(text, options) as string[][])[0] ?? [""];
      } catch (error) {
        expected = (error as {code: string}).code === "CSV_QUOTE_NOT_CLOSED" ? "opens on this line" : "inside a field";
      }
      const {fields, problem} = splitLine({line: 1, text}, delimiter as ",");
      if (typeof expected === "string") expect(problem).toContain(expected);
      else expect(fields).toEqual(expected);
    }),
    {numRuns: 3000},
  );
});

test("a file of nothing but open quotes is read at once", () => {
  const {rows} = read(`a,b\n${'"x,1\n'.repeat(100_000)}`);
  expect(rows).toHaveLength(100_000);
  expect(rows.every((row) => row.fields === null)).toBe(true);
});

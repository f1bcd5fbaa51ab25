import fc from "fast-check";
import {expect, test} from "vitest";
import {readNumber, usesDecimalCommas} from "../../src/lib/ingest/numbers.ts";

test.each([
  ["5", 5],
  ["-5.25", -5.25],
  [".5", 0.5],
  ["5.", 5],
  ["1234567.891", 1234567.891],
  ["1.234", 1.234],
  ["-0.0", 0],
])("reads %s as it stands", (cell, value) => {
  expect(readNumber(cell)).toEqual({kind: "number", value, plain: true});
});

test.each([
  ["1,234.50", 1234.5],
  ["1,234", 1234],
  ["-12,345,678.9", -12345678.9],
  ["(12.3)", -12.3],
  ["($1,234.50)", -1234.5],
  ["$(5)", -5],
  ["$5", 5],
  ["-$5", -5],
  ["$-5", -5],
  ["€ 7.5", 7.5],
  ["\u22125", -5],
  ["\u20135.5", -5.5],
  ["+5", 5],
  ["1e3", 1000],
  ["-2.5E-2", -0.025],
])("reads %s and says that it was not plain", (cell, value) => {
  expect(readNumber(cell)).toEqual({kind: "number", value, plain: false});
});

test.each(["", "NA", "n/a", "NaN", "nan", "null", "None", "-", "—", "#N/A"])("takes %j for missing", (cell) => {
  expect(readNumber(cell)).toEqual({kind: "missing"});
});

test.each([
  ["1.234,50", "decimal comma"],
  ["12,5", "decimal comma"],
  ["0,123", "decimal comma"],
  ["1.234.567", "dotted thousands"],
  ["(1.234,50)", "decimal comma"],
  ["Infinity", "infinite"],
  ["-inf", "infinite"],
  ["∞", "infinite"],
  ["1e999", "absurd"],
  ["1000000000001", "absurd"],
  ["5%", "percentage"],
  ["abc", "not a number"],
  ["0x10", "not a number"],
  ["1_000", "not a number"],
  ["--5", "not a number"],
  ["-(5)", "not a number"],
  ["(-5)", "not a number"],
  ["()", "not a number"],
  ["1 234", "not a number"],
  ["1'234", "not a number"],
  ["12,34,567", "not a number"],
  ["5-", "not a number"],
  ["$", "not a number"],
])("does not read %s: %s", (cell, why) => {
  const read = readNumber(cell);
  expect(read.kind).toBe("unreadable");
  expect((read as {why: string}).why).toContain(why);
});

test("never guesses between thousands and decimals in a file that has decimal commas", () => {
  for (const cell of ["1.234", "1,234", "-1.234", "(999,999)"])
    expect(readNumber(cell, true)).toMatchObject({kind: "unreadable", why: expect.stringContaining("ambiguous")});
  for (const cell of ["0.234", "1234.5", "12"]) expect(readNumber(cell, true).kind).toBe("number");
});

test("a file has decimal commas if more cells show them than show decimal points", () => {
  expect(usesDecimalCommas(["12,5", "1.234", "1,234"])).toBe(true);
  expect(usesDecimalCommas(["12,5", "12.5", "13.25"])).toBe(false);
  expect(usesDecimalCommas(["1.234", "5", "1,234", "x"])).toBe(false);
});

test("any finite number, written by JavaScript, is read back to the bit or refused", () => {
  fc.assert(
    fc.property(fc.double({noNaN: true, noDefaultInfinity: true}), (x) => {
      const read = readNumber(String(x));
      if (Math.abs(x) > 1e12) expect(read.kind).toBe("unreadable");
      else expect(read).toMatchObject({kind: "number", value: x + 0});
    }),
  );
});

test("no text makes it throw or give a value that is not finite", () => {
  fc.assert(
    fc.property(fc.string({unit: fc.constantFrom(..."0123456789.,-+()$eE%−∞ ax")}), fc.boolean(), (cell, commas) => {
      const read = readNumber(cell.trim(), commas);
      if (read.kind === "number") expect(Number.isFinite(read.value)).toBe(true);
    }),
  );
});

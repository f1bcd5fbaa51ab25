import {DuckDBInstance} from "@duckdb/node-api";
import fc from "fast-check";
import {expect, it} from "vitest";
import {join, name, quoteIdentifier, sql, statement} from "../../../src/lib/ingest/sql/index.ts";

it("keeps values out of the text: each becomes a parameter, in order", () => {
  const inner = sql`b = ${"'; DROP TABLE fills; --"}`;
  expect(statement(sql`SELECT ${name('odd"name')} FROM t WHERE a = ${1} AND ${inner} AND c = ${null}`)).toEqual({
    text: 'SELECT "odd""name" FROM t WHERE a = $1 AND b = $2 AND c = $3',
    values: [1, "'; DROP TABLE fills; --", null],
  });
  expect(statement(join([sql`a`, sql`${2n}`, sql`c`]))).toEqual({text: "a, $1, c", values: [2n]});
  expect(statement(join([sql`a`, sql`b`], sql` OR `)).text).toBe("a OR b");
  expect(statement(join([]))).toEqual({text: "", values: []});
  expect(() => sql`a = ${undefined as never}`).toThrow("nothing is given for part 1");
});

it("quotes names so that a database takes them for names, whatever they hold", async () => {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const names = fc.string({minLength: 1, maxLength: 30, unit: "binary"}).filter((text) => !text.includes("\u0000"));
  await fc.assert(
    fc.asyncProperty(names, fc.string(), async (column, value) => {
      const {text, values} = statement(sql`SELECT ${value} AS ${name(column)}`);
      const result = await connection.runAndReadAll(text, [...values]);
      expect(result.columnNames()).toEqual([column]);
      expect(result.getRows()).toEqual([[value]]);
    }),
    {numRuns: 300},
  );
  connection.closeSync();
  instance.closeSync();
  expect(quoteIdentifier('"; DROP TABLE x; --')).toBe('"""; DROP TABLE x; --"');
  expect(() => quoteIdentifier("")).toThrow("empty");
  expect(() => quoteIdentifier("a\u0000b")).toThrow("NUL");
});

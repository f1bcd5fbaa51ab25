import {parse} from "csv-parse/sync";
import fc from "fast-check";
import {expect, test} from "vitest";
import {csvText} from "../../src/lib/simulate/csv-text.ts";

test("numbers are written to the bit, NaN as nothing, text in quotes where needed", () => {
  expect(csvText({a: ["x", 'y, "z"', " w"], b: Float64Array.of(0.1 + 0.2, Number.NaN, -3)})).toBe(
    'a,b\nx,0.30000000000000004\n"y, ""z""",\n" w",-3\n',
  );
  expect(csvText({})).toBe("\n");
});

test("a CSV reader gets the same text back", () => {
  fc.assert(
    fc.property(fc.array(fc.string(), {minLength: 1, maxLength: 5}), (values) => {
      const records: string[][] = parse(csvText({a: values, b: values.map(() => 1)}), {
        relax_column_count: true,
        record_delimiter: "\n",
      });
      expect(records.slice(1).map((r) => r[0])).toEqual(values);
    }),
  );
});

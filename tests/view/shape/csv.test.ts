import {parse} from "csv-parse/sync";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {table} from "../../../src/lib/numeric/index.ts";
import {csv} from "../../../src/lib/view/shape/csv.ts";

describe("csv", () => {
  it("is read back by another program as it was, but for what would have been a formula", () => {
    fc.assert(
      fc.property(fc.array(fc.string({minLength: 1}), {minLength: 1}), (cells) => {
        const back = parse(csv(table({cell: cells, line: Int32Array.from(cells.keys())})), {
          columns: true,
          record_delimiter: "\r\n",
        }) as {cell: string}[];
        expect(back.map((r) => r.cell.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, ""))).toEqual(
          cells.map((c) => c.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, "")),
        );
        for (const {cell} of back)
          expect(/^[=+\-@\t\r\n＝＋－＠]/.test(cell) && Number.isNaN(Number(cell))).toBe(false);
      }),
    );
  });
  it("a file without rows is its header", () => {
    expect(csv(table({file: [], line: new Int32Array(0)}))).toBe("file,line\r\n");
  });
});

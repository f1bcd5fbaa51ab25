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
        const plain = (cell: string) => cell.replaceAll("'", "");
        expect(back.map((r) => plain(r.cell))).toEqual(cells.map(plain));
        for (const {cell} of back)
          expect(/^[=+\-@\t\r\n＝＋－＠]/.test(cell) && Number.isNaN(Number(cell))).toBe(false);
      }),
    );
  });
  it("a file without rows is its header", () => {
    expect(csv(table({file: [], line: new Int32Array(0)}))).toBe("file,line\r\n");
  });
});

import {describe, expect, it} from "vitest";
import {addFourRows} from "../../src/lib/numeric/index.ts";

describe("addFourRows", () => {
  it("adds the products of four rows to a triangle, where it begins", () => {
    const rows = [
      [1, 2, 3],
      [-4, 5, 0.5],
      [7, -8, 9],
      [0, 0, 0],
    ];
    const into = new Float64Array(10).fill(100);
    addFourRows(Float64Array.from(rows.flat()), 3, into, 2);
    const product = (j: number, l: number) => rows.reduce((sum, row) => sum + row[j] * row[l], 100);
    const triangle = [
      [0, 0],
      [1, 0],
      [1, 1],
      [2, 0],
      [2, 1],
      [2, 2],
    ];
    expect([...into]).toEqual([100, 100, ...triangle.map(([j, l]) => product(j, l)), 100, 100]);
  });
});

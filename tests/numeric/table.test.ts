import {describe, expect, it} from "vitest";
import {float64, int32, table, take, text} from "../../src/lib/numeric/index.ts";

const t = table({name: ["a", "b", "c"], day: Int32Array.of(1, 2, 3), net: Float64Array.of(0.5, Number.NaN, -1)});

describe("table", () => {
  it("refuses columns of different length, by name", () => {
    expect(() => table({a: Float64Array.of(1), b: Float64Array.of(1, 2)})).toThrow('column "b" has 2 rows; "a" has 1');
  });

  it("hands out columns by type and says what it found otherwise", () => {
    expect(text(t, "name")[2]).toBe("c");
    expect(int32(t, "day")[1]).toBe(2);
    expect(float64(t, "net")[2]).toBe(-1);
    expect(() => float64(t, "name")).toThrow('column "name" should be Float64, is text; columns: name, day, net');
    expect(() => int32(t, "net")).toThrow("should be Int32, is Float64Array");
    expect(() => text(t, "none")).toThrow("is absent");
  });

  it("takes rows in the order asked for, keeping each column's type", () => {
    const picked = take(t, [2, 0, 2]);
    expect(picked.rows).toBe(3);
    expect(text(picked, "name")).toEqual(["c", "a", "c"]);
    expect(int32(picked, "day")).toEqual(Int32Array.of(3, 1, 3));
    expect(float64(picked, "net")).toEqual(Float64Array.of(-1, 0.5, -1));
  });

  it("may be empty", () => {
    expect(table({}).rows).toBe(0);
    expect(take(t, []).rows).toBe(0);
  });
});

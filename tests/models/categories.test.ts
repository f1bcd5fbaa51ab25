import {describe, expect, it} from "vitest";
import {checkKind, checkLevels, levelsOf, matchLevels, seenLevels} from "../../src/lib/models/categories.ts";
import {design} from "./linear-cases.ts";

describe("categories", () => {
  it("lists the levels that rows with weight have, by code point", () => {
    const column = Float64Array.of(2, 0, Number.NaN, 3, 2, 1);
    const levels = ["b", "a", "B", "é"];
    expect(seenLevels(column, levels, Float64Array.of(1, 1, 1, 0, 1, 1))).toEqual(["B", "a", "b"]);
    expect(seenLevels(column, levels, Float64Array.of(0, 0, 5, 0, 0, 0))).toEqual([]);
  });

  it("matches by text: another order gives the same codes, what was not seen is missing", () => {
    const fitted = ["x", "y"];
    expect([...matchLevels(Float64Array.of(0, 1, 2, Number.NaN), ["y", "new", "x"], fitted)]).toEqual([1, -1, 0, -1]);
  });

  it("takes a feature called constructor for what it is", () => {
    expect(levelsOf({}, "constructor")).toBeUndefined();
    expect(levelsOf(undefined, "a")).toBeUndefined();
    expect(levelsOf({constructor: ["a"]}, "constructor")).toEqual(["a"]);
  });

  it("refuses levels without a column, twice the same, and cells that are no index", () => {
    const check = (column: number[], levels: Record<string, string[]>) => () =>
      checkLevels(design({a: column}, levels));
    expect(check([0, Number.NaN, 1], {a: ["x", "y"]})).not.toThrow();
    expect(check([0], {b: ["x"]})).toThrow('levels are given of "b", the columns are: a');
    expect(check([0], {a: ["x", "y", "x"]})).toThrow('"a" has the level "x" twice');
    for (const bad of [2, -1, 0.5, 1e9])
      expect(check([0, bad], {a: ["x", "y"]})).toThrow(`"a" is ${bad} in row 1: not the index of one of its 2 levels`);
    expect(() => checkKind("a", undefined, ["x"])).toThrow("give its levels");
    expect(() => checkKind("a", ["x"], undefined)).toThrow("fitted with it as a number");
    expect(() => checkKind("a", [], ["x"])).not.toThrow();
  });
});

import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {innerSplits} from "../../src/lib/models/inner-split.ts";

describe("innerSplits", () => {
  it("tests every run but the first on what came before, whatever the order of rows", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({min: 0, max: 200}), {maxLength: 400}),
        fc.integer({min: 1, max: 6}),
        (list, blocks) => {
          const days = Int32Array.from(list);
          const splits = innerSplits(days, blocks);
          if (new Set(list).size < 4 * (blocks + 1)) {
            expect(splits).toEqual([]);
            return;
          }
          expect(splits).toHaveLength(blocks);
          const tested: number[] = [];
          for (const {train, test} of splits) {
            expect(Math.max(...Array.from(train, (i) => days[i]))).toBeLessThan(
              Math.min(...Array.from(test, (i) => days[i])),
            );
            tested.push(...test);
          }
          expect(new Set(tested).size).toBe(tested.length);
          expect(tested.length + splits[0].train.length).toBe(days.length);
        },
      ),
      {seed: 1},
    );
  });
});

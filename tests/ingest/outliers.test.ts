import {expect, test} from "vitest";
import {outliers} from "../../src/lib/ingest/outliers.ts";

// 1 … 10 and x: median 6, absolute deviations 5 4 3 2 1 0 1 2 3 4 and |x − 6|, whose median is 3; 3 / Φ⁻¹(3/4) = 4.4478.
const ramp = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

test("counts deviations from the median in scaled median absolute deviations", () => {
  const [found] = outliers([...ramp, 106]);
  expect(found.index).toBe(10);
  expect(found.z).toBeCloseTo(100 / (3 * 1.4826022185), 8);
});

test("the limit is 8", () => {
  const eight = 8 * 3 * 1.4826022185056018;
  expect(outliers([...ramp, 6 + eight - 1e-6])).toEqual([]);
  expect(outliers([...ramp, 6 + eight + 1e-6])).toHaveLength(1);
  // Below the others x makes 5 the median; the median deviation stays 3.
  expect(outliers([...ramp, 5 - eight + 1e-6])).toEqual([]);
  expect(outliers([...ramp, 5 - eight - 1e-6])[0].z).toBeLessThan(-8);
});

test("days without trading neither hide nor are outliers", () => {
  const zeros = Array<number>(100).fill(0);
  expect(outliers([...zeros, ...ramp, 106]).map((o) => o.index)).toEqual([110]);
});

test("says nothing of nine values, or of values without spread", () => {
  expect(outliers([...ramp.slice(0, 8), 1e6])).toEqual([]);
  expect(outliers([...Array<number>(20).fill(5), 1e6])).toEqual([]);
});

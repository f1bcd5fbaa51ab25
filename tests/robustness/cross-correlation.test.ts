import {describe, expect, it} from "vitest";
import {stream} from "../../src/lib/numeric/index.ts";
import {circularShift} from "../../src/lib/robustness/circular-shift.ts";
import {crossCorrelation} from "../../src/lib/robustness/cross-correlation.ts";

const random = stream(1, "cross correlation");
const series = (n: number) => Float64Array.from({length: n}, () => random.normal());

describe("crossCorrelation", () => {
  it.each([1, 2, 3, 7, 64, 97, 100, 127, 128, 129])("is the direct sum, pairs added up, for %d days", (n) => {
    const pairs = Array.from({length: 3}, () => [series(n), series(n)]);
    const into = series(n);
    const slow = into.map(
      (base, s) =>
        base + pairs.reduce((sum, [u, y]) => sum + u.reduce((part, v, t) => part + v * y[(t + s) % n], 0), 0),
    );
    const correlation = crossCorrelation(n);
    for (const [u, y] of pairs) correlation.add(u, y);
    correlation.addTo(into);
    for (let s = 0; s < n; s++) expect(Math.abs(into[s] - slow[s])).toBeLessThan(1e-11);
  });

  it("adds nothing where nothing was gathered", () => {
    const into = Float64Array.of(1, 2, 3);
    crossCorrelation(3).addTo(into);
    expect([...into]).toEqual([1, 2, 3]);
  });

  it("gives the circular shifts of a policy that changes most days what direct sums give", () => {
    const [traders, days] = [3, 150];
    const n = traders * days;
    const trader = Int32Array.from({length: n}, (_, i) => Math.floor(i / days));
    const day = Int32Array.from({length: n}, (_, i) => i % days);
    const rows = {trader, day, net: series(n), multiplier: series(n).map((v) => Math.abs(v))};
    const {shift} = circularShift(rows);
    const mean = (values: Float64Array, t: number) =>
      values.subarray(t * days, (t + 1) * days).reduce((sum, v) => sum + v, 0) / days;
    const timing = (s: number) =>
      trader.reduce((sum, t, i) => {
        const from = t * days + ((day[i] - s + days) % days);
        return sum + (rows.multiplier[from] - mean(rows.multiplier, t)) * (rows.net[i] - mean(rows.net, t));
      }, 0);
    expect(shift!.observed).toBeCloseTo(timing(0), 9);
    for (const [k, v] of shift!.shifted.entries()) expect(v).toBeCloseTo(timing(shift!.apart + k), 9);
  });
});

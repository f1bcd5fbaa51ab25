import {describe, expect, it} from "vitest";
import {stream} from "../../src/lib/numeric/index.ts";
import {impactOf, sweep} from "../../src/lib/policy/index.ts";

const random = stream(11, "sweep");
const n = 200;
const rows = {
  trader: Int32Array.from({length: n}, (_, i) => i % 4),
  day: Int32Array.from({length: n}, (_, i) => Math.floor(i / 4)),
  net: Float64Array.from({length: n}, () => 100 * random.normal() - 20),
  value: Float64Array.from({length: n}, () => random.integer(60) - 30),
};
rows.value[5] = Number.NaN;

describe("sweep", () => {
  it.each([
    ["probability", "bad", (v: number, cut: number) => v > cut],
    ["net", "bad", (v: number, cut: number) => v < cut],
    ["net", "good", (v: number, cut: number) => v > cut],
    ["probability", "good", (v: number, cut: number) => v < cut],
  ] as const)("%s, %s side: every point is what impactOf says", (kind, side, acts) => {
    const points = sweep(rows, {kind, side, multiplier: 0.5, include: [3.5]});
    expect(points.length).toBeGreaterThan(20);
    expect(points.some((p) => p.threshold === 3.5)).toBe(true);
    expect(points.at(-1)).toMatchObject({rows: 0});
    for (const point of points) {
      const multiplier = rows.value.map((v) => (acts(v, point.threshold) ? 0.5 : 1));
      const {total} = impactOf({...rows, multiplier}, 4);
      expect(point.rows).toBe(total.changed);
      expect(point.delta).toBeCloseTo(total.delta, 6);
      expect(point.timing).toBeCloseTo(total.timing, 6);
      expect(point.derisking).toBeCloseTo(total.derisking, 6);
    }
  });

  it("has no points without a signal, and wants at least two", () => {
    const empty = {...rows, value: new Float64Array(n).fill(Number.NaN)};
    expect(sweep(empty, {kind: "net", multiplier: 0})).toEqual([]);
    expect(() => sweep(rows, {kind: "net", multiplier: 0, points: 1})).toThrow(/invalid points/);
  });
});

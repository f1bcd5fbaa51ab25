import {describe, expect, it} from "vitest";
import {bootstrapDraws, drawMeans, stream} from "../../src/lib/numeric/index.ts";

describe("bootstrapDraws", () => {
  const x = Float64Array.from({length: 30}, (_, t) => t);

  it("with indices given, means are those of the days written out", () => {
    const random = stream(1, "indices");
    const indices = Array.from({length: 5}, () => Int32Array.from({length: 30}, () => random.integer(30)));
    const [means] = drawMeans([x.map((v) => v * v)], bootstrapDraws([x], {indices, blockLength: 4}));
    indices.forEach((days, b) => {
      expect(means[b]).toBeCloseTo(days.reduce((s, t) => s + t * t, 0) / 30, 10);
    });
    expect(bootstrapDraws([x], {indices}).blockLength).toBeNaN();
    expect(bootstrapDraws([x], {indices, blockLength: 4}).blockLength).toBe(4);
  });

  it.each(["stationary", "circular"] as const)("%s: every draw has all its days, every day its share", (kind) => {
    const {counts, draws, days} = bootstrapDraws([x], {random: stream(2, kind), draws: 2000, kind, blockLength: 7});
    expect([draws, days]).toEqual([2000, 30]);
    const perDay = new Float64Array(30);
    for (let b = 0; b < draws; b++) {
      let sum = 0;
      for (let t = 0; t < 30; t++) {
        sum += counts[b * 30 + t];
        perDay[t] += counts[b * 30 + t] / draws;
      }
      expect(sum).toBe(30);
    }
    for (const share of perDay) expect(Math.abs(share - 1)).toBeLessThan(0.12);
  });

  it("circular blocks keep their length: a series that repeats with it never varies", () => {
    const wave = Float64Array.from({length: 28}, (_, t) => (t % 7 === 0 ? 1 : 0));
    const [means] = drawMeans(
      [wave],
      bootstrapDraws([wave], {random: stream(3, "w"), draws: 50, kind: "circular", blockLength: 7}),
    );
    for (const m of means) expect(m).toBeCloseTo(4 / 28, 14);
  });

  it("says what is wrong", () => {
    const random = stream(1, "x");
    expect(() => bootstrapDraws([], {random, draws: 5})).toThrow("there is no day");
    expect(() => bootstrapDraws([x], {random, draws: 0})).toThrow("invalid draws");
    expect(() => bootstrapDraws([x], {random, draws: 5, blockLength: 0.5})).toThrow("invalid block length");
    expect(() => bootstrapDraws([x], {random, draws: 5, kind: "circular", blockLength: 0})).toThrow(
      "invalid block length",
    );
    expect(() => bootstrapDraws([x], {indices: []})).toThrow("there is no draw");
    expect(() => bootstrapDraws([x], {indices: [[1, 2]]})).toThrow("draw 0 has 2 of 30 days");
    expect(() => bootstrapDraws([x], {indices: [new Int32Array(30).fill(30)]})).toThrow(
      "draw 0 has day 30, not in 0 … 29",
    );
  });
});

import {describe, expect, it} from "vitest";
import {selectFeaturesInWindow} from "../../src/lib/features/index.ts";
import {spreadRows} from "../../src/lib/features/spread-rows.ts";
import {stream} from "../../src/lib/numeric/index.ts";

describe("spreadRows", () => {
  it("takes one row of each stretch, ascending, and meets all traders of a day alike", () => {
    const [traders, days, count] = [500, 400, 50_000];
    const rows = spreadRows(traders * days, count);
    const met = new Float64Array(traders);
    let outside = 0;
    rows.forEach((r, k) => {
      if (r < k * 4 || r >= (k + 1) * 4) outside++;
      met[r % traders]++;
    });
    expect(outside).toBe(0);
    const fair = count / traders;
    expect(Math.min(...met)).toBeGreaterThan(0.8 * fair);
    expect(Math.max(...met)).toBeLessThan(1.2 * fair);
  });
});

describe("the selection from many rows", () => {
  it("is that from a few rows of the same kind", () => {
    const kept = (rows: number) => {
      const random = stream(5, "redundancy", rows);
      const draw = () => Float64Array.from({length: rows}, () => random.normal());
      const [a, b] = [draw(), draw()];
      const columns = [a, b, a.map((v) => Math.exp(v + 0.1 * random.normal())), b.map((v) => v + random.normal())];
      const y = a.map((v) => v + random.normal());
      const days = Int32Array.from({length: rows}, (_, i) => Math.floor(i / 20));
      return selectFeaturesInWindow({rows, names: ["a", "b", "like_a", "noisy_b"], columns}, y, {
        days,
        random,
        informationLevel: 0.001,
      }).log.map(({name, step}) => [name, step]);
    };
    const expected = [
      ["a", null],
      ["b", "information"],
      ["like_a", "redundant"],
      ["noisy_b", "information"],
    ];
    expect(kept(4000)).toEqual(expected);
    expect(kept(120_000)).toEqual(expected);
  });
});

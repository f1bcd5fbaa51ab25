import {describe, expect, it} from "vitest";
import {stream} from "../../../src/lib/numeric/index.ts";
import {thin} from "../../../src/lib/view/slice/thin.ts";

describe("thin", () => {
  it("keeps every day where there is room for it", () => {
    expect(thin([[3, 1, 2, 5]], 10)).toEqual([0, 1, 2, 3]);
    expect(thin([[]], 10)).toEqual([]);
  });

  it("keeps the ends, and in every column of pixels the lowest and highest of each series", () => {
    const random = stream(5, "walks");
    const walk = () => {
      let at = 0;
      return Array.from({length: 5003}, () => (at += random.normal()));
    };
    const series = [walk(), walk()];
    const columns = 137;
    const kept = thin(series, columns);
    expect(kept.length).toBeLessThanOrEqual(4 * columns + 2);
    expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
    expect([kept[0], kept.at(-1)]).toEqual([0, 5002]);
    for (const values of series)
      for (let column = 0; column < columns; column++) {
        const inside = (k: number) =>
          k >= Math.floor((column * 5003) / columns) && k < Math.floor(((column + 1) * 5003) / columns);
        const all = values.filter((_, k) => inside(k));
        const left = kept.filter(inside).map((k) => values[k]);
        expect([Math.min(...left), Math.max(...left)]).toEqual([Math.min(...all), Math.max(...all)]);
      }
  });
});

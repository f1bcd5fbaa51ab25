import {describe, expect, it} from "vitest";
import {clusterByCorrelation, spreadRows} from "../../src/lib/features/redundancy.ts";
import {stream} from "../../src/lib/numeric/index.ts";

describe("spreadRows", () => {
  it("takes one row of each stretch, ascending, and meets all traders of a day alike", () => {
    const [traders, days, count] = [500, 400, 50_000];
    const rows = spreadRows(traders * days, count);
    const met = new Float64Array(traders);
    rows.forEach((r, k) => {
      expect(r >= k * 4 && r < (k + 1) * 4).toBe(true);
      met[r % traders]++;
    });
    const fair = count / traders;
    expect(Math.min(...met)).toBeGreaterThan(0.8 * fair);
    expect(Math.max(...met)).toBeLessThan(1.2 * fair);
  });
});

describe("clusterByCorrelation", () => {
  it("finds the same clusters on a sample of many rows as on a few rows of the same kind", () => {
    const columns = (n: number) => {
      const random = stream(5, "redundancy", n);
      const a = Float64Array.from({length: n}, () => random.normal());
      const b = Float64Array.from({length: n}, () => random.normal());
      const nearly = (of: Float64Array, noise: number) => of.map((v) => Math.exp(v + noise * random.normal()));
      return [a, b, nearly(a, 0.1), nearly(b, 1), a.map((v) => -v)];
    };
    const members = (n: number) => clusterByCorrelation(columns(n), 0.95).map((c) => c.members);
    expect(members(2000)).toEqual([[0, 2, 4]]);
    expect(members(120_000)).toEqual([[0, 2, 4]]);
  });
});

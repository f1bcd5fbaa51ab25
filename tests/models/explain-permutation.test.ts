import {describe, expect, it} from "vitest";
import {permutationImportance} from "../../src/lib/models/explain/index.ts";
import type {Design} from "../../src/lib/models/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";

const design = (columns: Record<string, ArrayLike<number>>): Design => ({
  rows: Object.values(columns)[0].length,
  names: Object.keys(columns),
  columns: Object.values(columns).map((c) => Float64Array.from(c)),
});

/** y = 2a − b + noise, c idle; predicted by the truth. */
function linear(seed: number, rows = 600, perDay = 5) {
  const random = stream(seed, "permutation test");
  const draw = () => Float64Array.from({length: rows}, () => random.normal());
  const x = design({a: draw(), b: draw(), c: draw()});
  const y = Float64Array.from({length: rows}, (_, i) => 2 * x.columns[0][i] - x.columns[1][i] + 0.5 * random.normal());
  const days = Int32Array.from({length: rows}, (_, i) => Math.floor(i / perDay));
  const predict = ({columns: [a, b]}: Design) => a.map((v, i) => 2 * v - b[i]);
  return {x, y, days, predict, random: stream(seed, "shuffles")};
}

describe("permutation importance", () => {
  it("is 2 β² var(x) for a linear model (Fisher, Rudin and Dominici 2019, section 5), inside its interval", () => {
    const rises: number[][] = [[], [], []];
    let covered = 0;
    for (let seed = 0; seed < 40; seed++) {
      const {features, loss} = permutationImportance({...linear(seed), repeats: 5});
      expect(loss).toBeGreaterThan(0.15);
      [8, 2, 0].forEach((truth, j) => {
        rises[j].push(features[j].rise);
        const [low, high] = features[j].interval;
        if (low <= truth && truth <= high) covered++;
      });
      expect(features[2]).toMatchObject({rise: 0, standardError: 0}); // idle: the model does not look at it
      expect(features[0].moved).toBeGreaterThan(0.95);
    }
    const mean = (v: number[]) => v.reduce((s, w) => s + w, 0) / v.length;
    expect(mean(rises[0]) / 8).toBeGreaterThan(0.95);
    expect(mean(rises[0]) / 8).toBeLessThan(1.05);
    expect(mean(rises[1]) / 2).toBeGreaterThan(0.95);
    expect(mean(rises[1]) / 2).toBeLessThan(1.05);
    expect(covered / 120).toBeGreaterThan(0.9);
  });

  it("agrees with a literal loop on given shuffles: one block, one shuffle, by hand", () => {
    const x = design({a: [1, 2, 4]});
    const y = Float64Array.of(1, 2, 4);
    const days = Int32Array.of(7, 8, 9);
    // draws 0, 0: Fisher and Yates gives 4↔1: (4, 2, 1), then 2↔4: (2, 4, 1)
    const random = {...stream(1, "never"), integer: () => 0};
    const found = permutationImportance({predict: (d) => d.columns[0], x, y, days, random, repeats: 1});
    expect(found).toMatchObject({loss: 0, rows: 3, blocks: 1, level: 0.95});
    expect(found.features[0].rise).toBeCloseTo((1 + 4 + 9) / 3, 14);
    expect(found.features[0].moved).toBe(1);
    expect([found.features[0].standardError, found.features[0].drawError, found.features[0].interval[0]]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
  });

  it("shuffles within blocks of days only, and says when a feature does not move there", () => {
    const {x, y, days, random} = linear(3);
    const market = Float64Array.from(days, (day) => Math.sin(day)); // the same for all rows of a day
    const trend = Float64Array.from(days, (day) => Math.floor(day / 20)); // constant within 20 days
    const wide = {...x, names: [...x.names, "market", "trend"], columns: [...x.columns, market, trend]};
    const seen: number[][] = [];
    const predict = (d: Design) => {
      seen.push([...d.columns[4]]);
      return d.columns[3].slice();
    };
    const byDay = permutationImportance({predict, x: wide, y, days, random, blockDays: 1, repeats: 2});
    expect(byDay.blocks).toBe(120);
    expect(byDay.features[3]).toMatchObject({rise: 0, moved: 0});
    expect(byDay.features[0].moved).toBeGreaterThan(0.7); // of five rows a day, four move
    const byBlock = permutationImportance({predict, x: wide, y, days, random, repeats: 2});
    expect(byBlock.blocks).toBe(6);
    expect(byBlock.features[3].moved).toBeGreaterThan(0.9);
    expect(byBlock.features[4]).toMatchObject({moved: 0, rise: 0});
    for (const column of seen) expect(column).toEqual([...trend]);
  });

  it("gives a feature the same number whichever others are there, and takes any loss and level", () => {
    const {x, y, days, predict} = linear(4);
    const all = permutationImportance({predict, x, y, days, random: stream(1, "s")});
    const turned = {...x, names: ["c", "b", "a"], columns: [...x.columns].reverse()};
    const back = permutationImportance({
      predict: ({columns: [, b, a]}) => a.map((v, i) => 2 * v - b[i]),
      x: turned,
      y,
      days,
      random: stream(1, "s"),
    });
    expect(back.features[2]).toEqual(all.features[0]);
    const options = {predict, x, y, days, loss: (p: number, v: number) => Math.abs(p - v)};
    const wide = permutationImportance({...options, random: stream(1, "s"), level: 0.99}).features[0];
    const narrow = permutationImportance({...options, random: stream(1, "s"), level: 0.5}).features[0];
    expect(wide.rise).toBe(narrow.rise);
    expect(wide.rise).not.toBe(all.features[0].rise);
    // quantiles of Student's t with 5 degrees of freedom: 4.032 and 0.727 (any table)
    expect((wide.interval[1] - wide.rise) / wide.standardError).toBeCloseTo(4.032, 3);
    expect((narrow.interval[1] - narrow.rise) / narrow.standardError).toBeCloseTo(0.727, 3);
  });

  it("refuses settings out of range and lengths that differ", () => {
    const given = linear(1, 20);
    const attempt = (more: object) => () => permutationImportance({...given, ...more});
    expect(attempt({repeats: 0})).toThrow("invalid repeats; not 1 or more: 0");
    expect(attempt({blockDays: 0.5})).toThrow("invalid blockDays; not 1 or more: 0.5");
    expect(attempt({level: 1})).toThrow("invalid level; not in (0, 1): 1");
    expect(attempt({y: new Float64Array(3)})).toThrow("invalid y; the design has 20 rows, not 3");
    expect(attempt({days: new Int32Array(3)})).toThrow("invalid days; the design has 20 rows, not 3");
    expect(attempt({x: design({a: []})})).toThrow("it has no rows");
  });
});

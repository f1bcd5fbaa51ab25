import {describe, expect, it} from "vitest";
import {stream} from "../../src/lib/numeric/index.ts";
import {dayBlocks, movedDays, ordersOf, permutations, randomisationP} from "../../src/lib/robustness/index.ts";

describe("randomisationP", () => {
  const exact = {exact: true} as const;

  it("counts the observed as one arrangement, and ties against it", () => {
    expect(randomisationP(3, [1, 2, 3, 4], {tail: "above", ...exact})).toEqual({p: 3 / 5, pError: 0});
    expect(randomisationP(3, [1, 2, 3, 4], {tail: "below", ...exact}).p).toBe(4 / 5);
    expect(randomisationP(-3, [1, -2, 3.5, -4], {tail: "both", ...exact}).p).toBe(3 / 5);
    expect(randomisationP(5, [], {tail: "above", ...exact}).p).toBe(1);
    expect(randomisationP(5, [1, Number.NaN], {tail: "both", ...exact}).p).toBe(2 / 3);
  });

  it("takes a draw within rounding of the observed for a tie", () => {
    expect(randomisationP(0.1 + 0.2, [0.3], {tail: "above", ...exact}).p).toBe(1);
    expect(randomisationP(1e-17, [0], {tail: "above", ...exact, scale: 1}).p).toBe(1);
    expect(randomisationP(1e-17, [0], {tail: "above", ...exact}).p).toBe(1 / 2);
  });

  it("has the error of a share of independent draws", () => {
    const {p, pError} = randomisationP(1, new Float64Array(99), {tail: "above", exact: false});
    expect(p).toBe(0.01);
    expect(pError).toBeCloseTo(Math.sqrt((0.01 * 0.99) / 100), 12);
  });
});

describe("orders", () => {
  it("are all there are, each once, the true one first in the list", () => {
    const all = permutations(5).map((o) => o.join(""));
    expect(all).toHaveLength(120);
    expect(new Set(all).size).toBe(120);
    expect(all[0]).toBe("01234");
    expect([...all].sort()).toEqual(all);
    expect(permutations(1).map((o) => [...o])).toEqual([[0]]);
  });

  it("are listed where they are few, and drawn where they are many: the same when asked again", () => {
    const random = (b: number) => stream(3, "orders", b);
    const listed = ordersOf(4, 23, random);
    expect([listed.count, listed.exact]).toEqual([23, true]);
    expect(ordersOf(4, 22, random).exact).toBe(false);
    const drawn = ordersOf(30, 50, random);
    expect([drawn.count, drawn.exact]).toEqual([50, false]);
    for (const b of [0, 17]) {
      expect([...drawn.order(b)]).toEqual([...drawn.order(b)]);
      expect([...drawn.order(b)].sort((x, y) => x - y)).toEqual(Array.from({length: 30}, (_, k) => k));
    }
    expect([...drawn.order(0)]).not.toEqual([...drawn.order(1)]);
  });
});

describe("day blocks", () => {
  it("move every day by more than the look-back, or not at all, whatever the order", () => {
    const [days, lookBack] = [67, 12];
    const blocks = dayBlocks(days, lookBack)!;
    expect(blocks).toEqual({blocks: 5, length: 13});
    for (const order of permutations(5)) {
      const to = movedDays(days, blocks, order);
      expect([...to].sort((a, b) => a - b)).toEqual(Array.from({length: days}, (_, t) => t));
      for (let t = 0; t < days; t++) expect(to[t] === t || Math.abs(to[t] - t) > lookBack).toBe(true);
      for (let t = 65; t < days; t++) expect(to[t]).toBe(t); // left over
    }
  });

  it("are none where fewer than four would fit", () => {
    expect(dayBlocks(100, 25)).toBeNull();
    expect(dayBlocks(104, 25)).toEqual({blocks: 4, length: 26});
    expect(dayBlocks(10, 60)).toBeNull();
  });
});

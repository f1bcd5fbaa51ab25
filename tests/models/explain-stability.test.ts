import {describe, expect, it} from "vitest";
import {importanceStability} from "../../src/lib/models/explain/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";

describe("stability of importance over folds", () => {
  const names = ["a", "b", "c", "d"];

  it("is 1 where all folds agree", () => {
    const folds = [
      {a: 4, b: -3, c: 2, d: 1},
      {a: 8, b: -6, c: 4, d: 2},
    ];
    const found = importanceStability(names, folds, 2);
    expect(found).toMatchObject({folds: 2, top: 2, rankCorrelation: 1});
    expect(
      found.features.map(({name, meanRank, shareInTop, signAgreement}) => [name, meanRank, shareInTop, signAgreement]),
    ).toEqual([
      ["a", 1, 1, 1],
      ["b", 2, 1, 1],
      ["c", 3, 0, 1],
      ["d", 4, 0, 1],
    ]);
    expect(found.features[1]).toMatchObject({mean: -4.5, sd: expect.closeTo(Math.sqrt(4.5), 12)});
  });

  it("shows disagreement in rank, sign and the top; by hand", () => {
    const folds: Record<string, number>[] = [
      {a: 3, b: 2, c: 1},
      {a: -1, b: 2, c: 3},
      {a: 3, b: 2, d: 2},
    ];
    const {rankCorrelation, features} = importanceStability(names, folds, 2);
    // ranks: a 1, 3, 1; b 2, 2, 2.5; c 3, 1, 4; d 4, 4, 2.5; Spearman: (1, 2) −0.2 + …
    const spearman = (p: number[], q: number[]) => {
      const centre = (v: number[]) => v.map((r) => r - 2.5);
      const dot = (u: number[], v: number[]) => u.reduce((s, w, i) => s + w * v[i], 0);
      const [u, v] = [centre(p), centre(q)];
      return dot(u, v) / Math.sqrt(dot(u, u) * dot(v, v));
    };
    const [one, two, three] = [
      [1, 2, 3, 4],
      [3, 2, 1, 4],
      [1, 2.5, 4, 2.5],
    ];
    expect(rankCorrelation).toBeCloseTo((spearman(one, two) + spearman(one, three) + spearman(two, three)) / 3, 12);
    const by = Object.fromEntries(features.map((f) => [f.name, f]));
    expect(by.a).toMatchObject({
      meanRank: expect.closeTo(5 / 3, 12),
      signAgreement: expect.closeTo(2 / 3, 12),
      shareInTop: expect.closeTo(2 / 3, 12),
    });
    expect(by.b.shareInTop).toBeCloseTo((1 + 1 + 0.5) / 3, 12); // tied with d for the last place of the third fold
    expect(by.d).toMatchObject({signAgreement: 1, shareInTop: expect.closeTo(0.5 / 3, 12)});
    expect(features[0].name).toBe("a");
  });

  it("is near 0 for importances drawn at random", () => {
    const random = stream(5, "stability");
    const many = Array.from({length: 30}, (_, j) => `f${j}`);
    const folds = Array.from({length: 20}, () => Object.fromEntries(many.map((name) => [name, random.uniform()])));
    expect(Math.abs(importanceStability(many, folds).rankCorrelation)).toBeLessThan(0.05);
  });

  it("has NaN where it cannot know, and refuses what is wrong", () => {
    const one = importanceStability(["a"], [{a: 0}]);
    expect(one.rankCorrelation).toBeNaN();
    expect(one.features[0]).toMatchObject({sd: Number.NaN, signAgreement: Number.NaN, shareInTop: 0, meanRank: 1});
    expect(() => importanceStability(names, [])).toThrow("invalid folds; there are none");
    expect(() => importanceStability(names, [{z: 1}])).toThrow('fold 0 has "z", not one of the names');
    expect(() => importanceStability(names, [{a: Number.NaN}])).toThrow('"a" in fold 0 is NaN');
    expect(() => importanceStability(names, [{a: 1}], 0)).toThrow("invalid top");
  });
});

import {describe, expect, it} from "vitest";
import {stream} from "../../../src/lib/numeric/index.ts";
import {
  atLeast,
  coverageInterval,
  criticalMisses,
  judge,
  knownTruthRule,
  type TwinTry,
  tally,
} from "../../../src/lib/robustness/index.ts";

describe("exact binomial", () => {
  it("counts as the definition does", () => {
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k);
    const literal = (k: number, n: number, p: number) => {
      let sum = 0;
      for (let x = k; x <= n; x++) sum += choose(n, x) * Math.exp(x * Math.log(p) + (n - x) * Math.log(1 - p));
      return sum;
    };
    for (const [k, n, p] of [
      [3, 10, 0.07],
      [7, 40, 0.25],
      [1, 5, 0.5],
    ])
      expect(atLeast(k, n, p)).toBeCloseTo(literal(k, n, p), 12);
    expect(atLeast(0, 4, 0.3)).toBeCloseTo(1, 12);
  });

  it("knows how many misses are too many (scipy.stats.binom.sf)", () => {
    expect([24, 40, 100].map((n) => criticalMisses(n, 0.07, 0.01))).toEqual([6, 8, 14]);
    expect([20, 40, 60].map((n) => criticalMisses(n, 0.07, 0.02))).toEqual([5, 7, 10]);
    expect(criticalMisses(1, 0.07, 0.01)).toBe(2); // one draw proves nothing
  });

  it("gives Clopper and Pearson's interval", () => {
    // all of n: (0.025)^(1/n); none: its mirror image
    expect(coverageInterval(10, 10)).toEqual([expect.closeTo(Math.exp(Math.log(0.025) / 10), 10), 1]);
    expect(coverageInterval(0, 10)).toEqual([0, expect.closeTo(1 - Math.exp(Math.log(0.025) / 10), 10)]);
    // between: each end puts 2.5 % beyond what was seen
    const [low, high] = coverageInterval(37, 40);
    expect(atLeast(37, 40, low)).toBeCloseTo(0.025, 10);
    expect(1 - atLeast(38, 40, high)).toBeCloseTo(0.025, 10);
  });
});

/** An estimator of the truth with standard error 1 that states `stated` and is off by `off`. */
function answers(truth: number, draws: number, {stated = 1, off = 0, name = "right"} = {}): TwinTry[] {
  const random = stream(11, "estimator", name, truth);
  return Array.from({length: draws}, () => {
    const estimate = truth + off + random.normal();
    return {truth, estimate, standardError: stated, lower: estimate - 1.96 * stated, upper: estimate + 1.96 * stated};
  });
}

const judged = (draws: number, how: Parameters<typeof answers>[2] = {}) =>
  judge({null: tally(answers(0, draws, how)), effect: tally(answers(3, draws, how))}, 0.95);

describe("tally", () => {
  it("counts by hand", () => {
    const one = (estimate: number, half: number) => ({
      ...{truth: 1, estimate, standardError: half / 2},
      ...{lower: estimate - half, upper: estimate + half},
    });
    const found = tally([one(2, 1.5), one(3, 1), one(1, 2), {refused: "no"}])!;
    expect(found.misses).toBe(1);
    expect(found.excluded).toBeCloseTo(2 / 3, 12);
    expect(found.world).toMatchObject({draws: 3, refused: 1, truth: 1, bias: 1, spread: 1, biasInStandardErrors: 1});
    expect(found.world.coverage).toBeCloseTo(2 / 3, 12);
    expect(found.world.coverageError).toBeCloseTo(Math.sqrt(2 / 27), 12);
    expect(found.world.meanStandardError).toBeCloseTo(0.75, 12);
    expect(tally([{refused: "no"}])).toBeNull();
  });

  it("does not divide by a spread of zero", () => {
    const same = {truth: 1, estimate: 1, standardError: 0, lower: 1, upper: 1};
    expect(tally([same, same])!.world).toMatchObject({bias: 0, spread: 0, biasInStandardErrors: 0, coverage: 1});
    expect(tally([same])!.world.spread).toBe(0);
  });
});

describe("judge", () => {
  it("lets a right estimator hold, and says what would have been caught", () => {
    const {status, why} = judged(100);
    expect(status).toBe("holds");
    expect(why).toMatch(/of 200 twins; 95 % are promised.*would have been caught 100 % of the time/);
  });

  it("finds standard errors that were halved", () => {
    const {status, why} = judged(40, {stated: 0.5});
    expect(status).toBe("fails");
    expect(why).toMatch(/Luck explains so many misses in less than 2 %/);
  });

  it("finds a bias that intervals are wide enough to hide", () => {
    const {status, why} = judged(100, {stated: 1.5, off: 1, name: "biased"});
    expect(status).toBe("fails");
    expect(why).toMatch(/off by .* standard errors on average, too high/);
    expect(judged(100, {stated: 1.5, off: -1, name: "biased"}).why).toMatch(/too low/);
  });

  it("finds what is wrong in one kind of twin only", () => {
    const right = tally(answers(0, 60));
    expect(judge({null: right, effect: tally(answers(3, 60, {stated: 0.4}))}, 0.95).status).toBe("fails");
    expect(judge({null: tally(answers(0, 60, {stated: 0.4})), effect: right}, 0.95).status).toBe("fails");
    expect(judge({null: right, effect: null}, 0.95).status).toBe("holds");
  });

  it("says that it cannot tell in few draws, or where most twins are refused", () => {
    expect(judged(4)).toMatchObject({status: "cannot tell", why: expect.stringMatching(/in so few draws/)});
    const refused: TwinTry[] = new Array(300).fill({refused: "no donors"});
    const mostly = tally([...refused, ...answers(0, 100)]);
    expect(judge({null: mostly, effect: null}, 0.95)).toMatchObject({
      status: "cannot tell",
      why: expect.stringMatching(/300 of 400 twins do not permit it/),
    });
  });

  it("rarely accuses a right estimator", () => {
    let accused = 0;
    for (let k = 0; k < 400; k++) if (judged(20, {name: `right ${k}`}).status === "fails") accused++;
    expect(accused / 400).toBeLessThan(0.03);
    expect(knownTruthRule.alpha).toBe(0.02);
  });
});

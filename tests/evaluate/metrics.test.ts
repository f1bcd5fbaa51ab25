import {describe, expect, it} from "vitest";
import {rowsOfBins} from "../../src/lib/evaluate/calibration.ts";
import {
  auc,
  brier,
  hitRate,
  logLoss,
  mae,
  midranks,
  pinballLoss,
  r2OutOfSample,
  rmse,
  wilsonInterval,
} from "../../src/lib/evaluate/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";

describe("errors of a prediction", () => {
  const y = Float64Array.of(1, -2, 0, 4);
  const f = Float64Array.of(2, -2, 3, 0);

  it("MAE and RMSE by hand", () => {
    expect(mae(y, f)).toBe((1 + 0 + 3 + 4) / 4);
    expect(rmse(y, f)).toBe(Math.sqrt((1 + 0 + 9 + 16) / 4));
  });

  it("R² is 0 for the past mean itself, 1 for the truth, negative for worse, undefined if the mean was never wrong", () => {
    const mean = Float64Array.of(0, 0.5, -0.5, 0);
    expect(r2OutOfSample(y, mean, mean)).toBe(0);
    expect(r2OutOfSample(y, y, mean)).toBe(1);
    expect(r2OutOfSample(y, f, mean)).toBeCloseTo(1 - 26 / (1 + 6.25 + 0.25 + 16), 14);
    expect(r2OutOfSample(y, f, y)).toBeNaN();
  });

  it("the pinball loss is least at the quantile", () => {
    const values = Array.from({length: 99}, (_, i) => i + 1);
    const total = (q: number) => values.reduce((sum, v) => sum + pinballLoss(0.2)(v, q), 0);
    const best = values.reduce((a, b) => (total(b) < total(a) ? b : a));
    expect(best).toBe(20);
    expect(pinballLoss(0.05)(-10, -4)).toBeCloseTo(0.95 * 6, 14);
    expect(pinballLoss(0.05)(10, -4)).toBeCloseTo(0.05 * 14, 14);
  });

  it("the hit rate leaves out days without P&L and counts a prediction of 0 as a miss", () => {
    expect(hitRate([1, -2, 0, 4, -1], [2, -2, 3, 0, 1])).toEqual({rows: 4, rate: 2 / 4, majority: 2 / 4});
    expect(hitRate([1, 1, -1], [-0, 1, -1])).toEqual({rows: 3, rate: 2 / 3, majority: 2 / 3});
    expect(hitRate([0, 0], [1, 1])).toBeNull();
  });
});

describe("ranks", () => {
  it("midranks share ties", () => {
    expect([...midranks([3, 1, 3, 2, 3])]).toEqual([4, 1, 4, 2, 4]);
  });

  it("AUC equals the share of concordant pairs, ties a half", () => {
    const random = stream(3, "auc");
    const score = Array.from({length: 60}, () => random.integer(8));
    const outcome = score.map((s) => (random.uniform() < 0.2 + s / 20 ? 1 : 0));
    let wins = 0;
    let pairs = 0;
    for (let i = 0; i < 60; i++)
      for (let j = 0; j < 60; j++)
        if (outcome[i] === 1 && outcome[j] === 0) {
          pairs++;
          wins += score[i] > score[j] ? 1 : score[i] === score[j] ? 0.5 : 0;
        }
    expect(auc(outcome, score)).toBeCloseTo(wins / pairs, 12);
    expect(auc([1, 1], [0.1, 0.2])).toBeNull();
  });
});

describe("probabilities", () => {
  it("Brier and log loss by hand, and no infinity for one certain miss", () => {
    expect(brier([1, 0], [0.8, 0.4])).toBeCloseTo((0.04 + 0.16) / 2, 14);
    expect(logLoss([1, 0], [0.8, 0.4])).toBeCloseTo(-(Math.log(0.8) + Math.log(0.6)) / 2, 14);
    expect(logLoss([1], [0])).toBeCloseTo(-Math.log(1e-15), 8);
  });

  it("Wilson's interval: Newcombe (1998), table I", () => {
    const cases = [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ];
    for (const [events, n, lower, upper] of cases) {
      const found = wilsonInterval(events, n, 0.95);
      expect(found[0]).toBeCloseTo(lower, 4);
      expect(found[1]).toBeCloseTo(upper, 4);
    }
    expect(wilsonInterval(5, 5, 0.95)[1]).toBe(1);
    expect(() => wilsonInterval(1, 0, 0.95)).toThrow(/invalid share/);
  });

  it("bins hold every row once, ascending, and never split equal predictions", () => {
    const random = stream(4, "bins");
    const p = Array.from({length: 200}, () => random.integer(14) / 20);
    const bins = rowsOfBins(p, 10);
    expect(bins.flatMap((rows) => [...rows]).sort((a, b) => a - b)).toEqual([...p.keys()]);
    for (let k = 1; k < bins.length; k++)
      expect(Math.min(...Array.from(bins[k], (i) => p[i]))).toBeGreaterThan(
        Math.max(...Array.from(bins[k - 1], (i) => p[i])),
      );
    expect(rowsOfBins([0.5, 0.5, 0.5], 10)).toHaveLength(1);
  });
});

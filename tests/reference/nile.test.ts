import {describe, expect, it} from "vitest";
import {cusumTests, fitStructural, meanBreaks, meanShiftTest, smoothedStates} from "../../src/lib/causal/index.ts";
import {data, expected, hasReference} from "./reference.ts";

interface Nile {
  readonly printed: {readonly sigma2_irregular: number; readonly sigma2_level: number; readonly break_year: number};
  readonly R: {
    readonly StructTS: {
      readonly level: number;
      readonly epsilon: number;
      readonly smoothed_first5: readonly number[];
      readonly smoothed_last5: readonly number[];
    };
    readonly strucchange: {
      readonly rss_by_breaks: readonly number[];
      readonly bic_by_breaks: readonly number[];
      readonly optimal_breaks: number;
      readonly supF: {readonly stat: number};
      readonly aveF: {readonly stat: number};
      readonly ols_cusum: {readonly stat: number; readonly p: number};
      readonly rec_cusum: {readonly stat: number; readonly p: number};
    };
  };
  readonly statsmodels: {readonly llf: number};
}

describe.skipIf(!hasReference)("the Nile at Aswan: local level and structural break", () => {
  const load = () => {
    const {volume, year} = data("nile");
    return {volume, year, nile: expected<Nile>("nile")};
  };

  it("variances by maximum likelihood, exactly diffuse (StructTS; Durbin and Koopman 2012)", () => {
    const {volume, nile} = load();
    const {variances, logLikelihood} = fitStructural(volume);
    expect(Math.abs(variances.irregular - nile.R.StructTS.epsilon)).toBeLessThan(0.5);
    expect(Math.abs(variances.level - nile.R.StructTS.level)).toBeLessThan(0.5);
    expect(Math.abs(variances.irregular - nile.printed.sigma2_irregular)).toBeLessThan(1);
    expect(Math.abs(variances.level - nile.printed.sigma2_level)).toBeLessThan(0.5);
    // statsmodels stops before the maximum, starts from a large variance, and leaves the first observation out as well
    expect(Math.abs(logLikelihood - nile.statsmodels.llf)).toBeLessThan(0.02);
  });

  it("smoothed level", () => {
    const {volume, nile} = load();
    const {model, filter} = fitStructural(volume);
    const level = smoothedStates(model, filter).map((state) => state[0]);
    nile.R.StructTS.smoothed_first5.forEach((wanted, t) => {
      expect(Math.abs(level[t] - wanted)).toBeLessThan(1e-2);
    });
    nile.R.StructTS.smoothed_last5.forEach((wanted, t) => {
      expect(Math.abs(level[level.length - 5 + t] - wanted)).toBeLessThan(1e-2);
    });
  });

  it("break year and F statistics (strucchange)", () => {
    const {volume, year, nile} = load();
    const {supF, aveF, breakAfter, p} = meanShiftTest(volume);
    expect(Math.abs(supF - nile.R.strucchange.supF.stat)).toBeLessThan(1e-6);
    expect(Math.abs(aveF - nile.R.strucchange.aveF.stat)).toBeLessThan(1e-6);
    expect(year[breakAfter - 1]).toBe(nile.printed.break_year);
    expect(p).toBeLessThan(1e-12);
  });

  it("segmentations: residual sums of squares, BIC and the number of breaks", () => {
    const {volume, year, nile} = load();
    const {residualSumOfSquares, bic, best, breaksAfter} = meanBreaks(volume);
    nile.R.strucchange.rss_by_breaks.forEach((wanted, m) => {
      expect(Math.abs(residualSumOfSquares[m] / wanted - 1)).toBeLessThan(1e-10);
    });
    nile.R.strucchange.bic_by_breaks.forEach((wanted, m) => {
      expect(Math.abs(bic[m] - wanted)).toBeLessThan(1e-6);
    });
    expect(best).toBe(nile.R.strucchange.optimal_breaks);
    expect(year[breaksAfter[1][0] - 1]).toBe(nile.printed.break_year);
  });

  it("CUSUM tests, statistics and p-values", () => {
    const {volume, nile} = load();
    const {ols, recursive} = cusumTests(volume);
    expect(Math.abs(ols.statistic - nile.R.strucchange.ols_cusum.stat)).toBeLessThan(1e-9);
    expect(Math.abs(ols.p / nile.R.strucchange.ols_cusum.p - 1)).toBeLessThan(1e-6);
    expect(Math.abs(recursive.statistic - nile.R.strucchange.rec_cusum.stat)).toBeLessThan(1e-9);
    expect(Math.abs(recursive.p / nile.R.strucchange.rec_cusum.p - 1)).toBeLessThan(1e-6);
  });
});

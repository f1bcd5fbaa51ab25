import {describe, expect, it} from "vitest";
import {
  deflatedSharpe,
  expectedMaximumSharpe,
  minimumTrackRecord,
  probabilisticSharpe,
  sharpeStandardError,
} from "../../src/lib/evaluate/index.ts";
import {expected, hasReference} from "./reference.ts";

interface Case {
  readonly dsr_2014: {
    readonly cases: {
      N: number;
      T: number;
      sr_annual: number;
      periods: number;
      var_trials_sr_annual: number;
      skew: number;
      kurtosis: number;
      expected_max_sr_per_period: number;
      sr_std: number;
      dsr: number;
    }[];
    readonly printed: Record<string, {SR0?: number; DSR: number}>;
  };
  readonly psr_2012: {
    n: number;
    skew: number;
    kurtosis: number;
    sr: number;
    sr_std: number;
    psr_vs_0: number;
    min_trl_prob95: number;
    printed: {sr_std?: number; psr0?: number; min_trl_years?: number};
  }[];
}

const near = (found: number, wanted: number) => expect(Math.abs(found / wanted - 1)).toBeLessThan(1e-9);

describe.skipIf(!hasReference)(
  "Sharpe ratios: Bailey and López de Prado 2012, 2014, and a public implementation",
  () => {
    it("deflated", () => {
      const {cases, printed} = expected<Case>("dsr_psr").dsr_2014;
      const found = cases.map((c) => {
        const facts = {n: c.T, sharpe: c.sr_annual / Math.sqrt(c.periods), skew: c.skew, kurtosis: c.kurtosis};
        const result = deflatedSharpe(facts, c.N, c.var_trials_sr_annual / c.periods);
        near(result.expectedMaximum, c.expected_max_sr_per_period);
        near(expectedMaximumSharpe(c.N, c.var_trials_sr_annual / c.periods), c.expected_max_sr_per_period);
        near(result.standardError, c.sr_std);
        near(result.probability, c.dsr);
        return result;
      });
      expect(found[0].expectedMaximum).toBeCloseTo(printed["N100_skew-3_kurt10"].SR0!, 4);
      expect(found[0].probability).toBeCloseTo(printed["N100_skew-3_kurt10"].DSR, 4);
      expect(found[1].probability).toBeCloseTo(printed["N46_skew-3_kurt10"].DSR, 4);
      expect(found[2].probability).toBeCloseTo(printed.N88_normal.DSR, 4);
    });

    it("probabilistic, and the minimum track record", () => {
      for (const c of expected<Case>("dsr_psr").psr_2012) {
        const facts = {...c, sharpe: c.sr};
        near(sharpeStandardError(facts), c.sr_std);
        near(probabilisticSharpe(facts), c.psr_vs_0);
        near(minimumTrackRecord(facts), c.min_trl_prob95);
        if (c.printed.sr_std) expect(sharpeStandardError(facts)).toBeCloseTo(c.printed.sr_std, 4);
        if (c.printed.psr0) expect(probabilisticSharpe(facts)).toBeCloseTo(c.printed.psr0, 3);
        // monthly returns
        if (c.printed.min_trl_years) expect(minimumTrackRecord(facts) / 12).toBeCloseTo(c.printed.min_trl_years, 3);
      }
    });
  },
);

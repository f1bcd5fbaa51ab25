import {describe, expect, it} from "vitest";
import {irmFromPredictions, plrFromPredictions} from "../../src/lib/causal/index.ts";
import {
  averageEffectMoment,
  type DmlSensitivity,
  dmlBounds,
  dmlRobustnessValue,
  dmlSensitivity,
} from "../../src/lib/robustness/index.ts";
import {data, expected, hasReference, relativeError} from "./reference.ts";

interface Block {
  readonly estimates: Record<string, number>;
  readonly scenarios: readonly Record<string, number>[];
  readonly rv: number;
  readonly rva_one_sided_5pct: number;
}
interface Case {
  readonly sensitivity_authors_code: Record<string, Block>;
}

const close = (found: number, wanted: number, tolerance = 1e-6) =>
  expect(relativeError(found, wanted)).toBeLessThan(tolerance);

describe.skipIf(!hasReference).each(["pension401k_quadratic", "pension401k"])(
  "DML sensitivity, %s: its authors' code (dml.sensemakr)",
  (name) => {
    const blocks = hasReference ? expected<Case>(`dml_${name}`).sensitivity_authors_code : {};
    const {net_tfa: y, e401: d} = hasReference ? data(name) : {};
    const p = hasReference ? data(`${name}_predictions_rep1`) : {};
    const plr = (outcome: Float64Array, treatment: Float64Array) =>
      dmlSensitivity(plrFromPredictions(y, d, outcome, treatment));
    const irm = (outcome0: Float64Array, outcome1: Float64Array, propensity: Float64Array) => {
      const fit = irmFromPredictions(y, d, {outcome0, outcome1, propensity});
      return dmlSensitivity({...fit, moment: averageEffectMoment(fit.propensity)});
    };
    const fits: Readonly<Record<string, () => DmlSensitivity>> = {
      plm: () => plr(p.ml_l, p.ml_m),
      plm_xgb: () => plr(p.xgb_ml_l, p.xgb_ml_m),
      npm_ate: () => irm(p.ml_g0, p.ml_g1, p.ml_m_irm),
      npm_ate_xgb: () => irm(p.xgb_ml_g0, p.xgb_ml_g1, p.xgb_ml_m),
    };

    it("has a fit for every block", () => expect(Object.keys(fits).sort()).toEqual(Object.keys(blocks).sort()));

    it.each(Object.entries(fits))("%s", (block, fitted) => {
      const wanted = blocks[block];
      const found = fitted();
      close(found.estimate, wanted.estimates["theta.s"]);
      close(found.se, wanted.estimates["se.theta.s"]);
      close(found.sigma2, wanted.estimates["sigma2.s"]);
      close(found.seSigma2, wanted.estimates["se.sigma2.s"]);
      close(found.nu2, wanted.estimates["nu2.s"]);
      close(found.seNu2, wanted.estimates["se.nu2.s"]);
      close(found.scale2, wanted.estimates.S2);
      close(found.seScale2, wanted.estimates["se.S2"]);
      close(found.covariance, wanted.estimates["cov.theta.S2"]);
      expect(wanted.scenarios.length).toBeGreaterThan(2);
      for (const s of wanted.scenarios) {
        const bounds = dmlBounds(found, {outcome: s.cf_y, treatment: s.cf_d, adversity: s.rho2});
        close(bounds.bias, s["bias.bound"]);
        close(bounds.lowest, s["theta.m"]);
        close(bounds.highest, s["theta.p"]);
        close(bounds.seLowest, s["se.theta.m"]);
        close(bounds.seHighest, s["se.theta.p"]);
        close(bounds.lower, s.ci_lower_95_one_sided);
        close(bounds.upper, s.ci_upper_95_one_sided);
      }
      // the peer's come from a one-dimensional search
      expect(Math.abs(dmlRobustnessValue(found) - wanted.rv)).toBeLessThan(2e-5);
      expect(Math.abs(dmlRobustnessValue(found, {alpha: 0.05}) - wanted.rva_one_sided_5pct)).toBeLessThan(2e-5);
    });
  },
);

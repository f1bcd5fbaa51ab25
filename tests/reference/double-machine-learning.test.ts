import {describe, expect, it} from "vitest";
import {
  clusterCrossFit,
  fitIivm,
  fitIrm,
  fitPliv,
  fitPlr,
  foldsOf,
  iivmFromPredictions,
  inference,
  irmFromPredictions,
  type LinearScoreFit,
  type MedianConvention,
  medianOfRepeats,
  plivFromPredictions,
  plrFromPredictions,
  plrIvTypeFromPredictions,
} from "../../src/lib/causal/index.ts";
import type {Learner} from "../../src/lib/models/index.ts";
import {leastSquares, logistic} from "../causal/least-squares.ts";
import {data, expected, hasReference, relativeError} from "./reference.ts";

interface Estimate {
  readonly theta: number;
  readonly se: number;
  readonly p: number;
  readonly ci95: [number, number];
  readonly all_coef: number[];
  readonly all_se: number[];
}

interface Pension {
  readonly doubleml: Record<string, Estimate> & {x: string[]};
  readonly "iv_models_doubleml_0.9.3": Record<string, Estimate>;
  readonly median_se_conventions: Record<string, Record<string, number>>;
  readonly printed: Record<string, [number, number]>;
}

const check = (fit: LinearScoreFit, wanted: Estimate, tolerance: number) => {
  const found = inference(fit);
  expect(relativeError(found.estimate, wanted.theta)).toBeLessThan(tolerance);
  expect(relativeError(found.standardError, wanted.se)).toBeLessThan(tolerance);
  expect(relativeError(found.interval[0], wanted.ci95[0])).toBeLessThan(10 * tolerance);
  expect(relativeError(found.interval[1], wanted.ci95[1])).toBeLessThan(10 * tolerance);
  expect(Math.abs(fit.influence.reduce((s, v) => s + v, 0) / fit.influence.length)).toBeLessThan(1e-6 * wanted.se);
};

describe.skipIf(!hasReference).each([
  ["quadratic covariates", "pension401k_quadratic"],
  ["raw covariates (huge weights)", "pension401k"],
])("401(k), %s: DoubleML 0.9.3, from the dumped predictions", (_, name) => {
  const {doubleml} = expected<Pension>(`dml_${name}`);
  const {net_tfa: y, e401: d} = data(name);
  const p = data(`${name}_predictions_rep1`);
  const irm = {outcome0: p.ml_g0, outcome1: p.ml_g1, propensity: p.ml_m_irm};

  it("partially linear: partialling-out, IV-type, and with boosted nuisances", () => {
    check(plrFromPredictions(y, d, p.ml_l, p.ml_m), doubleml.plr_partialling_out, 1e-6);
    check(plrIvTypeFromPredictions(y, d, p.ml_g_ivtype, p.ml_m), doubleml.plr_iv_type, 1e-6);
    const boosted = plrFromPredictions(y, d, p.xgb_ml_l, p.xgb_ml_m);
    check(boosted, doubleml.plr_partialling_out_xgb_external_predictions, 1e-6);
    // 15 digits of t from 12 digits of predictions: the tail magnifies them
    const found = inference(plrFromPredictions(y, d, p.ml_l, p.ml_m));
    expect(relativeError(found.p, doubleml.plr_partialling_out.p)).toBeLessThan(1e-4);
  });

  it("interactive: all, treated, normalised weights, boosted nuisances", () => {
    check(irmFromPredictions(y, d, irm), doubleml.irm_ATE, 1e-6);
    check(irmFromPredictions(y, d, irm, {target: "att"}), doubleml.irm_ATTE, 1e-6);
    check(irmFromPredictions(y, d, irm, {normalise: true}), doubleml.irm_ATE_normalized_ipw, 1e-6);
    const boosted = {outcome0: p.xgb_ml_g0, outcome1: p.xgb_ml_g1, propensity: p.xgb_ml_m};
    check(irmFromPredictions(y, d, boosted), doubleml.irm_ATE_xgb_external_predictions, 1e-6);
  });

  it("what sensitivity analysis needs: σ² and ν² of the authors' code", () => {
    const {plr_partialling_out: wanted} = doubleml as unknown as Record<
      string,
      {sensitivity_elements: {sigma2: number; nu2: number}}
    >;
    const {outcomeResidual: e, representer: a} = plrFromPredictions(y, d, p.ml_l, p.ml_m);
    const mean = (v: Float64Array) => v.reduce((s, x) => s + x, 0) / v.length;
    expect(relativeError(mean(e.map((v) => v * v)), wanted.sensitivity_elements.sigma2)).toBeLessThan(1e-6);
    expect(relativeError(mean(a.map((v) => v * v)), wanted.sensitivity_elements.nu2)).toBeLessThan(1e-6);
  });
});

describe.skipIf(!hasReference)("401(k): instruments, from the dumped predictions", () => {
  const iv = expected<Pension>("dml_pension401k_quadratic")["iv_models_doubleml_0.9.3"];
  const {net_tfa: y, p401: d, e401: z} = data("pension401k_quadratic");
  const p = data("pension401k_quadratic_iv_predictions");

  it("partially linear IV", () => {
    const predictions = {outcome: p.pliv_ml_l, treatment: p.pliv_ml_r, instrument: p.pliv_ml_m};
    check(plivFromPredictions(y, d, z, predictions), iv.pliv_partialling_out, 1e-6);
  });

  it("interactive IV (local average treatment effect)", () => {
    const predictions = {
      outcome0: p.iivm_ml_g0,
      outcome1: p.iivm_ml_g1,
      treatment0: new Float64Array(y.length),
      treatment1: p.iivm_ml_r1,
      instrument: p.iivm_ml_m,
    };
    check(iivmFromPredictions(y, d, z, predictions), iv.iivm_LATE, 1e-6);
  });
});

describe.skipIf(!hasReference)(
  "401(k), end to end with least squares and logistic regression on the same folds",
  () => {
    const {doubleml, median_se_conventions, ...rest} = expected<Pension>("dml_pension401k_quadratic");
    const rows = data("pension401k_quadratic");
    const {net_tfa: y, e401, p401} = rows;
    const names = doubleml.x;
    const x = {rows: y.length, names, columns: names.map((name) => rows[name])};
    const day = Int32Array.from(y.keys());
    const sample = (rep: number) => ({x, day, seed: 1, folds: foldsOf(Int32Array.from(rows[`fold_rep${rep}`]))});
    const logit: Learner = {...logistic, tasks: ["mean", "probability"]};
    const learners = {outcome: leastSquares, treatment: logit, instrument: logit};

    it("partially linear: partialling-out and IV-type", () => {
      check(fitPlr({y, d: e401, learners, ...sample(1)}), doubleml.plr_partialling_out, 1e-5);
      check(fitPlr({y, d: e401, learners, score: "iv-type", ...sample(1)}), doubleml.plr_iv_type, 1e-5);
    });

    it("interactive: all and treated", () => {
      check(fitIrm({y, d: e401, learners, ...sample(1)}), doubleml.irm_ATE, 1e-5);
      check(fitIrm({y, d: e401, learners, target: "att", ...sample(1)}), doubleml.irm_ATTE, 1e-5);
    });

    it("instruments", () => {
      const iv = rest["iv_models_doubleml_0.9.3"];
      const linear = {outcome: leastSquares, treatment: leastSquares, instrument: leastSquares};
      check(fitPliv({y, d: p401, z: e401, learners: linear, ...sample(1)}), iv.pliv_partialling_out, 1e-5);
      check(fitIivm({y, d: p401, z: e401, learners, ...sample(1)}), iv.iivm_LATE, 1e-5);
    });

    it("three splits, combined by each of the three conventions", () => {
      const fits = [1, 2, 3].map((rep) => inference(fitPlr({y, d: e401, learners, ...sample(rep)})));
      const {all_coef, all_se} = doubleml.plr_partialling_out_3reps_median;
      fits.forEach(({estimate, standardError}, r) => {
        expect(relativeError(estimate, all_coef[r])).toBeLessThan(1e-5);
        expect(relativeError(standardError, all_se[r])).toBeLessThan(1e-5);
      });
      checkConventions(fits, median_se_conventions.plr_partialling_out_3reps_median, 1e-5);
    });
  },
);

describe.skipIf(!hasReference)("401(k): the median of repeats, from the stored estimates", () => {
  it.each([
    ["dml_pension401k", "plr_partialling_out_3reps_median"],
    ["dml_pension401k", "irm_ATE_3reps_median"],
    ["dml_pension401k_quadratic", "irm_ATE_3reps_median"],
  ])("%s, %s", (file, name) => {
    const {doubleml, median_se_conventions} = expected<Pension>(file);
    const {all_coef, all_se} = doubleml[name];
    const repeats = all_coef.map((theta, r) => {
      const n = 9915;
      const influence = Float64Array.from({length: n}, (_, i) =>
        i < 2 ? (1 - 2 * i) * all_se[r] * n * Math.SQRT1_2 : 0,
      );
      return inference({theta, influence});
    });
    checkConventions(repeats, median_se_conventions[name], 1e-9);
  });
});

function checkConventions(repeats: ReturnType<typeof inference>[], wanted: Record<string, number>, tolerance: number) {
  const conventions: [MedianConvention, string][] = [
    ["doubleml-0.9", "se_doubleml_0.9.3"],
    ["chernozhukov-2018", "se_CCDDHNR2018"],
    ["doubleml-0.10", "se_doubleml_>=0.10"],
  ];
  for (const [convention, prefix] of conventions) {
    const {estimate, standardError} = medianOfRepeats(repeats, {convention, n: 9915});
    const key = Object.keys(wanted).find((each) => each.startsWith(prefix))!;
    expect(relativeError(estimate, wanted.median_theta)).toBeLessThan(tolerance);
    expect(relativeError(standardError, wanted[key])).toBeLessThan(tolerance);
  }
}

describe.skipIf(!hasReference)("clusters (Chiang et al. 2022): DoubleML 0.9.3", () => {
  const {peer} = expected<{peer: Record<string, Estimate>}>("dml_plr_cluster");
  const rows = data("plr_cluster");
  it.each([
    ["one_way_i", ["cluster_i"]],
    ["two_way_ij", ["cluster_i", "cluster_j"]],
  ])("%s, both scores", (name, by) => {
    const of = (column: string) => rows[`${name}_${column}`];
    const cases = [
      [plrFromPredictions(rows.y, rows.d, of("ml_l"), of("ml_m")), peer[name]],
      [plrIvTypeFromPredictions(rows.y, rows.d, of("ml_g"), of("ml_m")), peer[`${name}_iv_type`]],
    ] as const;
    for (const [{scoreA, scoreB}, wanted] of cases) {
      const found = clusterCrossFit({
        scoreA,
        scoreB,
        fold: Int32Array.from(of("test_fold")),
        clusters: by.map((column) => Int32Array.from(rows[column])),
      });
      expect(relativeError(found.estimate, wanted.theta)).toBeLessThan(1e-6);
      expect(relativeError(found.standardError, wanted.se)).toBeLessThan(1e-6);
      expect(relativeError(found.interval[0], wanted.ci95[0])).toBeLessThan(1e-5);
      expect(relativeError(found.interval[1], wanted.ci95[1])).toBeLessThan(1e-5);
    }
  });
});

import {describe, expect, it} from "vitest";
import {clusterCrossFit, fitPlr, inference, plrFromPredictions} from "../../src/lib/causal/index.ts";
import {leastSquares, logistic} from "../causal/least-squares.ts";
import {data, expected, hasReference, relativeError} from "./reference.ts";

interface Estimate {
  readonly theta: number;
  readonly se: number;
  readonly p: number;
  readonly ci95: [number, number];
}

describe.skipIf(!hasReference)("partially linear regression: DoubleML 0.9.3", () => {
  const pension = () => expected<{doubleml: {plr_partialling_out: Estimate; x: string[]}}>("dml_pension401k_quadratic");
  const check = (found: ReturnType<typeof inference>, wanted: Estimate, tolerance: number) => {
    expect(relativeError(found.estimate, wanted.theta)).toBeLessThan(tolerance);
    expect(relativeError(found.standardError, wanted.se)).toBeLessThan(tolerance);
    expect(relativeError(found.interval[0], wanted.ci95[0])).toBeLessThan(10 * tolerance);
    expect(relativeError(found.interval[1], wanted.ci95[1])).toBeLessThan(10 * tolerance);
  };

  it("401(k), closed form from the dumped predictions", () => {
    const rows = data("pension401k_quadratic");
    const predicted = data("pension401k_quadratic_predictions_rep1");
    const fit = plrFromPredictions(rows.net_tfa, rows.e401, predicted.ml_l, predicted.ml_m);
    const found = inference(fit);
    check(found, pension().doubleml.plr_partialling_out, 1e-6);
    // 15 digits of t from 12 digits of predictions: the tail magnifies them
    expect(relativeError(found.p, pension().doubleml.plr_partialling_out.p)).toBeLessThan(1e-4);
  });

  it("401(k), end to end with least squares and logistic regression on the same folds", () => {
    const rows = data("pension401k_quadratic");
    const names = pension().doubleml.x;
    const n = rows.net_tfa.length;
    const x = {rows: n, names, columns: names.map((name) => rows[name])};
    const all = Int32Array.from({length: n}, (_, i) => i);
    const folds = [...new Set(rows.fold_rep1)].sort().map((k) => ({
      train: all.filter((i) => rows.fold_rep1[i] !== k),
      test: all.filter((i) => rows.fold_rep1[i] === k),
    }));
    const learners = {outcome: leastSquares, treatment: logistic};
    const fit = fitPlr({y: rows.net_tfa, d: rows.e401, x, day: all, folds, learners, seed: 1});
    check(inference(fit), pension().doubleml.plr_partialling_out, 1e-5);
  });

  it.each([
    ["one_way_i", ["cluster_i"]],
    ["two_way_ij", ["cluster_i", "cluster_j"]],
  ])("clusters: %s (Chiang et al. 2022)", (name, by) => {
    const rows = data("plr_cluster");
    const wanted = expected<{peer: Record<string, Estimate>}>("dml_plr_cluster").peer[name];
    const fit = plrFromPredictions(rows.y, rows.d, rows[`${name}_ml_l`], rows[`${name}_ml_m`]);
    const found = clusterCrossFit({
      residualY: fit.residualY,
      residualD: fit.residualD,
      fold: Int32Array.from(rows[`${name}_test_fold`]),
      clusters: by.map((column) => Int32Array.from(rows[column])),
    });
    check(found, wanted, 1e-6);
  });
});

describe.skipIf(!hasReference)("cluster-robust standard errors: Petersen's data, R sandwich", () => {
  it.each([
    ["HC0", []],
    ["cluster_firm", ["firm"]],
    ["cluster_year", ["year"]],
    ["twoway", ["firm", "year"]],
    ["cluster_firm_HC0_nocadjust", ["firm"]],
  ])("%s", (name, by) => {
    const {sandwich} = expected<{sandwich: Record<string, {x: number}>}>("se_petersen");
    const {x, y, ...labels} = data("petersen_cl");
    const n = x.length;
    const mean = (v: Float64Array) => new Float64Array(n).fill(v.reduce((s, a) => s + a, 0) / n);
    // least squares on one regressor and an intercept is partialling out the means (Frisch, Waugh, Lovell)
    const fit = plrFromPredictions(y, x, mean(y), mean(x));
    expect(relativeError(fit.theta, sandwich.coef.x)).toBeLessThan(1e-8);
    const smallSample = by.length > 0 && !name.endsWith("nocadjust");
    const clusters = by.map((column) => Int32Array.from(labels[column]));
    const found = inference(fit, {clusters, smallSample});
    const regressors = smallSample ? Math.sqrt((n - 1) / (n - 2)) : 1; // sandwich's (n − 1) / (n − k)
    expect(relativeError(found.standardError * regressors, sandwich[name].x)).toBeLessThan(1e-8);
  });
});

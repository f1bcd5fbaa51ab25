import {describe, expect, it} from "vitest";
import {fitOls, type OlsCovarianceOptions, olsCovariance, panelCorrected} from "../../src/lib/causal/index.ts";
import {andrewsBandwidth, neweyWestBandwidth} from "../../src/lib/causal/inference/bandwidth.ts";
import {estimatingFunctions} from "../../src/lib/causal/inference/ols.ts";
import {prewhiten} from "../../src/lib/causal/inference/prewhiten.ts";
import {data, expected, hasReference, relativeError} from "./reference.ts";

type Values = Record<string, number>;

describe.skipIf(!hasReference)("standard errors of least squares: Petersen's data, R sandwich and statsmodels", () => {
  const reference = expected<{
    printed: Values;
    sandwich: Record<string, Values>;
    statsmodels: Record<string, Values>;
  }>("se_petersen");
  const {x, y, firm, year} = data("petersen_cl");
  const labels = {firm: Int32Array.from(firm), year: Int32Array.from(year)};
  const fit = fitOls({y, columns: [x], names: ["x"], labels});
  const agrees = (covariance: Float64Array[], wanted: Values) => {
    expect(relativeError(Math.sqrt(covariance[0][0]), wanted.intercept)).toBeLessThan(1e-8);
    expect(relativeError(Math.sqrt(covariance[1][1]), wanted.x)).toBeLessThan(1e-8);
  };

  it("coefficients", () => {
    expect(relativeError(fit.coefficients[0], reference.sandwich.coef.intercept)).toBeLessThan(1e-8);
    expect(relativeError(fit.coefficients[1], reference.sandwich.coef.x)).toBeLessThan(1e-8);
  });

  const cases: [string, OlsCovarianceOptions][] = [
    ["classical", {residuals: "classical"}],
    ["HC0", {residuals: "HC0"}],
    ["HC1", {residuals: "HC1"}],
    ["HC2", {residuals: "HC2"}],
    ["HC3", {residuals: "HC3"}],
    ["cluster_firm", {cluster: ["firm"]}],
    ["cluster_year", {cluster: ["year"]}],
    ["cluster_firm_type_HC0", {cluster: ["firm"], residuals: "HC0"}],
    ["cluster_firm_HC0_nocadjust", {cluster: ["firm"], residuals: "HC0", clusterFactor: false}],
    ["cluster_firm_HC2", {cluster: ["firm"], residuals: "HC2"}],
    ["cluster_firm_HC3", {cluster: ["firm"], residuals: "HC3"}],
    ["twoway", {cluster: ["firm", "year"]}],
    ["twoway_multi0", {cluster: ["firm", "year"], plainIntersection: true}],
    ["panel_DriscollKraay_lag3", {serial: {time: "year", lags: 3}}],
  ];
  it.each(cases)("%s", (name, options) => agrees(olsCovariance(fit, options), reference.sandwich[name]));

  it("panel-corrected (Beck and Katz)", () => {
    agrees(panelCorrected(fit, {unit: "firm", time: "year"}), reference.sandwich.panelcorrected_PC);
  });

  it("as Petersen printed them", () => {
    const se = (options: OlsCovarianceOptions) => Math.sqrt(olsCovariance(fit, options)[1][1]);
    const {printed} = reference;
    expect(se({residuals: "classical"})).toBeCloseTo(printed.OLS_x, 4);
    expect(se({residuals: "HC0"})).toBeCloseTo(printed.White_x, 4);
    expect(se({cluster: ["firm"]})).toBeCloseTo(printed.cluster_firm_x, 4);
    expect(se({cluster: ["year"]})).toBeCloseTo(printed.cluster_year_x, 4);
    expect(se({cluster: ["firm", "year"]})).toBeCloseTo(printed.cluster_firm_year_x, 4);
  });
});

describe.skipIf(!hasReference)("HAC standard errors: Greene's investment data, R sandwich and statsmodels", () => {
  const reference = expected<{
    sandwich: Record<string, Values | number>;
    statsmodels: Record<string, Values>;
  }>("se_newey_west");
  const rows = data("investment_greene");
  const from = (name: string) => rows[name].slice(1); // no real interest in the first year
  const names = ["RealGNP", "RealInt"];
  const fit = fitOls({y: from("RealInv"), columns: names.map(from), names});
  const agrees = (found: ArrayLike<number>, wanted: Values) => {
    for (const [j, name] of ["intercept", ...names].entries())
      expect(relativeError(found[j], wanted[name])).toBeLessThan(1e-8);
  };
  const se = (options: OlsCovarianceOptions) => olsCovariance(fit, options).map((row, j) => Math.sqrt(row[j]));

  it("coefficients", () => agrees(fit.coefficients, reference.sandwich.coef as Values));

  const andrews = {kernel: "quadratic-spectral", bandwidth: "andrews"} as const;
  const cases: [string, OlsCovarianceOptions][] = [
    ["classical", {residuals: "classical"}],
    ["HC0", {residuals: "HC0"}],
    ["HC1", {residuals: "HC1"}],
    ["HC3", {residuals: "HC3"}],
    ["NW_lag4_noprewhite", {serial: {lags: 4}}],
    ["NW_lag4_noprewhite_adjust", {serial: {lags: 4}, residuals: "HC1"}],
    ["NW_auto_noprewhite", {serial: {}}],
    ["NW_auto_prewhite", {serial: {}, prewhiten: true}],
    ["Andrews_QS_default", {serial: andrews, prewhiten: true, residuals: "HC1"}],
    ["Andrews_QS_noprewhite", {serial: andrews, residuals: "HC1"}],
    ["Andrews_Bartlett_noprewhite", {serial: {bandwidth: "andrews"}}],
  ];
  it.each(cases)("sandwich: %s", (name, options) => agrees(se(options), reference.sandwich[name] as Values));

  it.each([0, 1, 2, 3, 4])("statsmodels: Newey-West with %d lags", (lags) => {
    agrees(se({serial: {lags}}), reference.statsmodels[`NW_lag${lags}`]);
  });

  it("statsmodels: corrected for degrees of freedom, and with equal weights", () => {
    agrees(se({serial: {lags: 4}, residuals: "HC1"}), reference.statsmodels.NW_lag4_dfcorrection);
    agrees(se({serial: {kernel: "truncated", bandwidth: 2}}), reference.statsmodels.HAC_uniform_lag2);
  });

  it("automatic bandwidths", () => {
    const series = estimatingFunctions(fit);
    const weights = [0, 1, 1];
    const close = (found: number, name: string) =>
      expect(relativeError(found, reference.sandwich[name] as number)).toBeLessThan(1e-8);
    close(neweyWestBandwidth(series, {kernel: "bartlett", weights}), "bwNW_bartlett_noprewhite");
    const white = prewhiten(series).residuals;
    close(neweyWestBandwidth(white, {kernel: "bartlett", weights, prewhitened: true}), "bwNW_bartlett_prewhite");
    close(andrewsBandwidth(series, {kernel: "quadratic-spectral", weights}), "bwAndrews_QS_noprewhite");
  });
});

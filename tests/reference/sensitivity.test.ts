import {describe, expect, it} from "vitest";
import {
  adjusted,
  benchmarkStrength,
  contourGrid,
  linearSensitivity,
  partialR2,
  robustnessValue,
} from "../../src/lib/robustness/index.ts";
import {data, expected, hasReference, relativeError} from "./reference.ts";

type Row = Record<string, number>;
interface Case {
  readonly peer: {
    readonly sensitivity_stats: Row;
    readonly bounds: readonly Row[];
    readonly coef: readonly (Row & {readonly _row: string})[];
    readonly rv_grid: readonly (readonly {q: number; alpha: number; rv: number}[])[];
    readonly bias_grid: readonly Row[];
  };
}

describe.skipIf(!hasReference)("Darfur: sensemakr (Cinelli and Hazlett 2020)", () => {
  const {peer} = hasReference ? expected<Case>("sensemakr_darfur") : ({} as Case);
  const columns = hasReference ? data("darfur") : {};
  const names = ["age", "farmer_dar", "herder_dar", "pastvoted", "hhsize_darfur", "female"];
  const fit = hasReference
    ? linearSensitivity({
        outcome: columns.peacefactor,
        treatment: columns.directlyharmed,
        covariates: names.map((name) => ({name, values: columns[name]})),
        absorb: Int32Array.from(columns.village_id),
        benchmarks: [["female"], ["age"]],
      })
    : undefined!;
  const close = (found: number, wanted: number) => expect(relativeError(found, wanted)).toBeLessThan(1e-6);

  it("the fit: estimate, standard error, degrees of freedom", () => {
    close(fit.estimate, peer.sensitivity_stats.estimate);
    close(fit.se, peer.sensitivity_stats.se);
    expect(fit.df).toBe(peer.sensitivity_stats.dof);
  });

  it("partial R² of treatment, and of a covariate with the outcome from its own t", () => {
    close(partialR2(fit), peer.sensitivity_stats["r2yd.x"]);
    const t = peer.coef.find(({_row}) => _row === "age")!["t value"];
    close(fit.benchmarks[1].outcome, t ** 2 / (t ** 2 + 783));
  });

  it("robustness values for shares of the estimate and levels", () => {
    for (const {q, alpha, rv} of peer.rv_grid.flat()) {
      const found = robustnessValue(fit, {q, alpha});
      if (rv === 0) expect(found).toBe(0);
      else close(found, rv);
    }
  });

  it("a cause 1, 2, 3 times as strong as being female", () => {
    peer.bounds.forEach((wanted, i) => {
      const strength = benchmarkStrength(fit.benchmarks[0], i + 1);
      close(strength.treatment, wanted["r2dz.x"]);
      close(strength.outcome, wanted["r2yz.dx"]);
      const found = adjusted(fit, strength, {intervalDf: fit.df}); // as the peer's table does
      close(found.estimate, wanted.adjusted_estimate);
      close(found.se, wanted.adjusted_se);
      close(found.t, wanted.adjusted_t);
      close(found.lower, wanted.adjusted_lower_CI);
      close(found.upper, wanted.adjusted_upper_CI);
    });
  });

  it("other strengths, one by one and on the grid of a contour plot", () => {
    const grid = contourGrid(fit, {size: 41});
    for (const wanted of peer.bias_grid) {
      const found = adjusted(fit, {treatment: wanted["r2dz.x"], outcome: wanted["r2yz.dx"]});
      close(found.estimate, wanted.adjusted_estimate);
      close(found.se, wanted.adjusted_se);
      close(found.t, wanted.adjusted_t);
      const at = Math.round(wanted["r2yz.dx"] * 100) * 41 + Math.round(wanted["r2dz.x"] * 100);
      close(grid.estimate[at], wanted.adjusted_estimate);
      close(grid.t[at], wanted.adjusted_t);
    }
  });
});

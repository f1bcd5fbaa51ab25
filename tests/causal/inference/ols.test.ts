import {EigenvalueDecomposition, inverse, Matrix} from "ml-matrix";
import {describe, expect, it} from "vitest";
import {fitOls, olsCovariance, panelCorrected} from "../../../src/lib/causal/index.ts";
import {prewhiten, recolour} from "../../../src/lib/causal/inference/prewhiten.ts";
import {stream} from "../../../src/lib/numeric/index.ts";

const n = 48;
const random = stream(6, "ols");
const columns = [0, 1].map(() => Float64Array.from({length: n}, () => random.normal()));
const y = columns[0].map((v, i) => 1 + v - 2 * columns[1][i] + random.normal() * (1 + Math.abs(v)));
const unit = Int32Array.from({length: n}, (_, i) => i % 6);
const time = Int32Array.from({length: n}, (_, i) => Math.floor(i / 6));
const fit = fitOls({y, columns, names: ["a", "b"], labels: {unit, time}});
const X = new Matrix(Array.from({length: n}, (_, i) => [1, columns[0][i], columns[1][i]]));
const bread = inverse(X.transpose().mmul(X));
const hat = X.mmul(bread).mmul(X.transpose());
const e = Array.from(fit.residuals);
const sandwich = (meat: Matrix) => bread.mmul(meat).mmul(bread);
const agrees = (found: readonly Float64Array[], wanted: Matrix) =>
  found.forEach((row, j) => {
    row.forEach((v, k) => {
      expect(v).toBeCloseTo(wanted.get(j, k), 12);
    });
  });

describe("fitOls", () => {
  it("solves the normal equations, with the hat matrix's diagonal and (X'X)⁻¹", () => {
    const beta = bread
      .mmul(X.transpose())
      .mmul(Matrix.columnVector(Array.from(y)))
      .to1DArray();
    beta.forEach((b, j) => {
      expect(fit.coefficients[j]).toBeCloseTo(b, 12);
    });
    hat.diagonal().forEach((h, i) => {
      expect(fit.leverage[i]).toBeCloseTo(h, 12);
    });
    agrees(fit.bread, bread);
    expect(fit.names).toEqual(["(intercept)", "a", "b"]);
  });

  it("keeps its digits where columns are nearly collinear and far from zero", () => {
    const far = columns[0].map((v) => 1e6 + v);
    const near = far.map((v, i) => v + 1e-3 * columns[1][i]);
    const made = far.map((v, i) => 3 + 2 * v - near[i]);
    const {coefficients} = fitOls({y: made, columns: [far, near], names: ["far", "near"]});
    expect(coefficients[1]).toBeCloseTo(2, 4);
    expect(coefficients[2]).toBeCloseTo(-1, 4);
  });

  it("names what is collinear, and refuses what is not finite or too short", () => {
    const [a, b] = columns;
    expect(() => fitOls({y, columns: [a, a.map((v) => 2 - v)], names: ["a", "twin"]})).toThrow(
      /"twin" is constant or a combination of \(intercept\), a/,
    );
    expect(() => fitOls({y, columns: [a.map(() => 5)], names: ["flat"]})).toThrow(/"flat" is constant/);
    expect(() => fitOls({y, columns: [a, b.map((v, i) => (i === 4 ? Number.NaN : v))], names: ["a", "b"]})).toThrow(
      /"b" is not finite in row 4/,
    );
    expect(() => fitOls({y: y.subarray(0, 2), columns: [a.subarray(0, 2)], names: ["a"]})).toThrow(
      /not more than the 2/,
    );
    expect(() => fitOls({y, columns, names: ["a"]})).toThrow(/invalid names/);
    expect(() => fitOls({y, columns: [a.subarray(1)], names: ["a"]})).toThrow(/47 rows, not 48/);
  });
});

describe("olsCovariance", () => {
  it.each(["HC2", "HC3"] as const)(
    "clusters, %s: with each cluster's block of the hat matrix inverted",
    (residuals) => {
      const meat = Matrix.zeros(3, 3);
      for (let g = 0; g < 6; g++) {
        const rows = [...unit.keys()].filter((i) => unit[i] === g);
        const block = Matrix.sub(Matrix.eye(rows.length), new Matrix(rows.map((i) => rows.map((j) => hat.get(i, j)))));
        const {realEigenvalues: values, eigenvectorMatrix: V} = new EigenvalueDecomposition(block, {
          assumeSymmetric: true,
        });
        const power = Matrix.diag(values.map((v) => (residuals === "HC2" ? 1 / Math.sqrt(v) : 1 / v)));
        const adjusted = V.mmul(power)
          .mmul(V.transpose())
          .mmul(Matrix.columnVector(rows.map((i) => e[i])));
        const total = new Matrix(rows.map((i) => X.getRow(i))).transpose().mmul(adjusted);
        meat.add(total.mmul(total.transpose()));
      }
      agrees(olsCovariance(fit, {cluster: ["unit"], residuals}), sandwich(meat));
    },
  );

  it("panel-corrected: units' covariance within a time", () => {
    const sigma = new Matrix(6, 6);
    for (let u = 0; u < 6; u++)
      for (let v = 0; v < 6; v++)
        for (let t = 0; t < 8; t++) sigma.set(u, v, sigma.get(u, v) + (e[6 * t + u] * e[6 * t + v]) / 8);
    const omega = new Matrix(n, n);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) if (time[i] === time[j]) omega.set(i, j, sigma.get(unit[i], unit[j]));
    agrees(panelCorrected(fit, {unit: "unit", time: "time"}), sandwich(X.transpose().mmul(omega).mmul(X)));
    expect(() => panelCorrected(fit, {unit: unit.map((u, i) => (i === 0 ? 1 : u)), time: "time"})).toThrow(
      /not balanced/,
    );
  });

  it("refuses fewer clusters than regressors, a cluster that alone decides, and mixtures", () => {
    const half = unit.map((u) => +(u > 2));
    expect(() => olsCovariance(fit, {cluster: [half]})).toThrow(/2 are fewer than the 3 regressors/);
    const dummy = columns[0].map((_, i) => +(unit[i] === 0));
    const alone = fitOls({y, columns: [dummy], names: ["only unit 0"], labels: {unit}});
    expect(() => olsCovariance(alone, {cluster: ["unit"], residuals: "HC3"})).toThrow(/cluster 0 alone decides/);
    const single = fitOls({y, columns: [columns[0].map((_, i) => +(i === 3))], names: ["one row"]});
    expect(() => olsCovariance(single, {residuals: "HC3"})).toThrow(/row 3 alone decides its own fit/);
    expect(() => olsCovariance(fit, {cluster: ["unit"], serial: {}})).toThrow(/both given/);
    expect(() => olsCovariance(fit, {cluster: ["unit"], residuals: "classical"})).toThrow(/no clusters/);
    expect(() => olsCovariance(fit, {serial: {}, residuals: "HC3"})).toThrow(/HC0 or HC1/);
    expect(() => olsCovariance(fit, {cluster: ["unit", "time", unit]})).toThrow(/at most two/);
  });

  it("residuals' long-run sum becomes the series' by (I − A)⁻¹ on both sides, unless there is a unit root", () => {
    const A = [
      [1, 0.5],
      [0.25, 0.3],
    ]; // I − A has a zero where elimination would begin
    const S = new Matrix([
      [2, 0.5],
      [0.5, 1],
    ]);
    const D = inverse(Matrix.sub(Matrix.eye(2), new Matrix(A)));
    const rows = (m: readonly number[][]) => m.map((row) => Float64Array.from(row));
    const found = recolour(rows(S.to2DArray()), {residuals: [], coefficients: rows(A)});
    agrees(found, D.mmul(S).mmul(D.transpose()));
    expect(() => recolour(rows([[1]]), {residuals: [], coefficients: rows([[1]])})).toThrow(/unit root/);
  });

  it("prewhitening: a series is what its own past and the residuals make it", () => {
    const {residuals, coefficients} = prewhiten(columns);
    for (const t of [0, 20, 46])
      for (const j of [0, 1]) {
        const past = columns.reduce((sum, c, k) => sum + coefficients[j][k] * c[t], 0);
        expect(past + residuals[j][t]).toBeCloseTo(columns[j][t + 1], 12);
      }
    expect(Number.isFinite(olsCovariance(fit, {serial: {lags: 2}, prewhiten: true})[0][0])).toBe(true);
  });

  it("one and two clusterings by hand, with and without their factors", () => {
    const of = (options: Parameters<typeof olsCovariance>[1]) => olsCovariance(fit, options);
    const pairs = (together: (i: number, j: number) => boolean) => {
      const meat = Matrix.zeros(3, 3);
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++)
          if (together(i, j)) {
            const outer = Matrix.columnVector(X.getRow(i)).mmul(Matrix.rowVector(X.getRow(j)));
            meat.add(outer.mul(e[i] * e[j]));
          }
      return meat;
    };
    const [byUnit, byTime] = [unit, time].map((v) => pairs((i, j) => v[i] === v[j]));
    const rows = pairs((i, j) => i === j); // a unit has one row a time
    agrees(of({cluster: ["unit"], residuals: "HC0", clusterFactor: false}), sandwich(byUnit));
    agrees(of({cluster: ["unit"]}), sandwich(Matrix.mul(byUnit, (6 / 5) * (47 / 45))));
    const sum = (third: number) =>
      Matrix.add(Matrix.mul(byUnit, (6 / 5) * (47 / 45)), Matrix.mul(byTime, (8 / 7) * (47 / 45))).sub(
        Matrix.mul(rows, third),
      );
    agrees(of({cluster: ["unit", "time"]}), sandwich(sum((48 / 47) * (47 / 45))));
    agrees(of({cluster: ["unit", "time"], plainIntersection: true}), sandwich(sum(1)));
    agrees(of({residuals: "HC0"}), sandwich(rows));
    agrees(of({residuals: "HC1"}), sandwich(Matrix.mul(rows, 48 / 45)));
    const squares = e.reduce((s, v) => s + v * v, 0);
    agrees(of({residuals: "classical"}), Matrix.mul(bread, squares / 45));
  });
});

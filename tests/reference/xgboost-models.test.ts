import {readdirSync, readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import type {Design} from "../../src/lib/models/index.ts";
import {shapInteractions} from "../../src/lib/models/trees/interactions.ts";
import {predictMargin, predictTrees} from "../../src/lib/models/trees/predict.ts";
import {saabas} from "../../src/lib/models/trees/saabas.ts";
import {treeShap} from "../../src/lib/models/trees/shap.ts";
import {parseXgboost} from "../../src/lib/models/trees/xgboost-json.ts";
import {data, expected, hasReference, referenceFolder} from "./reference.ts";

interface Case {
  readonly data: string;
  readonly model: string;
  readonly tolerance: {predictions_abs: number; pred_contribs_abs: number};
  readonly test_rows: [number, number];
  readonly predictions: number[];
  readonly margin: number[];
  /** One a row: features, then the base. */
  readonly pred_contribs: number[][];
  readonly pred_contribs_saabas: number[][];
  readonly pred_interactions_first10: number[][][];
}

const cases = hasReference
  ? readdirSync(`${referenceFolder}/expected`)
      .filter((file) => file.startsWith("xgb_"))
      .map((file) => file.slice(0, -".json".length))
  : [];

function load(name: string) {
  const wanted = expected<Case>(name);
  const columns = data(wanted.data.slice("data/".length, -".csv".length));
  const empty = readFileSync(`${referenceFolder}/${wanted.data}`, "utf8").trim().split("\n").slice(1);
  const cells = empty.map((line) => line.split(","));
  const features = Object.keys(columns).filter((column) => column.startsWith("x"));
  const [from, to] = wanted.test_rows;
  const ensemble = parseXgboost(readFileSync(`${referenceFolder}/${wanted.model}`, "utf8"));
  const x: Design = {
    rows: to - from,
    names: ensemble.names,
    columns: features.map((_, j) =>
      Float64Array.from(cells.slice(from, to), (row) => (row[j] === "" ? Number.NaN : Number(row[j]))),
    ),
  };
  return {wanted, ensemble, x};
}

const worst = (found: Float64Array, wanted: readonly number[]) =>
  Math.max(...wanted.map((value, i) => Math.abs(found[i] - value)));

describe.skipIf(!hasReference)("models that XGBoost 1.7.4 dumped", () => {
  it("are all nine there", () => expect(cases).toHaveLength(9));

  it.each(cases)("%s: predictions and margins", (name) => {
    const {wanted, ensemble, x} = load(name);
    expect(wanted.predictions).toHaveLength(x.rows);
    expect(worst(predictTrees(ensemble, x), wanted.predictions)).toBeLessThan(wanted.tolerance.predictions_abs);
    expect(worst(predictMargin(ensemble, x), wanted.margin)).toBeLessThan(wanted.tolerance.predictions_abs);
  });

  it.each(cases)("%s: TreeSHAP and Saabas contributions", (name) => {
    const {wanted, ensemble, x} = load(name);
    for (const [found, rows] of [
      [treeShap(ensemble, x), wanted.pred_contribs],
      [saabas(ensemble, x), wanted.pred_contribs_saabas],
    ] as const) {
      expect(rows).toHaveLength(x.rows);
      found.columns.forEach((column, j) => {
        expect(
          worst(
            column,
            rows.map((row) => row[j]),
          ),
        ).toBeLessThan(wanted.tolerance.pred_contribs_abs);
      });
      expect(Math.abs(found.base - rows[0][x.names.length])).toBeLessThan(wanted.tolerance.pred_contribs_abs);
    }
  });

  it.each(cases)("%s: interactions", (name) => {
    const {wanted, ensemble, x} = load(name);
    const {base, matrix} = shapInteractions(ensemble, x);
    expect(wanted.pred_interactions_first10).toHaveLength(10);
    wanted.pred_interactions_first10.forEach((rows, i) => {
      rows.forEach((row, j) => {
        row.forEach((value, k) => {
          const last = x.names.length;
          const found = j < last && k < last ? matrix[j][k][i] : j === last && k === last ? base : 0;
          expect(Math.abs(found - value)).toBeLessThan(wanted.tolerance.pred_contribs_abs);
        });
      });
    });
  });
});

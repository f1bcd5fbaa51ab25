import {crossProducts} from "../../numeric/index.ts";
import {groupsOf, type Labelling} from "./labels.ts";
import type {OlsFit} from "./ols.ts";

/**
 * Panel-corrected covariance of least squares (Beck and Katz 1995): units depend on each other within a time, with one
 * covariance matrix for all times, and not across times.
 * @param unit unit of each row. @param time time of each row; every unit has one row a time (a balanced panel).
 * @throws RangeError for a panel that is not balanced.
 */
export function panelCorrected(fit: OlsFit, {unit, time}: {readonly unit: Labelling; readonly time: Labelling}) {
  const n = fit.residuals.length;
  const units = groupsOf(unit, fit.labels, n);
  const times = groupsOf(time, fit.labels, n);
  const row = new Int32Array(units.count * times.count).fill(-1);
  units.of.forEach((u, i) => {
    row[times.of[i] * units.count + u] = i;
  });
  if (n !== row.length || row.some((i) => i < 0))
    throw new RangeError(
      `invalid panel; not balanced: ${n} rows of ${units.count} units × ${times.count} times: panel-corrected errors need each once`,
    );
  const at = (column: Float64Array, u: number) =>
    Float64Array.from({length: times.count}, (_, t) => column[row[t * units.count + u]]);
  const ones = new Float64Array(times.count).fill(1 / times.count);
  const sigma = crossProducts(
    Array.from({length: units.count}, (_, u) => at(fit.residuals, u)),
    ones,
  );
  const k = fit.columns.length;
  const meat = Array.from({length: k}, () => new Float64Array(k));
  for (let t = 0; t < times.count; t++) {
    const rows = row.subarray(t * units.count, (t + 1) * units.count);
    for (let j = 0; j < k; j++) {
      const spread = sigma.map((s) => rows.reduce((sum, i, u) => sum + s[u] * fit.columns[j][i], 0));
      for (let l = 0; l < k; l++) meat[j][l] += rows.reduce((sum, i, u) => sum + spread[u] * fit.columns[l][i], 0);
    }
  }
  const product = (a: readonly Float64Array[], b: readonly Float64Array[]) =>
    a.map((r) => Float64Array.from(b, (_, l) => r.reduce((sum, v, j) => sum + v * b[j][l], 0)));
  return product(product(fit.bread, meat), fit.bread);
}

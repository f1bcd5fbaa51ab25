import type {LinearScoreFit} from "../dml/linear-score.ts";
import type {Covariance, Dependence, SmallSample} from "../inference/covariance.ts";
import {type Groups, groupsOf, type Labelling} from "../inference/labels.ts";
import {longRun} from "../inference/serial.ts";

/** Effects of groups of rows (traders, regimes, weekdays), and their covariance; one entry a group, labels ascending. */
export interface GroupEffects {
  readonly labels: Int32Array;
  /** Rows of each group. */
  readonly counts: Int32Array;
  readonly estimates: Float64Array;
  readonly standardErrors: Float64Array;
  /** For joint bands: `jointInference(effects.estimates, effects.covariance, …)`. */
  readonly covariance: Covariance;
  /** Groups left out, with the reason: too few rows, or nothing that varies in them. */
  readonly leftOut: readonly {readonly label: number; readonly rows: number; readonly reason: string}[];
}

export interface GroupEffectsOptions {
  /** Groups of the rows: a name that the fit keeps, or labels. */
  readonly by: Labelling;
  /**
   * One labelling (the day: groups share its shocks), or dependence over time. Absent: rows independent.
   */
  readonly dependence?: {readonly cluster?: Labelling; readonly serial?: Dependence["serial"]};
  readonly smallSample?: Exclude<SmallSample, "jackknife">;
  /** Groups with fewer rows are left out. Default 10. */
  readonly minimumRows?: number;
}

/**
 * The effect within each group: θ_g solves Σ_g (ψ_a θ + ψ_b) = 0, all nuisances common. From an interactive fit's score these are
 * the group average treatment effects; from a partially linear one, effects weighted by the treatment's variance in the group.
 * Only group totals are held, so that hundreds of traders × years of days take little memory.
 * @throws RangeError where no group is left.
 */
export function groupEffects(fit: LinearScoreFit, options: GroupEffectsOptions): GroupEffects {
  const {by, dependence = {}, smallSample = "clusters", minimumRows = 10} = options;
  const n = fit.scoreA.length;
  const groups = groupsOf(by, fit.labels, n);
  const labelOf = distinctLabels(typeof by === "string" ? fit.labels![by] : by);
  const rows: number[][] = Array.from({length: groups.count}, () => []);
  groups.of.forEach((g, i) => {
    rows[g].push(i);
  });
  const leftOut: {label: number; rows: number; reason: string}[] = [];
  const kept: {g: number; theta: number; mean: number}[] = [];
  for (let g = 0; g < groups.count; g++) {
    let [a, b, size] = [0, 0, 0];
    for (const i of rows[g]) {
      a += fit.scoreA[i];
      b += fit.scoreB[i];
      size += Math.abs(fit.scoreA[i]);
    }
    const entry = {label: labelOf[g], rows: rows[g].length};
    if (rows[g].length < minimumRows) leftOut.push({...entry, reason: `fewer than ${minimumRows} rows`});
    else if (!(Math.abs(a) > 1e-9 * size)) leftOut.push({...entry, reason: "the treatment does not vary"});
    else if (rows[g].every((i) => Math.abs(fit.scoreA[i] * (-b / a) + fit.scoreB[i]) < 1e-300))
      leftOut.push({...entry, reason: "the outcome does not vary"});
    else kept.push({g, theta: -b / a, mean: a});
  }
  if (kept.length === 0)
    throw new RangeError(`invalid groups; none of ${groups.count} can be estimated: ${leftOut[0]?.reason}`);
  // influence of row i of group g on θ_g, as a share of the estimate's error: −ψ_i / Σ_g ψ_a
  const influence = new Float64Array(n);
  for (const {g, theta, mean} of kept)
    for (const i of rows[g]) influence[i] = -(fit.scoreA[i] * theta + fit.scoreB[i]) / mean;
  const covariance = covarianceOf(
    kept.map(({g}) => rows[g]),
    influence,
    {...dependence, smallSample, fit},
  );
  return {
    labels: Int32Array.from(kept, ({g}) => labelOf[g]),
    counts: Int32Array.from(kept, ({g}) => rows[g].length),
    estimates: Float64Array.from(kept, ({theta}) => theta),
    standardErrors: Float64Array.from(covariance.matrix, (row, k) => Math.sqrt(row[k])),
    covariance,
    leftOut,
  };
}

interface Context {
  readonly cluster?: Labelling;
  readonly serial?: Dependence["serial"];
  readonly smallSample: SmallSample;
  readonly fit: LinearScoreFit;
}

function covarianceOf(members: readonly number[][], influence: Float64Array, context: Context): Covariance {
  const {cluster, serial, smallSample, fit} = context;
  const n = influence.length;
  if (cluster !== undefined && serial !== undefined)
    throw new RangeError("invalid dependence; cluster and serial are both given, choose one");
  const normal = {oneWay: null, degreesOfFreedom: Number.POSITIVE_INFINITY};
  if (serial !== undefined) {
    const {time, ...rest} = serial;
    const times = time === undefined ? null : groupsOf(time, fit.labels, n);
    if (times === null) throw new RangeError("invalid serial; groups need the time of each row");
    const series = members.map((rows) => totals(rows, influence, times));
    const {sum, kernel, bandwidth} = longRun(series, rest);
    const method = `Driscoll-Kraay over ${times.count} times, ${kernel} kernel, bandwidth ${Number(bandwidth.toPrecision(4))}`;
    return {...normal, matrix: sum, counts: [times.count], method};
  }
  if (cluster === undefined) {
    const matrix = members.map((rows, k) => {
      const row = new Float64Array(members.length);
      row[k] = rows.reduce((sum, i) => sum + influence[i] * influence[i], 0);
      return row;
    });
    return {...normal, matrix, counts: [], method: "heteroskedasticity-robust"};
  }
  const clusters = groupsOf(cluster, fit.labels, n);
  const adjusted = smallSample === "clusters";
  const factor = adjusted ? clusters.count / (clusters.count - 1) : 1;
  const series = members.map((rows) => totals(rows, influence, clusters));
  const matrix = series.map((a) =>
    Float64Array.from(series, (b) => factor * a.reduce((sum, v, c) => sum + v * b[c], 0)),
  );
  return {
    oneWay: null,
    degreesOfFreedom: adjusted ? clusters.count - 1 : Number.POSITIVE_INFINITY,
    matrix,
    counts: [clusters.count],
    method: `clustered by ${typeof cluster === "string" ? cluster : "labelling"}${adjusted ? ", G/(G − 1)" : ""}`,
  };
}

function totals(rows: readonly number[], influence: Float64Array, {of, count}: Groups): Float64Array {
  const sums = new Float64Array(count);
  for (const i of rows) sums[of[i]] += influence[i];
  return sums;
}

function distinctLabels(labels: Int32Array): Int32Array {
  return Int32Array.from(new Set(labels)).sort();
}

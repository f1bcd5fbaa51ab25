import type {Random} from "../numeric/index.ts";
import {mutualInformation} from "./mutual-information.ts";
import {type FitPredict, permutationImportance} from "./permutation-importance.ts";
import {clusterByCorrelation} from "./redundancy.ts";
import {spreadRows} from "./spread-rows.ts";
import {stabilitySelection} from "./stability-selection.ts";

/** Columns of equal length; NaN is missing. What models call a design. */
export interface Columns {
  readonly rows: number;
  readonly names: readonly string[];
  readonly columns: readonly Float64Array[];
}

/** Each step is left out where its option is. They run in this order, on what the steps before have kept. */
export interface SelectOptions {
  /** Day index of each row: time-ordered splits and blocks are of whole days. */
  readonly days: Int32Array;
  readonly random: Random;
  /** Drops features missing on more than this share of rows. Default 0.5. */
  readonly maxMissing?: number;
  /** Drops features of which one value fills more than this share of the rows present; 1: only constants. Default 1. */
  readonly maxSameValue?: number;
  /**
   * Of features whose absolute correlations with each other are all at least this, the one with the most mutual information
   * stays. Default 0.95; null: leaves the step out.
   */
  readonly maxCorrelation?: number | null;
  /** Drops features whose mutual information with the target is not above chance at this level. */
  readonly informationLevel?: number;
  /** Keeps the features that a lasso selects in at least this share of half-samples of days. */
  readonly stability?: {readonly share: number; readonly draws: number; readonly features: number};
  /** Keeps the features whose permutation does harm on the last 30 % of the window's days. */
  readonly permutation?: {readonly fit: FitPredict; readonly repeats: number};
}

export type SelectionStep = "missing" | "constant" | "redundant" | "information" | "stability" | "permutation";

/** What became of a feature: `value` is what its last step measured, as far as that has a number. */
export interface SelectionEntry {
  readonly name: string;
  readonly kept: boolean;
  readonly step: SelectionStep | null;
  readonly value: number | null;
  readonly reason: string;
}

/** Rows that correlation and information are measured on, at most: the standard error of a correlation of 0.95 is then 0.0004. */
const mostRows = 50_000;

/**
 * Selects features inside one training window: whatever it uses, the target included, is of the window, so that it must be
 * called anew in each fold, on training rows only. Of more than 50,000 rows, correlation and information are measured on that
 * many, spread over all.
 *
 * @param y target, finite, one a row.
 * @returns `kept` in the order of the design, and what became of every feature. At least one step's victims can be all: then
 * `kept` is empty, and the log says why.
 * @throws RangeError where lengths disagree or the target is not finite.
 */
export function selectFeaturesInWindow(
  design: Columns,
  y: Float64Array,
  options: SelectOptions,
): {readonly kept: readonly string[]; readonly log: readonly SelectionEntry[]} {
  check(design, y, options.days);
  const dropped = new Map<number, Omit<SelectionEntry, "name" | "kept">>();
  const values = new Map<number, number>();
  const left = () => design.names.flatMap((_, j) => (dropped.has(j) ? [] : [j]));
  const drop = (j: number, step: SelectionStep, value: number | null, reason: string) =>
    dropped.set(j, {step, value, reason});
  const sub = (indices: readonly number[]): Columns => ({
    rows: design.rows,
    names: indices.map((j) => design.names[j]),
    columns: indices.map((j) => design.columns[j]),
  });
  const {maxMissing = 0.5, maxSameValue = 1, maxCorrelation = 0.95, informationLevel, stability, permutation} = options;

  for (const j of left()) {
    const {missing, same} = shares(design.columns[j]);
    if (missing > maxMissing) drop(j, "missing", missing, `missing on ${percent(missing)} of the rows`);
    else if (same >= 1 || same > maxSameValue)
      drop(j, "constant", same, `one value on ${percent(same)} of the rows that have one`);
  }
  const spread = design.rows > mostRows ? spreadRows(design.rows, mostRows) : null;
  const some = (values: Float64Array) => (spread === null ? values : Float64Array.from(spread, (i) => values[i]));
  const target = some(y);
  const information = new Map(left().map((j) => [j, mutualInformation(some(design.columns[j]), target)]));
  if (maxCorrelation !== null) {
    const before = left();
    for (const cluster of clusterByCorrelation(
      before.map((j) => some(design.columns[j])),
      maxCorrelation,
    )) {
      const members = cluster.members.map((k) => before[k]);
      const best = members.reduce((a, b) => (information.get(b)!.nats > information.get(a)!.nats ? b : a));
      for (const j of members)
        if (j !== best)
          drop(
            j,
            "redundant",
            cluster.least,
            `says what ${design.names[best]} says: |correlation| ≥ ${cluster.least.toFixed(3)}`,
          );
    }
  }
  for (const j of left()) values.set(j, information.get(j)!.nats);
  if (informationLevel !== undefined)
    for (const j of left()) {
      const {p} = information.get(j)!;
      if (!(p <= informationLevel))
        drop(j, "information", p, `tells nothing of the target beyond chance (p = ${p.toFixed(3)})`);
    }
  if (stability !== undefined && left().length > 0) {
    const before = left();
    const chosen = stabilitySelection(sub(before), y, {...stability, days: options.days, random: options.random});
    before.forEach((j, k) => {
      values.set(j, chosen[k]);
      if (chosen[k] < stability.share)
        drop(j, "stability", chosen[k], `selected in ${percent(chosen[k])} of the half-samples`);
    });
  }
  if (permutation !== undefined && left().length > 0) {
    const before = left();
    const harm = permutationImportance(sub(before), y, {...permutation, days: options.days, random: options.random});
    before.forEach((j, k) => {
      values.set(j, harm[k]);
      if (!(harm[k] > 0)) drop(j, "permutation", harm[k], "shuffling it does no harm to the prediction of later days");
    });
  }
  return {
    kept: left().map((j) => design.names[j]),
    log: design.names.map((name, j) => {
      const fate = dropped.get(j);
      return fate === undefined
        ? {name, kept: true, step: null, value: values.get(j) ?? null, reason: "kept"}
        : {name, kept: false, ...fate};
    }),
  };
}

function check({rows, names, columns}: Columns, y: Float64Array, days: Int32Array): void {
  if (names.length !== columns.length)
    throw new RangeError(`invalid design; ${columns.length} columns but ${names.length} names`);
  for (const [what, length] of [
    ["target", y.length],
    ["days", days.length],
    ...columns.map((c, j) => [names[j], c.length] as const),
  ] as const)
    if (length !== rows) throw new RangeError(`invalid ${what}; the design has ${rows} rows, not ${length}`);
  const bad = y.findIndex((v) => !Number.isFinite(v));
  if (bad >= 0) throw new RangeError(`invalid target; not finite in row ${bad}: ${y[bad]}`);
}

/** Share of rows missing (or infinite), and share of the commonest value among the rest (1 where there is none). */
function shares(column: Float64Array): {missing: number; same: number} {
  const known = column.filter((v) => Number.isFinite(v)).sort();
  let [most, run] = [0, 0];
  for (let i = 0; i < known.length; i++) {
    run = i > 0 && known[i] === known[i - 1] ? run + 1 : 1;
    if (run > most) most = run;
  }
  return {
    missing: column.length === 0 ? 1 : 1 - known.length / column.length,
    same: known.length === 0 ? 1 : most / known.length,
  };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share > 0.995 && share < 1 ? 2 : 0)} %`;
}

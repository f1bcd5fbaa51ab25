import {type Design, pick} from "../models/index.ts";
import {float64, int32, type Table} from "../numeric/index.ts";
import {type CrossFitFold, dayBlockFolds} from "./dml/index.ts";
import {type TreatmentSample, treatmentSample} from "./treatment.ts";
import type {Refusal} from "./types.ts";

/** Trader-days with a real limit and without, what was known of them before, and blocks of days to cross-fit on. */
export interface LimitSample extends TreatmentSample {
  /** Net P&L of the day, study currency. */
  readonly y: Float64Array;
  readonly x: Design;
  readonly day: Int32Array;
  readonly trader: Int32Array;
  readonly folds: readonly CrossFitFold[];
}

/** How the published estimate is cross-fitted. */
export const crossFitting = {folds: 5, gap: 5} as const;

export interface LimitSampleOptions {
  /** Blocks of days for cross-fitting. Default: those of `crossFitting`. */
  readonly folds?: number;
  /** Days left out between a block and the days its models are fitted on. Default: that of `crossFitting`. */
  readonly gap?: number;
  /** Rows of the panel that may be used at all, 1 each; default all. */
  readonly among?: Uint8Array;
}

export const minimumDays = 60;
export const minimumTreatedDays = 10;

/** The sample that the effect of a limit is estimated on, or why there is none. */
export function limitSample(
  panel: Table,
  interventions: Table | null,
  {folds = crossFitting.folds, gap = crossFitting.gap, among}: LimitSampleOptions = {},
): LimitSample | Refusal {
  if (interventions === null)
    return {
      reason: "The desk states no interventions: what was really done to a trader on a day is not known.",
      needs: "interventions.csv with account_id, date and the multiplier that was applied.",
    };
  const all = treatmentSample(panel, interventions);
  const kept = among === undefined ? null : all.rows.map((i, k) => (among[i] === 1 ? k : -1)).filter((k) => k >= 0);
  const sample =
    kept === null
      ? all
      : {...all, rows: kept.map((k) => all.rows[k]), treated: Float64Array.from(kept, (k) => all.treated[k])};
  const label = (column: Int32Array) => sample.rows.map((i) => column[i]);
  const [day, trader] = [label(int32(panel, "day")), label(int32(panel, "trader"))];
  const missing = shortcoming(sample, day);
  if (missing !== null) return missing;
  const net = float64(panel, "net");
  const y = pick(net, sample.rows);
  const x = featuresOf(panel, sample.rows);
  if (x.names.length === 0)
    return {
      reason: "There is no feature to adjust for: who was cut and why cannot be told apart.",
      needs: "Daily P&L before.",
    };
  if (y.every((v) => v === y[0]))
    return {
      reason: `Every trader-day has the same P&L, ${y[0]}: nothing can have changed it.`,
      needs: "P&L that varies from day to day.",
    };
  return {...sample, y, x, day, trader, folds: dayBlockFolds(day, folds, gap)};
}

/** Whether it is a reason and not a sample. */
export function isRefusal(found: LimitSample | Refusal): found is Refusal {
  return "reason" in found;
}

/** Why the sample cannot carry an estimate; null if it can. */
function shortcoming({rows, treated}: TreatmentSample, day: Int32Array): Refusal | null {
  const days = new Set(day).size;
  if (days < minimumDays)
    return {
      reason: `There are ${days} days; blocks of days to compare need ${minimumDays}.`,
      needs: `At least ${minimumDays} trading days.`,
    };
  const count = treated.reduce((sum, d) => sum + d, 0);
  const needs = `Cuts on at least ${minimumTreatedDays} days, and trader-days without one.`;
  if (count === 0) return {reason: "No trader-day with P&L was cut (multiplier below 1).", needs};
  if (count === rows.length) return {reason: "Every trader-day was cut: there is nothing to compare with.", needs};
  const treatedDays = new Set(day.filter((_, i) => treated[i] === 1)).size;
  if (treatedDays < minimumTreatedDays)
    return {
      reason: `Cuts were made on ${treatedDays} days only: what else those days had in common cannot be told apart.`,
      needs,
    };
  return null;
}

/** The panel's features (all columns but trader, day and net) at those rows. */
export function featuresOf(panel: Table, rows: Int32Array): Design {
  const names = Object.keys(panel.columns).filter((name) => !["trader", "day", "net"].includes(name));
  const columns = names.map((name) => pick(float64(panel, name), rows));
  return {rows: rows.length, names, columns};
}

/** The same design with the trader as a category, for learners that take no levels out by themselves. */
export function withTrader(x: Design, trader: Int32Array): Design {
  const labels = [...new Set(trader)].sort((a, b) => a - b);
  const at = new Map(labels.map((label, k) => [label, k]));
  return {
    ...x,
    names: [...x.names, "trader"],
    columns: [...x.columns, Float64Array.from(trader, (t) => at.get(t)!)],
    levels: {...x.levels, trader: labels.map(String)},
  };
}

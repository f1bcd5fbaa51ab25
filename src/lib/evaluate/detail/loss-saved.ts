import {daySums} from "../tests/index.ts";
import {dayRatio} from "../why-low/index.ts";

/** How much of a naive rule's loss a signal saves on some rows. */
export interface LossSaved {
  readonly by: string;
  readonly group: string | number;
  readonly n: number;
  readonly days: number;
  /** Mean loss of the signal, and of the naive rule, over the rows. */
  readonly loss: number;
  readonly naiveLoss: number;
  /** 1 − loss / naiveLoss: above 0 where the signal is better; null where the rule was never wrong. */
  readonly saved: number | null;
  /** null below 10 days, or where no day differs from another. */
  readonly interval: readonly [number, number] | null;
}

export interface LossSavedOptions {
  readonly day: Int32Array;
  /** Loss of the signal and of one naive rule, a row. */
  readonly loss: Float64Array;
  readonly naive: Float64Array;
  /** Groupings beside the total; rows whose label is null belong to no group. */
  readonly by: readonly {readonly name: string; readonly labels: ArrayLike<string | number | null>}[];
  /** Of the intervals. */
  readonly level: number;
}

/**
 * Share of a naive rule's loss that a signal saves, in total and by group, always against the same rule: of a fold, a month, a
 * trader it says where the total comes from. Intervals take days as the observations (linearised ratio of day sums, Bartlett
 * variance, Student's t), so that a fold of two weeks has one, if a wide one.
 * @returns the total, then groups by grouping, in ascending order of their label.
 */
export function lossSaved({day, loss, naive, by, level}: LossSavedOptions): LossSaved[] {
  const judge = (name: string, group: string | number, rows: readonly number[]): LossSaved => {
    const days = new Int32Array(rows.length);
    const [own, under, saving] = [0, 1, 2].map(() => new Float64Array(rows.length));
    rows.forEach((i, k) => {
      days[k] = day[i];
      own[k] = loss[i];
      under[k] = naive[i];
      saving[k] = naive[i] - loss[i];
    });
    const [mine, rule] = daySums(days, [own, under]).sums.map(total);
    const found = rule > 0 ? dayRatio(days, saving, under, {level}) : null;
    return {
      by: name,
      group,
      n: rows.length,
      days: new Set(days).size,
      loss: mine / rows.length,
      naiveLoss: rule / rows.length,
      saved: found?.value ?? null,
      interval: found?.interval ?? null,
    };
  };
  if (day.length === 0) return [];
  return [
    judge("total", "all", Array.from(day.keys())),
    ...by.flatMap(({name, labels}) => groupsOf(labels).map(([label, rows]) => judge(name, label, rows))),
  ];
}

/** Rows of each label, in ascending order of the label. */
export function groupsOf(labels: ArrayLike<string | number | null>): [string | number, number[]][] {
  const rows = new Map<string | number, number[]>();
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    if (label === null) continue;
    const list = rows.get(label);
    if (list) list.push(i);
    else rows.set(label, [i]);
  }
  return [...rows.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function total(x: Float64Array): number {
  return x.reduce((sum, v) => sum + v, 0);
}

import type {Desk} from "../ingest/desk.ts";
import {float64, int32, type Table, thousands} from "../numeric/index.ts";
import type {Rewrite} from "./rewrite.ts";
import {rewrites} from "./rewrite.ts";
import type {AuditCheck, Fold} from "./types.ts";

/** One comparison: columns as they were and as they are after a rewrite. */
export interface Comparison {
  readonly cut: number;
  readonly rewrite: Rewrite;
  /** trader, day, and the Float64 columns compared. */
  readonly before: Table;
  readonly after: Table;
}

export interface CompareOptions {
  readonly id: string;
  readonly title: string;
  /** What was compared, in words that follow "values of". */
  readonly of: string;
  readonly desk: Pick<Desk, "accounts" | "days">;
  readonly cuts: readonly number[];
  readonly comparisons: readonly Comparison[];
  /** The last day compared is the cut plus this: 1 for what is decided at the cut's close, 0 for what the day itself wrote down. Default 1. */
  readonly ahead?: 0 | 1;
}

/**
 * Days at which the future is rewritten: with folds, the middle of the test windows of up to `count` folds spread over all of
 * them (each at least a day before the window's end, so that a fit that saw its test rows is seen); else evenly spread days.
 */
export function auditCuts(days: number, folds: readonly Fold[], count: number): number[] {
  if (folds.length === 0)
    return distinct(Array.from({length: count}, (_, k) => Math.floor(((k + 1) * days) / (count + 1)))).filter(
      (d) => d < days - 1,
    );
  const picks = Math.min(count, folds.length);
  return distinct(
    Array.from({length: picks}, (_, k) => {
      const {start, end} = folds[Math.floor(((k + 0.5) * folds.length) / picks)].test;
      return start - 1 + Math.floor((end - start) / 2);
    }),
  );
}

/** The fold that tests the day after a cut; null where none does. */
export function foldTesting(folds: readonly Fold[], cut: number): Fold | null {
  return folds.find(({test}) => test.start <= cut + 1 && cut + 1 < test.end) ?? null;
}

const distinct = <T>(list: readonly T[]): T[] => [...new Set(list)];

/**
 * Compares, bit for bit, the rows up to the day after each cut (or the cut's own day), and reports the first value that moved: in order of cut,
 * rewrite, column, row. A row or column that appears or goes counts as moved.
 */
export function compareRewrites({id, title, of, desk, cuts, comparisons, ahead = 1}: CompareOptions): AuditCheck {
  let compared = 0;
  let first: AuditCheck["first"] = null;
  const moved = new Set<string>();
  for (const {cut, rewrite, before, after} of comparisons) {
    const rows = [rowsUpTo(before, cut + ahead), rowsUpTo(after, cut + ahead)] as const;
    const see = (column: string, row: string) => {
      moved.add(column);
      first ??= {column, row, cut: desk.days[cut], rewrite};
    };
    const stray = strayRow(before, after, rows, desk);
    if (stray !== null) {
      see("(rows)", stray);
      continue;
    }
    for (const name of distinct([...valueColumns(before), ...valueColumns(after)])) {
      if (!(name in before.columns && name in after.columns)) {
        see(name, "(the whole column)");
        continue;
      }
      const [old, now] = [float64(before, name), float64(after, name)];
      compared += rows[0].length;
      const at = rows[0].findIndex((r, k) => !Object.is(old[r], now[rows[1][k]]));
      if (at >= 0) see(name, rowName(before, rows[0][at], desk));
    }
  }
  const used = rewrites.filter((how) => comparisons.some((c) => c.rewrite === how));
  const audited = compared > 0 || moved.size > 0;
  const columns = [...moved];
  return {
    id,
    title,
    status: !audited ? "not auditable" : columns.length === 0 ? "clean" : "leak",
    rewrites: used,
    cutDates: cuts.map((cut) => desk.days[cut]),
    compared,
    first,
    evidence: !audited
      ? `There are no values of ${of} to compare.`
      : columns.length === 0
        ? `${thousands(compared)} values of ${of} were the same to the last bit after the future had been rewritten.`
        : `The past moved when the future was rewritten: ${columns.slice(0, 10).join(", ")}${columns.length > 10 ? ` and ${columns.length - 10} more` : ""}.`,
  };
}

function valueColumns(t: Table): string[] {
  return Object.keys(t.columns).filter((name) => t.columns[name] instanceof Float64Array);
}

function rowsUpTo(t: Table, day: number): Int32Array {
  const days = int32(t, "day");
  return Int32Array.from(days.keys()).filter((r) => days[r] <= day);
}

/** The first row that only one of the tables has; null if they have the same. */
function strayRow(
  before: Table,
  after: Table,
  [old, now]: readonly [Int32Array, Int32Array],
  desk: CompareOptions["desk"],
): string | null {
  const same = (name: string, k: number) => int32(before, name)[old[k]] === int32(after, name)[now[k]];
  for (let k = 0; k < Math.min(old.length, now.length); k++)
    if (!same("trader", k) || !same("day", k)) return rowName(before, old[k], desk);
  if (old.length > now.length) return rowName(before, old[now.length], desk);
  return now.length > old.length ? rowName(after, now[old.length], desk) : null;
}

function rowName(t: Table, row: number, {accounts, days}: CompareOptions["desk"]): string {
  return `${accounts[int32(t, "trader")[row]]} ${days[int32(t, "day")[row]]}`;
}

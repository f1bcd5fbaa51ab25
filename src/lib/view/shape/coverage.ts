import {int32, type Table} from "../../numeric/index.ts";

/** A cell of the coverage chart; see charts/coverage.ts. */
export interface Coverage {
  readonly cells: readonly {
    readonly who: string;
    readonly from: string;
    readonly to: string;
    readonly rows: number;
    readonly possible: number;
  }[];
  /** Trading days in a cell, and traders in a row of cells (the last may have fewer). */
  readonly daysPerCell: number;
  readonly tradersPerRow: number;
}

/** Rows of `daily` by trader and stretch of days, in at most 40 × 60 cells, so that any desk is drawn at once. */
export function coverageCells(daily: Table, accounts: readonly string[], days: readonly string[]): Coverage {
  const tradersPerRow = Math.max(1, Math.ceil(accounts.length / 40));
  const daysPerCell = Math.max(1, Math.ceil(days.length / 60));
  const across = Math.ceil(days.length / daysPerCell);
  const counts = new Int32Array(Math.ceil(accounts.length / tradersPerRow) * across);
  const trader = int32(daily, "trader");
  const day = int32(daily, "day");
  for (let i = 0; i < daily.rows; i++)
    counts[Math.floor(trader[i] / tradersPerRow) * across + Math.floor(day[i] / daysPerCell)]++;
  const cells = Array.from(counts, (rows, k) => {
    const first = Math.floor(k / across) * tradersPerRow;
    const group = accounts.slice(first, first + tradersPerRow);
    const stretch = days.slice((k % across) * daysPerCell, ((k % across) + 1) * daysPerCell);
    return {
      who: group.length === 1 ? group[0] : `${group[0]} – ${group[group.length - 1]}`,
      from: stretch[0],
      to: stretch[stretch.length - 1],
      rows,
      possible: group.length * stretch.length,
    };
  });
  return {cells, daysPerCell, tradersPerRow};
}

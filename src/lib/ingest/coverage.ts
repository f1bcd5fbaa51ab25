import {attendanceOf, STATES, type State} from "./attendance.ts";
import type {Desk} from "./desk.ts";

/** Trader-days of each state. */
export type StateCounts = Readonly<Record<State, number>>;

/** `coverage.json`: who has data when, in at most 40 × 60 cells, so that any desk is drawn at once. */
export interface Coverage {
  readonly cells: readonly {
    /** A trader, or the first and the last of a group. */
    readonly who: string;
    readonly from: string;
    readonly to: string;
    readonly counts: StateCounts;
  }[];
  /** Trading days in a cell, and traders in a row of cells (the last may have fewer). */
  readonly daysPerCell: number;
  readonly tradersPerRow: number;
  readonly total: StateCounts;
}

const MOST_ROWS = 40;
const MOST_COLUMNS = 60;

/** Counts each trader-day once: the cells' counts add up to traders × days. */
export function coverageOf(desk: Pick<Desk, "accounts" | "days" | "daily" | "quality">): Coverage {
  const {accounts, days} = desk;
  const states = attendanceOf(desk);
  const tradersPerRow = Math.max(1, Math.ceil(accounts.length / MOST_ROWS));
  const daysPerCell = Math.max(1, Math.ceil(days.length / MOST_COLUMNS));
  const cells: Coverage["cells"][number][] = [];
  for (let t = 0; t < accounts.length; t += tradersPerRow)
    for (let d = 0; d < days.length; d += daysPerCell) {
      const group = accounts.slice(t, t + tradersPerRow);
      const stretch = days.slice(d, d + daysPerCell);
      const counts = new Int32Array(STATES.length);
      for (let a = t; a < t + group.length; a++)
        for (let b = d; b < d + stretch.length; b++) counts[states[a * days.length + b]]++;
      cells.push({
        who: group.length === 1 ? group[0] : `${group[0]} – ${group[group.length - 1]}`,
        from: stretch[0],
        to: stretch[stretch.length - 1],
        counts: named(counts),
      });
    }
  const total = new Int32Array(STATES.length);
  for (const state of states) total[state]++;
  return {cells, daysPerCell, tradersPerRow, total: named(total)};
}

function named(counts: Int32Array): StateCounts {
  return Object.fromEntries(STATES.map((state, k) => [state, counts[k]])) as Record<State, number>;
}

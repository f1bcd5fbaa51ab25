import {type Random, stream} from "../../numeric/index.ts";
import {nearestShift} from "../circular-shift.ts";
import {dayBlocks, movedDays} from "./day-blocks.ts";
import {ordersOf} from "./randomisation.ts";

/** Rows of a sample on a grid of traders × days, and which of them were really treated. */
export interface TreatmentGrid {
  readonly traders: number;
  readonly days: number;
  /** Row of each cell, −1 where there is none. */
  readonly row: Int32Array;
  /** Cells that were treated, ascending. */
  readonly cells: Int32Array;
}

/** Treated rows of each draw: `rows(b)`, the same when asked again. */
export interface TreatmentDraws {
  readonly count: number;
  readonly exact: boolean;
  rows(b: number): Int32Array;
}

export type TreatmentDesign = "shift" | "blocks" | "within-day" | "traders";

/** @param trader 0 … traders − 1. */
export function treatmentGrid(
  treated: Float64Array,
  trader: Int32Array,
  traders: number,
  day: Int32Array,
): TreatmentGrid {
  const calendar = Int32Array.from(new Set(day)).sort();
  const at = new Map(Array.from(calendar, (d, t) => [d, t]));
  const days = calendar.length;
  const row = new Int32Array(traders * days).fill(-1);
  for (let i = 0; i < day.length; i++) row[trader[i] * days + at.get(day[i])!] = i;
  return {traders, days, row, cells: Int32Array.from(row.keys()).filter((c) => row[c] >= 0 && treated[row[c]] === 1)};
}

/** Draws of a placebo treatment; null where there are too few days or traders to arrange. */
export function treatmentDraws(
  grid: TreatmentGrid,
  design: TreatmentDesign,
  {draws, seed, lookBack}: {readonly draws: number; readonly seed: number; readonly lookBack: number},
): TreatmentDraws | null {
  const random = (b: number) => stream(seed, "placebo", "causal", design, b);
  const {days, traders} = grid;
  if (design === "shift") {
    const apart = nearestShift(days);
    const count = days - 2 * apart + 1;
    return {count, exact: true, rows: (b) => moved(grid, (k, t) => k * days + ((t + b + apart) % days))};
  }
  if (design === "blocks") {
    const blocks = dayBlocks(days, lookBack);
    if (blocks === null) return null;
    const {count, exact, order} = ordersOf(blocks.blocks, draws, random);
    return {
      count,
      exact,
      rows(b) {
        const to = movedDays(days, blocks, order(b));
        return moved(grid, (k, t) => k * days + to[t]);
      },
    };
  }
  if (traders < 4) return null;
  if (design === "traders") {
    const {count, exact, order} = ordersOf(traders, draws, random);
    return {
      count,
      exact,
      rows(b) {
        const to = order(b);
        return moved(grid, (k, t) => to[k] * days + t);
      },
    };
  }
  const byDay = daysOf(grid);
  return {count: draws, exact: false, rows: (b) => dealtWithinDays(byDay, random(b))};
}

/** Rows under the treated cells when each is moved; cells without a row are left out. */
function moved({days, cells, row}: TreatmentGrid, to: (trader: number, day: number) => number): Int32Array {
  const rows = new Int32Array(cells.length);
  let n = 0;
  for (const cell of cells) {
    const i = row[to(Math.floor(cell / days), cell % days)];
    if (i >= 0) rows[n++] = i;
  }
  return rows.subarray(0, n);
}

interface DayRows {
  readonly rows: Int32Array;
  readonly treated: number;
}

function daysOf({traders, days, row, cells}: TreatmentGrid): DayRows[] {
  const treated = new Int32Array(days);
  for (const cell of cells) treated[cell % days]++;
  return Array.from(treated, (count, t) => ({
    rows: Int32Array.from({length: traders}, (_, k) => row[k * days + t]).filter((i) => i >= 0),
    treated: count,
  })).filter(({treated: count}) => count > 0);
}

/** As many treated on each day as there were, whoever they are. */
function dealtWithinDays(byDay: readonly DayRows[], random: Random): Int32Array {
  const chosen: number[] = [];
  for (const {rows, treated} of byDay) {
    const own = rows.slice();
    for (let j = 0; j < treated; j++) {
      const other = j + random.integer(own.length - j);
      chosen.push(own[other]);
      own[other] = own[j];
    }
  }
  return Int32Array.from(chosen);
}

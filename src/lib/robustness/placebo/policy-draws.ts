import {stream} from "../../numeric/index.ts";
import {checkPolicyRows, orderByTrader, type PolicyRows} from "../../policy/index.ts";
import type {DayBlocks} from "./day-blocks.ts";
import {type Orders, ordersOf} from "./randomisation.ts";

/** Deviations from each trader's mean on a grid of traders × days; 0 where there is no row. */
export interface TimingGrid {
  readonly traders: number;
  readonly days: number;
  readonly multiplier: Float64Array;
  readonly net: Float64Array;
  /** Multiplier − 1; NaN where there is no row. */
  readonly change: Float64Array;
  /** Σ multiplier · net: the timing that was found. */
  readonly observed: number;
}

export function timingGrid(rows: PolicyRows): TimingGrid {
  checkPolicyRows(rows);
  const {order, traders, start} = orderByTrader(rows);
  const calendar = Int32Array.from(new Set(rows.day)).sort();
  const at = new Map(Array.from(calendar, (d, t) => [d, t]));
  const days = calendar.length;
  const [multiplier, net] = [0, 1].map(() => new Float64Array(traders.length * days));
  const change = new Float64Array(traders.length * days).fill(Number.NaN);
  let observed = 0;
  for (let k = 0; k < traders.length; k++) {
    const mine = order.subarray(start[k], start[k + 1]);
    const mean = (values: Float64Array) => mine.reduce((sum, i) => sum + values[i], 0) / mine.length;
    const [m, y] = [mean(rows.multiplier), mean(rows.net)];
    for (const i of mine) {
      const cell = k * days + at.get(rows.day[i])!;
      multiplier[cell] = rows.multiplier[i] - m;
      net[cell] = rows.net[i] - y;
      change[cell] = rows.multiplier[i] - 1;
      observed += multiplier[cell] * net[cell];
    }
  }
  return {traders: traders.length, days, multiplier, net, change, observed};
}

export interface Drawn {
  readonly drawn: Float64Array;
  readonly exact: boolean;
}

/** Timing when whole blocks of days of the multipliers, all traders' together, change places. */
export function blockTimings(grid: TimingGrid, blocks: DayBlocks, {draws, seed}: {draws: number; seed: number}): Drawn {
  const {traders, days, multiplier, net} = grid;
  const n = blocks.blocks;
  const cross = new Float64Array(n * n); // of the multipliers of block a with the P&L of block b
  let fixed = 0; // days left over
  for (let k = 0; k < traders; k++) {
    const from = k * days;
    for (let a = 0; a < n; a++)
      for (let b = 0; b < n; b++) {
        let sum = 0;
        for (let o = 0; o < blocks.length; o++)
          sum += multiplier[from + a * blocks.length + o] * net[from + b * blocks.length + o];
        cross[a * n + b] += sum;
      }
    for (let t = n * blocks.length; t < days; t++) fixed += multiplier[from + t] * net[from + t];
  }
  return sumsOver(
    ordersOf(n, draws, (b) => stream(seed, "placebo", "policy", "blocks", b)),
    cross,
    n,
    fixed,
  );
}

/** Timing when each trader gets the multipliers of another. */
export function traderTimings(
  {traders, days, net, change}: TimingGrid,
  {draws, seed}: {draws: number; seed: number},
): Drawn {
  const cross = new Float64Array(traders * traders);
  for (let a = 0; a < traders; a++)
    for (let b = 0; b < traders; b++) {
      let sum = 0;
      for (let t = 0; t < days; t++) {
        const u = change[a * days + t];
        if (u !== 0 && !Number.isNaN(u)) sum += u * net[b * days + t];
      }
      cross[a * traders + b] = sum;
    }
  return sumsOver(
    ordersOf(traders, draws, (b) => stream(seed, "placebo", "policy", "traders", b)),
    cross,
    traders,
    0,
  );
}

function sumsOver({count, order, exact}: Orders, cross: Float64Array, n: number, fixed: number): Drawn {
  const drawn = Float64Array.from({length: count}, (_, b) => {
    const to = order(b);
    let sum = fixed;
    for (let k = 0; k < n; k++) sum += cross[to[k] * n + k];
    return sum;
  });
  return {drawn, exact};
}

/** Timing when each day's multipliers are dealt anew among the traders who have a row that day. */
export function withinDayTimings(
  {traders, days, net, change}: TimingGrid,
  {draws, seed}: {draws: number; seed: number},
): Drawn {
  const drawn = new Float64Array(draws);
  for (let t = 0; t < days; t++) {
    const cells: number[] = [];
    const dealt: number[] = [];
    for (let k = 0; k < traders; k++) {
      const cell = k * days + t;
      if (Number.isNaN(change[cell])) continue;
      cells.push(cell);
      if (change[cell] !== 0) dealt.push(change[cell]);
    }
    if (dealt.length === 0) continue;
    const random = stream(seed, "placebo", "policy", "within-day", t);
    const own = Float64Array.from(cells, (cell) => net[cell]);
    for (let b = 0; b < draws; b++)
      for (let j = 0; j < dealt.length; j++) {
        // a partial shuffle: the first places are a random choice in random order, whatever the order before
        const other = j + random.integer(own.length - j);
        const held = own[other];
        own[other] = own[j];
        own[j] = held;
        drawn[b] += dealt[j] * held;
      }
  }
  return {drawn, exact: false};
}

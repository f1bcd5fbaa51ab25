import {type Random, stream} from "../numeric/index.ts";
import type {TraderTraits} from "./traders.ts";

/** What a trader carries from day to day. */
export interface Career {
  readonly random: Random;
  /** The next row to write. */
  row: number;
  /** Net P&L of the last rows in scales, the latest first; 0 before the first row. */
  readonly last: [number, number, number];
  /** Rows so far, at most 3. */
  seen: number;
  /** Trades of the last row over the usual number. */
  busy: number;
  skill: number;
}

/** Persistence of skill from row to row: half of a deviation is gone after about 70. */
const SKILL_PERSISTENCE = 0.99;

export function startCareer(seed: number, trader: TraderTraits, row: number): Career {
  const random = stream(seed, "simulate", "career", trader.account);
  return {random, row, last: [0, 0, 0], seen: 0, busy: 1, skill: trader.skillSpread * random.normal()};
}

/** Mean P&L of the last three rows (fewer at the start), in scales. */
export function recentMean({last, seen}: Career): number {
  return seen === 0 ? 0 : (last[0] + last[1] + last[2]) / seen;
}

/** Moves skill by a day: an AR(1) whose spread stays that of the trader. */
export function driftSkill(career: Career, {skillSpread}: TraderTraits): void {
  const shock = Math.sqrt(1 - SKILL_PERSISTENCE * SKILL_PERSISTENCE) * skillSpread;
  career.skill = SKILL_PERSISTENCE * career.skill + shock * career.random.normal();
}

/** Remembers a row. @param net in scales. @param busy trades over the usual number. */
export function remember(career: Career, net: number, busy: number): void {
  const {last} = career;
  last[2] = last[1];
  last[1] = last[0];
  last[0] = net;
  career.seen = Math.min(3, career.seen + 1);
  career.busy = busy;
  career.row++;
}

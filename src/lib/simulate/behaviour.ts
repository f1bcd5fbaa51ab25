import {clamp} from "./draws.ts";
import type {Career} from "./state.ts";
import type {TraderTraits} from "./traders.ts";

/** What a trader's last rows do to the next day. */
export interface Mood {
  /** Multiplier of the day's risk. */
  size: number;
  /** Multiplier of the number of trades. */
  frequency: number;
  /** Expected P&L at size 1, in scales, the market apart. */
  edge: number;
}

/** Recent P&L beyond this many scales moves a trader no further. */
export const MEMORY_LIMIT = 2;

/**
 * Tilt after losses, overconfidence after wins, form, fatigue and the weekday.
 * @param recent mean P&L of the last three rows, in scales.
 * @param weekday 0 Monday … 4 Friday.
 * @param turn multiplies form: −1 after a regime shift.
 */
export function setMood(
  mood: Mood,
  trader: TraderTraits,
  recent: number,
  {busy, skill}: Pick<Career, "busy" | "skill">,
  weekday: number,
  turn: number,
): void {
  const memory = clamp(recent, MEMORY_LIMIT);
  const loss = Math.max(0, -memory);
  const win = Math.max(0, memory);
  const tired = Math.max(0, Math.min(1, busy - 1));
  mood.size = 1 + trader.tiltSize * loss + trader.overconfidence * win;
  mood.frequency = 1 + trader.tiltFrequency * loss;
  mood.edge =
    trader.drift +
    skill +
    turn * (trader.form * memory - trader.tiltCost * loss) -
    trader.overconfidenceCost * win -
    trader.fatigue * tired +
    trader.weekdayEdge[weekday];
}

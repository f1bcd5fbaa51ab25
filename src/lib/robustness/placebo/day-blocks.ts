/** Consecutive days in blocks of one length; days left over at the end stay where they are. */
export interface DayBlocks {
  readonly blocks: number;
  readonly length: number;
}

/** Fewer blocks have too few orders for a p-value of .05: 4! = 24. */
export const minimumBlocks = 4;

/**
 * With fewer blocks than this most orders leave some where they are, and the true one cannot stand out far: the placebo is shown,
 * but an alarm of it does not speak against the estimate itself.
 */
export const tellingBlocks = 8;

/**
 * Blocks longer than the past that a signal, or a rule for limits, may look back on. In an order of such blocks every day stays
 * where it is or moves by more than the look-back, so that nothing meets the days that it was made of, as it does in shifts by
 * a few days; the true order is one of all, so that the test keeps its level.
 * @returns null for fewer than four blocks.
 */
export function dayBlocks(days: number, lookBack: number): DayBlocks | null {
  const blocks = Math.floor(days / (lookBack + 1));
  return blocks < minimumBlocks ? null : {blocks, length: Math.floor(days / blocks)};
}

/** Where each day goes when block k's place is taken by block order[k]. */
export function movedDays(days: number, {blocks, length}: DayBlocks, order: Int32Array): Int32Array {
  const to = Int32Array.from({length: days}, (_, t) => t);
  for (let k = 0; k < blocks; k++) for (let o = 0; o < length; o++) to[order[k] * length + o] = k * length + o;
  return to;
}

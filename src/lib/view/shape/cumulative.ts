import {float64, type Table, text} from "../../numeric/index.ts";

/** One day of the cumulated comparison; money to the cent. */
export interface CumulativeRow {
  readonly date: string;
  readonly actual: number;
  readonly policy: number;
  readonly delta: number;
  readonly derisking: number;
  readonly timing: number;
}

/** More points than pixels help nobody: at most so many days are drawn. */
const MOST = 600;

/**
 * The cumulated columns of `daily-impact.arrow` for one signal, thinned to at most 600 days; the last day is always
 * among them, since its value is the one that the chart names.
 */
export function cumulativeRows(daily: Table, signal: string): CumulativeRow[] {
  const names = text(daily, "signal");
  const dates = text(daily, "date");
  const [actual, policy, derisking, timing] = ["actual", "policy", "derisking", "timing"].map((name) =>
    float64(daily, `cumulative_${name}`),
  );
  const rows: number[] = [];
  for (let i = 0; i < daily.rows; i++) if (names[i] === signal) rows.push(i);
  return thin(rows, MOST).map((i) => ({
    date: dates[i],
    actual: cents(actual[i]),
    policy: cents(policy[i]),
    delta: cents(policy[i] - actual[i]),
    derisking: cents(derisking[i]),
    timing: cents(timing[i]),
  }));
}

/** Every k-th item such that at most `most` remain, and always the last. */
export function thin<T>(items: readonly T[], most: number): T[] {
  if (!(most >= 2)) throw new RangeError(`invalid most; not at least 2: ${most}`);
  const step = Math.ceil((items.length - 1) / (most - 1)) || 1;
  return items.filter((_, i) => (items.length - 1 - i) % step === 0);
}

/** To the cent, for drawing; exact values are in the artifact. */
export const cents = (value: number): number => Math.round(value * 100) / 100 + 0;

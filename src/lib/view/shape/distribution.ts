import {quantileSorted} from "simple-statistics";

/** A bar of the histogram; see charts/distribution.ts. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly open: "below" | "above" | null;
}

/**
 * A histogram of net P&L with heavy tails folded in: equal bins of a round width over the middle 98 %, zero on an edge;
 * the first and last bin also hold what lies beyond. No value is left out: counts add up to the number of values.
 */
export function netBins(values: ArrayLike<number>): Bin[] {
  const sorted = Float64Array.from(values).sort();
  if (sorted.length === 0) return [];
  const low = quantileSorted(sorted as unknown as number[], 0.01);
  const high = quantileSorted(sorted as unknown as number[], 0.99);
  const width = (high - low) / 36;
  // A spread that is rounding alone is none: bins that narrow could not be told apart, nor counted.
  const step = roundStep(width > 1e-12 * Math.max(1, Math.abs(low), Math.abs(high)) ? width : 0);
  const first = Math.floor(low / step);
  const last = Math.max(first, Math.ceil(high / step) - 1);
  const counts = new Int32Array(last - first + 1);
  for (const v of sorted) counts[Math.max(0, Math.min(last - first, Math.floor(v / step) - first))]++;
  return Array.from(counts, (count, k) => ({
    from: (first + k) * step,
    to: (first + k + 1) * step,
    count,
    open:
      k === 0 && sorted[0] < first * step
        ? "below"
        : k === last - first && sorted[sorted.length - 1] >= (last + 1) * step
          ? "above"
          : null,
  }));
}

/** The next of 1, 2, 2.5, 5 × a power of ten that is not below `step`; 1 for zero. */
function roundStep(step: number): number {
  if (!(step > 0)) return 1;
  let power = 1;
  while (power * 10 <= step) power *= 10;
  while (power > step) power /= 10;
  return ([1, 2, 2.5, 5, 10].find((m) => m * power >= step) ?? 10) * power;
}

import {optimalBlockLength} from "./block-length.ts";
import type {Random} from "./random.ts";
import {drawDayCounts} from "./stationary-bootstrap.ts";

/** How days are resampled: drawn here, or given from elsewhere (one array of n day indices a draw). */
export type BootstrapScheme =
  | {
      readonly random: Random;
      readonly draws: number;
      /** "stationary": blocks of random length (Politis and Romano 1994), the default; "circular": of fixed length. */
      readonly kind?: "stationary" | "circular";
      /** (Mean) block length in days. Default: the longest that any series asks for, at least 1. */
      readonly blockLength?: number;
    }
  | {
      readonly indices: readonly ArrayLike<number>[];
      /** Mean block length that they were drawn with, for what needs to know it. Default NaN: not known. */
      readonly blockLength?: number;
    };

/** Draws of whole days, as the number of times that each day occurs in each draw. */
export interface BootstrapDraws {
  readonly draws: number;
  readonly days: number;
  /** (Mean) length of blocks in days; NaN where indices were given without it. */
  readonly blockLength: number;
  /** Of draw b, day t: counts[b * days + t]. */
  readonly counts: Float64Array;
}

/**
 * Draws days for series that are resampled together. Sums over a draw are sums weighted by `counts`, whatever the series.
 * @param series day series of equal length, whose automatic block lengths (Politis and White 2004) set the default; a
 * constant series asks for nothing.
 * @throws RangeError for an index outside the days, fewer than 1 draw, or fewer than 8 days without a block length.
 */
export function bootstrapDraws(series: readonly Float64Array[], scheme: BootstrapScheme): BootstrapDraws {
  const days = series[0]?.length ?? 0;
  if (!(days >= 1)) throw new RangeError("invalid series; there is no day to draw from");
  if ("indices" in scheme) return givenDraws(days, scheme.indices, scheme.blockLength ?? Number.NaN);
  const {random, draws, kind = "stationary", blockLength = longest(series, kind)} = scheme;
  if (!(Number.isInteger(draws) && draws >= 1)) throw new RangeError(`invalid draws; not 1 or more: ${draws}`);
  const counts = new Float64Array(draws * days);
  for (let b = 0; b < draws; b++) {
    const mine = counts.subarray(b * days, (b + 1) * days);
    if (kind === "stationary") drawDayCounts(random, days, blockLength, mine);
    else drawCircularCounts(random, days, blockLength, mine);
  }
  return {draws, days, blockLength, counts};
}

/** Mean of every series in every draw: result[k][b]. */
export function drawMeans(series: readonly Float64Array[], {draws, days, counts}: BootstrapDraws): Float64Array[] {
  return series.map((x) => {
    const means = new Float64Array(draws);
    for (let b = 0; b < draws; b++) {
      let sum = 0;
      for (let t = 0, at = b * days; t < days; t++, at++) sum += counts[at] * x[t];
      means[b] = sum / days;
    }
    return means;
  });
}

/**
 * Circular block bootstrap (Politis and Romano 1992): blocks of `blockLength` (rounded) days from random starts, wrapping
 * round the end, the last cut so that the draw has `days` days. Adds into `counts`.
 */
function drawCircularCounts(random: Random, days: number, blockLength: number, counts: Float64Array): void {
  if (!(blockLength >= 1)) throw new RangeError(`invalid block length; not 1 or more: ${blockLength}`);
  const length = Math.min(days, Math.round(blockLength));
  for (let drawn = 0; drawn < days; drawn += length) {
    const start = random.integer(days);
    const end = Math.min(length, days - drawn);
    for (let k = 0; k < end; k++) counts[(start + k) % days] += 1;
  }
}

function givenDraws(days: number, indices: readonly ArrayLike<number>[], blockLength: number): BootstrapDraws {
  if (indices.length === 0) throw new RangeError("invalid indices; there is no draw");
  const counts = new Float64Array(indices.length * days);
  indices.forEach((draw, b) => {
    if (draw.length !== days) throw new RangeError(`invalid indices; draw ${b} has ${draw.length} of ${days} days`);
    for (let t = 0; t < days; t++) {
      const day = draw[t];
      if (!(Number.isInteger(day) && day >= 0 && day < days))
        throw new RangeError(`invalid indices; draw ${b} has day ${day}, not in 0 … ${days - 1}`);
      counts[b * days + day] += 1;
    }
  });
  return {draws: indices.length, days, blockLength, counts};
}

function longest(series: readonly Float64Array[], kind: "stationary" | "circular"): number {
  return Math.max(1, ...series.map((x) => optimalBlockLength(x)[kind]).filter(Number.isFinite));
}

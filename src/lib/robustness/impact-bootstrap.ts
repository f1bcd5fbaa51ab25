import {drawDayCounts, stream} from "../numeric/index.ts";
import type {TouchedPanel} from "./touched-panel.ts";

/** Draws of one chunk. The stream is named by `names` and the chunk's number: results do not depend on who runs it. */
export interface BootstrapChunk {
  readonly panel: TouchedPanel;
  readonly blockLength: number;
  readonly seed: number;
  readonly names: readonly string[];
  readonly chunk: number;
  readonly draws: number;
  /** What the deviations are taken from: the observed parts, laid out as in `BootstrapMoments`. */
  readonly observed: Float64Array;
}

/**
 * Sums over draws of each part's deviation from the observed, and of its square. Unit k of K touched traders has delta,
 * de-risking and timing at 3k, 3k + 1, 3k + 2; the total is unit K.
 */
export interface BootstrapMoments {
  readonly draws: number;
  readonly sum: Float64Array;
  readonly sumOfSquares: Float64Array;
}

/** Draws made side by side: their day counts lie next to each other, so that a row is read once for all of them. */
const lanes = 8;

/**
 * Resamples whole days and repeats the accounting on every draw, each trader's mean multiplier recomputed. A draw only
 * reweights days, so the parts need three weighted sums a trader: with n*, A, U, E the sums of 1, Y, (m−1) and (m−1)·Y,
 * delta = E, de-risking = (U / n*)·A, timing = E − (U / n*)·A; a trader none of whose days were drawn has zeros.
 */
export function bootstrapChunk(item: BootstrapChunk): BootstrapMoments {
  const {panel, blockLength, seed, names, chunk, draws, observed} = item;
  const random = stream(seed, "impact-bootstrap", ...names, chunk);
  const sum = new Float64Array(observed.length);
  const sumOfSquares = new Float64Array(observed.length);
  const counts = new Float64Array(panel.days * lanes);
  const parts = new Float64Array(observed.length * lanes);
  for (let done = 0; done < draws; done += lanes) {
    const now = Math.min(lanes, draws - done);
    counts.fill(0);
    for (let lane = 0; lane < now; lane++) drawDayCounts(random, panel.days, blockLength, counts, lanes, lane);
    weightedParts(panel, counts, parts);
    for (let lane = 0; lane < now; lane++)
      for (let j = 0; j < observed.length; j++) {
        const deviation = parts[j * lanes + lane] - observed[j];
        sum[j] += deviation;
        sumOfSquares[j] += deviation * deviation;
      }
  }
  return {draws, sum, sumOfSquares};
}

/** The parts at the sample itself: every day once. */
export function observedParts(panel: TouchedPanel): Float64Array {
  const parts = new Float64Array(3 * (panel.traders.length + 1) * lanes);
  weightedParts(panel, new Float64Array(panel.days * lanes).fill(1), parts);
  return Float64Array.from({length: parts.length / lanes}, (_, j) => parts[j * lanes]);
}

/** Parts of every unit in every lane, into `parts[j * lanes + lane]`. Day t has weight `counts[t * lanes + lane]`. */
function weightedParts(panel: TouchedPanel, counts: Float64Array, parts: Float64Array): void {
  const {days, traders, start, at, net, changed} = panel;
  const [n, a, u, e] = [0, 1, 2, 3].map(() => new Float64Array(lanes));
  const ofTotal = 3 * traders.length * lanes;
  parts.fill(0, ofTotal);
  for (let k = 0; k < traders.length; k++) {
    if (start[k + 1] - start[k] === days)
      n.fill(days); // a draw has as many days as the sample
    else weightedSum(at, panel.one, start[k], start[k + 1], counts, n);
    weightedSum(at, net, start[k], start[k + 1], counts, a);
    weightedSum(changed.at, changed.change, changed.start[k], changed.start[k + 1], counts, u);
    weightedSum(changed.at, changed.effect, changed.start[k], changed.start[k + 1], counts, e);
    for (let lane = 0; lane < lanes; lane++) {
      const delta = e[lane];
      const derisking = n[lane] > 0 ? (u[lane] / n[lane]) * a[lane] : 0;
      const timing = delta - derisking;
      parts[3 * k * lanes + lane] = delta;
      parts[(3 * k + 1) * lanes + lane] = derisking;
      parts[(3 * k + 2) * lanes + lane] = timing;
      parts[ofTotal + lane] += delta;
      parts[ofTotal + lanes + lane] += derisking;
      parts[ofTotal + 2 * lanes + lane] += timing;
    }
  }
}

/**
 * Σ weight × value over rows [from, to), by lane. The eight lanes are spelled out: as scalars they stay in registers,
 * which makes it several times as fast as an inner loop over an array.
 */
function weightedSum(
  at: Int32Array,
  values: Float64Array,
  from: number,
  to: number,
  counts: Float64Array,
  sums: Float64Array,
): void {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let s4 = 0;
  let s5 = 0;
  let s6 = 0;
  let s7 = 0;
  for (let r = from; r < to; r++) {
    const value = values[r];
    const base = at[r] * 8;
    s0 += counts[base] * value;
    s1 += counts[base + 1] * value;
    s2 += counts[base + 2] * value;
    s3 += counts[base + 3] * value;
    s4 += counts[base + 4] * value;
    s5 += counts[base + 5] * value;
    s6 += counts[base + 6] * value;
    s7 += counts[base + 7] * value;
  }
  sums[0] = s0;
  sums[1] = s1;
  sums[2] = s2;
  sums[3] = s3;
  sums[4] = s4;
  sums[5] = s5;
  sums[6] = s6;
  sums[7] = s7;
}

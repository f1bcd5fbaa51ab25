import {type BootstrapDraws, drawDayCounts, stream} from "../numeric/index.ts";
import type {TouchedPanel} from "./touched-panel.ts";
import {weightedSum, weightedThree, weightedTriple} from "./weighted-sums.ts";

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

/** Timing of the desk in each draw, each trader's mean multiplier recomputed. */
export function timingOfDraws(panel: TouchedPanel, {draws, days, counts}: BootstrapDraws): Float64Array {
  const timing = new Float64Array(draws);
  const interleaved = new Float64Array(days * lanes);
  const total = 3 * panel.traders.length + 2;
  const parts = new Float64Array((total + 1) * lanes);
  for (let done = 0; done < draws; done += lanes) {
    const now = Math.min(lanes, draws - done);
    for (let lane = 0; lane < now; lane++)
      for (let t = 0; t < days; t++) interleaved[t * lanes + lane] = counts[(done + lane) * days + t];
    weightedParts(panel, interleaved, parts);
    for (let lane = 0; lane < now; lane++) timing[done + lane] = parts[total * lanes + lane];
  }
  return timing;
}

/** Parts of every unit in every lane, into `parts[j * lanes + lane]`. Day t has weight `counts[t * lanes + lane]`. */
function weightedParts(panel: TouchedPanel, counts: Float64Array, parts: Float64Array): void {
  const {days, traders, start, at, net, change, changed} = panel;
  const [n, a, u, e] = [0, 1, 2, 3].map(() => new Float64Array(lanes));
  const ofTotal = 3 * traders.length * lanes;
  parts.fill(0, ofTotal);
  const dense = Uint8Array.from(traders, (_, k) =>
    start[k + 1] - start[k] === days && 2 * (changed.start[k + 1] - changed.start[k]) > days ? 1 : 0,
  );
  const nets = netSums(panel, counts, dense);
  for (let k = 0; k < traders.length; k++) {
    const every = start[k + 1] - start[k] === days;
    if (every)
      n.fill(days); // a draw has as many days as the sample
    else weightedSum(at, panel.one, start[k], start[k + 1], counts, n);
    if (dense[k] === 1) {
      // a row on every day, most of them changed: one pass for all three sums
      for (let lane = 0; lane < lanes; lane += 4) weightedTriple(net, change, start[k], days, counts, lane, a, u, e);
    } else {
      a.set(nets.subarray(k * lanes, (k + 1) * lanes));
      weightedSum(changed.at, changed.change, changed.start[k], changed.start[k + 1], counts, u);
      weightedSum(changed.at, changed.effect, changed.start[k], changed.start[k + 1], counts, e);
    }
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

/** Σ weight × P&L of every trader but the dense ones, lane by lane; three at a time where they have a row on every day. */
function netSums({days, traders, start, at, net}: TouchedPanel, counts: Float64Array, dense: Uint8Array): Float64Array {
  const sums = new Float64Array(traders.length * lanes);
  const [from, to] = [new Int32Array(3), new Int32Array(3)];
  const own = new Float64Array(lanes);
  let waiting = 0;
  for (let k = 0; k < traders.length; k++) {
    if (dense[k] === 1) continue;
    if (start[k + 1] - start[k] === days) {
      from[waiting] = start[k];
      to[waiting++] = k * lanes;
      if (waiting === 3) {
        for (let lane = 0; lane < lanes; lane += 4) weightedThree(net, from, days, counts, lane, sums, to);
        waiting = 0;
      }
      continue;
    }
    weightedSum(at, net, start[k], start[k + 1], counts, own);
    sums.set(own, k * lanes);
  }
  for (let w = 0; w < waiting; w++) {
    weightedSum(at, net, from[w], from[w] + days, counts, own);
    sums.set(own, to[w]);
  }
  return sums;
}

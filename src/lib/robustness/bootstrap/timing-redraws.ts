import type {Random} from "../../numeric/index.ts";
import {timingOfDraws} from "../impact-bootstrap.ts";
import type {TouchedPanel} from "../touched-panel.ts";
import {type Interval, studentisedInterval} from "./intervals.ts";

/** Timing without each block of days, brought to the length of the whole. */
export function withoutBlocks(panel: TouchedPanel, length: number): Float64Array {
  const {days} = panel;
  const blocks = Math.floor(days / length);
  const counts = new Float64Array(blocks * days).fill(1);
  for (let b = 0; b < blocks; b++)
    counts.fill(0, b * days + b * length, b * days + (b === blocks - 1 ? days : (b + 1) * length));
  return timingOfDraws(panel, {draws: blocks, days, blockLength: length, counts}).map((v, b) => {
    const left = days - (b === blocks - 1 ? days - b * length : length);
    return (v * days) / left;
  });
}

/**
 * Circular blocks, each draw's standard error from its own blocks (Götze and Künsch 1996): sums of a series, at its whole length.
 */
export function studentisedBlocks(
  series: Float64Array,
  length: number,
  {random, draws, level}: {readonly random: Random; readonly draws: number; readonly level: number},
): Interval {
  const days = series.length;
  const blocks = Math.floor(days / length);
  if (blocks < 3) throw new RangeError(`invalid blocks; ${blocks} of ${length} days leave no standard error`);
  const sums = Float64Array.from(series, (_, t) => {
    let sum = 0;
    for (let o = 0; o < length; o++) sum += series[(t + o) % days];
    return sum;
  });
  const scale = days / (blocks * length);
  const total = series.reduce((sum, v) => sum + v, 0);
  const variance = sums.reduce((sum, v) => sum + (v - (total * length) / days) ** 2, 0) / days;
  const estimates = new Float64Array(draws);
  const errors = new Float64Array(draws);
  for (let b = 0; b < draws; b++) {
    let [sum, squares] = [0, 0];
    for (let k = 0; k < blocks; k++) {
      const v = sums[random.integer(days)];
      sum += v;
      squares += v * v;
    }
    estimates[b] = sum * scale;
    errors[b] = scale * Math.sqrt(Math.max(0, squares - (sum * sum) / blocks) * (blocks / (blocks - 1)));
  }
  return studentisedInterval(total, estimates, errors, {level, se: scale * Math.sqrt(blocks * variance)});
}

/** Timing of each trader that the policy touches. */
export function tradersTiming({traders, start, net, change}: TouchedPanel): Float64Array {
  return Float64Array.from(traders, (_, k) => {
    let [m, y, cross] = [0, 0, 0];
    for (let r = start[k]; r < start[k + 1]; r++) {
      m += change[r];
      y += net[r];
      cross += change[r] * net[r];
    }
    return cross - (m * y) / (start[k + 1] - start[k]);
  });
}

import {numbered, type PlrFit} from "../../causal/index.ts";
import {bootstrapDraws, optimalBlockLength, type Random} from "../../numeric/index.ts";

/** By cluster, in ascending order of labels: Σ residual of d × residual of y, and Σ its square. */
interface Sums {
  readonly count: number;
  readonly cross: Float64Array;
  readonly square: Float64Array;
}

/** Sums of a partially linear fit by the labels of its rows. */
export function sumsBy({residualY, residualD}: PlrFit, labels: Int32Array): Sums {
  const {of, count} = numbered(labels);
  const [cross, square] = [0, 1].map(() => new Float64Array(count));
  for (let i = 0; i < labels.length; i++) {
    cross[of[i]] += residualD[i] * residualY[i];
    square[of[i]] += residualD[i] * residualD[i];
  }
  return {count, cross, square};
}

/** Clustered standard error of the residuals' regression, with G / (G − 1). */
export function errorOf({count, cross, square}: Sums, theta: number): number {
  let [scores, total] = [0, 0];
  for (let g = 0; g < count; g++) {
    const score = cross[g] - theta * square[g];
    scores += score * score;
    total += square[g];
  }
  return Math.sqrt((scores * count) / (count - 1)) / total;
}

/** Estimates without each cluster. */
export function leftOut({cross, square}: Sums): Float64Array {
  const [a, s] = [cross, square].map((values) => values.reduce((sum, v) => sum + v, 0));
  return cross.map((v, g) => (a - v) / (s - square[g]));
}

/** Whole clusters drawn, as many as there are: estimates, and their own standard errors. */
export function redrawn({count, cross, square}: Sums, random: Random, draws: number) {
  const estimates = new Float64Array(draws);
  const errors = new Float64Array(draws);
  const drawn = new Int32Array(count);
  for (let b = 0; b < draws; b++) {
    let [a, s] = [0, 0];
    for (let g = 0; g < count; g++) {
      const k = random.integer(count);
      drawn[g] = k;
      a += cross[k];
      s += square[k];
    }
    estimates[b] = a / s;
    let scores = 0;
    for (let g = 0; g < count; g++) {
      const score = cross[drawn[g]] - estimates[b] * square[drawn[g]];
      scores += score * score;
    }
    errors[b] = Math.sqrt((scores * count) / (count - 1)) / s;
  }
  return {estimates, errors};
}

/** Estimates from blocks of days of random length, at the automatic length of their scores. */
export function inBlocks({cross, square}: Sums, theta: number, random: Random, draws: number): Float64Array {
  const scores = cross.map((v, g) => v - theta * square[g]);
  const found = optimalBlockLength(scores).stationary;
  const drawn = bootstrapDraws([scores], {random, draws, blockLength: Number.isFinite(found) ? Math.max(1, found) : 1});
  return Float64Array.from({length: draws}, (_, b) => {
    let [a, s] = [0, 0];
    for (let t = 0, at = b * drawn.days; t < drawn.days; t++, at++) {
      a += drawn.counts[at] * cross[t];
      s += drawn.counts[at] * square[t];
    }
    return a / s;
  });
}

/** Estimates from single rows drawn. */
export function pairs({residualY, residualD}: PlrFit, random: Random, draws: number): Float64Array {
  const n = residualY.length;
  return Float64Array.from({length: draws}, () => {
    let [a, s] = [0, 0];
    for (let i = 0; i < n; i++) {
      const k = random.integer(n);
      const d = residualD[k];
      a += d * residualY[k];
      s += d * d;
    }
    return a / s;
  });
}

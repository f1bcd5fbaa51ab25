import {growingCholesky, simplexLeastSquares} from "../../numeric/index.ts";

interface Outcomes {
  readonly treated: Float64Array;
  readonly donors: readonly Float64Array[];
}

/** Supports remembered: a Nelder-Mead simplex moves between a few. */
const remembered = 12;

/** The inner problem of a synthetic control, to be solved for one V after another. */
export interface InnerProblem {
  /** The mean squared prediction error of the outcomes with the weights that are optimal for V. */
  loss(v: Float64Array): number;
  /** Its derivative with respect to each of V's weights, at a V that sums to 1. */
  gradient(v: Float64Array): Float64Array;
}

/**
 * A search over V solves the inner problem thousands of times, and from one V to the next the donors with weight (the
 * support) hardly ever change. So the supports found lately are tried first: solve on one, and keep it if the
 * Karush-Kuhn-Tucker conditions hold for all donors; a few microseconds. Else the exact solver starts from the last solution.
 * @param differences K rows of J (see `scaledDifferences`).
 */
export function innerProblem(differences: readonly Float64Array[], {treated, donors}: Outcomes): InnerProblem {
  const count = differences.length;
  const donorCount = donors.length;
  const rows = Float64Array.from({length: donorCount * count}, (_, i) => differences[i % count][Math.floor(i / count)]); // by donor
  const errors = donors.map((y) => y.map((x, t) => x - treated[t]));
  const products = new Float64Array(donorCount * donorCount).fill(Number.NaN); // of errors, made when first asked for
  const product = (i: number, j: number) => {
    if (Number.isNaN(products[i * donorCount + j])) {
      let sum = 0;
      for (let t = 0; t < treated.length; t++) sum += errors[i][t] * errors[j][t];
      products[i * donorCount + j] = products[j * donorCount + i] = sum / treated.length;
    }
    return products[i * donorCount + j];
  };
  let support: number[] = [];
  let weights = new Float64Array(0);
  let recent: number[][] = []; // supports found, the latest first
  const factor = growingCholesky(count + 1); // more points than that depend on each other
  const row = new Float64Array(count + 1);
  const pull = new Float64Array(count); // √vₖ Σ w d, then vₖ Σ w d

  const held = new Float64Array((count + 1) * count); // √v · rows of the support, one after the other
  const trial = new Float64Array(count + 1);
  const roots = new Float64Array(count);

  const factorize = (v: Float64Array) => {
    const size = support.length;
    if (size > count + 1) return false;
    factor.clear();
    for (let k = 0; k < count; k++) roots[k] = Math.sqrt(v[k]);
    let lift = 0;
    for (let a = 0; a < size; a++) {
      const at = support[a] * count;
      for (let k = 0; k < count; k++) {
        const value = roots[k] * rows[at + k];
        held[a * count + k] = value;
        lift += value * value;
      }
    }
    lift /= size;
    for (let a = 0; a < size; a++) {
      for (let b = 0; b <= a; b++) {
        let sum = lift;
        for (let k = 0; k < count; k++) sum += held[a * count + k] * held[b * count + k];
        row[b] = sum;
      }
      if (!factor.append(row, row[a])) return false;
    }
    return true;
  };
  const optimalOnSupport = (v: Float64Array) => {
    if (!factorize(v)) return false;
    const size = support.length;
    trial.fill(1, 0, size);
    factor.solve(trial);
    let sum = 0;
    for (let a = 0; a < size; a++) sum += trial[a];
    for (let a = 0; a < size; a++) if (!(trial[a] / sum > 0)) return false;
    pull.fill(0);
    for (let a = 0; a < size; a++) {
      trial[a] /= sum;
      for (let k = 0; k < count; k++) pull[k] += trial[a] * held[a * count + k];
    }
    let multiplier = 0;
    let scale = 0;
    for (let a = 0; a < size; a++)
      for (let k = 0; k < count; k++) {
        const value = held[a * count + k];
        multiplier += trial[a] * pull[k] * value;
        scale += value * value;
      }
    for (let k = 0; k < count; k++) pull[k] *= roots[k];
    for (let j = 0, at = 0; j < donorCount; j++) {
      let slope = -multiplier;
      for (let k = 0; k < count; k++, at++) slope += pull[k] * rows[at];
      if (slope < -1e-12 * scale) return false;
    }
    weights = trial.slice(0, size);
    return true;
  };
  const solve = (v: Float64Array) => {
    const last = [support, weights] as const;
    for (let r = 0; r < recent.length; r++) {
      support = recent[r];
      if (!optimalOnSupport(v)) continue;
      for (let k = r; k > 0; k--) recent[k] = recent[k - 1];
      recent[0] = support;
      return;
    }
    [support, weights] = last;
    for (let k = 0; k < count; k++) roots[k] = Math.sqrt(v[k]);
    const columns = Array.from({length: donorCount}, (_, j) =>
      Float64Array.from({length: count}, (_, k) => roots[k] * rows[j * count + k]),
    );
    const start = new Float64Array(donorCount);
    for (let a = 0; a < support.length; a++) start[support[a]] = weights[a];
    const solution = simplexLeastSquares({columns, target: new Float64Array(count), start});
    support = Array.from(solution.weights.keys()).filter((j) => solution.weights[j] > 0);
    weights = Float64Array.from(support, (j) => solution.weights[j]);
    recent = [support, ...recent.slice(0, remembered - 1)];
  };

  return {
    loss(v) {
      solve(v);
      let sum = 0;
      for (let a = 0; a < weights.length; a++) {
        for (let b = 0; b < a; b++) sum += 2 * weights[a] * weights[b] * product(support[a], support[b]);
        sum += weights[a] * weights[a] * product(support[a], support[a]);
      }
      return sum;
    },
    /**
     * By the implicit function theorem on the support: with G = Σ v d dᵀ and λ solving Gλ = ∂loss/∂w + ν1, 1ᵀλ = 0 (adjoint),
     * ∂loss/∂vₖ = −(λᵀdₖ)(wᵀdₖ). Zero at a kink where the support's points depend on each other.
     */
    gradient(v) {
      solve(v);
      const gradient = new Float64Array(count);
      if (!factorize(v)) return gradient;
      const lambda = new Float64Array(weights.length);
      for (let a = 0; a < lambda.length; a++)
        for (let b = 0; b < lambda.length; b++) lambda[a] += 2 * weights[b] * product(support[a], support[b]);
      const ones = new Float64Array(weights.length).fill(1);
      factor.solve(lambda);
      factor.solve(ones);
      let [above, below] = [0, 0];
      for (let a = 0; a < lambda.length; a++) {
        above += lambda[a];
        below += ones[a];
      }
      for (let k = 0; k < count; k++) {
        let [byLambda, byWeights] = [0, 0];
        for (let a = 0; a < lambda.length; a++) {
          byLambda += (lambda[a] - (above / below) * ones[a]) * rows[support[a] * count + k];
          byWeights += weights[a] * rows[support[a] * count + k];
        }
        gradient[k] = -byLambda * byWeights;
      }
      return gradient;
    },
  };
}

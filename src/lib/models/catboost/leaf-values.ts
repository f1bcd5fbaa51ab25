import type {Objective, Rows} from "../boosting/objectives.ts";

/** A model that is being fitted: its leaves come from the first `body` positions, its margins are of the first `rows`. */
export interface Fitted {
  readonly body: number;
  readonly rows: number;
  readonly margin: Float64Array;
  /** Weighted derivatives of the loss at the margins; `hessian` is null where all are 1. */
  readonly gradient: Float64Array;
  hessian: Float64Array | null;
}

export interface LeafOptions {
  readonly leaves: number;
  /** L2 regularisation, in weight. */
  readonly lambda: number;
  readonly estimation: "newton" | "gradient";
}

/**
 * The step of each leaf, before the learning rate. Newton: −Σ g / (Σ h + λ); gradient: −Σ g / (Σ w + λ), g and h the weighted
 * first and second derivatives of the loss. Where the objective has a better leaf than the second-order step (a quantile has no
 * second derivative: the quantile of the leaf's residuals), Newton is that, shrunk by Σ w / (Σ w + λ). A leaf without rows has 0.
 */
export function leafSteps(
  objective: Objective,
  {y, weights}: Rows,
  {body, margin, gradient, hessian}: Fitted,
  leaf: Uint8Array,
  {leaves, lambda, estimation}: LeafOptions,
): Float64Array {
  if (estimation === "newton" && objective.leafWeight !== undefined)
    return ownMinimisers(objective.leafWeight, {y, weights}, margin, leaf.subarray(0, body), leaves, lambda);
  const top = sumsByLeaf(leaf, body, leaves, gradient);
  const bottom = sumsByLeaf(leaf, body, leaves, estimation === "newton" ? hessian : weights);
  return top.map((g, k) => (bottom[k] > 0 ? -g / (bottom[k] + lambda) : 0));
}

/** Sums of the first `body` values by leaf; null: all 1. */
export function sumsByLeaf(leaf: Uint8Array, body: number, leaves: number, values: Float64Array | null): Float64Array {
  const sums = new Float64Array(leaves);
  if (values === null) for (let p = 0; p < body; p++) sums[leaf[p]]++;
  else for (let p = 0; p < body; p++) sums[leaf[p]] += values[p];
  return sums;
}

function ownMinimisers(
  minimiser: NonNullable<Objective["leafWeight"]>,
  {y, weights}: Rows,
  margin: Float64Array,
  leaf: Uint8Array,
  leaves: number,
  lambda: number,
): Float64Array {
  const members: number[][] = Array.from({length: leaves}, () => []);
  for (let p = 0; p < leaf.length; p++) members[leaf[p]].push(p);
  return Float64Array.from(members, (rows) => {
    if (rows.length === 0) return 0;
    const own = weights === null ? null : Float64Array.from(rows, (p) => weights[p]);
    const total = own === null ? rows.length : own.reduce((sum, w) => sum + w, 0);
    const residuals = Float64Array.from(rows, (p) => y[p] - margin[p]);
    return (minimiser(residuals, own) * total) / (total + lambda);
  });
}

import type {Design} from "../../src/lib/models/index.ts";

/** What the oracle needs to know of how a tree is grown. */
export interface OracleSettings {
  readonly maxDepth: number;
  readonly lambda: number;
  readonly alpha: number;
  readonly gamma: number;
  readonly minChildWeight: number;
}

/** One way to part rows: which go left. */
interface Parting {
  readonly feature: number;
  readonly left: ReadonlySet<number>;
}

export interface OracleNode {
  readonly rows: readonly number[];
  readonly weight: number;
  readonly gain: number;
  /** The best parting, null at a leaf, and how many others are as good to a billionth. */
  readonly parting: Parting | null;
  readonly rivals: number;
  readonly children: readonly OracleNode[];
}

const shrink = (g: number, alpha: number) => Math.sign(g) * Math.max(0, Math.abs(g) - alpha);
const sum = (values: Float64Array, rows: Iterable<number>) => [...rows].reduce((total, i) => total + values[i], 0);

/**
 * A tree by trying everything: each threshold between two values of the node with missing values on either side, each
 * subset of levels of a categorical feature, all sums anew (Chen and Guestrin 2016, eq. 6 and 7, without the half).
 */
export function growByTrying(
  x: Design,
  gradient: Float64Array,
  hessian: Float64Array,
  settings: OracleSettings,
  rows: readonly number[] = Array.from({length: x.rows}, (_, i) => i),
  depth = 0,
): OracleNode {
  const {lambda, alpha, gamma, minChildWeight, maxDepth} = settings;
  const [g, h] = [sum(gradient, rows), sum(hessian, rows)];
  const score = (part: Iterable<number>) => {
    const members = [...part];
    return shrink(sum(gradient, members), alpha) ** 2 / (sum(hessian, members) + lambda);
  };
  const leaf: OracleNode = {
    rows,
    weight: -shrink(g, alpha) / (h + lambda),
    gain: 0,
    parting: null,
    rivals: 0,
    children: [],
  };
  if (depth === maxDepth) return leaf;
  const parent = score(rows);
  let best: {parting: Parting; gain: number} | null = null;
  let rivals = 0;
  for (const parting of partings(x, rows)) {
    const right = rows.filter((i) => !parting.left.has(i));
    const weights = [sum(hessian, parting.left), sum(hessian, right)];
    if (weights.some((w) => w <= 0 || w < minChildWeight - 1e-9)) continue;
    const gain = score(parting.left) + score(right) - parent;
    if (gain < gamma || gain <= 1e-9) continue;
    const same = best !== null && Math.abs(gain - best.gain) < 1e-9 * Math.abs(gain);
    if (same) rivals++;
    else if (best === null || gain > best.gain) [best, rivals] = [{parting, gain}, 0];
  }
  if (best === null) return leaf;
  const {left} = best.parting;
  const below = [rows.filter((i) => left.has(i)), rows.filter((i) => !left.has(i))];
  const children = below.map((part) => growByTrying(x, gradient, hessian, settings, part, depth + 1));
  return {...leaf, gain: best.gain, parting: best.parting, rivals, children};
}

function* partings(x: Design, rows: readonly number[]): Generator<Parting> {
  for (const [feature, column] of x.columns.entries()) {
    const missing = rows.filter((i) => Number.isNaN(column[i]));
    const present = rows.filter((i) => !Number.isNaN(column[i]));
    const values = [...new Set(present.map((i) => column[i]))].sort((a, b) => a - b);
    const groups: number[][] = [];
    if (x.levels !== undefined && Object.hasOwn(x.levels, x.names[feature]))
      for (let mask = 0; mask < 1 << values.length; mask++)
        groups.push(present.filter((i) => (mask >> values.indexOf(column[i])) & 1));
    else for (const value of values) groups.push(present.filter((i) => column[i] <= value));
    for (const group of groups) {
      yield {feature, left: new Set(group)};
      if (missing.length > 0) yield {feature, left: new Set([...group, ...missing])};
    }
  }
}

import type {Node} from "./random-trees.ts";

/** Which child a row goes to; a literal reading of the contract. */
const goesLeft = (node: Exclude<Node, number | {value: number; cover: number}>, value: number) =>
  Number.isNaN(value)
    ? node.missing === "left"
    : node.right
      ? !node.right.includes(value)
      : Math.fround(value) < Math.fround(node.threshold ?? 0);

const isLeaf = (node: Node): node is number | {value: number; cover: number} =>
  typeof node === "number" || "value" in node;

export function coverOf(node: Node): number {
  if (typeof node === "number") return 1;
  return "value" in node ? node.cover : coverOf(node.yes) + coverOf(node.no);
}

/** What a tree says of a row whose features outside the set are unknown. */
export type Game = (node: Node, inSet: (feature: number) => boolean) => number;

/** Unknown features follow the cover (Lundberg et al. 2020, Algorithm 1). */
export function pathDependentGame(row: readonly number[]): Game {
  return function value(node, inSet): number {
    if (isLeaf(node)) return typeof node === "number" ? node : node.value;
    if (inSet(node.feature)) return value(goesLeft(node, row[node.feature]) ? node.yes : node.no, inSet);
    const [l, r] = [coverOf(node.yes), coverOf(node.no)];
    const share = l + r > 0 ? l / (l + r) : 0.5;
    return share * value(node.yes, inSet) + (1 - share) * value(node.no, inSet);
  };
}

/** Unknown features take a background row's values, mean over background rows. */
export function interventionalGame(row: readonly number[], background: readonly (readonly number[])[]): Game {
  return (node, inSet) => {
    const walk = (at: Node, values: readonly number[]): number => {
      if (isLeaf(at)) return typeof at === "number" ? at : at.value;
      return walk(goesLeft(at, values[at.feature]) ? at.yes : at.no, values);
    };
    return (
      background.reduce(
        (sum, other) =>
          sum +
          walk(
            node,
            row.map((v, j) => (inSet(j) ? v : other[j])),
          ),
        0,
      ) / background.length
    );
  };
}

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
const size = (set: number): number => (set === 0 ? 0 : (set & 1) + size(set >> 1));

/** Values of all 2^features sets. */
function allSets(node: Node, features: number, game: Game): number[] {
  return Array.from({length: 2 ** features}, (_, set) => game(node, (j) => ((set >> j) & 1) === 1));
}

/** Shapley values by their definition: a sum over all sets (Shapley 1953). */
export function shapley(node: Node, features: number, game: Game): number[] {
  const values = allSets(node, features, game);
  return Array.from({length: features}, (_, j) =>
    values.reduce((sum, without, set) => {
      if ((set >> j) & 1) return sum;
      const s = size(set);
      const weight = (factorial(s) * factorial(features - s - 1)) / factorial(features);
      return sum + weight * (values[set | (1 << j)] - without);
    }, 0),
  );
}

/** SHAP interaction values by their definition: off the diagonal half of the Shapley interaction index, on it the rest. */
export function interactions(node: Node, features: number, game: Game): number[][] {
  const values = allSets(node, features, game);
  const alone = shapley(node, features, game);
  const matrix = alone.map((_, i) =>
    alone.map((_, j) =>
      i === j
        ? 0
        : values.reduce((sum, without, set) => {
            if ((set >> i) & 1 || (set >> j) & 1) return sum;
            const s = size(set);
            const weight = (factorial(s) * factorial(features - s - 2)) / (2 * factorial(features - 1));
            return (
              sum +
              weight * (values[set | (1 << i) | (1 << j)] - values[set | (1 << i)] - values[set | (1 << j)] + without)
            );
          }, 0),
    ),
  );
  return matrix.map((row, i) => row.map((v, j) => (i === j ? alone[i] - row.reduce((s, w) => s + w, 0) : v)));
}

import type {Random} from "../../numeric/index.ts";
import type {BinColumn} from "./bin-matrix.ts";
import type {Workspace} from "./workspace.ts";

/** One test of a tree: bin > `above` in a column of bins. */
export interface ColumnTest {
  readonly column: number;
  readonly above: number;
}

/** Gradients that choose a tree's tests: those of one model, laid out in the workspace. */
export interface Evidence {
  /** Address of the (gradient, weight) pairs, one a position. */
  readonly pairs: number;
  /** Leaf means come from positions before `body` and are scored on those from `body` to `rows`; plain: both on all. */
  readonly body: number;
  readonly rows: number;
  /** What a unit of the whole-number gradients and weights is worth. */
  readonly unitG: number;
  readonly unitH: number;
  /** L2 regularisation, in units of the weight. */
  readonly lambda: number;
}

export interface GrowOptions {
  readonly depth: number;
  /** Columns that tests may be of, ascending. */
  readonly columns: Int32Array;
  /** Standard deviation of the noise added to the best score of each column at each depth. */
  readonly noise: number;
  readonly random: Random;
  readonly plain: boolean;
}

/**
 * Chooses the tests of a symmetric tree, one depth after the other: of all columns and borders the test with the greatest
 * cosine between the gradients and what the leaves it would make predict of them (Prokhorenkova et al. 2018, algorithm 2),
 * Σ Δᵢ gᵢ / √Σ Δᵢ², Δᵢ the mean gradient Σ g / (Σ w + λ) of the row's leaf. In ordered boosting the mean is over
 * rows before the row's own. Ties go to the first. A test is used once a tree.
 *
 * @param positions rows to look at, ascending; reordered.
 * @returns fewer than `depth` tests where no more are there; none where all gradients are 0.
 */
export function growTests(
  space: Workspace,
  columns: readonly BinColumn[],
  bins: Uint8Array,
  evidence: readonly Evidence[],
  positions: Int32Array,
  options: GrowOptions,
): ColumnTest[] {
  const tests: ColumnTest[] = [];
  const rows = space.rows(positions);
  /** Ends of the leaves' runs of rows. */
  let ends = [positions.length];
  while (tests.length < options.depth) {
    const scores = space.clearScores();
    for (const e of evidence) {
      if (options.plain) addPlain(space, e, ends, tests.length);
      else addOrdered(space, e, ends);
    }
    const best = bestTest(columns, scores, tests, options);
    if (best === null) break;
    tests.push(best);
    if (tests.length < options.depth) {
      const before = ends;
      ends = partition(rows, space.spare, ends, bins, columns.length, best);
      if (options.plain) splitHistograms(space, evidence[0], before, ends);
    }
  }
  return tests;
}

/** Keeps 0 / 0 from being NaN where there is no regularisation and a side has no rows. */
const tiny = 1e-290;

/** Scores of all tests from the leaves' histograms, which `splitHistograms` keeps. */
function addPlain(space: Workspace, e: Evidence, ends: readonly number[], depth: number): void {
  if (depth === 0) {
    space.clear(0);
    space.accumulate(0, e.pairs, 0, ends[0]);
  }
  const factor = (e.unitG * e.unitG) / e.unitH;
  for (let leaf = 0, from = 0; leaf < ends.length; from = ends[leaf++])
    if (ends[leaf] > from) space.score(leaf, leaf, e.lambda + tiny, factor);
}

/**
 * Histograms of the children, children 2k and 2k + 1 of leaf k: the one of fewer rows is added up, the other is what is
 * left of the parent's.
 */
function splitHistograms(space: Workspace, e: Evidence, before: readonly number[], ends: readonly number[]): void {
  for (let leaf = before.length - 1; leaf >= 0; leaf--) {
    const from = leaf === 0 ? 0 : before[leaf - 1];
    const middle = ends[2 * leaf];
    const to = ends[2 * leaf + 1];
    if (to === from) continue; // nor will its children be looked at
    const noFewer = middle - from <= to - middle;
    // slot 2·leaf is free: leaves after this one have left it, and this one's own is copied first
    const [few, rest] = noFewer ? [2 * leaf, 2 * leaf + 1] : [2 * leaf + 1, 2 * leaf];
    space.copy(leaf, rest);
    space.clear(few);
    space.accumulate(few, e.pairs, noFewer ? from : middle, noFewer ? middle : to);
    space.subtract(rest, few);
  }
}

/** The same where a leaf's mean is over the body and its score over the tail: two histograms a leaf, made anew. */
function addOrdered(space: Workspace, e: Evidence, ends: readonly number[]): void {
  const factor = (e.unitG * e.unitG) / e.unitH;
  for (let leaf = 0, from = 0; leaf < ends.length; from = ends[leaf++]) {
    const body = space.firstAtLeast(e.body, from, ends[leaf]);
    const tail = space.firstAtLeast(e.rows, body, ends[leaf]);
    if (body === from || tail === body) continue; // nothing to learn from, or nobody to tell
    space.clear(0);
    space.clear(1);
    space.accumulate(0, e.pairs, from, body);
    space.accumulate(1, e.pairs, body, tail);
    space.score(0, 1, e.lambda + tiny, factor);
  }
}

function bestTest(
  columns: readonly BinColumn[],
  {pairs, width}: ReturnType<Workspace["clearScores"]>,
  used: readonly ColumnTest[],
  {columns: live, noise, random}: GrowOptions,
): ColumnTest | null {
  let best: ColumnTest | null = null;
  let bestScore = 0;
  for (const column of live) {
    const above = bestBorder(pairs, column * width, columns[column].bins - 1, (k) =>
      used.some((t) => t.column === column && t.above === k),
    );
    const drawn = noise > 0 ? noise * random.normal() : 0; // drawn for every column: one that cannot split shifts no other's
    if (above < 0) continue;
    const at = column * width + above;
    const score = pairs[2 * at] / Math.sqrt(pairs[2 * at + 1]) + drawn;
    if (best === null || score > bestScore) {
      best = {column, above};
      bestScore = score;
    }
  }
  return best;
}

/** The border of greatest n / √d among those with n above 0, compared as n² / d without division; −1: none. */
function bestBorder(pairs: Float64Array, from: number, count: number, used: (border: number) => boolean): number {
  let best = -1;
  let squared = 0;
  let over = 1;
  for (let k = 0; k < count; k++) {
    const n = pairs[2 * (from + k)];
    const d = pairs[2 * (from + k) + 1];
    if (n > 0 && n * n * over > squared * d && !used(k)) {
      best = k;
      squared = n * n;
      over = d;
    }
  }
  return best;
}

/** Parts each run of rows by a test, those that answer no first, in their order. @returns the ends of twice as many runs. */
function partition(
  rows: Int32Array,
  spare: Int32Array,
  ends: readonly number[],
  bins: Uint8Array,
  width: number,
  {column, above}: ColumnTest,
): number[] {
  const parted: number[] = [];
  let from = 0;
  for (const end of ends) {
    let no = from;
    let held = 0;
    for (let i = from; i < end; i++) {
      const row = rows[i];
      const yes = Number(bins[row * width + column] > above);
      rows[no] = row; // never ahead of i
      spare[held] = row;
      no += 1 - yes;
      held += yes;
    }
    for (let i = 0; i < held; i++) rows[no + i] = spare[i];
    parted.push(no, end);
    from = end;
  }
  return parted;
}

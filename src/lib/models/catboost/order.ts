import type {Random} from "../../numeric/index.ts";

/**
 * An order of the training rows in which each learns from those before it. Rows between two cuts do not see one another.
 */
export interface RowOrder {
  /** Row at each position. */
  readonly rows: Int32Array;
  /** Positions at which a group starts, ascending from 0, and the number of rows at the end. */
  readonly cuts: Int32Array;
}

/** Time (CatBoost's has_time): ascending days, the rows of one day a group, in their given order. */
export function timeOrder(days: Int32Array): RowOrder {
  const rows = Int32Array.from(days.keys()).sort((a, b) => days[a] - days[b] || a - b);
  const cuts = [0];
  for (let i = 1; i < rows.length; i++) if (days[rows[i]] !== days[rows[i - 1]]) cuts.push(i);
  return {rows, cuts: Int32Array.from([...cuts, rows.length])};
}

/** A random permutation (Fisher and Yates), each row its own group. */
export function randomOrder(n: number, random: Random): RowOrder {
  const rows = Int32Array.from({length: n}, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    const held = rows[i];
    rows[i] = rows[j];
    rows[j] = held;
  }
  return {rows, cuts: Int32Array.from({length: n + 1}, (_, i) => i)};
}

/** A supporting model: fitted to the rows before `body`, it serves those before `rows`; it has not seen the ones between. */
export interface Segment {
  readonly body: number;
  readonly rows: number;
}

/** Bodies shorter than this share of the rows are left out: their tails, no longer, would tell a score next to nothing. */
const shortest = 1 / 32;

/**
 * Bodies and tails for ordered boosting: each body about twice the one before (Prokhorenkova et al. 2018, section 5: 2^j rows),
 * cut between groups, its tail the rows up to the next. None where all rows are one group.
 */
export function segments({rows, cuts}: RowOrder): Segment[] {
  const n = rows.length;
  const bodies: number[] = [];
  let wanted = Math.max(1, n * shortest);
  for (const cut of cuts) {
    if (cut < wanted || cut === n) continue;
    bodies.push(cut);
    wanted = 2 * cut;
  }
  return bodies.map((body, j) => ({body, rows: j + 1 < bodies.length ? bodies[j + 1] : n}));
}

/** Rows of a panel, one a trader and day; traders, days and regimes are whole numbers from 0. */
export interface PanelRows {
  readonly trader: Int32Array;
  readonly day: Int32Array;
  readonly target: Float64Array;
  /** A number of each day, given a row: its market regime. */
  readonly regime?: Int32Array;
}

/** Variances, in units of the target squared; estimates may be below 0. */
export interface VarianceComponents {
  readonly trader: number;
  readonly day: number;
  readonly rest: number;
  /** Part of `day` that lies between regimes; NaN without regimes, or with one only. */
  readonly regime: number;
}

/**
 * Variance components of y[i,t] = μ + aᵢ + bₜ + e[i,t], all random and independent, by Henderson's (1953) method I, which
 * equates quadratic forms with their expectations and allows for missing rows (Searle 1971, ch. 11.2). The regime's is that of
 * a one-way layout of day means, traders' means taken out (ANOVA with unequal counts).
 * @param keep rows to use. @returns null where traders or days cannot be told apart (fewer than 2 of either).
 */
export function varianceComponents(
  rows: PanelRows,
  keep: (i: number) => boolean = () => true,
): VarianceComponents | null {
  const {trader, day, target} = rows;
  const traders = cellsOf(trader);
  const days = cellsOf(day);
  let [n, sum, squares] = [0, 0, 0];
  for (let i = 0; i < target.length; i++) {
    if (!keep(i)) continue;
    n++;
    sum += target[i];
    add(traders, trader[i], target[i]);
    add(days, day[i], target[i]);
  }
  const mean = sum / n;
  for (let i = 0; i < target.length; i++) if (keep(i)) squares += (target[i] - mean) * (target[i] - mean);
  // about the mean, so that T_μ is 0 and no digits are lost; the other forms do not notice
  const [ofTraders, ofDays] = [between(traders, mean, n), between(days, mean, n)];
  const [a, b] = [ofTraders.cells, ofDays.cells];
  if (a < 2 || b < 2 || n <= a + b) return null;
  const [k1, k2] = [ofTraders.k, ofDays.k];
  const solved = solve3(
    [
      [n - k1, a - k2, a - 1],
      [b - k1, n - k2, b - 1],
      [n - k1, n - k2, n - 1],
    ],
    [ofTraders.form, ofDays.form, squares],
  );
  if (solved === null) return null;
  return {trader: solved[0], day: solved[1], rest: solved[2], regime: regimeVariance(rows, keep, traders)};
}

/** Rows and their total by code. */
interface Cells {
  readonly count: Float64Array;
  readonly total: Float64Array;
}

function cellsOf(code: Int32Array): Cells {
  const size = code.reduce((most, c) => Math.max(most, c), -1) + 1;
  return {count: new Float64Array(size), total: new Float64Array(size)};
}

function add({count, total}: Cells, code: number, value: number): void {
  count[code]++;
  total[code] += value;
}

/** Sum of squares between cells, about the mean; how many there are; and Σ count² / n. */
function between({count, total}: Cells, mean: number, n: number): {form: number; cells: number; k: number} {
  let [form, cells, sizes] = [0, 0, 0];
  for (let c = 0; c < count.length; c++) {
    if (count[c] === 0) continue;
    cells++;
    const off = total[c] - count[c] * mean;
    form += (off * off) / count[c];
    sizes += count[c] * count[c];
  }
  return {form, cells, k: sizes / n};
}

/** Variance between regimes of days' means: (mean square between − within) / n₀. */
function regimeVariance(
  {trader, day, target, regime}: PanelRows,
  keep: (i: number) => boolean,
  traders: Cells,
): number {
  if (regime === undefined) return Number.NaN;
  const days = cellsOf(day);
  const regimeOf = new Int32Array(days.count.length);
  for (let i = 0; i < target.length; i++) {
    if (!keep(i)) continue;
    add(days, day[i], target[i] - traders.total[trader[i]] / traders.count[trader[i]]);
    regimeOf[day[i]] = regime[i];
  }
  const regimes = cellsOf(regime);
  let [n, all, squares] = [0, 0, 0];
  for (let d = 0; d < regimeOf.length; d++) {
    if (days.count[d] === 0) continue;
    const mean = days.total[d] / days.count[d];
    add(regimes, regimeOf[d], mean);
    n++;
    all += mean;
    squares += mean * mean;
  }
  const {form, cells, k} = between(regimes, all / n, n);
  if (cells < 2 || n <= cells) return Number.NaN;
  const within = (squares - (all * all) / n - form) / (n - cells);
  return (form / (cells - 1) - within) / ((n - k) / (cells - 1));
}

/** Cramer's rule; null where the matrix is singular to working precision. */
function solve3(m: readonly (readonly number[])[], y: readonly number[]): [number, number, number] | null {
  const det = (c: readonly (readonly number[])[]) =>
    c[0][0] * (c[1][1] * c[2][2] - c[1][2] * c[2][1]) -
    c[0][1] * (c[1][0] * c[2][2] - c[1][2] * c[2][0]) +
    c[0][2] * (c[1][0] * c[2][1] - c[1][1] * c[2][0]);
  const whole = det(m);
  const size = m.reduce((product, row) => product * Math.max(...row.map(Math.abs)), 1);
  if (!(Math.abs(whole) > 1e-12 * size)) return null;
  const replaced = (j: number) => m.map((row, i) => row.map((v, k) => (k === j ? y[i] : v)));
  return [det(replaced(0)) / whole, det(replaced(1)) / whole, det(replaced(2)) / whole];
}

/**
 * Algorithm 2 of Prokhorenkova et al. 2018 for squared error, as literally as it can be written: every candidate test of every
 * tree is tried by computing what it would predict of every row's gradient. Rows are in the order of time, one a day.
 */
export interface OracleData {
  /** Features by column; NaN is missing. */
  readonly columns: readonly (readonly number[])[];
  readonly y: readonly number[];
  readonly w: readonly number[];
}

export interface OracleSettings {
  readonly iterations: number;
  readonly depth: number;
  readonly learningRate: number;
  readonly l2: number;
  readonly ordered: boolean;
}

/** @returns predictions of the training rows. */
export function slowCatboost({columns, y, w}: OracleData, settings: OracleSettings): number[] {
  const n = y.length;
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const base = sum(y.map((v, i) => v * w[i])) / sum(w);
  const lambda = (settings.l2 * sum(w)) / n;
  const candidates = columns.flatMap((column) => {
    const values = [...new Set(column.filter((v) => !Number.isNaN(v)))].sort((a, b) => a - b);
    const middles = values.slice(1).map((v, k) => (v + values[k]) / 2);
    const borders = column.some(Number.isNaN) ? [Number.NEGATIVE_INFINITY, ...middles] : middles;
    return borders.map((border) => column.map((v) => v > border)); // false for NaN
  });
  const supporting: {body: number; rows: number; margin: number[]}[] = [];
  if (settings.ordered) {
    const bodies: number[] = [];
    for (let body = Math.ceil(Math.max(1, n / 32)); body < n; body *= 2) bodies.push(body);
    bodies.forEach((body, j) => {
      supporting.push({body, rows: bodies[j + 1] ?? n, margin: new Array(n).fill(base)});
    });
  }
  const result = {body: n, rows: n, margin: new Array<number>(n).fill(base)};
  const models = settings.ordered ? supporting : [result];
  for (let t = 0; t < settings.iterations; t++) {
    const tests: boolean[][] = [];
    for (let d = 0; d < settings.depth; d++) {
      let best: boolean[] | null = null;
      let bestScore = 0;
      for (const candidate of candidates) {
        if (tests.includes(candidate)) continue;
        const leaf = leaves([...tests, candidate], n);
        let numerator = 0;
        let denominator = 0;
        for (const {body, rows, margin} of models) {
          const gradient = y.map((v, i) => w[i] * (v - margin[i]));
          for (let i = settings.ordered ? body : 0; i < rows; i++) {
            let [g, weight] = [0, lambda];
            for (let p = 0; p < body; p++)
              if (leaf[p] === leaf[i]) {
                g += gradient[p];
                weight += w[p];
              }
            const delta = weight === 0 ? 0 : g / weight;
            numerator += delta * gradient[i];
            denominator += delta * delta * w[i];
          }
        }
        const score = numerator > 0 ? numerator / Math.sqrt(denominator) : 0;
        if (score > bestScore * (1 + 1e-12)) {
          best = candidate;
          bestScore = score;
        }
      }
      if (best === null) break;
      tests.push(best);
    }
    if (tests.length === 0) break;
    const leaf = leaves(tests, n);
    for (const model of new Set([...models, result])) {
      const steps = model.margin.map((_, i) => {
        const own = y.map((_, p) => p).filter((p) => p < model.body && leaf[p] === leaf[i]);
        if (own.length === 0) return 0;
        return sum(own.map((p) => w[p] * (y[p] - model.margin[p]))) / (sum(own.map((p) => w[p])) + lambda);
      });
      model.margin = model.margin.map((m, i) => m + settings.learningRate * steps[i]);
    }
  }
  return result.margin;
}

function leaves(tests: readonly (readonly boolean[])[], n: number): string[] {
  return Array.from({length: n}, (_, i) => tests.map((test) => Number(test[i])).join(""));
}

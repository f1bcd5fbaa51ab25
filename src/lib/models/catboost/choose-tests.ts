import type {Random} from "../../numeric/index.ts";
import type {Kernel} from "../kernel/index.ts";
import {sampleOf} from "../trees/grow-columns.ts";
import {quantise} from "../trees/histogram.ts";
import type {BoostData} from "./boost.ts";
import {type ColumnTest, type Evidence, growTests} from "./grow.ts";
import type {Fitted} from "./leaf-values.ts";
import type {CatboostSettings} from "./settings.ts";
import {workspace} from "./workspace.ts";

/** Models of one order. */
export interface EvidenceModels {
  /** Their residuals choose tests: one model of all rows, or ordered boosting's supporting models. */
  readonly evidence: readonly Fitted[];
  readonly all: readonly Fitted[];
}

/**
 * What chooses the tests of one tree after the other: by the derivatives that the models hold, in one of the learning
 * orders, on a sample of rows and columns.
 */
export function openChooser(
  kernel: Kernel,
  {columns, orders, learning}: BoostData,
  models: readonly EvidenceModels[],
  {depth, l2LeafReg, randomStrength, subsample, rsm, learningRate}: CatboostSettings,
) {
  const {y, weights} = orders[0];
  const n = y.length;
  const total = weights === null ? n : weights.reduce((sum, w) => sum + w, 0);
  const lambda = (l2LeafReg * total) / n;
  const everyRow = Int32Array.from({length: n}, (_, p) => p);
  const everyColumn = Int32Array.from(columns.keys());
  const ordered = orders.some((o) => o.segments.length > 0);
  const space = workspace(
    kernel,
    orders.map((o) => o.bins),
    {
      rows: n,
      bins: Int32Array.from(columns, (c) => c.bins),
      slots: ordered ? 2 : 1 << Math.max(0, depth - 1),
      pairs: longest(learning.map((o) => models[o].evidence.map((model) => model.rows))),
    },
  );
  const choose = (tree: number, random: Random): ColumnTest[] => {
    const o = learning[learning.length > 1 ? random.integer(learning.length) : 0];
    const rows = subsample < 1 ? sampleOf(everyRow, Math.max(1, Math.floor(subsample * n)), random) : everyRow;
    const live = rsm < 1 ? sampleOf(everyColumn, Math.max(1, Math.floor(rsm * columns.length)), random) : everyColumn;
    space.use(o);
    space.list(live);
    let squares = 0;
    const evidence = models[o].evidence.map((model, m): Evidence => {
      const {at, values} = space.pairs(m);
      squares += squaresOf(model, orders[o].weights);
      const served = everyRow.subarray(0, model.rows);
      const units = quantise(model.gradient, orders[o].weights, served, values, lambda);
      return {pairs: at, body: model.body, rows: model.rows, ...units};
    });
    const noise = randomStrength * Math.sqrt(squares / n) * noiseShare(n, tree * learningRate);
    const plain = orders[o].segments.length === 0;
    return growTests(space, columns, orders[o].bins, evidence, rows, {
      depth,
      columns: live,
      noise,
      random,
      plain,
    });
  };
  return {lambda, choose};
}

/** Room for the k-th array of pairs in any of the orders. */
function longest(sizes: readonly (readonly number[])[]): number[] {
  const most = Math.max(...sizes.map((s) => s.length));
  return Array.from({length: most}, (_, k) => Math.max(...sizes.map((s) => s[k] ?? 0)));
}

/** Σ w g², of the rows that a model has not seen, else of all: over an order's models, each row counts once. */
function squaresOf({body, rows, gradient}: Fitted, weights: Float64Array | null): number {
  let sum = 0;
  for (let p = body < rows ? body : 0; p < rows; p++)
    sum += (gradient[p] * gradient[p]) / (weights === null ? 1 : weights[p]); // the gradient has one weight in it
  return sum;
}

/** How much noise is left: near 1 at first, towards 0 as the steps taken exceed the logarithm of the number of rows. */
function noiseShare(n: number, steps: number): number {
  const left = Math.exp(Math.log(n) - steps);
  return left / (1 + left);
}

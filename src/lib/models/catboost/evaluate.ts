import {type Kernel, withKernel} from "../kernel/index.ts";
import type {Design} from "../learner.ts";
import {type CompiledModel, compile, type Source} from "./compile.ts";
import type {ObliviousModel} from "./model.ts";
import {type TestedColumns, testedColumns} from "./tested-columns.ts";

/** Rows that go through all trees before the next rows do: their bins and sums stay in the cache. A multiple of 16. */
const block = 2048;

export interface EvaluateOptions {
  /** The model, compiled once for several predictions. */
  readonly compiled?: CompiledModel;
  /** Instead of the usual one, for tests. */
  readonly kernel?: Kernel;
}

/**
 * Margins of the rows: bias + scale · Σ tree values. One a row.
 * @throws RangeError where the design is not of the features that the model was fitted on: see `testedColumns`.
 */
export function predictMargin(
  model: ObliviousModel,
  x: Design,
  {compiled = compile(model), kernel}: EvaluateOptions = {},
): Float64Array {
  const columns = testedColumns(model, x);
  const out = new Float64Array(x.rows);
  withKernel((k) => {
    const memory = layOut(k, compiled, Math.min(block, Math.ceil(x.rows / 16) * 16));
    for (let from = 0; from < x.rows; from += memory.room) {
      const rows = Math.min(memory.room, x.rows - from);
      compiled.sources.forEach((source, c) => {
        fillBins(k, memory, source, c, columns, from, rows);
      });
      memory.sums.fill(0);
      addTrees(k, memory, compiled);
      for (let i = 0; i < rows; i++) out[from + i] = model.bias + model.scale * memory.sums[i];
    }
  }, kernel);
  return out;
}

/** Predictions: the margin, or the probability 1 / (1 + exp(−margin)) where the link is logistic. */
export function predictOblivious(model: ObliviousModel, x: Design, options?: EvaluateOptions): Float64Array {
  const margin = predictMargin(model, x, options);
  if (model.link === "logistic") for (let i = 0; i < margin.length; i++) margin[i] = 1 / (1 + Math.exp(-margin[i]));
  return margin;
}

/** The model in the kernel's memory, and room for the bins and sums of some rows. */
interface Memory {
  readonly room: number;
  readonly sums: Float64Array;
  /** One column of values. */
  readonly values: Float32Array;
  /** Columns of bins, one after the other. */
  readonly bins: Uint8Array;
  readonly borders: readonly number[];
  readonly at: Readonly<Record<"sums" | "values" | "bins" | "depths" | "tests" | "leaves", number>>;
}

function layOut(kernel: Kernel, {sources, depths, tests, values}: CompiledModel, room: number): Memory {
  let end = 0;
  const place = (bytes: number) => {
    const at = end;
    end += Math.ceil(bytes / 16) * 16;
    return at;
  };
  const at = {
    sums: place(8 * room),
    values: place(4 * room),
    bins: place(room * sources.length),
    depths: place(4 * depths.length),
    tests: place(4 * tests.length),
    leaves: place(8 * values.length),
  };
  const borders = sources.map((s) => (s.kind === "oneHot" ? 0 : place(4 * s.borders.length)));
  const memory = kernel.reserve(end);
  new Int32Array(memory, at.depths, depths.length).set(depths);
  const placed = new Int32Array(memory, at.tests, tests.length);
  for (let k = 0; k < tests.length; k += 2) placed.set([tests[k] * room, tests[k + 1]], k);
  new Float64Array(memory, at.leaves, values.length).set(values);
  sources.forEach((s, c) => {
    if (s.kind !== "oneHot") new Float32Array(memory, borders[c], s.borders.length).set(s.borders);
  });
  return {
    room,
    at,
    borders,
    sums: new Float64Array(memory, at.sums, room),
    values: new Float32Array(memory, at.values, room),
    bins: new Uint8Array(memory, at.bins, room * sources.length),
  };
}

/** Column c of bins for the rows from `from`. What lies behind the last row is computed too, and nobody looks at it. */
function fillBins(
  kernel: Kernel,
  memory: Memory,
  source: Source,
  c: number,
  x: TestedColumns,
  from: number,
  rows: number,
): void {
  const start = c * memory.room;
  if (source.kind === "oneHot") {
    const hashes = x.hashes[source.feature];
    for (let i = 0; i < rows; i++) memory.bins[start + i] = hashes[from + i] === source.value ? 1 : 0;
    return;
  }
  const {at, values, room} = memory;
  copyFloats(source.kind === "numeric" ? x.numeric[source.feature] : x.statistics[source.feature], from, rows, values);
  kernel.countBelow(at.values, room, memory.borders[c], source.borders.length, source.missing, at.bins + start);
}

function copyFloats(column: Float64Array | Float32Array, from: number, rows: number, to: Float32Array): void {
  for (let i = 0; i < rows; i++) to[i] = column[from + i];
}

function addTrees(kernel: Kernel, {at, room}: Memory, {depths}: CompiledModel): void {
  kernel.addTrees(at.bins, room, depths.length, at.depths, at.tests, at.leaves, at.sums);
}

import {type ObliviousModel, testsOf} from "./model.ts";

/**
 * A model made ready for bit tests, as the kernel's `addTrees` takes it. The borders that trees use are gathered by feature
 * into columns of at most 127, so that a row's bin (how many of them are below its value) is a byte without a sign.
 */
export interface CompiledModel {
  readonly sources: readonly Source[];
  readonly depths: Int32Array;
  /** Of all trees, one after the other: the column of bins, and the bin that a row's must exceed. */
  readonly tests: Int32Array;
  readonly values: Float64Array;
}

/** Where a column of bins comes from. */
export type Source = ThresholdSource | {readonly kind: "oneHot"; readonly feature: number; readonly value: number};

export interface ThresholdSource {
  readonly kind: "numeric" | "statistic";
  readonly feature: number;
  /** Ascending, at most 127. */
  readonly borders: Float32Array;
  /** Bin of a missing value: 0 (below all), or above all borders. */
  readonly missing: number;
}

const most = 127;

/** @returns columns of bins and trees that test them. Borders that no tree uses are left out. */
export function compile(model: ObliviousModel): CompiledModel {
  const tests = testsOf(model);
  const used = [...new Set(model.trees.flatMap((tree) => [...tree.tests]))].sort((a, b) => a - b);
  const sources: Source[] = [];
  /** Test number → its column, and the bin that it must exceed. */
  const place = new Map<number, readonly [column: number, above: number]>();
  for (let from = 0; from < used.length; ) {
    const {kind, feature, border} = tests[used[from]];
    const same = (k: number) => kind !== "oneHot" && tests[used[k]].kind === kind && tests[used[k]].feature === feature;
    let to = from + 1;
    while (to < used.length && to - from < most && same(to)) to++;
    if (kind === "oneHot") sources.push({kind, feature, value: model.categorical[feature].values[border]});
    else {
      const all = (kind === "numeric" ? model.numeric : model.statistics)[feature].borders;
      const borders = Float32Array.from(used.slice(from, to), (t) => all[tests[t].border]);
      const yes = kind === "numeric" && model.numeric[feature].missing === "AsTrue";
      sources.push({kind, feature, borders, missing: yes ? borders.length : 0});
    }
    for (let k = from; k < to; k++) place.set(used[k], [sources.length - 1, k - from]);
    from = to;
  }
  return {
    sources,
    depths: Int32Array.from(model.trees, (tree) => tree.tests.length),
    tests: Int32Array.from(model.trees.flatMap((tree) => [...tree.tests].flatMap((t) => place.get(t)!))),
    values: joined(model.trees.map((tree) => tree.values)),
  };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

import type {Design} from "../../src/lib/models/index.ts";
import {withKernel} from "../../src/lib/models/kernel/index.ts";
import {applyBins, fitBins} from "../../src/lib/models/trees/bins.ts";
import {openGrower, type TreeTarget} from "../../src/lib/models/trees/grow.ts";
import {type GrowSettings, growDefaults} from "../../src/lib/models/trees/grow-settings.ts";
import type {Tree, TreeEnsemble} from "../../src/lib/models/trees/tree.ts";
import {stream} from "../../src/lib/numeric/index.ts";

/** Random features, some with few values, some missing, one categorical where asked. */
export function makeDesign(seed: number, rows: number, features: number, levels = 0): Design {
  const random = stream(seed, "design");
  const columns = Array.from({length: features}, (_, j) =>
    Float64Array.from({length: rows}, () => {
      if (random.uniform() < (j % 2) * 0.2) return Number.NaN;
      return j === 0 && levels > 0
        ? random.integer(levels)
        : j % 3 === 2
          ? random.integer(4)
          : Math.fround(random.normal());
    }),
  );
  const names = columns.map((_, j) => `f${j}`);
  return {rows, names, columns, ...(levels > 0 && {levels: {f0: Array.from({length: levels}, (_, k) => `L${k}`)}})};
}

export const settingsOf = (given: Partial<GrowSettings>): GrowSettings => ({
  ...growDefaults,
  learningRate: 1,
  ...given,
});

export function growTree(
  x: Design,
  target: Omit<TreeTarget, "random">,
  settings: GrowSettings,
  bins = 255,
  exact = false,
): Tree {
  const design = applyBins(x, fitBins(x, {bins, exact}));
  return withKernel((kernel) => openGrower(kernel, design, null, settings).grow({...target, random: stream(1)}).tree);
}

export const ensembleOf = (tree: Tree, {names, levels = {}}: Design): TreeEnsemble => ({
  names,
  levels,
  trees: [tree],
  base: 0,
  average: false,
  link: "identity",
});

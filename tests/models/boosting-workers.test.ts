import {expect, it} from "vitest";
import {applyBins, fitBins} from "../../src/lib/models/trees/bins.ts";
import {openWorkers} from "../../src/lib/pipeline/workers.ts";
import {makeData} from "./boosting-data.ts";
import {fitFoldTrees} from "./boosting-task.ts";

it("folds on bins that threads share are the same for any number of workers, and as if each had its own bins", async () => {
  const {x, y} = makeData(900);
  const first = Int32Array.from({length: 300}, (_, i) => i);
  const binning = fitBins(x, {rows: first});
  const design = applyBins(x, binning, {shared: true});
  const items = [300, 500, 700, 900].map((split) => ({design, y, split}));
  const found = [];
  for (const count of [0, 1, 2]) {
    const workers = openWorkers(count);
    try {
      found.push(await workers.map(fitFoldTrees, new URL("./boosting-task.ts", import.meta.url), items));
    } finally {
      await workers.close();
    }
  }
  expect(found[1]).toEqual(found[0]);
  expect(found[2]).toEqual(found[0]);
  const alone = fitFoldTrees({design: applyBins(x, binning), y: y.map((v, i) => (i < 500 ? v : 1e9)), split: 500});
  expect(alone).toEqual(found[0][1]); // and nothing after the split is seen
  expect(new Set(found[0].map(({trees}) => String(trees[0].value))).size).toBe(4);
});

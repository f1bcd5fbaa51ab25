import {type ObliviousModel, testsOf} from "./model.ts";

/** The model without borders, values and statistics that no tree tests, as CatBoost's files are; predictions stay. */
export function pruneTests(model: ObliviousModel): ObliviousModel {
  const tests = testsOf(model);
  const used = [...new Set(model.trees.flatMap((tree) => [...tree.tests]))].sort((a, b) => a - b);
  const place = new Map(used.map((test, k) => [test, k]));
  const kept = (kind: (typeof tests)[number]["kind"], feature: number) =>
    used.filter((t) => tests[t].kind === kind && tests[t].feature === feature).map((t) => tests[t].border);
  return {
    ...model,
    numeric: model.numeric.map((f, j) => ({...f, borders: Float32Array.from(kept("numeric", j), (k) => f.borders[k])})),
    categorical: model.categorical.map((f, j) => ({
      ...f,
      values: Int32Array.from(kept("oneHot", j), (k) => f.values[k]),
    })),
    statistics: model.statistics
      .map((s, j) => ({...s, borders: Float32Array.from(kept("statistic", j), (k) => s.borders[k])}))
      .filter((s) => s.borders.length > 0),
    trees: model.trees.map((tree) => ({...tree, tests: tree.tests.map((t) => place.get(t)!)})),
  };
}

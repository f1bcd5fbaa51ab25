import {describe, expect, it} from "vitest";
import {crossFit, crossFitWith, dayBlockFolds, type TaskRunner} from "../../../src/lib/causal/index.ts";
import {learnerModule, loadLearner} from "../../../src/lib/models/index.ts";
import {stream} from "../../../src/lib/numeric/index.ts";

const n = 300;
const random = stream(1, "workers");
const columns = [0, 1, 2].map(() => Float64Array.from({length: n}, () => random.normal()));
const y = columns[0].map((v) => v + random.normal());
const d = columns[1].map((v) => +(v + random.normal() > 0));
const day = Int32Array.from({length: n}, (_, i) => Math.floor(i / 3));
const group = Int32Array.from({length: n}, (_, i) => i % 3);
const sample = {
  x: {rows: n, names: ["a", "b", "c"], columns},
  day,
  folds: dayBlockFolds(day, 4, 2),
  seed: 5,
};

/** Copies what travels, as threads do, and answers out of order. */
const run: TaskRunner = async (task, module, items) => {
  expect(module.pathname).toMatch(/cross-fit-workers\.ts$/);
  const out = new Array(items.length);
  for (const k of [...items.keys()].reverse()) out[k] = structuredClone(await task(structuredClone(items[k])));
  return out;
};

describe("crossFitWith", () => {
  it("gives the numbers of crossFit, whatever the order of the work", async () => {
    const ridge = await loadLearner("ridge");
    const logistic = await loadLearner("logistic");
    const address = (name: string) => ({module: learnerModule(name).href});
    const among = Uint8Array.from(d);
    const [within, arm, propensity] = await crossFitWith(run, sample, [
      {name: "outcome", target: y, learner: address("ridge"), group},
      {name: "outcome at d = 1", target: y, learner: address("ridge"), among},
      {name: "treatment", target: d, learner: address("logistic"), task: "probability"},
    ]);
    expect(within).toEqual(crossFit(y, sample, {name: "outcome", learner: ridge, group}));
    expect(arm).toEqual(crossFit(y, sample, {name: "outcome at d = 1", learner: ridge, among}));
    expect(propensity).toEqual(crossFit(d, sample, {name: "treatment", learner: logistic, task: "probability"}));
    for (const p of propensity) expect(p).toBeGreaterThan(0);
  });

  it("passes settings on, and says what is wrong before any work is done", async () => {
    const learner = {module: learnerModule("ridge").href, settings: {penalty: 1e9}};
    const [flat] = await crossFitWith(run, sample, [{name: "outcome", target: y, learner}]);
    const own = sample.folds[0].test[0];
    const mean = sample.folds[0].train.reduce((s, i) => s + y[i], 0) / sample.folds[0].train.length;
    expect(flat[own]).toBeCloseTo(mean, 6);
    const never: TaskRunner = () => Promise.reject(new Error("no work was to be done"));
    await expect(
      crossFitWith(never, sample, [{name: "treatment", target: new Float64Array(n), task: "probability", learner}]),
    ).rejects.toThrow(/does not vary in what fold 1 of 4/);
  });
});

import {describe, expect, it} from "vitest";
import {checkNamedFeatures} from "../../src/lib/evaluate/index.ts";
import {readInteractions, readMonotone} from "../../src/lib/models/boosting/constraints.ts";
import {boostingLearner} from "../../src/lib/models/boosting/learner.ts";
import {type Design, loadLearner, loadModel, resolveSettings, tuned} from "../../src/lib/models/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";

const random = stream(3, "constraints");
const n = 600;
const names = ["a", "b", "c"];
const x: Design = {rows: n, names, columns: names.map(() => Float64Array.from({length: n}, () => random.normal()))};
const [a, b, c] = x.columns;
const y = a.map((v, i) => Math.sin(2 * v) + v * b[i] + 0.5 * c[i] + 0.3 * random.normal());
const days = Int32Array.from({length: n}, (_, i) => Math.floor(i / 10));
const options = () => ({days, random: stream(1, "fit"), settings: {minChildWeight: 1}});
const trained = async (settings: Record<string, string>) => {
  const learner = await loadLearner("boosting");
  return learner.fit(x, y, {...options(), settings: {...options().settings, ...settings}});
};

describe("constraints in a study's settings", () => {
  it("are those that a learner made with them in code keeps, bit for bit", async () => {
    const coded = boostingLearner({monotone: {a: 1, c: -1}, interactions: [["a", "c"], ["b"]]});
    const said = await trained({monotone: "a: 1, c: -1", interactions: "a, c; b"});
    expect(said.predict(x)).toEqual(coded.fit(x, y, options()).predict(x));
    expect((await trained({})).predict(x)).not.toEqual(said.predict(x));
  });

  it("hold: predictions never fall in a feature in which they may only rise", async () => {
    const model = await trained({monotone: "a: 1"});
    const at = Float64Array.from({length: 80}, (_, k) => -4 + k / 10);
    const grid = {rows: 80, names, columns: [at, new Float64Array(80).fill(0.3), new Float64Array(80).fill(-1)]};
    const line = model.predict(grid);
    for (let k = 1; k < 80; k++) expect(line[k]).toBeGreaterThanOrEqual(line[k - 1]);
    const free = (await trained({})).predict(grid);
    expect(free.some((v, k) => k > 0 && v < free[k - 1])).toBe(true);
  });

  it("pass over a feature that selection dropped", async () => {
    const learner = await loadLearner("boosting");
    const less = {rows: n, names: ["b", "c"], columns: [b, c]};
    const fitted = (settings: Record<string, string>) =>
      learner.fit(less, y, {...options(), settings: {...options().settings, ...settings}}).predict(less);
    expect(fitted({monotone: "a: 1, c: 1"})).toEqual(fitted({monotone: "c: 1"}));
  });

  it("pass between threads in a tuned model too: what is saved is plain data", async () => {
    const learner = tuned(await loadLearner("boosting"), {trials: 2});
    const model = learner.fit(x, y, {...options(), settings: {...options().settings, monotone: "a: 1", rounds: 20}});
    expect(structuredClone(model.toJSON())).toEqual(model.toJSON());
    expect((await loadModel("boosting", model.toJSON())).predict(x)).toEqual(model.predict(x));
  });

  it("say what is no constraint, and which feature there is not", async () => {
    const {hyperparameters} = await loadLearner("boosting");
    const resolve = (settings: Record<string, string | number>) =>
      resolveSettings("boosting", hyperparameters!, settings);
    expect(() => resolve({monotone: "a up"})).toThrow(
      'invalid monotone of boosting; not a feature and 1 or -1, as in "net_lag1: 1": "a up"',
    );
    expect(() => resolve({monotone: "a: 1, a: -1"})).toThrow('"a" is named twice');
    expect(() => resolve({interactions: "a, ; b"})).toThrow('not the name of a feature: ""');
    expect(() => resolve({interactions: 3})).toThrow("not a text: 3");
    expect(readMonotone(" ")).toEqual({});
    expect(readInteractions("a, b ;c")).toEqual([["a", "b"], ["c"]]);
    const check = (monotone: string) => checkNamedFeatures({learner: "boosting"}, {monotone}, ["net_lag1", "monday"]);
    await expect(check("net_lag1: 1")).resolves.toBeUndefined();
    await expect(check("net_lag: 1")).rejects.toThrow(
      'settings.boosting.monotone: there is no feature "net_lag"; did you mean "net_lag1"?',
    );
  });
});

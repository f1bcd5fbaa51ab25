import {existsSync, readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {learnerLabels, learnerModule, learnerNames, loadLearner, loadModel} from "../../src/lib/models/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";

describe("learners", () => {
  it("are loaded by name, and say their own", async () => {
    for (const name of learnerNames) {
      expect(existsSync(learnerModule(name))).toBe(true);
      const learner = await loadLearner(name);
      expect(learner.name).toBe(name);
      expect(learner.label).toBe(learnerLabels[name]);
      const x = {rows: 3, names: ["a"], columns: [Float64Array.of(1, 2, 3)]};
      const model = learner.fit(x, Float64Array.of(1, 2, 3), {days: Int32Array.of(0, 1, 2), random: stream(1, "x")});
      const loaded = await loadModel(name, JSON.parse(JSON.stringify(model.toJSON())));
      expect(loaded.predict(x)).toEqual(model.predict(x));
    }
  });

  it("are not imported by name: editing one leaves the code of what uses the others as it was", () => {
    for (const file of ["registry.ts", "index.ts"]) {
      const source = readFileSync(new URL(`../../src/lib/models/${file}`, import.meta.url), "utf8");
      for (const name of learnerNames) expect(source).not.toMatch(new RegExp(`from\\s+"[^"]*${name}`));
    }
  });

  it("that are not there are refused with the list", async () => {
    expect(() => learnerModule("rigde")).toThrow("invalid learner; not one of ridge, forest: rigde");
    await expect(loadLearner("../ridge")).rejects.toThrow("invalid learner");
  });
});

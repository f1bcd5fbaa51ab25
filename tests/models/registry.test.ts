import {existsSync, readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {learnerCards, learnerModule, learnerNames, loadLearner, loadModel, tuned} from "../../src/lib/models/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";

describe("learners", () => {
  it.each(learnerNames.map((name) => [name]))(
    "%s is loaded by name, says its own, and is saved and loaded",
    async (name) => {
      expect(existsSync(learnerModule(name))).toBe(true);
      const learner = await loadLearner(name);
      expect(learner.name).toBe(name);
      const needs = learner.needs?.filter((need) => need !== "trader") ?? []; // a category, which the walk-forward adds
      const card = {label: learner.label, tasks: learner.tasks ?? ["mean"], ...(needs.length > 0 && {needs})};
      expect(card).toEqual(learnerCards[name]);
      const random = stream(1, "registry", name);
      const columns = [0, 1].map(() => Float64Array.from({length: 80}, () => random.normal()));
      const names = ["net_lag1", "net_ewma_3", "net_ewma_10", "net_ewma_20", "trader"]; // what baselines need
      const needed = names.map((need) =>
        Float64Array.from({length: 80}, (_, i) => (need === "trader" ? i % 2 : random.normal())),
      );
      const x = {rows: 80, names: ["a", "b", ...names], columns: [...columns, ...needed], levels: {trader: ["A", "B"]}};
      const tasks = {
        mean: {kind: "mean"},
        probability: {kind: "probability"},
        quantile: {kind: "quantile", level: 0.1},
      } as const;
      for (const kind of learnerCards[name].tasks) {
        const y = columns[0].map((v) =>
          kind === "probability" ? (v + random.normal() > 0 ? 1 : 0) : v + random.normal(),
        );
        const days = Int32Array.from(y, (_, i) => i >> 1);
        const model = learner.fit(x, y, {days, random: stream(1, "fit", name), task: tasks[kind]});
        const loaded = await loadModel(name, JSON.parse(JSON.stringify(model.toJSON())));
        expect(loaded.predict(x)).toEqual(model.predict(x));
        expect(model.predict(x).every(Number.isFinite)).toBe(true);
      }
    },
  );

  it("a tuned model is loaded like any other", async () => {
    const learner = tuned(await loadLearner("ridge"), {trials: 2});
    const random = stream(3, "tuned");
    const x = {rows: 90, names: ["a"], columns: [Float64Array.from({length: 90}, () => random.normal())]};
    const model = learner.fit(x, x.columns[0], {days: Int32Array.from({length: 90}, (_, i) => i), random});
    const loaded = await loadModel("ridge", JSON.parse(JSON.stringify(model.toJSON())));
    expect(loaded.predict(x)).toEqual(model.predict(x));
  });

  it("are not imported by name: editing one leaves the code of what uses the others as it was", () => {
    for (const file of ["registry.ts", "index.ts"]) {
      const source = readFileSync(new URL(`../../src/lib/models/${file}`, import.meta.url), "utf8");
      for (const name of learnerNames) expect(source).not.toMatch(new RegExp(`from\\s+"[^"]*${name}`));
    }
  });

  it("that are not there are refused with the list", async () => {
    expect(() => learnerModule("rigde")).toThrow(/^invalid learner; not one of ridge, .*: rigde$/);
    await expect(loadLearner("../ridge")).rejects.toThrow("invalid learner");
  });
});

import {describe, expect, it} from "vitest";
import {designOfFold, explainSignal, type SignalReport} from "../../../src/lib/evaluate/index.ts";
import {loadModel} from "../../../src/lib/models/index.ts";
import {float64, int32} from "../../../src/lib/numeric/index.ts";
import {desk, folds, type ReportCase, reportCase} from "./case.ts";

const of = async (made: ReportCase): Promise<[ReportCase, SignalReport]> => [
  made,
  await explainSignal(structuredClone(made.item)),
];
const cases = {
  ridge: reportCase({learners: ["ridge"]}).then(of),
  "elastic net": reportCase({learners: ["elastic-net"], categories: ["trader"]}).then(of),
  forest: reportCase({learners: ["forest"], settings: {forest: {trees: 12}}}).then(of),
  "tuned boosting": reportCase({learners: ["boosting"], tuning: {method: "random", trials: 3}}).then(of),
  catboost: reportCase({learners: ["catboost"], categories: ["trader"]}).then(of),
  logistic: reportCase({learners: [], targets: [{kind: "loss", learners: ["logistic"]}]}).then(of),
  "quantile forest": reportCase({
    learners: [],
    targets: [{kind: "quantile", level: 0.1, learners: ["forest"]}],
    settings: {forest: {trees: 8}},
  }).then(of),
  "five days": reportCase({learners: [], targets: [{kind: "net", horizon: 5, learners: ["ridge"]}]}).then(of),
};
const names = Object.keys(cases) as (keyof typeof cases)[];

describe.each(names)("explainSignal: %s", (name) => {
  it("is plain JSON without NaN, the same again", async () => {
    const [{item}, report] = await cases[name];
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(await explainSignal(structuredClone(item))).toEqual(report);
  });

  it("shows rows whose predictions are those of the walk-forward", async () => {
    const [{predictions}, report] = await cases[name];
    const [trader, day, value] = [
      int32(predictions, "trader"),
      int32(predictions, "day"),
      float64(predictions, "value"),
    ];
    expect(report.rows.length).toBeGreaterThan(1);
    for (const row of report.rows) {
      const at = trader.findIndex((t, i) => desk.accounts[t] === row.account && desk.days[day[i]] === row.date);
      expect(row.value).toBe(value[at]);
      expect(day[at]).toBeGreaterThanOrEqual(folds[folds.length - 1].test.start);
    }
    const said = report.rows.map((row) => row.prediction);
    expect(said).toEqual([...said].sort((a, b) => a - b));
    expect([report.rows[0].place, report.rows[report.rows.length - 1].place]).toEqual(["lowest", "highest"]);
  });

  it("rows asked again from what is published say the published bits", async () => {
    const [{saved, item}, report] = await cases[name];
    const model = await loadModel(item.signal.learner, saved.state);
    for (const row of report.rows) {
      const columns = row.values.map((v, j) =>
        Float64Array.of(
          v === null ? Number.NaN : typeof v === "number" ? v : report.levels[report.features[j]].indexOf(v),
        ),
      );
      const x = {rows: 1, names: report.features, columns, levels: report.levels};
      expect(model.predict(x)[0]).toBe(row.prediction);
    }
  });

  it("contributions add up to the prediction", async () => {
    const [, report] = await cases[name];
    for (const {explained, prediction} of report.rows) {
      if (name === "quantile forest") {
        expect(explained).toBeNull();
        continue;
      }
      const {base, steps, rest, margin} = explained!;
      const sum = steps.reduce((total, step) => total + step.contribution, base + rest.contribution);
      expect(sum).toBeCloseTo(margin, 10);
      expect(report.link === "logistic" ? 1 / (1 + Math.exp(-margin)) : margin).toBeCloseTo(prediction, 6);
      expect(steps.length + rest.features).toBe(report.features.length);
    }
  });

  it("the way of a row goes from the root to a leaf, as its values answer", async () => {
    const [, {form, rows}] = await cases[name];
    if (form.kind !== "trees") {
      for (const {path} of rows) expect(path).toBeNull();
      return;
    }
    const tree = form.shown!;
    for (const {path} of rows) {
      expect(path!.nodes[0]).toBe(0);
      expect(tree.left[path!.nodes[path!.nodes.length - 1]]).toBe(-1);
      path!.nodes.slice(0, -1).forEach((node, k) => {
        const question = tree.questions[node]!;
        const given = path!.given[k];
        const left = path!.nodes[k + 1] === tree.left[node];
        expect(left || path!.nodes[k + 1] === tree.right[node]).toBe(true);
        if (given === null) expect(question.missing).toBe(left ? "left" : "right");
        else if (question.levels !== null) expect(question.levels.includes(String(given))).toBe(!left);
        else if (Math.abs(Number(given) - question.threshold!) > 1e-4 * Math.abs(question.threshold!))
          expect(Number(given) < question.threshold!).toBe(left);
      });
    }
  });

  it("says which rows and days, and what was tried", async () => {
    const [{item}, {window, choices, task, unit}] = await cases[name];
    const last = folds[folds.length - 1];
    expect(window.test).toEqual([desk.days[last.test.start], desk.days[last.test.end - 1]]);
    expect(window.train).toEqual([desk.days[last.train.start], desk.days[last.train.end - 1]]);
    expect(window.trainRows).toBe(item.models[item.models.length - 1].rowsUsed);
    expect(choices.folds.map((fold) => fold.tried)).toEqual(item.models.map((m) => m.trials));
    expect(unit).toBe(task === "probability" ? "probability" : "volatilities");
  });

  it("ranks features by what shuffling costs, and drawn ones have data", async () => {
    const [, {drives, dependence, ranges, features}] = await cases[name];
    const rises = drives.permutation!.features.map((f) => f.rise);
    expect(rises).toEqual([...rises].sort((p, q) => q - p));
    expect(drives.permutation!.features.map((f) => f.feature).sort()).toEqual([...features].sort());
    expect(ranges.length).toBe(features.length);
    for (const range of ranges)
      if (range !== null) expect(range.low <= range.middle && range.middle <= range.high).toBe(true);
    for (const d of dependence) expect(d.points.length + (d.local?.at.length ?? 0)).toBeGreaterThan(0);
  });
});

describe("explainSignal", () => {
  it("mean sizes are those of weight × distance from the training mean", async () => {
    const [{item, saved}, report] = await cases.ridge;
    const {x} = designOfFold(item.item, item.prepared, saved.names);
    const {encoding, weights} = saved.state as {
      encoding: {terms: {feature: number; fill: number; mean: number; sd: number}[]};
      weights: number[];
    };
    expect(report.drives.rows).toBe(x.rows);
    for (const {feature, size} of report.drives.contributions) {
      const j = saved.names.indexOf(feature);
      const t = encoding.terms.findIndex((term) => term.feature === j);
      const {fill, mean, sd} = encoding.terms[t];
      let sum = 0;
      for (const v of x.columns[j])
        sum += Math.abs(sd > 0 ? (weights[t] * ((Number.isNaN(v) ? fill : v) - mean)) / sd : 0);
      expect(Math.abs(size - sum / x.rows)).toBeLessThan(1e-4 * size + 1e-12);
    }
  });

  it("says who chose each setting", async () => {
    const from = async (name: keyof typeof cases, setting: string) =>
      (await cases[name])[1].settings.find((s) => s.name === setting)!;
    expect(await from("forest", "trees")).toMatchObject({value: 12, from: "study"});
    expect(await from("forest", "depth")).toMatchObject({value: 6, from: "default"});
    expect((await from("ridge", "penalty")).from).toMatch(/^(fit|default)$/);
    const [{item}, report] = await cases["tuned boosting"];
    const chosen = item.models[item.models.length - 1].search!.chosen;
    for (const [name, value] of Object.entries(chosen)) {
      const shown = report.settings.find((s) => s.name === name)!;
      expect(shown.from).toBe("tuning");
      if (typeof value === "number") expect(shown.value).toBeCloseTo(value, 3);
    }
    expect(report.choices.note).toContain("best of 3 settings");
    for (const fold of report.choices.folds) expect(fold.loss!).toBeLessThanOrEqual(fold.defaultLoss!);
  });

  it("shows a model's form: weights by size, trees, levels of a category", async () => {
    const [, ridge] = await cases.ridge;
    if (ridge.form.kind !== "linear") throw new Error(ridge.form.kind);
    const sizes = ridge.form.largest.map((t) => Math.abs(t.weight!));
    expect(sizes).toEqual([...sizes].sort((p, q) => q - p));
    expect(ridge.form.path).toBeNull();
    const [, net] = await cases["elastic net"];
    if (net.form.kind !== "linear") throw new Error(net.form.kind);
    const path = net.form.path;
    if (path !== null) {
      expect(path.penalties).toContain(path.chosen);
      expect(path.weights.every((line) => line.length === path.penalties.length)).toBe(true);
      expect(path.active[0]).toBe(0);
    }
    const [, forest] = await cases.forest;
    expect(forest.form).toMatchObject({kind: "trees", trees: 12, average: true, symmetric: false});
    expect((await cases.catboost)[1].form).toMatchObject({kind: "trees", average: false, symmetric: true});
    expect((await cases.catboost)[1].levels).toEqual({trader: desk.accounts});
  });

  it("outcomes of a target of five days reach no further than the window", async () => {
    const [, {rows}] = await cases["five days"];
    const last = folds[folds.length - 1].test.end - 1;
    for (const row of rows) expect(row.actual === null).toBe(desk.days.indexOf(row.date) + 4 > last);
  });

  it("a model that was fitted on other features is refused by name", async () => {
    const [{item}] = await cases.ridge;
    expect(() => designOfFold(item.item, item.prepared, ["no_such"])).toThrow(
      /^invalid model; it was fitted on "no_such", fold \d has: /,
    );
  });
});

import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {Hyperparameter} from "../../src/lib/models/hyperparameters.ts";
import {innerSplits} from "../../src/lib/models/inner-split.ts";
import type {Design, FitOptions, Learner, Model, Task} from "../../src/lib/models/learner.ts";
import {
  drawSettings,
  halvingRungs,
  meanLoss,
  rowLoss,
  search,
  type Trial,
  tuned,
  tunedFromJSON,
} from "../../src/lib/models/tuning/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";

const share: Hyperparameter = {
  kind: "real",
  name: "share",
  description: "of the mean",
  low: -10,
  high: 10,
  default: 0,
  search: {low: -2, high: 2, scale: "linear"},
};

/** Predicts `share` times the weighted mean of the target, and remembers what it was fitted on. */
function shrunken(parameters: readonly Hyperparameter[] = [share]) {
  const seen: {days: Int32Array; rows: number; settings: unknown; first: number}[] = [];
  const modelOf = (value: number): Model => ({
    predict: (x) => new Float64Array(x.rows).fill(value),
    toJSON: () => ({value}),
    summary: () => ({rowsUsed: 1, chosen: {own: 7}, weights: {}}),
  });
  const learner: Learner = {
    name: "shrunken",
    label: "Shrunken mean",
    description: "A share of the mean",
    tasks: ["mean", "probability", "quantile"],
    hyperparameters: parameters,
    fit(x, y, {days, weights, settings, random}) {
      let sum = 0;
      let total = 0;
      y.forEach((v, i) => {
        sum += v * (weights?.[i] ?? 1);
        total += weights?.[i] ?? 1;
      });
      seen.push({days, rows: x.rows, settings, first: random.uniform()});
      return modelOf((Number(settings?.share ?? 0) * sum) / total);
    },
  };
  return {learner, seen, fromJSON: (state: unknown) => modelOf((state as {value: number}).value)};
}

function window(days: number, rowsPerDay = 4, seed = 1) {
  const random = stream(seed, "tuning test");
  const rows = days * rowsPerDay;
  const day = Int32Array.from({length: rows}, (_, i) => 100 + Math.floor(i / rowsPerDay));
  const y = Float64Array.from({length: rows}, () => 2 + random.normal());
  const x: Design = {rows, names: ["a"], columns: [Float64Array.from(y, () => random.normal())]};
  const options: FitOptions = {days: day, random: stream(5, "fit")};
  return {x, y, day, options};
}

const scoreOf = (trials: readonly Trial[], k: number) => trials[k].score;

describe("losses", () => {
  it("are squared error, log loss and pinball loss", () => {
    expect(rowLoss()(3, 1)).toBe(4);
    expect(rowLoss({kind: "probability"})(1, 0.25)).toBeCloseTo(Math.log(4), 12);
    expect(rowLoss({kind: "probability"})(0, 0.25)).toBeCloseTo(-Math.log(0.75), 12);
    expect(rowLoss({kind: "probability"})(1, 0)).toBeCloseTo(34.5, 1);
    expect(rowLoss({kind: "quantile", level: 0.05})(-1, 1)).toBeCloseTo(0.95 * 2, 12);
    expect(rowLoss({kind: "quantile", level: 0.05})(3, 1)).toBeCloseTo(0.05 * 2, 12);
  });

  it("are averaged by weight; what is not finite is infinitely bad, unless it does not count", () => {
    const [y, f] = [Float64Array.of(0, 0, 0), Float64Array.of(1, 2, Number.NaN)];
    expect(meanLoss(undefined, y, f, Float64Array.of(3, 1, 0))).toBe((3 + 4) / 4);
    expect(meanLoss(undefined, y, f, Float64Array.of(1, 1, 1))).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("settings drawn", () => {
  const parameters: Hyperparameter[] = [
    {...share, name: "rate", low: 0.001, high: 1, default: 0.1, search: {low: 0.001, high: 1, scale: "log"}},
    {...share, name: "depth", kind: "integer", low: 1, high: 9, default: 6, search: {low: 2, high: 4, scale: "linear"}},
    {...share, name: "leaf", kind: "integer", low: 1, high: 99, default: 5, search: {low: 1, high: 64, scale: "log"}},
    {kind: "choice", name: "how", description: "", options: ["a", "b", "c"], default: "c", search: ["a", "b"]},
    {...share, name: "left alone", search: undefined},
  ];

  it("begin with the defaults, are all different, and lie in the declared space", () => {
    fc.assert(
      fc.property(fc.integer({min: 1, max: 60}), fc.integer({min: 0, max: 1000}), (count, seed) => {
        const drawn = drawSettings("x", parameters, count, stream(seed, "draw"));
        expect(drawn).toHaveLength(count);
        expect(drawn[0]).toEqual({}); // the learner's defaults
        expect(new Set(drawn.map((s) => JSON.stringify(s))).size).toBe(count);
        for (const {rate, depth, leaf, how, ...rest} of drawn.slice(1)) {
          expect(Number(rate)).toBeGreaterThanOrEqual(0.001);
          expect(Number(rate)).toBeLessThanOrEqual(1);
          expect([2, 3, 4]).toContain(depth);
          expect(Number.isInteger(leaf) && Number(leaf) >= 1 && Number(leaf) <= 64).toBe(true);
          expect(["a", "b"]).toContain(how);
          expect(rest).toEqual({});
        }
      }),
      {numRuns: 30},
    );
  });

  it("are uniform on their scale", () => {
    const drawn = drawSettings("x", parameters, 4001, stream(1, "many")).slice(1);
    const part = (name: string, keep: (v: number | string) => boolean) =>
      drawn.filter((s) => keep(s[name])).length / drawn.length;
    const tolerance = 4 * Math.sqrt(0.25 / 4000);
    expect(Math.abs(part("rate", (v) => Number(v) < 0.01) - 1 / 3)).toBeLessThan(tolerance);
    expect(Math.abs(part("rate", (v) => Number(v) < 0.1) - 2 / 3)).toBeLessThan(tolerance);
    for (const depth of [2, 3, 4]) expect(Math.abs(part("depth", (v) => v === depth) - 1 / 3)).toBeLessThan(tolerance);
    expect(Math.abs(part("leaf", (v) => Number(v) < 8) - Math.log(8) / Math.log(65))).toBeLessThan(tolerance);
    expect(Math.abs(part("how", (v) => v === "a") - 1 / 2)).toBeLessThan(tolerance);
  });

  it("keep what is given, and end where the space does", () => {
    const few: Hyperparameter[] = [parameters[1], parameters[3]];
    const all = drawSettings("x", few, 50, stream(1, "few"));
    expect(all).toHaveLength(1 + 3 * 2); // the defaults are not among what is drawn
    const fixed = drawSettings("x", few, 50, stream(1, "few"), {how: "a"});
    expect(fixed).toHaveLength(1 + 3);
    expect(fixed.every(({how}) => how === "a")).toBe(true);
    expect(drawSettings("x", few, 50, stream(1, "few"), {how: "a", depth: 9})).toEqual([{how: "a", depth: 9}]);
  });

  it("refuse a space that cannot be drawn from, and fixed settings out of range", () => {
    const bad = (low: number, high: number): Hyperparameter[] => [
      {...share, name: "rate", search: {low, high, scale: "log"}},
    ];
    expect(() => drawSettings("x", bad(0, 1), 2, stream(1, "bad"))).toThrow(
      "invalid search range of rate; not 0 < low <= high: 0 to 1",
    );
    expect(() => drawSettings("x", bad(2, 1), 2, stream(1, "bad"))).toThrow("2 to 1");
    expect(() => drawSettings("x", parameters, 2, stream(1, "bad"), {depth: 10})).toThrow(
      "invalid depth of x; not a whole number from 1 to 9: 10",
    );
  });
});

describe("rungs", () => {
  it("are Hyperband's (Li et al. 2018, table 1, s = 4: R = 81, η = 3)", () => {
    const rungs = halvingRungs(81, 3, 81, 1);
    expect(rungs.map((rung) => rung.settings)).toEqual([81, 27, 9, 3, 1]);
    rungs.forEach((rung, i) => {
      expect(rung.share * 81).toBeCloseTo([1, 3, 9, 27, 81][i], 12);
    });
  });

  it("never leave less than a fit needs, and always end with all", () => {
    expect(halvingRungs(81, 3, 100, 20)).toEqual([
      {settings: 81, share: 1 / 3},
      {settings: 27, share: 1},
    ]);
    expect(halvingRungs(5, 2, 10, 20)).toEqual([{settings: 5, share: 1}]);
    expect(halvingRungs(1, 2, 1e9, 1)).toEqual([{settings: 1, share: 1}]);
  });
});

describe("search", () => {
  it("random: finds the setting with the smallest loss, each computed here by hand", () => {
    const {x, y, day, options} = window(60);
    const found = search(shrunken().learner, x, y, options, {method: "random", trials: 25, blocks: 3}, 9);
    expect(found.tried).toBe(25);
    expect(found.trials.map((t) => t.setting)).toEqual(Array.from({length: 25}, (_, k) => k));
    const splits = innerSplits(day, 3);
    let best = {loss: Number.POSITIVE_INFINITY, share: Number.NaN};
    for (const trial of found.trials) {
      let sum = 0;
      let count = 0;
      splits.forEach(({train, test}, block) => {
        const mean = train.reduce((s, i) => s + y[i], 0) / train.length;
        const losses = Array.from(test, (i) => (y[i] - Number(trial.settings.share ?? 0) * mean) ** 2);
        const loss = losses.reduce((s, v) => s + v, 0);
        expect(trial.scores[block]).toBeCloseTo(loss / test.length, 10);
        expect(trial.rows[block]).toBe(train.length);
        sum += loss;
        count += test.length;
      });
      expect(trial.score).toBeCloseTo(sum / count, 10);
      if (sum / count < best.loss) best = {loss: sum / count, share: Number(trial.settings.share ?? 0)};
    }
    expect(found.chosen).toEqual({share: best.share});
    expect(Math.abs(best.share - 1)).toBeLessThan(0.25);
  });

  it("never fits on a day that it judges, or a later one; the same rows and stream for every setting", () => {
    for (const resource of ["days", "rows"] as const) {
      const {x, y, day, options} = window(400);
      const {learner, seen} = shrunken();
      const {trials} = search(learner, x, y, options, {trials: 9, blocks: 2, factor: 2, resource}, 9);
      const firstTest = innerSplits(day, 2).map(({test}) => Math.min(...test.map((i) => day[i])));
      expect(seen).toHaveLength(2 * trials.length);
      seen.forEach(({days, rows, first}, k) => {
        const block = k % 2;
        expect(Math.max(...days)).toBeLessThan(firstTest[block]);
        expect(rows).toBe(trials[k >> 1].rows[block]);
        expect(first).toBe(seen[block].first);
      });
    }
  });

  it("halving: the better ones go on with more days, until one is judged on all; the log has every trial", () => {
    const {x, y, options} = window(800, 1);
    const {learner, seen} = shrunken();
    const found = search(learner, x, y, options, {trials: 9, blocks: 1}, 3);
    expect(found.trials.map((t) => t.rung)).toEqual([...new Array(9).fill(0), ...new Array(3).fill(1), 2]);
    // One row a day: of the 400 days before the block 1/9, 1/3 and all, rounded up, and the latest.
    expect(found.trials.map((t) => t.rows[0])).toEqual([...new Array(9).fill(45), ...new Array(3).fill(134), 400]);
    expect([seen[0].days[0], seen[9].days[0], seen[12].days[0]]).toEqual([100 + 355, 100 + 266, 100]);
    const rung = (k: number) => found.trials.filter((t) => t.rung === k);
    const ranked = [...rung(0)].sort((a, b) => a.score! - b.score!).map((t) => t.setting);
    expect(rung(1).map((t) => t.setting)).toEqual(ranked.slice(0, 3).sort((a, b) => a - b));
    const second = [...rung(1)].sort((a, b) => a.score! - b.score!);
    expect(rung(2)[0].setting).toBe(second[0].setting);
    expect(found.chosen).toEqual(second[0].settings);
    expect(found.tried).toBe(9);
    expect(found.note).toBe("best of 9 settings on 1 time-ordered blocks, in 3 rungs by days");
  });

  it("halving by rows: larger shares contain smaller ones, drawn from all days", () => {
    const {x, y, options} = window(800, 1);
    const {learner, seen} = shrunken();
    search(learner, x, y, options, {trials: 4, blocks: 1, factor: 4, resource: "rows"}, 3);
    const [small, all] = [seen[0].days, seen[4].days];
    expect(small).toHaveLength(100);
    expect(all).toHaveLength(400);
    expect([...small]).toEqual([...small].sort((a, b) => a - b));
    expect(Math.min(...small)).toBeLessThan(100 + 50);
    expect(Math.max(...small)).toBeGreaterThan(100 + 350);
  });

  it("judges a probability by log loss and a quantile by pinball loss", () => {
    const {x, y, options} = window(60);
    const binary = y.map((v) => Number(v > 2));
    for (const [task, target] of [
      [{kind: "probability"}, binary],
      [{kind: "quantile", level: 0.1}, y],
    ] as [Task, Float64Array][]) {
      const {trials} = search(
        shrunken().learner,
        x,
        target,
        {...options, task},
        {method: "random", blocks: 1, trials: 3},
        1,
      );
      const [{train, test}] = innerSplits(options.days, 1);
      const mean = train.reduce((s, i) => s + target[i], 0) / train.length;
      for (const trial of trials) {
        const f = Number(trial.settings.share ?? 0) * mean;
        const losses = Array.from(test, (i) => {
          const v = target[i];
          if (task.kind === "quantile") return Math.max(0.1 * (v - f), -0.9 * (v - f));
          return -Math.log(Math.min(1 - 1e-15, Math.max(1e-15, v === 1 ? f : 1 - f)));
        });
        expect(trial.score).toBeCloseTo(losses.reduce((s, v) => s + v, 0) / test.length, 10);
      }
    }
  });

  it("ties go to the one drawn earlier, so to the defaults", () => {
    const {x, options} = window(60);
    const found = search(shrunken().learner, x, new Float64Array(x.rows), options, {trials: 9}, 3);
    expect(found.chosen).toEqual({});
    expect(found.trials[0].score).toBe(0);
  });

  it("a setting whose predictions are not finite comes last, and is logged", () => {
    const {x, y, options} = window(60);
    const broken: Learner = {
      ...shrunken().learner,
      fit: () => ({
        predict: ({rows}) => new Float64Array(rows).fill(Number.NaN),
        toJSON: () => null,
        summary: () => ({rowsUsed: 0, chosen: {}, weights: {}}),
      }),
    };
    const found = search(broken, x, y, options, {method: "random", trials: 4, blocks: 3}, 3);
    expect(found.chosen).toEqual({});
    expect(found.trials.map((t) => [t.score, ...t.scores])).toEqual(new Array(4).fill([null, null, null, null]));
  });

  it("rows of weight 0 count nowhere; blocks without weight are left out", () => {
    const {x, y, day, options} = window(60);
    const weights = Float64Array.from(day, (d, i) => (d >= 145 ? 0 : i % 2)); // no weight in the last of four runs
    const run = (target: Float64Array) =>
      search(shrunken().learner, x, target, {...options, weights}, {method: "random", trials: 5, blocks: 3}, 3);
    const found = run(y);
    expect(found.trials[0].scores).toHaveLength(2);
    expect(run(y.map((v, i) => (weights[i] === 0 ? 1e6 : v)))).toEqual(found);
    const none = search(
      shrunken().learner,
      x,
      y,
      {...options, weights: Float64Array.from(day, (d) => Number(d < 110))},
      {},
      3,
    );
    expect(none.note).toMatch(/^defaults: too few days with weight/);
    const late = weights.map((_, i) => Number(day[i] >= 113)); // the latest days of the first block's history have weight
    const part = search(shrunken().learner, x, y, {...options, weights: late}, {trials: 3}, 3);
    expect(part.trials.every((t) => t.score !== null)).toBe(true);
  });

  it("refuses options out of range, stating the range", () => {
    const {learner} = shrunken();
    expect(() => tuned(learner, {trials: 0})).toThrow(
      "invalid trials of tuning; not a whole number from 1 to 10000: 0",
    );
    expect(() => tuned(learner, {blocks: 1.5})).toThrow("invalid blocks of tuning");
    expect(() => tuned(learner, {factor: 1})).toThrow("invalid factor of tuning; not a whole number from 2 to 100: 1");
    expect(() => tuned(learner, {method: "grid" as "random"})).toThrow("not one of random, halving: grid");
    expect(() => tuned(learner, {resource: "money" as "days"})).toThrow("not one of days, rows: money");
  });
});

describe("tuned learner", () => {
  it("fits the whole window once with what it chose, and shows its log", () => {
    const {x, y, options} = window(60);
    const {learner, seen} = shrunken();
    const model = tuned(learner, {trials: 6, blocks: 2}).fit(x, y, options);
    const last = seen[seen.length - 1];
    expect(last.rows).toBe(x.rows);
    expect(last.settings).toEqual(model.search.chosen);
    const {chosen} = model.summary();
    expect(chosen).toEqual({own: 7, share: model.search.chosen.share, settingsTried: 6});
    expect(model.trials).toBe(model.search.trials);
    const mean = y.reduce((s, v) => s + v, 0) / y.length;
    expect(model.predict(x)[0]).toBeCloseTo(Number(model.search.chosen.share) * mean, 10);
  });

  it("is the same from the same stream, and another from another", () => {
    const {x, y, options} = window(60);
    const run = (random = stream(5, "fit")) => tuned(shrunken().learner).fit(x, y, {...options, random}).search;
    expect(run()).toEqual(run());
    expect(run(stream(6, "fit"))).not.toEqual(run());
  });

  it("keeps what is given; with nothing to choose, or too short a window, takes the defaults and says so", () => {
    const {x, y, options} = window(60);
    const fixed = tuned(shrunken().learner).fit(x, y, {...options, settings: {share: 0.5}});
    expect(fixed.search).toEqual({
      chosen: {share: 0.5},
      trials: [],
      tried: 0,
      note: "defaults: there is nothing to choose between",
    });
    const short = window(11);
    const model = tuned(shrunken().learner).fit(short.x, short.y, short.options);
    expect(model.search.chosen).toEqual({});
    expect(model.search.note).toBe("defaults: too few days with weight to cut into 3 runs of 4 days or more");
    expect(model.summary().chosen).toEqual({own: 7, share: 0, settingsTried: 0});
    const bare: Learner = {...shrunken().learner, hyperparameters: undefined};
    expect(tuned(bare).fit(x, y, options).search.chosen).toEqual({});
  });

  it("survives saving, with a choice by its position", () => {
    const how: Hyperparameter = {
      kind: "choice",
      name: "how",
      description: "",
      options: ["a", "b"],
      default: "b",
      search: ["a", "b"],
    };
    const {learner, fromJSON} = shrunken([share, how]);
    const {x, y, options} = window(60);
    const model = tuned(learner, {trials: 12}).fit(x, y, options);
    const saved = JSON.parse(JSON.stringify(model.toJSON()));
    const loaded = tunedFromJSON(saved, fromJSON);
    expect(loaded.predict(x)).toEqual(model.predict(x));
    expect(loaded.summary()).toEqual(model.summary());
    expect(loaded.search).toEqual(model.search);
    expect(model.summary().chosen.how).toBe(["a", "b"].indexOf(String(model.search.chosen.how ?? "b")));
    expect(() => tunedFromJSON({kind: "ridge@1"}, fromJSON)).toThrow('invalid model; not "tuned@1": ridge@1');
  });

  it("beats the defaults where they are wrong (known truth: the mean is 2, the default predicts 0)", () => {
    const {x, y, options} = window(200, 2);
    const model = tuned(shrunken().learner, {trials: 30}).fit(x, y, options);
    expect(scoreOf(model.trials, model.trials.length - 1)).toBeLessThan(1.3); // the noise's variance is 1; the default's loss 5
  });
});

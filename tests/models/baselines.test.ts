import {describe, expect, it} from "vitest";
import * as ar1 from "../../src/lib/models/ar1.ts";
import * as ewma from "../../src/lib/models/ewma.ts";
import type {Design, Task} from "../../src/lib/models/index.ts";
import * as last from "../../src/lib/models/last.ts";
import * as mean from "../../src/lib/models/mean.ts";
import * as traderMean from "../../src/lib/models/trader-mean.ts";
import * as zero from "../../src/lib/models/zero.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {design, weighted} from "./linear-cases.ts";

const all = [zero, mean, last, traderMean, ewma, ar1];

/** What the features say of the days before, the trader among them; holes at the start. */
function rows(n: number, seed = 1) {
  const random = stream(seed, "baselines");
  const draw = () => Float64Array.from({length: n}, () => random.normal());
  const holes = (column: Float64Array, share: number) => column.map((v) => (random.uniform() < share ? Number.NaN : v));
  const past = draw();
  const columns = {
    trader: Float64Array.from({length: n}, () => (random.uniform() < 0.05 ? Number.NaN : random.integer(3))),
    net_lag1: holes(past, 0.1),
    net_ewma_3: holes(draw(), 0.1),
    net_ewma_10: holes(
      past.map((v) => 0.3 * v + random.normal() / 10),
      0.2,
    ),
    net_ewma_20: holes(draw(), 0.3),
  };
  const y = past.map((v, i) => 0.5 + 0.4 * v + (columns.trader[i] || 0) + random.normal() / 2);
  const w = Float64Array.from({length: n}, () => (random.uniform() < 0.1 ? 0 : 0.5 + random.uniform()));
  return {x: design(columns, {trader: ["b", "a", "c"]}), y, w, days: Int32Array.from({length: n}, (_, i) => i >> 2)};
}
const {x, y, w, days} = rows(400);
const options = (task?: Task, settings?: Record<string, number | string>) => ({
  days,
  weights: w,
  random: stream(1, "unused"),
  ...(task === undefined ? {} : {task}),
  ...(settings === undefined ? {} : {settings}),
});
const column = (name: string) => x.columns[x.names.indexOf(name)];
const event = y.map((v) => (v > 1.5 ? 1 : 0));

describe("baselines", () => {
  it("zero says zero, mean the weighted mean", () => {
    expect(new Set(zero.learner.fit(x, y, options()).predict(x))).toEqual(new Set([0]));
    const model = mean.learner.fit(x, y, options());
    expect(model.predict(x)[0]).toBeCloseTo(weighted(y, w), 12);
    expect(new Set(model.predict(x)).size).toBe(1);
    expect(model.summary()).toMatchObject({rowsUsed: 400, chosen: {value: model.predict(x)[0]}});
  });

  it("mean is the best constant of each task: the share of events, never 0 or 1, and the quantile", () => {
    const share = mean.learner.fit(x, event, options({kind: "probability"})).predict(x)[0];
    const n = w.filter((v) => v > 0).length;
    expect(share).toBeCloseTo((weighted(event, w) * n + 0.5) / (n + 1), 12);
    const none = mean.learner
      .fit(
        x,
        event.map(() => 0),
        options({kind: "probability"}),
      )
      .predict(x)[0];
    expect(none).toBeCloseTo(0.5 / (n + 1), 14);
    const level = 0.1;
    const q = mean.learner.fit(x, y, options({kind: "quantile", level})).predict(x)[0];
    const shareOf = (test: (v: number) => boolean) =>
      weighted(
        y.map((v) => (test(v) ? 1 : 0)),
        w,
      );
    expect(y).toContain(q);
    expect(shareOf((v) => v <= q)).toBeGreaterThanOrEqual(level);
    expect(shareOf((v) => v < q)).toBeLessThan(level);
  });

  it("last says the feature of the day before, and the mean where there is none", () => {
    const model = last.learner.fit(x, y, options());
    const expected = column("net_lag1").map((v) => (Number.isNaN(v) ? weighted(y, w) : v));
    model.predict(x).forEach((v, i) => {
      expect(v).toBeCloseTo(expected[i], 12);
    });
  });

  it("ewma takes the span that served best on rows that have all, or the one it is told", () => {
    const spans = ["3", "10", "20"];
    const whole = y.map((_, i) => (spans.some((s) => Number.isNaN(column(`net_ewma_${s}`)[i])) ? 0 : w[i]));
    const loss = spans.map((s) =>
      y.reduce((sum, v, i) => sum + (whole[i] > 0 ? whole[i] * (v - column(`net_ewma_${s}`)[i]) ** 2 : 0), 0),
    );
    const best = spans[loss.indexOf(Math.min(...loss))];
    expect(best).toBe("10");
    const predictionOf = (settings?: Record<string, string>) =>
      ewma.learner.fit(x, y, options(undefined, settings)).predict(x);
    const filled = (s: string) => column(`net_ewma_${s}`).map((v) => (Number.isNaN(v) ? weighted(y, w) : v));
    const same = (found: Float64Array, wanted: Float64Array) =>
      found.forEach((v, i) => {
        expect(v).toBeCloseTo(wanted[i], 12);
      });
    same(predictionOf(), filled("10"));
    same(predictionOf({span: "20"}), filled("20"));
    expect(() => predictionOf({span: "5"})).toThrow("invalid span of ewma; not one of 3, 10, 20: 5");
  });

  it("ar1 is weighted least squares on the last value: its residuals are balanced, and not explained by it", () => {
    const model = ar1.learner.fit(x, y, options());
    const lag = column("net_lag1");
    const prediction = model.predict(x);
    const present = w.map((v, i) => (Number.isNaN(lag[i]) ? 0 : v));
    const residual = y.map((v, i) => v - prediction[i]);
    expect(weighted(residual, present)).toBeCloseTo(0, 12);
    expect(
      weighted(
        residual.map((r, i) => (Number.isNaN(lag[i]) ? 0 : r * lag[i])),
        present,
      ),
    ).toBeCloseTo(0, 12);
    const missing = lag.findIndex(Number.isNaN);
    expect(prediction[missing]).toBeCloseTo(weighted(y, w), 12);
    expect(model.summary().weights.net_lag1).toBeGreaterThan(0.3);
    expect(model.summary().weights.net_lag1).toBeLessThan(0.5);
  });

  it("ar1 has slope 0 where the last value does not vary or is nowhere known", () => {
    for (const fill of [0.1, Number.NaN]) {
      const flat = design({net_lag1: new Float64Array(10).fill(fill)});
      const target = Float64Array.from({length: 10}, (_, i) => i);
      const model = ar1.learner.fit(flat, target, {days: new Int32Array(10), random: stream(1, "x")});
      expect(model.summary().weights.net_lag1).toBe(0);
      expect(model.predict(design({net_lag1: [5, Number.NaN]}))).toEqual(Float64Array.of(4.5, 4.5));
    }
  });

  it("trader-mean is each trader's own constant by name, that of all for a trader without one", () => {
    const codes = column("trader");
    for (const [task, target] of [
      [undefined, y],
      [{kind: "probability"} as const, event],
      [{kind: "quantile", level: 0.25} as const, y],
    ] as const) {
      const model = traderMean.learner.fit(x, target, options(task));
      const whole = mean.learner.fit(x, target, options(task)).predict(x)[0];
      const ownOf = (code: number) => {
        const own = w.map((v, i) => (codes[i] === code ? v : 0));
        return mean.learner.fit(x, target, {...options(task), weights: own}).predict(x)[0];
      };
      const wanted = codes.map((code) => (Number.isNaN(code) ? whole : ownOf(code)));
      model.predict(x).forEach((v, i) => {
        expect(v).toBeCloseTo(wanted[i], 12);
      });
      const others = design(
        {...Object.fromEntries(x.names.map((name, j) => [name, x.columns[j].slice(0, 2)])), trader: [0, 1]},
        {
          trader: ["new", "c"],
        },
      );
      const [unseen, c] = model.predict(others);
      expect(unseen).toBeCloseTo(whole, 12);
      expect(c).toBeCloseTo(ownOf(2), 12);
    }
    const {chosen, weights} = traderMean.learner.fit(x, y, options()).summary();
    expect(chosen.traders).toBe(3);
    expect(Object.keys(weights)).toEqual(["trader=a", "trader=b", "trader=c"]);
  });

  it("predicts a constant target, and one row, exactly", () => {
    for (const {learner} of [mean, traderMean]) {
      const constant = learner.fit(x, new Float64Array(400).fill(0.1), options());
      expect(new Set(constant.predict(x))).toEqual(new Set([0.1]));
    }
    const one: Design = {...x, rows: 1, columns: x.columns.map((c) => c.slice(5, 6))};
    for (const {learner} of all) {
      const model = learner.fit(one, Float64Array.of(7), {days: Int32Array.of(3), random: stream(1, "x")});
      expect(model.predict(x).every(Number.isFinite), learner.name).toBe(true);
    }
  });

  it("survives saving, and refuses states of others or damaged ones", () => {
    for (const {learner, fromJSON} of all) {
      const model = learner.fit(x, y, options());
      const saved = () => JSON.parse(JSON.stringify(model.toJSON()));
      const loaded = fromJSON(saved());
      expect(loaded.predict(x)).toEqual(model.predict(x));
      expect(loaded.summary()).toEqual(model.summary());
      expect(() => fromJSON({kind: "ridge@1"})).toThrow(`invalid model; not "${learner.name}@1": ridge@1`);
      expect(() => fromJSON(null)).toThrow("invalid model; not");
      for (const part of Object.keys(saved()).filter((key) => key !== "kind")) {
        const {[part]: _, ...rest} = saved();
        expect(() => fromJSON(rest), `${learner.name} without ${part}`).toThrow("missing or damaged");
      }
    }
    const saved = JSON.parse(JSON.stringify(traderMean.learner.fit(x, y, options()).toJSON()));
    expect(() => traderMean.fromJSON({...saved, values: [1]})).toThrow("missing or damaged");
    expect(() => traderMean.fromJSON({...saved, names: ["a"]})).toThrow("missing or damaged");
    expect(() =>
      last.fromJSON({...JSON.parse(JSON.stringify(last.learner.fit(x, y, options()).toJSON())), column: "b"}),
    ).toThrow("missing or damaged");
  });

  it("explains what it says, a probability by its log-odds", () => {
    for (const {learner} of all) {
      const model = learner.fit(x, y, options());
      const {base, columns} = model.explain!(x);
      expect(columns).toHaveLength(5);
      model.predict(x).forEach((v, i) => {
        expect(columns.reduce((sum, c) => sum + c[i], base)).toBeCloseTo(v, 12);
      });
    }
    for (const {learner} of [mean, traderMean]) {
      const model = learner.fit(x, event, options({kind: "probability"}));
      const {base, columns} = model.explain!(x);
      model.predict(x).forEach((p, i) => {
        expect(1 / (1 + Math.exp(-columns.reduce((sum, c) => sum + c[i], base)))).toBeCloseTo(p, 12);
      });
    }
  });

  it("says what it needs where the design lacks it, and does no other task", () => {
    const bare = design({a: [1, 2]});
    const two = {days: Int32Array.of(0, 1), random: stream(1, "x")};
    const attempt =
      (learner: typeof last.learner, d: Design, more = {}) =>
      () =>
        learner.fit(d, Float64Array.of(0, 1), {...two, ...more});
    for (const {learner} of [last, ar1]) {
      expect(learner.needs).toEqual(["net_lag1"]);
      expect(attempt(learner, bare)).toThrow(
        `${learner.name} reads the number "net_lag1", the columns are: a: add that feature`,
      );
    }
    expect(ewma.learner.needs).toEqual(["net_ewma_3", "net_ewma_10", "net_ewma_20"]);
    expect(attempt(ewma.learner, bare)).toThrow('ewma reads the number "net_ewma_3"');
    expect(attempt(last.learner, design({net_lag1: [0, 1]}, {net_lag1: ["a", "b"]}))).toThrow("reads the number");
    expect(traderMean.learner.needs).toEqual(["trader"]);
    expect(attempt(traderMean.learner, bare)).toThrow('reads the categorical column "trader", the columns are: a');
    expect(attempt(traderMean.learner, design({trader: [0, 1]}))).toThrow("which has no levels: give them");
    const model = traderMean.learner.fit(x, y, options());
    expect(() => model.predict({...x, levels: {}})).toThrow(
      '"trader" is a number, the model was fitted with it categorical',
    );
    for (const {learner} of all) {
      expect(() => learner.fit(x, y, options({kind: "quantile", level: 2}))).toThrow(
        learner.tasks ? "invalid level of a quantile; not in (0, 1): 2" : `invalid task of ${learner.name}`,
      );
      expect(() => learner.fit(x, y, options(undefined, {speed: 1}))).toThrow(
        `invalid setting of ${learner.name}; there is no "speed"`,
      );
      const name = learner.name;
      if (!learner.tasks)
        expect(attempt(learner, bare, {task: {kind: "probability"}})).toThrow(`${name}; it does mean, not prob`);
      expect(() => learner.fit(x, y, {...options(), weights: w.map(() => 0)})).toThrow("all are 0");
      expect(() => learner.fit(x, y, options()).predict(bare)).toThrow("the model was fitted on trader, net_lag1");
    }
  });
});

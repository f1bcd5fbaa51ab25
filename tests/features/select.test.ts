import {describe, expect, it} from "vitest";
import {
  type FitPredict,
  type SelectOptions,
  selectFeaturesInWindow,
  selectionStability,
} from "../../src/lib/features/index.ts";
import {mutualInformation} from "../../src/lib/features/mutual-information.ts";
import {stabilitySelection} from "../../src/lib/features/stability-selection.ts";
import {stream} from "../../src/lib/numeric/index.ts";

const random = stream(1, "select");
const n = 1200;
const days = Int32Array.from({length: n}, (_, i) => i % 120);
const normal = () => Float64Array.from({length: n}, () => random.normal());
const [signal, weak, noise, other] = [normal(), normal(), normal(), normal()];
const y = Float64Array.from({length: n}, (_, i) => signal[i] + 0.4 * weak[i] + random.normal());
const columns: Record<string, Float64Array> = {
  noise,
  signal,
  copy: signal.map((v) => Math.exp(v)), // a monotone copy
  weak,
  other,
  flat: new Float64Array(n).fill(3),
  empty: new Float64Array(n).fill(Number.NaN),
  infinite: new Float64Array(n).fill(Number.POSITIVE_INFINITY),
  rare: noise.map((v, i) => (i % 3 === 0 ? v : Number.NaN)),
};
const design = {rows: n, names: Object.keys(columns), columns: Object.values(columns)};
const select = (more: Partial<SelectOptions> = {}) =>
  selectFeaturesInWindow(design, y, {days, random: stream(2, "window"), ...more});

/** Least squares on one column at a time, added up: enough to have a prediction that uses what matters. */
const fit: FitPredict = (train, target) => {
  const slopes = train.columns.map((c) => {
    let [xx, xy] = [0, 0];
    c.forEach((v, i) => {
      xx += v * v;
      xy += v * target[i];
    });
    return xy / xx;
  });
  return (test) =>
    Float64Array.from({length: test.rows}, (_, i) => test.columns.reduce((s, c, j) => s + slopes[j] * c[i], 0));
};

describe("selectFeaturesInWindow", () => {
  it("drops what is missing, constant or said twice, and says so of each", () => {
    const {kept, log} = select();
    expect(kept).toEqual(["noise", "signal", "weak", "other"]);
    expect(Object.fromEntries(log.filter((e) => !e.kept).map((e) => [e.name, [e.step, e.reason]]))).toEqual({
      copy: ["redundant", "says what signal says: |correlation| ≥ 1.000"],
      flat: ["constant", "one value on 100 % of the rows that have one"],
      empty: ["missing", "missing on 100 % of the rows"],
      infinite: ["missing", "missing on 100 % of the rows"],
      rare: ["missing", "missing on 67 % of the rows"],
    });
    expect(log.map((e) => e.name)).toEqual(design.names);
    expect(select({maxCorrelation: null}).kept).toContain("copy");
    expect(select({maxMissing: 0.8}).kept).toContain("rare");
  });

  it.each([
    ["information", {informationLevel: 0.001}],
    ["stability", {stability: {share: 0.8, draws: 60, features: 2}}],
    ["permutation", {permutation: {fit, repeats: 5}}],
  ] as const)("finds what drives the target: %s", (step, option) => {
    const {kept, log} = select(option);
    expect(kept).toContain("signal");
    expect(kept).toContain("weak");
    const dropped = log.filter((e) => e.step === step);
    if (step !== "permutation") expect(dropped.map((e) => e.name)).toEqual(["noise", "other"]);
    const value = (name: string) => log.find((e) => e.name === name)!.value!;
    if (step !== "information") expect(value("signal")).toBeGreaterThan(value("noise"));
    expect(select(option)).toEqual({kept, log}); // same streams, same selection
  });

  it("keeps few of pure noise: about the level", () => {
    const many = Object.fromEntries(Array.from({length: 100}, (_, k) => [`n${k}`, normal()]));
    const {kept} = selectFeaturesInWindow({rows: n, names: Object.keys(many), columns: Object.values(many)}, y, {
      days,
      random: stream(1, "x"),
      informationLevel: 0.05,
    });
    expect(kept.length).toBeLessThanOrEqual(12); // 5 expected; 12 is the 99.8 % point of a binomial
  });

  it("is blind to rows outside of its window, since it is not given them; refuses what does not fit", () => {
    expect(() => selectFeaturesInWindow(design, y.subarray(1), {days, random})).toThrow(
      `invalid target; the design has ${n} rows`,
    );
    expect(() =>
      selectFeaturesInWindow(
        design,
        y.map(() => Number.NaN),
        {days, random},
      ),
    ).toThrow("invalid target; not finite in row 0");
    const none = selectFeaturesInWindow({rows: n, names: ["flat"], columns: [columns.flat]}, y, {
      days,
      random,
      stability: {share: 0.6, draws: 5, features: 1},
      permutation: {fit, repeats: 1},
    });
    expect(none.kept).toEqual([]);
    const short = select({days: new Int32Array(n), permutation: {fit, repeats: 1}});
    expect(short.kept).toEqual([]); // one day: nothing can be held out, and the log says which step
    expect(short.log.find((e) => e.name === "signal")!.step).toBe("permutation");
  });
});

describe("mutualInformation", () => {
  it("is that of a known table: a fair bit", () => {
    const bit = Float64Array.from({length: 4000}, (_, i) => i % 2);
    expect(mutualInformation(bit, bit).nats).toBeCloseTo(Math.log(2) - 1 / 8000, 12);
    expect(
      mutualInformation(
        bit,
        bit.map((_, i) => (i >> 1) % 2),
      ),
    ).toEqual({nats: 0, p: 1});
    expect(mutualInformation(bit, new Float64Array(4000))).toEqual({nats: 0, p: 1});
    expect(mutualInformation(bit.subarray(0, 10), bit.subarray(0, 10))).toEqual({nats: 0, p: 1});
  });

  it("sees what no correlation sees", () => {
    const square = signal.map((v) => v * v);
    expect(mutualInformation(signal, square).p).toBeLessThan(1e-10);
    expect(mutualInformation(noise, other).p).toBeGreaterThan(0.001);
  });
});

it("stability selection takes as many features from each half as it is asked for", () => {
  const p = ["signal", "weak", "noise", "other"];
  const shares = stabilitySelection({rows: n, names: p, columns: p.map((name) => columns[name])}, y, {
    days,
    random: stream(3, "s"),
    draws: 40,
    features: 2,
  });
  expect(shares.reduce((s, v) => s + v, 0)).toBeCloseTo(2, 12);
  expect([...shares.slice(0, 2)]).toEqual([1, 1]);
});

describe("selectionStability", () => {
  const names = Array.from({length: 10}, (_, k) => `f${k}`);
  it("is Kuncheva's index where all selections have one size", () => {
    const lists = [
      ["f0", "f1", "f2"],
      ["f0", "f1", "f3"],
      ["f0", "f4", "f5"],
      ["f7", "f8", "f0"],
    ];
    const pairs = lists.flatMap((a, i) => lists.slice(i + 1).map((b) => a.filter((f) => b.includes(f)).length));
    const kuncheva = pairs.map((r) => (r - 9 / 10) / (3 - 9 / 10));
    const {index, interval, shares} = selectionStability(names, lists);
    expect(index).toBeCloseTo(kuncheva.reduce((s, v) => s + v, 0) / pairs.length, 12);
    expect(interval[0]).toBeLessThan(index);
    expect(interval[1]).toBeGreaterThan(index);
    expect(shares.f0).toBe(1);
  });

  it("is 1 for equal selections, near 0 for random ones, and undefined where there is nothing to compare", () => {
    const same = selectionStability(names, [["f1"], ["f1"], ["f1"]]);
    expect([same.index, same.standardError]).toEqual([1, 0]);
    const draws = stream(4, "random");
    const lists = Array.from({length: 400}, () => names.filter(() => draws.uniform() < 0.4));
    const {index, interval} = selectionStability(names, lists);
    expect(Math.abs(index)).toBeLessThan(0.02);
    expect(interval[0]).toBeLessThan(0);
    expect(interval[1]).toBeGreaterThan(0);
    expect(selectionStability(names, [["f1"]]).index).toBeNaN();
    expect(selectionStability(names, [[], []]).index).toBeNaN();
    expect(() => selectionStability(names, [["g"]])).toThrow('"g" is not among the features');
  });

  it("has an interval that holds the truth about as often as it says", () => {
    // Each of 20 features is kept independently with its own probability: the index's limit is then algebra.
    const keep = Array.from({length: 20}, (_, k) => (k < 5 ? 0.9 : 0.1));
    const mean = keep.reduce((s, v) => s + v, 0);
    const truth = 1 - keep.reduce((s, v) => s + v * (1 - v), 0) / 20 / ((mean / 20) * (1 - mean / 20));
    const wide = Array.from({length: 20}, (_, k) => `g${k}`);
    const draws = stream(5, "coverage");
    let held = 0;
    for (let trial = 0; trial < 400; trial++) {
      const lists = Array.from({length: 30}, () => wide.filter((_, k) => draws.uniform() < keep[k]));
      const {interval} = selectionStability(wide, lists);
      if (interval[0] <= truth && truth <= interval[1]) held++;
    }
    expect(held / 400).toBeGreaterThan(0.9);
  });
});

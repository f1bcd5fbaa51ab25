import {describe, expect, it} from "vitest";
import {trainingRows} from "../../src/lib/evaluate/fold-rows.ts";
import {actualOf, nextDayNet, type Target, targetLabel, trainedSignals} from "../../src/lib/evaluate/index.ts";
import {StudyError} from "../../src/lib/study/index.ts";

const rows = {
  trader: Int32Array.of(0, 0, 0, 0, 1, 1),
  day: Int32Array.of(0, 1, 2, 4, 1, 2),
  net: Float64Array.of(5, -30, 0, 8, -1, 2),
  scale: Float64Array.of(10, 10, 10, 10, 10, Number.NaN),
};

describe("actualOf", () => {
  it("sums the trader's days of a horizon, absent ones as none, and knows nothing beyond the last day", () => {
    const three = actualOf({kind: "net", horizon: 3}, rows, 4);
    expect([...three]).toEqual([5 - 30 + 0, -30 + 0, 0 + 8, Number.NaN, -1 + 2, 2]);
  });

  it("tells events, and does not where they are not defined", () => {
    expect([...actualOf({kind: "loss"}, rows, 4)]).toEqual([0, 1, Number.NaN, 0, 1, 0]);
    expect([...actualOf({kind: "large loss", multiple: 2}, rows, 4)]).toEqual([0, 1, 0, 0, 0, Number.NaN]);
    expect(actualOf({kind: "quantile", level: 0.05}, rows, 4)).toBe(rows.net);
  });
});

describe("trainingRows", () => {
  const item = (target: Target, net = rows.net) =>
    trainingRows(
      {
        learner: "ridge",
        seed: 1,
        fold: {index: 0, train: {start: 0, end: 3}, gap: {start: 3, end: 4}, test: {start: 4, end: 5}},
        ...rows,
        net,
        names: [],
        columns: [],
      },
      target,
    );

  it("leaves out rows whose label is not known by the window's end, and those without a scale", () => {
    expect([...item(nextDayNet).rows]).toEqual([0, 1, 2, 4]);
    expect([...item({kind: "net", horizon: 2}).rows]).toEqual([0, 1, 4]);
    expect([...item({kind: "net", horizon: 3}).rows]).toEqual([0]);
    expect([...item({kind: "loss"}).rows]).toEqual([0, 1, 4, 5]);
  });

  it("is in volatilities, of several days by their root, limited to 10", () => {
    expect([...item(nextDayNet).target]).toEqual([0.5, -3, 0, -0.1]);
    const two = item({kind: "net", horizon: 2}).target;
    [-25, -30, 1].forEach((sum, k) => {
      expect(two[k]).toBeCloseTo(sum / (10 * Math.sqrt(2)), 12);
    });
    const wild = item(
      nextDayNet,
      rows.net.map((y) => 1e6 * y),
    );
    expect([...wild.target]).toEqual([10, -10, 0, -10]);
  });

  it("does not move when later days do", () => {
    const later = rows.net.map((y, i) => (rows.day[i] >= 3 ? -1000 : y));
    for (const target of [nextDayNet, {kind: "net", horizon: 3}, {kind: "loss"}] as const)
      expect(item(target, later)).toEqual(item(target));
  });
});

describe("trainedSignals", () => {
  it("names each learner's prediction of each target", () => {
    const signals = trainedSignals({
      learners: ["ridge", "elastic-net"],
      targets: [
        {kind: "net", horizon: 5, learners: ["ridge"]},
        {kind: "quantile", level: 0.05, learners: ["quantile", "forest"]},
        {kind: "loss", learners: ["logistic"]},
        {kind: "large loss", multiple: 1.5, learners: ["boosting"]},
      ],
    });
    expect(signals.map(({name, kind, level}) => [name, kind, level])).toEqual([
      ["ridge", "net", null],
      ["elastic_net", "net", null],
      ["ridge_5d", "net", null],
      ["quantile_q050", "quantile", 0.05],
      ["forest_q050", "quantile", 0.05],
      ["logistic_loss", "probability", null],
      ["boosting_large_loss", "probability", null],
    ]);
    expect(signals.map((s) => s.label)).toContain("Ridge regression: P&L of the next 5 days");
    expect(targetLabel({kind: "quantile", level: 0.025})).toBe("2.5 % value at risk");
  });

  it("refuses a learner that cannot, and a signal that is asked for twice", () => {
    const quantile = {kind: "quantile", level: 0.05, learners: ["ridge"]} as const;
    expect(() => trainedSignals({learners: [], targets: [{...quantile, learners: ["ridge"]}]})).toThrow(
      /targets\.0: ridge does not predict 5 % value at risk \(a quantile\); these do: forest, /,
    );
    expect(() => trainedSignals({learners: ["ridge", "ridge"], targets: []})).toThrow(StudyError);
  });
});

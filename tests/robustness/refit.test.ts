import {describe, expect, it} from "vitest";
import {fitLimits, fitPlr, isRefusal, type LimitSample, limitSample} from "../../src/lib/causal/index.ts";
import {loadLearner} from "../../src/lib/models/index.ts";
import {fixedRidgePlr} from "../../src/lib/robustness/index.ts";
import {treatedDesk} from "../causal/desk.ts";

const desk = treatedDesk({traders: 7, days: 110, seed: 4, effect: 6});
const found = limitSample(desk.panel, desk.interventions);
if (isRefusal(found)) throw new Error(found.reason);
const sample: LimitSample = found;
const ridge = await loadLearner("ridge");
const reported = (of: LimitSample, learner = ridge) => {
  const fit = fitLimits(of, {outcome: learner, treatment: learner}, 3);
  if ("reason" in fit) throw new Error(fit.reason);
  return fit;
};

describe("fixedRidgePlr", () => {
  it("is the reported fit, at the penalties that it chose in each fold", () => {
    const chosen = reported(sample);
    expect(chosen.penalties.outcome).toHaveLength(5);
    expect(new Set([...chosen.penalties.outcome, ...chosen.penalties.treatment]).size).toBeGreaterThan(1);
    const again = fixedRidgePlr(sample, chosen.penalties);
    expect(again.theta).toBeCloseTo(chosen.theta, 9);
    for (let i = 0; i < sample.y.length; i += 37) {
      expect(again.residualY[i]).toBeCloseTo(chosen.residualY[i], 8);
      expect(again.predictedD[i]).toBeCloseTo(chosen.predictedD[i], 10);
    }
  });

  it("is ridge regression of that penalty, a trader without training rows and constant features among them", () => {
    const late = sample.trader.map((t, i) => (t === 6 && sample.day[i] > 21 ? -1 : t));
    const kept = Int32Array.from(late.keys()).filter((i) => late[i] >= 0);
    const pick = (values: Float64Array) => Float64Array.from(kept, (i) => values[i]);
    const x = {
      rows: kept.length,
      names: [...sample.x.names, "one"],
      columns: [...sample.x.columns.map(pick), new Float64Array(kept.length).fill(3)],
    };
    const day = Int32Array.from(kept, (i) => sample.day[i]);
    const trader = Int32Array.from(kept, (i) => sample.trader[i]);
    const rows = (keep: (d: number) => boolean) => Int32Array.from(day.keys()).filter((i) => keep(day[i]));
    const folds = [
      {train: rows((d) => d >= 30), test: rows((d) => d < 25)},
      {train: rows((d) => d < 20), test: rows((d) => d >= 25)},
    ];
    const own = {y: pick(sample.y), treated: pick(sample.treated), x, day, trader, folds};
    const fixed = {
      ...ridge,
      fit: (a: never, b: never, o: object) => ridge.fit(a, b, {...o, settings: {penalty: 0.3}} as never),
    };
    const slow = fitPlr({...own, d: own.treated, learners: {outcome: fixed, treatment: fixed}, seed: 1, group: trader});
    const quick = fixedRidgePlr(own, {outcome: [0.3], treatment: [0.3]});
    expect(quick.theta).toBeCloseTo(slow.theta, 9);
    for (let i = 0; i < kept.length; i += 29) expect(quick.residualY[i]).toBeCloseTo(slow.residualY[i], 8);
  });

  it("gives missing values the sample's median: next to nothing apart from the reported fit", () => {
    const holes = sample.x.columns.map((column, j) => column.map((v, i) => ((i * 7 + j) % 23 === 0 ? Number.NaN : v)));
    const own = {...sample, x: {...sample.x, columns: holes}};
    const chosen = reported(own);
    const again = fixedRidgePlr(own, chosen.penalties);
    expect(Math.abs(again.theta - chosen.theta)).toBeLessThan(0.05);
    expect(again.theta).not.toBe(chosen.theta);
  });

  it("refuses a negative penalty, and those of a learner that chooses none", async () => {
    expect(() => fixedRidgePlr(sample, {outcome: [-1], treatment: [1]})).toThrow(/penalty.*-1/);
    const {penalties} = reported(sample, await loadLearner("mean"));
    expect(() => fixedRidgePlr(sample, penalties)).toThrow(/penalty.*undefined/);
  });
});

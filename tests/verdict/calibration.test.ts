import {describe, expect, it} from "vitest";
import {simulate} from "../../src/lib/simulate/index.ts";
import {type CalibrationDraw, countTraders, summariseDesks, truthOfDesk} from "../../src/lib/verdict/index.ts";

const one = (change: Partial<CalibrationDraw>): CalibrationDraw => ({
  decision: "not enough evidence",
  decidedBy: "skill",
  gates: {quality: "pass", skill: "inconclusive"},
  truth: {timing: 0.02, limits: null},
  traders: {judged: 2, deploy: 1, deployWrong: 1, against: 0, againstWrong: 0},
  audited: false,
  ...change,
});

describe("summariseDesks", () => {
  it("counts verdicts with exact intervals, the gates that decided, and errors apart", () => {
    const draws = [
      ...Array.from({length: 8}, () => one({})),
      one({decision: "deploy", decidedBy: null, gates: {quality: "pass", skill: "pass"}, audited: true}),
      one({decision: "error", decidedBy: null, gates: {}, message: "It broke."}),
    ];
    const s = summariseDesks(draws);
    expect(s.verdicts.map((v) => [v.decision, v.desks, v.share])).toEqual([
      ["deploy", 1, 0.1],
      ["do not deploy", 0, 0],
      ["not enough evidence", 8, 0.8],
    ]);
    // Clopper and Pearson: 1 of 10 is [0.0025, 0.4450], 0 of 10 is [0, 0.3085] (R: binom.test)
    expect(s.verdicts[0].interval[0]).toBeCloseTo(0.002529, 5);
    expect(s.verdicts[0].interval[1]).toBeCloseTo(0.445016, 5);
    expect(s.verdicts[1].interval[1]).toBeCloseTo(0.308497, 5);
    expect(s.decidedBy).toEqual([{decision: "not enough evidence", gate: "skill", desks: 8}]);
    expect(s.passed).toEqual([
      {gate: "quality", asked: 9, passed: 9},
      {gate: "skill", asked: 9, passed: 1},
    ]);
    expect(s).toMatchObject({desks: 10, errors: 1, firstError: "It broke.", audited: 1});
    expect(s.truth.timing).toBeCloseTo(0.02, 12);
    expect(s.truth.limits).toBeNull();
    expect(s.traders).toEqual({judged: 20, deploy: 10, deployWrong: 10, against: 0, againstWrong: 0});
  });

  it("says nothing of no desk", () => {
    expect(summariseDesks([])).toMatchObject({desks: 0, truth: {timing: null, limits: null}, decidedBy: []});
  });
});

describe("truthOfDesk", () => {
  it("is the expected worth of timing and of limits, by the definition", () => {
    const simulation = simulate({desk: "helpful", seed: 4, traders: 3, days: 60});
    const {rows} = simulation;
    const multiplier = Float64Array.from(rows.score, (s) => (s > 0.3 ? 0 : 1));
    const truth = truthOfDesk(simulation, {trader: rows.trader, day: rows.day, net: rows.net, multiplier});
    let total = 0;
    for (let t = 0; t < 3; t++) {
      const mine = [...rows.trader.keys()].filter((i) => rows.trader[i] === t);
      const mean = mine.reduce((s, i) => s + multiplier[i], 0) / mine.length;
      const own = mine.reduce((s, i) => s + (multiplier[i] - mean) * rows.expected[i], 0);
      expect(truth.timing.get(t)).toBeCloseTo(own, 6);
      total += own;
    }
    const gross = rows.net.reduce((s, y) => s + Math.abs(y), 0);
    expect(truth.timingShare).toBeCloseTo(total / gross, 12);
    const limits = [...rows.effect.keys()].reduce((s, i) => s + rows.limited[i] * rows.effect[i], 0);
    expect(truth.limitsShare).toBeCloseTo(limits / gross, 12);
  });

  it("is nothing where nothing foretells P&L", () => {
    const simulation = simulate({desk: "null", seed: 4, traders: 3, days: 60});
    const {rows} = simulation;
    const multiplier = Float64Array.from(rows.score, (s) => (s > 0.3 ? 0 : 1));
    const {timingShare, limitsShare} = truthOfDesk(simulation, {
      trader: rows.trader,
      day: rows.day,
      net: rows.net,
      multiplier,
    });
    expect(Math.abs(timingShare!)).toBeLessThan(1e-12);
    expect(limitsShare).toBe(0);
  });
});

describe("countTraders", () => {
  it("holds verdicts against what timing was truly worth", () => {
    const t = (
      trader: number,
      decision: "deploy" | "do not deploy" | "not enough evidence",
      timing: "pass" | "fail",
    ) => ({
      ...{trader, decision, decidedBy: null, because: "", timing, causal: "pass" as const, change: null},
    });
    const verdicts = [
      t(0, "deploy", "pass"),
      t(1, "deploy", "pass"),
      t(2, "do not deploy", "fail"),
      t(3, "do not deploy", "pass"),
    ];
    const truth = new Map([
      [0, 5],
      [1, -1],
      [2, 3],
      [3, 3],
    ]);
    expect(countTraders(verdicts, truth)).toEqual({judged: 4, deploy: 2, deployWrong: 1, against: 2, againstWrong: 1});
  });
});

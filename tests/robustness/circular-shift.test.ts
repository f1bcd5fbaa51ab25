import {describe, expect, it} from "vitest";
import {stream} from "../../src/lib/numeric/index.ts";
import {impactOf, type PolicyRows} from "../../src/lib/policy/index.ts";
import {circularShift} from "../../src/lib/robustness/index.ts";
import {simulatedDesk} from "./desk.ts";

/** Timing at every shift by the definition, over a full grid of deviations with zero where there is no row. */
function slowShifts({trader, day, net, multiplier}: PolicyRows): number[] {
  const days = [...new Set(day)].sort((a, b) => a - b);
  const grids = [...new Set(trader)].map((who) => {
    const mine = [...trader.keys()].filter((i) => trader[i] === who);
    const mean = (values: Float64Array) => mine.reduce((s, i) => s + values[i], 0) / mine.length;
    const grid = (values: Float64Array) =>
      days.map((d) => {
        const i = mine.find((row) => day[row] === d);
        return i === undefined ? 0 : values[i] - mean(values);
      });
    return {m: grid(multiplier), y: grid(net)};
  });
  return days.map((_, s) =>
    grids.reduce(
      (sum, {m, y}) => sum + y.reduce((part, v, t) => part + v * m[(t - s + days.length) % days.length], 0),
      0,
    ),
  );
}

describe("circularShift", () => {
  it.each([0, 0.2])("is the slow definition, with a share of %d of rows missing", (missing) => {
    const rows = simulatedDesk({traders: 3, days: 40, seed: 2, effect: 0.5, missing, share: 0.2});
    const {shift} = circularShift(rows);
    const slow = slowShifts(rows);
    expect(shift!.observed).toBeCloseTo(slow[0], 9);
    expect(shift!.observed).toBeCloseTo(impactOf(rows, 3).total.timing, 9);
    // of 40 days, shifts by 4 to 36: nearer ones, either way, are left out
    expect(shift!.apart).toBe(4);
    expect(shift!.shifted).toHaveLength(33);
    // the policy's days move forward by s; the list is in that order
    for (const [k, value] of shift!.shifted.entries()) expect(value).toBeCloseTo(slow[k + 4], 9);
    expect(shift!.p).toBe((1 + slow.slice(4, 37).filter((x) => x >= slow[0] - 1e-9).length) / 34);
  });

  it("a policy with a period counts its own repeats as ties, against itself", () => {
    const days = 40;
    const at = Int32Array.from({length: days}, (_, t) => t);
    const rows = {
      trader: new Int32Array(days),
      day: at,
      net: Float64Array.from(at, (t) => (t % 10 === 0 ? -1.1 : 0.3)),
      multiplier: Float64Array.from(at, (t) => (t % 10 === 0 ? 0.3 : 1)),
    };
    expect(circularShift(rows).shift!.p).toBe(4 / 34);
  });

  it("is no test of hindsight: cuts after losses, on P&L that a forecast can use, beat nearly every shift that counts", () => {
    const [days, width] = [300, 12];
    const random = stream(5, "test", "hindsight");
    const net = new Float64Array(days);
    for (let t = 0; t < days; t++) {
      const before = net.subarray(Math.max(0, t - width), t);
      net[t] = 0.05 * before.reduce((sum, y) => sum + y, 0) + random.normal();
    }
    const at = Int32Array.from({length: days}, (_, t) => t);
    const sums = Float64Array.from(at, (t) => net.subarray(Math.max(0, t - width), t).reduce((sum, y) => sum + y, 0));
    const rows = {trader: new Int32Array(days), day: at, net, multiplier: sums.map((sum) => (sum < 0 ? 0 : 1))};
    // moved back by s days, a cut stands on days that it was made from
    const slow = slowShifts(rows);
    const back = Array.from({length: width - 1}, (_, s) => slow[days - s - 1]);
    expect(back.filter((timing) => timing > slow[0]).length).toBeGreaterThan(width / 2);
    expect(circularShift(rows).shift!.p).toBeLessThan(0.03);
  });

  it("says why there is none", () => {
    const rows = simulatedDesk({traders: 2, days: 40, seed: 3});
    const set = (m: number) => ({...rows, multiplier: new Float64Array(rows.net.length).fill(m)});
    expect(circularShift(set(1))).toEqual({shift: null, reason: "No placebo: the policy changes no row."});
    expect(circularShift(set(0.3)).reason).toContain("varies within a trader");
    expect(circularShift(simulatedDesk({traders: 2, days: 39, seed: 3, share: 0.2})).reason).toContain("39 days");
  });

  it("holds its level on desks without timing, autocorrelated signals and fat tails among them", () => {
    const desks = 600;
    for (const persistence of [0, 0.7]) {
      let rejected = 0;
      for (let seed = 0; seed < desks; seed++) {
        const {shift} = circularShift(
          simulatedDesk({traders: 3, days: 80, seed: 9000 + seed, persistence, share: 0.2}),
        );
        if (shift !== null && shift.p <= 0.05) rejected++;
      }
      // level .05, Monte-Carlo standard error .009
      expect(rejected / desks).toBeLessThan(0.05 + 3 * 0.009);
      expect(rejected / desks).toBeGreaterThan(0.05 - 3 * 0.009);
    }
  });

  it("sees a signal that knows", () => {
    let seen = 0;
    for (let seed = 0; seed < 100; seed++)
      if (circularShift(simulatedDesk({traders: 5, days: 100, seed, effect: 1})).shift!.p <= 0.05) seen++;
    expect(seen).toBeGreaterThan(90);
  });
});

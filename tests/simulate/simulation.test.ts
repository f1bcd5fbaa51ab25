import {createHash} from "node:crypto";
import {describe, expect, test} from "vitest";
import {type Simulation, simulate} from "../../src/lib/simulate/index.ts";
import {runDays} from "../../src/lib/simulate/simulation.ts";
import {deskNames} from "../../src/lib/study/index.ts";

/** SHA-256 of every number of a simulation. */
function hash({rows, market}: Simulation): string {
  const sha = createHash("sha256");
  for (const part of [rows, market])
    for (const key of Object.keys(part).sort()) {
      const column = (part as unknown as Record<string, unknown>)[key];
      if (ArrayBuffer.isView(column)) sha.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
    }
  return sha.digest("hex");
}

describe("same seed, same bytes", () => {
  test("whatever ran before", () => {
    const first = deskNames.map((desk) => hash(simulate({desk, seed: 5})));
    const again = [...deskNames].reverse().map((desk) => hash(simulate({desk, seed: 5})));
    expect(again.reverse()).toEqual(first);
    expect(new Set(first).size).toBe(deskNames.length - 1); // "leaky" is "null" but for its predictions
    expect(hash(simulate({desk: "demo", seed: 6}))).not.toBe(first[0]);
  });

  test("a trader's days do not depend on who else is simulated, or in what order", () => {
    const desk = simulate({desk: "demo", seed: 9});
    const chosen = [17, 3, 8];
    const alone = runDays({...desk, traders: chosen.map((i) => desk.traders[i])});
    chosen.forEach((i, k) => {
      for (const column of ["day", "net", "volume", "score", "limited", "effect", "expected"] as const)
        expect(alone[column].slice(alone.start[k], alone.start[k + 1])).toEqual(
          desk.rows[column].slice(desk.rows.start[i], desk.rows.start[i + 1]),
        );
    });
  });

  test("another effect meets the same luck: without limits, the same P&L", () => {
    const {traders, ...desk} = simulate({desk: "demo", seed: 4});
    const never = traders.map((t) => ({...t, adoption: Number.POSITIVE_INFINITY}));
    const a = runDays({...desk, traders: never});
    const b = runDays({...desk, traders: never.map((t) => ({...t, care: 9}))});
    expect(b.netFree).toEqual(a.netFree);
    expect(b.netLimited).not.toEqual(a.netLimited);
  });
});

describe("rows", () => {
  const desk = simulate({desk: "demo", seed: 7});
  const {rows, traders} = desk;

  test("the demo has 20 traders and 500 days; two join late, one leaves early, all take holidays", () => {
    expect([traders.length, desk.dates.length]).toEqual([20, 500]);
    const first = traders.map((_, i) => rows.day[rows.start[i]]);
    const last = traders.map((_, i) => rows.day[rows.start[i + 1] - 1]);
    expect(first.filter((d) => d > 0).sort((a, b) => a - b)).toEqual([100, 175]);
    expect(last.filter((d) => d < 499)).toEqual([399]);
    traders.forEach((t, i) => {
      const missing = t.until - t.from - (rows.start[i + 1] - rows.start[i]);
      expect(missing).toBeGreaterThanOrEqual(3);
      expect(missing).toBeLessThan(0.15 * (t.until - t.from));
    });
  });

  test("net is gross less fees, and the potential outcome of what was done", () => {
    for (let r = 0; r < rows.count; r++) {
      if (rows.net[r] !== (rows.limited[r] === 1 ? rows.netLimited[r] : rows.netFree[r])) throw new Error(`row ${r}`);
      if (Math.abs(rows.gross[r] - rows.fees[r] - rows.net[r]) > 1e-9) throw new Error(`row ${r}: costs`);
      if ((rows.trades[r] === 0) !== (rows.volume[r] === 0)) throw new Error(`row ${r}: trades`);
      if (rows.trades[r] === 0 && rows.net[r] !== 0) throw new Error(`row ${r}: idle`);
    }
    const idle = rows.trades.filter((n) => n === 0).length / rows.count;
    expect(idle).toBeGreaterThan(0.03);
    expect(idle).toBeLessThan(0.1);
  });

  test("limits come only after adoption, and a few traders never adopt", () => {
    expect(traders.filter((t) => t.adoption === Number.POSITIVE_INFINITY)).toHaveLength(3);
    expect(traders.filter((t) => t.adoption === 0)).toHaveLength(10);
    for (let r = 0; r < rows.count; r++) {
      if (rows.day[r] >= traders[rows.trader[r]].adoption) continue;
      if (rows.limited[r] === 1 || rows.propensity[r] !== 0) throw new Error(`row ${r} is limited before adoption`);
    }
  });

  test("the threshold rule is a discontinuity of the recorded score", () => {
    const sums = {below: {n: 0, p: 0}, above: {n: 0, p: 0}};
    for (let seed = 1; seed <= 3; seed++) {
      const r = simulate({desk: "helpful", seed}).rows;
      for (let k = 0; k < r.count; k++) {
        if (Math.abs(r.score[k] - 0.35) > 0.02) continue;
        const side = r.score[k] > 0.35 ? sums.above : sums.below;
        side.n++;
        side.p += r.limited[k];
      }
    }
    expect(Math.min(sums.below.n, sums.above.n)).toBeGreaterThan(150);
    expect(sums.above.p / sums.above.n - sums.below.p / sums.below.n).toBeGreaterThan(0.35);
  });
});

describe("how traders behave", () => {
  const seeds = [1, 2, 3];
  const desks = seeds.map((seed) => simulate({desk: "helpful", seed}));

  test("after losses, those who tilt trade larger and more often, and worse; the steady do not", () => {
    const after = {tilt: {loss: [0, 0, 0, 0], gain: [0, 0, 0, 0]}, steady: {loss: [0, 0, 0, 0], gain: [0, 0, 0, 0]}};
    for (const {traders, rows} of desks)
      traders.forEach((t, i) => {
        for (let r = rows.start[i] + 3; r < rows.start[i + 1]; r++) {
          if (rows.limited[r] === 1 || rows.trades[r] === 0) continue;
          const recent = (rows.net[r - 1] + rows.net[r - 2] + rows.net[r - 3]) / 3;
          const s = after[t.temper as "tilt" | "steady"][recent < -0.5 * t.scale ? "loss" : "gain"];
          s[0]++;
          s[1] += rows.size[r];
          s[2] += rows.trades[r] / t.tradesPerDay;
          s[3] += rows.expectedFree[r] / t.scale;
        }
      });
    const mean = (s: number[]) => s.slice(1).map((x) => x / s[0]);
    const [tiltLoss, tiltGain] = [mean(after.tilt.loss), mean(after.tilt.gain)];
    expect(tiltLoss[0]).toBeGreaterThan(tiltGain[0] * 1.1);
    expect(tiltLoss[1]).toBeGreaterThan(tiltGain[1] * 1.15);
    expect(tiltLoss[2]).toBeLessThan(tiltGain[2] - 0.3);
    const [steadyLoss, steadyGain] = [mean(after.steady.loss), mean(after.steady.gain)];
    expect(steadyLoss[1]).toBeLessThan(steadyGain[1] * 1.15);
    expect(Math.abs(steadyLoss[2] - steadyGain[2])).toBeLessThan(0.1);
  });

  test("skill drifts slowly: half of a deviation is left after about 70 rows", () => {
    let [same, later] = [0, 0];
    for (const {rows, traders} of desks)
      traders.forEach((_, i) => {
        for (let r = rows.start[i]; r < rows.start[i + 1] - 70; r++) {
          same += rows.skill[r] ** 2;
          later += rows.skill[r] * rows.skill[r + 70];
        }
      });
    expect(later / same).toBeGreaterThan(0.25); // 0.99^70 = 0.49
    expect(later / same).toBeLessThan(0.75);
  });

  test("a trend follower gains when the market goes on, one who fades loses", () => {
    const sums = {momentum: 0, reversal: 0};
    for (const {traders, rows, market} of desks)
      traders.forEach((t, i) => {
        if (t.style === "scalping") return;
        for (let r = rows.start[i]; r < rows.start[i + 1]; r++) {
          const day = rows.day[r];
          if (Math.abs(market.trend[day]) > 0.5)
            sums[t.style] += (rows.netFree[r] / t.scale) * Math.sign(market.trend[day]) * Math.sign(market.factor[day]);
        }
      });
    expect(sums.momentum).toBeGreaterThan(0);
    expect(sums.reversal).toBeLessThan(sums.momentum);
  });

  test("P&L has heavy tails, and its size clusters with the market's", () => {
    const {rows, traders} = simulate({desk: "null", seed: 1});
    let [n, m2, m4] = [0, 0, 0];
    traders.forEach((t, i) => {
      for (let r = rows.start[i]; r < rows.start[i + 1]; r++) {
        if (rows.trades[r] === 0) continue;
        const z = rows.net[r] / t.scale;
        n++;
        m2 += z * z;
        m4 += z * z * z * z;
      }
    });
    expect(m4 / n / (m2 / n) ** 2).toBeGreaterThan(4);
  });
});

test.each([
  [{desk: "other" as "demo", seed: 1}, "invalid desk; not one of demo, null"],
  [{desk: "demo" as const, seed: 1, traders: 0}, "invalid traders"],
  [{desk: "demo" as const, seed: 1, days: 3}, "invalid days"],
  [{desk: "demo" as const, seed: 1, days: Number.NaN}, "invalid days"],
])("refuses %j", (options, message) => {
  expect(() => simulate(options)).toThrow(message);
});

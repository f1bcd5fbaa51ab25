import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {naiveBaselines, pastLast, pastMean, pastQuantile, pastSpread} from "../../src/lib/evaluate/index.ts";
import {float64, int32} from "../../src/lib/numeric/index.ts";
import {smallDesk} from "../features/small-desk.ts";

const {daily} = smallDesk({traders: 3, days: 60});
const rows = {trader: int32(daily, "trader"), day: int32(daily, "day")};
const net = float64(daily, "net");
const all = [...net.keys()];
const earlier = (r: number) => all.filter((s) => rows.day[s] < rows.day[r] && !Number.isNaN(net[s]));
const ownEarlier = (r: number) => earlier(r).filter((s) => rows.trader[s] === rows.trader[r]);
const mean = (list: number[]) => list.reduce((s, v) => s + v, 0) / list.length;

function same(found: Float64Array, expected: (r: number) => number) {
  all.forEach((r) => {
    const value = expected(r);
    if (Number.isNaN(value)) expect(found[r], `row ${r}`).toBeNaN();
    else expect(found[r], `row ${r}`).toBeCloseTo(value, 9);
  });
}

describe("past", () => {
  it("means, last values and spreads are those of strictly earlier days", () => {
    same(pastMean(rows, net, "desk"), (r) => mean(earlier(r).map((s) => net[s])));
    same(pastMean(rows, net, "trader"), (r) => mean(ownEarlier(r).map((s) => net[s])));
    same(pastLast(rows, net), (r) => net[ownEarlier(r).at(-1) ?? -1] ?? Number.NaN);
    same(pastSpread(rows, net, 5), (r) => {
      const own = ownEarlier(r).map((s) => net[s]);
      return own.length < 5
        ? Number.NaN
        : Math.sqrt(own.reduce((s, v) => s + (v - mean(own)) ** 2, 0) / (own.length - 1));
    });
  });

  it("quantiles are type 7 of the trader's earlier rows: numpy.quantile's default", () => {
    const one = {trader: new Int32Array(6), day: Int32Array.of(0, 1, 2, 3, 4, 5)};
    const values = Float64Array.of(15, 20, 35, 40, 50, 0);
    // numpy.quantile([15, 20, 35, 40, 50], 0.4) = 29, and of one value that value
    expect([...pastQuantile(one, values, 0.4, 1)].slice(-1)[0]).toBeCloseTo(29, 12);
    expect(pastQuantile(one, values, 0.4, 1)[1]).toBe(15);
    expect(pastQuantile(one, values, 0.4, 5).slice(0, 5).every(Number.isNaN)).toBe(true);
    same(pastQuantile(rows, net, 0.05, 20), (r) => {
      const own = ownEarlier(r)
        .map((s) => net[s])
        .sort((a, b) => a - b);
      if (own.length < 20) return Number.NaN;
      const at = 0.05 * (own.length - 1);
      const low = Math.floor(at);
      return own[low] * (1 - (at - low)) + own[low + 1] * (at - low);
    });
  });

  it("do not depend on the order of rows, learn nothing from missing values, and see no later value", () => {
    fc.assert(
      fc.property(fc.integer({min: 1, max: 58}), fc.integer({min: 0, max: 1000}), (cut, k) => {
        const order = all.map((r) => ({r, key: (r * 7919 + k) % 1009})).sort((a, b) => a.key - b.key);
        const shuffled = {
          trader: Int32Array.from(order, ({r}) => rows.trader[r]),
          day: Int32Array.from(order, ({r}) => rows.day[r]),
        };
        const values = Float64Array.from(order, ({r}) => (rows.day[r] > cut ? Number.NaN : net[r]));
        const found = pastMean(shuffled, values, "desk");
        const before = pastMean(rows, net, "desk");
        order.forEach(({r}, i) => {
          if (rows.day[r] <= cut + 1) expect(Object.is(found[i], before[r])).toBe(true);
          else expect(Number.isFinite(found[i])).toBe(true);
        });
      }),
      {seed: 1, numRuns: 10},
    );
  });
});

describe("naiveBaselines", () => {
  const of = (signal: Parameters<typeof naiveBaselines>[0]["signal"], target = net, warmUp?: number) =>
    Object.fromEntries(naiveBaselines({signal, rows, target, warmUp}).map((b) => [b.name, b.values]));

  it("are silent in the first 20 days, and not for long after", () => {
    for (const kind of ["net", "probability", "quantile"] as const) {
      const target = kind === "probability" ? net.map((v) => (v < 0 ? 1 : 0)) : net;
      for (const [name, values] of Object.entries(of({kind, level: kind === "quantile" ? 0.05 : null}, target))) {
        all.forEach((r) => {
          if (rows.day[r] < 20) expect(values[r]).toBeNaN();
          else if (rows.day[r] >= 30) expect(Number.isFinite(values[r]), `${name} row ${r}`).toBe(true);
        });
      }
    }
    expect(of({kind: "net", level: null}, net, 0).zero[0]).toBe(0);
  });

  it("are the rules that they are called", () => {
    const rules = of({kind: "net", level: null});
    expect(Object.keys(rules)).toEqual(["zero", "mean", "last", "trader-mean"]);
    const r = all.at(-1)!;
    expect(rules.zero[r]).toBe(0);
    expect(rules.mean[r]).toBeCloseTo(mean(earlier(r).map((s) => net[s])), 9);
    const losses = net.map((v) => (v < 0 ? 1 : 0));
    const rates = of({kind: "probability", level: null}, losses);
    expect(rates["base-rate"][r]).toBeCloseTo(mean(earlier(r).map((s) => losses[s])), 12);
    const own = ownEarlier(r).map((s) => net[s]);
    const sd = Math.sqrt(own.reduce((s, v) => s + (v - mean(own)) ** 2, 0) / (own.length - 1));
    expect(of({kind: "quantile", level: 0.05}).normal[r]).toBeCloseTo(mean(own) - 1.6448536269514722 * sd, 6);
  });

  it("need a level for a quantile", () => {
    expect(() => of({kind: "quantile", level: null})).toThrow("invalid level of a quantile; not in (0, 1): null");
  });
});

import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {stream} from "../../src/lib/numeric/index.ts";
import {applyPolicy, fitSizing, impactOf, type SizingRows, sizes} from "../../src/lib/policy/index.ts";

const signal = {name: "s", label: "S", kind: "net", level: null, outcome: null, source: "trained"} as const;
const limits = {low: 0, high: 2, cost: 0};

/** Traders × days whose net is `strength` × what was foreseen, plus noise; in the order trader, day. */
function desk(strength: number, traders = 3, days = 120, seed = 1): SizingRows {
  const random = stream(seed, "sizing");
  const rows = Array.from({length: traders * days}, (_, i) => {
    const outlook = random.normal();
    return {trader: Math.floor(i / days), day: i % days, outlook, net: strength * outlook + random.normal()};
  });
  return {
    trader: Int32Array.from(rows, (r) => r.trader),
    day: Int32Array.from(rows, (r) => r.day),
    outlook: Float64Array.from(rows, (r) => r.outlook),
    net: Float64Array.from(rows, (r) => r.net),
    scale: new Float64Array(rows.length).fill(1),
  };
}

describe("sizes", () => {
  const rows = {trader: Int32Array.of(0, 0, 0, 1), outlook: Float64Array.of(1, -3, Number.NaN, 0.5)};

  it("is a straight line within the limits; nothing is done without a prediction", () => {
    const found = sizes(rows, {mean: 0, sd: 2, slope: 1, friction: 0}, {low: 0.2, high: 1.4, cost: 0});
    expect([...found]).toEqual([1.4, 0.2, 1, 1.25]);
  });

  it("with friction is each day's best exposure: no other gives a higher penalised gain", () => {
    fc.assert(
      fc.property(
        fc.double({min: -3, max: 3, noNaN: true}),
        fc.double({min: 0, max: 2, noNaN: true}),
        fc.constantFrom(0.1, 0.35, 1),
        fc.constantFrom(0, 0.1, 0.25),
        (z, last, slope, friction) => {
          const [m] = sizes(
            {trader: Int32Array.of(0), outlook: Float64Array.of(z)},
            {mean: 0, sd: 1, slope, friction},
            limits,
            new Map([[0, last]]),
          );
          const lambda = 1 / slope;
          const kappa = friction * lambda;
          const value = (x: number) => z * (x - 1) - (lambda / 2) * (x - 1) * (x - 1) - kappa * Math.abs(x - last);
          for (let x = 0; x <= 2; x += 0.01) expect(value(x)).toBeLessThanOrEqual(value(m) + 1e-9);
        },
      ),
    );
  });
});

describe("fitSizing", () => {
  it("follows a prediction that is good, and leaves one alone that says nothing or the opposite", () => {
    for (const rule of ["linear", "risk", "mean-variance"] as const) {
      expect(fitSizing(desk(0.5), rule, limits).slope).toBeGreaterThan(0);
      expect(fitSizing(desk(-0.5), rule, limits).slope).toBe(0);
    }
    const idle = Array.from({length: 60}, (_, k) => fitSizing(desk(0, 3, 60, k + 10), "linear", limits).slope);
    expect(idle.filter((slope) => slope > 0).length).toBeLessThan(25); // the one-standard-error rule of 16 %, over 5 slopes
  });

  it("trades less where turnover costs", () => {
    const turnover = (cost: number) => {
      const rows = desk(0.3);
      const made = sizes(rows, fitSizing(rows, "mean-variance", {...limits, cost}), {...limits, cost});
      return made.reduce(
        (sum, m, i) => sum + (i > 0 && rows.trader[i] === rows.trader[i - 1] ? Math.abs(m - made[i - 1]) : 0),
        0,
      );
    };
    expect(turnover(0.15)).toBeLessThan(turnover(0));
  });

  it("chooses nothing from too few days, or from predictions that never differ", () => {
    expect(fitSizing(desk(0.5, 3, 19), "linear", limits)).toMatchObject({usable: false, slope: 0, tried: 0});
    const flat = {...desk(0.5), outlook: new Float64Array(360).fill(3)};
    expect(fitSizing(flat, "linear", limits)).toMatchObject({usable: true, slope: 0});
  });
});

describe("a sized policy", () => {
  const {outlook, ...rest} = desk(0.6, 4, 200);
  const rows = {...rest, value: outlook, fold: new Int32Array(outlook.length)};
  const folds = [0, 1, 2, 3].map((index) => ({
    index,
    train: {start: 0, end: 39 + 40 * index},
    gap: {start: 39 + 40 * index, end: 40 + 40 * index},
    test: {start: 40 + 40 * index, end: 80 + 40 * index},
  }));
  const days = Array.from({length: 200}, (_, d) => `day ${d}`);
  const spec = {kind: "sized", rule: "mean-variance", low: 0, high: 2, cost: 0.02} as const;
  const apply = (given: typeof rows) => applyPolicy({signal, rows: given, spec, folds, days, gap: 1});

  it("earns by timing where the predictions are good", () => {
    const {multiplier, evaluated, report} = apply(rows);
    const kept = [...evaluated.keys()].filter((i) => evaluated[i] === 1);
    const pick = (values: Float64Array) => Float64Array.from(kept, (i) => values[i]);
    const impact = impactOf(
      {
        trader: Int32Array.from(kept, (i) => rows.trader[i]),
        day: Int32Array.from(kept, (i) => rows.day[i]),
        net: pick(rows.net),
        multiplier: pick(multiplier),
      },
      4,
    );
    expect(impact.total.timing).toBeGreaterThan(0.3 * kept.length * 0.6 * 0.1);
    expect(report).toMatchObject({kind: "sized", signal: "s"});
    expect(report.folds.every((fold) => (fold.slope ?? 0) > 0)).toBe(true);
    expect(report.tried).toBe(4 * 15);
  });

  it("knows nothing of its own fold's or a later P&L, nor of later predictions", () => {
    const cut = 130;
    const changed = {
      ...rows,
      net: rows.net.map((y, i) => (rows.day[i] > cut ? -7 * y : y)),
      value: rows.value.map((v, i) => (rows.day[i] > cut + 1 ? -v : v)),
    };
    const [before, after] = [apply(rows).multiplier, apply(changed).multiplier];
    for (let i = 0; i < before.length; i++) if (rows.day[i] <= cut + 1) expect(after[i]).toBe(before[i]);
    expect(after).not.toEqual(before);
  });
});

import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {type Column, table} from "../../../src/lib/numeric/index.ts";
import {cents, thin} from "../../../src/lib/view/shape/cumulative.ts";
import {
  cumulativeRows,
  decileRows,
  densityCells,
  firstRows,
  netBins,
  runSummary,
  traderDetails,
} from "../../../src/lib/view/shape/index.ts";
import {desk, verdict} from "../fixture.ts";

describe("cumulativeRows", () => {
  it("takes one signal, to the cent, with the effect as the difference", () => {
    const columns: Record<string, Column> = {
      signal: ["ridge", "other", "ridge"],
      day: Int32Array.of(0, 0, 1),
      date: ["2025-01-02", "2025-01-02", "2025-01-03"],
      cumulative_actual: Float64Array.of(10.004, 99, 20),
      cumulative_policy: Float64Array.of(12.5, 99, 15),
      cumulative_derisking: Float64Array.of(1, 99, -2),
      cumulative_timing: Float64Array.of(1.496, 99, -3),
    };
    expect(cumulativeRows(table(columns), "ridge")).toEqual([
      {date: "2025-01-02", actual: 10, policy: 12.5, delta: 2.5, derisking: 1, timing: 1.5},
      {date: "2025-01-03", actual: 20, policy: 15, delta: -5, derisking: -2, timing: -3},
    ]);
  });
  it("thins to a bound and always keeps the last", () => {
    fc.assert(
      fc.property(fc.integer({min: 0, max: 3000}), fc.integer({min: 2, max: 600}), (length, most) => {
        const items = Array.from({length}, (_, i) => i);
        const thinned = thin(items, most);
        expect(thinned.length).toBeLessThanOrEqual(most);
        if (length <= most) expect(thinned).toEqual(items);
        if (length > 0) expect(thinned[thinned.length - 1]).toBe(length - 1);
      }),
    );
    expect(() => thin([1], 1)).toThrow(RangeError);
    expect(Object.is(cents(-0.001), 0)).toBe(true);
  });
});

describe("netBins", () => {
  it("has zero on an edge, counts every value, and says which bins are open", () => {
    const bins = netBins(Float64Array.from({length: 1000}, (_, i) => i - 500.5).fill(1e6, 999));
    expect(bins.reduce((sum, b) => sum + b.count, 0)).toBe(1000);
    expect(bins.some((b) => b.from === 0)).toBe(true);
    expect([bins[0].open, bins[1].open, bins[bins.length - 1].open]).toEqual(["below", null, "above"]);
    expect(bins.length).toBeLessThanOrEqual(40);
  });
  it("copes with no values and with one", () => {
    expect(netBins([])).toEqual([]);
    expect(netBins([0, 0])).toEqual([{from: 0, to: 1, count: 2, open: null}]);
    expect(netBins([3e-323, -6.4e-323]).reduce((sum, b) => sum + b.count, 0)).toBe(2);
  });
  it("always adds up", () => {
    fc.assert(
      fc.property(fc.array(fc.double({min: -1e7, max: 1e7, noNaN: true}), {minLength: 1}), (values) => {
        expect(netBins(values).reduce((sum, b) => sum + b.count, 0)).toBe(values.length);
      }),
    );
  });
});

describe("decileRows", () => {
  const predictions = (value: number[], net: number[]) =>
    table({signal: value.map(() => "s"), value: Float64Array.from(value), net: Float64Array.from(net)});
  it("orders a probability from low to high, and a P&L forecast from high to low: best first", () => {
    const value = Array.from({length: 20}, (_, i) => i);
    const net = value.map((v) => v * 10);
    expect(decileRows(predictions(value, net), {name: "s", kind: "probability"}).map((d) => d.mean)).toEqual([
      5, 25, 45, 65, 85, 105, 125, 145, 165, 185,
    ]);
    expect(decileRows(predictions(value, net), {name: "s", kind: "net"})[0]).toEqual({
      decile: 1,
      n: 2,
      mean: 185,
      lower: 182.5,
      upper: 187.5,
    });
  });
  it("leaves out what has no value, and makes as many tenths as there are rows", () => {
    expect(
      decileRows(predictions([1, Number.NaN, 3], [1, 2, Number.NaN]), {name: "s", kind: "net"}).map((d) => d.n),
    ).toEqual([1]);
    expect(decileRows(predictions([], []), {name: "s", kind: "net"})).toEqual([]);
  });
});

describe("traderDetails", () => {
  const policy = table({
    signal: ["ridge", "ridge", "ridge", "other"],
    trader: Int32Array.of(0, 0, 1, 0),
    day: Int32Array.of(1, 0, 0, 0),
    value: Float64Array.of(-5, 3, 1, 9),
    multiplier: Float64Array.of(0.5, 1, 1, 0),
    net: Float64Array.of(-100, 40, 7, 1000),
  });
  it("replays each trader in order of days and lists what was changed", () => {
    const [first, second] = traderDetails({desk, verdict, policy});
    expect(first).toMatchObject({
      account: "A & B",
      slug: "A-B~1",
      decision: "deploy",
      signal: "ridge",
      cumulative: [
        {date: "2025-01-02", actual: 40, policy: 40},
        {date: "2025-01-03", actual: -60, policy: -10},
      ],
      changed: [{date: "2025-01-03", value: -5, multiplier: 0.5, net: -100, change: 50}],
      changedDays: 1,
    });
    expect(second.changed).toEqual([]);
  });
  it("says so where no day could be judged", () => {
    const [first] = traderDetails({desk, verdict: {...verdict, traders: []}, policy: null});
    expect(first).toMatchObject({decision: "not enough evidence", cumulative: [], changedDays: 0});
  });
});

describe("run", () => {
  it("keeps what is the same on every machine, sorted", () => {
    const stage = {
      name: "ingest",
      label: "Read",
      key: "k",
      components: {code: "c", inputs: {b: "1", a: "2"}},
      files: [
        {name: "z.csv", sha256: "1", bytes: 3},
        {name: "a.csv", sha256: "2", bytes: 4},
      ],
      artifacts: [{file: "desk.json", sha256: "3", bytes: 5}],
      origin: {},
      why: ["first run"],
      cached: false,
      elapsed: 1.5,
    };
    const summary = runSummary({
      stages: [stage],
      origin: {description: "2 files", simulated: false},
      lockfile: "l",
    } as never);
    expect(summary.files.map((f) => f.name)).toEqual(["a.csv", "z.csv"]);
    expect(summary.stages[0]).toEqual({
      name: "ingest",
      label: "Read",
      key: "k",
      code: "c",
      inputs: ["a", "b"],
      artifacts: stage.artifacts,
    });
    expect(JSON.stringify(summary)).not.toContain("elapsed");
  });
  it("shows the first rows of a table and how many there are", () => {
    const t = table({file: ["a", "b", "c"], line: Int32Array.of(1, 2, 3)});
    expect(firstRows(t, 2)).toEqual({
      rows: [
        {file: "a", line: 1},
        {file: "b", line: 2},
      ],
      total: 3,
    });
  });
});

describe("densityCells", () => {
  const predictions = (value: number[], net: number[], outcome = net) =>
    table({
      signal: value.map(() => "s"),
      value: Float64Array.from(value),
      net: Float64Array.from(net),
      outcome: Float64Array.from(outcome),
    });
  const net = {name: "s", kind: "net"} as const;
  it("counts every row that has both once, also those beyond the edges, in few cells", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.double({min: -1e3, max: 1e3, noNaN: true}), fc.double({min: -1e6, max: 1e6, noNaN: true})),
          {
            minLength: 1,
            maxLength: 300,
          },
        ),
        (rows) => {
          const found = densityCells(
            predictions(
              rows.map(([v]) => v),
              rows.map(([, y]) => y),
            ),
            net,
          )!;
          expect(found.cells.reduce((sum, [, , count]) => sum + count, 0)).toBe(rows.length);
          expect(found.n).toBe(rows.length);
          expect(found.cells.length).toBeLessThanOrEqual(480);
          for (const [i, j] of found.cells) {
            expect(i).toBeLessThan(found.x.length - 1);
            expect(j).toBeLessThan(found.y.length - 1);
          }
        },
      ),
      {numRuns: 40},
    );
  });
  it("puts a row where its prediction and outcome are", () => {
    const grid = Array.from({length: 1000}, (_, k) => k);
    const found = densityCells(predictions(grid, grid), net)!;
    expect(found.cells.every(([i, j]) => Math.abs((i + 0.5) / 24 - (j + 0.5) / 20) < 0.1)).toBe(true);
  });
  it("holds a probability against P&L, and P&L of several days against what was predicted", () => {
    const p = predictions([0.1, 0.2, Number.NaN], [5, -5, 1], [0, 1, 1]);
    expect(densityCells(p, {name: "s", kind: "probability"})!.y).toEqual(
      expect.arrayContaining([expect.closeTo(4.8, 6)]),
    );
    expect(densityCells(p, net)!.y.at(-1)).toBeLessThanOrEqual(1);
    expect(densityCells(p, net)!.n).toBe(2);
    expect(densityCells(p, {name: "t", kind: "net"})).toBeNull();
  });
});

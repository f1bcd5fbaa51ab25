import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {conformalIntervals, conformalTest, crossFitTTest} from "../../src/lib/causal/index.ts";
import {expected, hasReference, referenceFolder} from "./reference.ts";

const rowsOf = (name: string) =>
  readFileSync(`${referenceFolder}/data/${name}.csv`, "utf8")
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(",").map((cell) => cell.replaceAll('"', "")));

function california() {
  const rows = rowsOf("prop99_adh_wide");
  const cut = (row: readonly string[]) => Float64Array.from(row.slice(8, 39), Number);
  return {
    treated: cut(rows.find(([state]) => state === "California")!),
    donors: rows.filter(([state]) => state !== "California").map(cut),
    prePeriods: 19,
  };
}

/** Without Spain as a whole; treated from 1975 on, as the case has it. */
function basque() {
  const rows = rowsOf("basque");
  const regions = [...new Set(rows.map(([id]) => id))].filter((id) => id !== "1");
  const gdp = (id: string) => Float64Array.from(rows.filter((row) => row[0] === id).map((row) => Number(row[3])));
  const own = rows.find(([, name]) => name.startsWith("Basque"))![0];
  return {treated: gdp(own), donors: regions.filter((id) => id !== own).map(gdp), prePeriods: 20};
}

interface TTest {
  readonly att: number;
  readonly se: number;
  readonly lb90: number;
  readonly ub90: number;
}

describe.skipIf(!hasReference)("conformal inference and t-test (Chernozhukov, Wüthrich, Zhu; scinference)", () => {
  const did = {method: "did"} as const;
  const cases = [
    ["prop99", california],
    ["basque_treat1975", basque],
  ] as const;
  const peer = (name: string) =>
    expected<{peer: Record<string, Record<string, unknown>>}>("sc_conformal_ttest").peer[name];

  it.each(cases)("p-values of no effect, moving blocks, exactly: %s", (name, load) => {
    const data = load();
    expect(conformalTest(data, 0)).toBeCloseTo(peer(name).conformal_mb_p_sc as number, 10);
    expect(conformalTest(data, 0, {method: did})).toBeCloseTo(peer(name).conformal_mb_p_did as number, 10);
  });

  it("p-values of stated effects", () => {
    const data = california();
    expect(conformalTest(data, -20)).toBeCloseTo(peer("prop99").conformal_mb_p_sc_theta_minus20 as number, 10);
    expect(conformalTest(data, -27, {method: did})).toBeCloseTo(
      peer("prop99").conformal_mb_p_did_theta_minus27 as number,
      10,
    );
  });

  it.each(cases)("t-tests with two and three blocks: %s", (name, load) => {
    const data = load();
    for (const [method, key] of [
      [{method: "outcomes"} as const, "sc"],
      [did, "did"],
    ] as const)
      for (const folds of [2, 3]) {
        const wanted = peer(name)[`ttest_${key}_K${folds}`] as TTest;
        const found = crossFitTTest(data, {folds, method});
        expect(Math.abs(found.att - wanted.att)).toBeLessThan(1e-3);
        expect(Math.abs(found.standardError - wanted.se)).toBeLessThan(1e-3);
        expect(Math.abs(found.interval[0] - wanted.lb90)).toBeLessThan(5e-3);
        expect(Math.abs(found.interval[1] - wanted.ub90)).toBeLessThan(5e-3);
      }
  });

  it("pointwise 90 % intervals: on the peer's grid exactly, without one within its step", () => {
    const data = california();
    const wanted = peer("prop99")["pointwise_ci90_sc_grid_m60_20_by_0.5"];
    const {lb, ub} = wanted as {lb: number[]; ub: number[]};
    const grid = Float64Array.from({length: 161}, (_, i) => -60 + i / 2);
    const onGrid = conformalIntervals(data, {grid});
    expect(Array.from(onGrid.lower)).toEqual(lb);
    expect(Array.from(onGrid.upper)).toEqual(ub);
    const {lower, upper} = conformalIntervals(data);
    lb.forEach((end, k) => {
      expect(lower[k]).toBeGreaterThan(end - 0.5);
      expect(lower[k]).toBeLessThanOrEqual(end);
      expect(upper[k]).toBeGreaterThanOrEqual(ub[k]);
      expect(upper[k]).toBeLessThan(ub[k] + 0.5);
    });
  });
});

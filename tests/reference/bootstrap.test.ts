import {describe, expect, it} from "vitest";
import {stream} from "../../src/lib/numeric/index.ts";
import {drawDayCounts, optimalBlockLength, stationaryIndices} from "../../src/lib/robustness/index.ts";
import {data, expected, hasReference} from "./reference.ts";

interface Case {
  readonly optimal_block_length: Record<string, {stationary: number; circular: number}>;
  readonly stationary_bootstrap_index_rule: {
    p: number;
    draw_indices: number[];
    draw_u: number[];
    expected_indices: number[];
  };
  readonly block_bootstrap_se_of_mean: {block: number; stationary: {exact_sd: number}};
}

describe.skipIf(!hasReference)("block bootstrap: arch (Sheppard)", () => {
  const columns = {ar1_rho03_n10000: "x", core_cpi_inflation: "infl"} as const;
  it.each(Object.entries(columns))("optimal block length of %s", (name, column) => {
    const wanted = expected<Case>("bootstrap").optimal_block_length[name];
    const found = optimalBlockLength(data(name)[column]);
    expect(Math.abs(found.stationary - wanted.stationary)).toBeLessThan(1e-5);
    expect(Math.abs(found.circular - wanted.circular)).toBeLessThan(1e-5);
  });

  it("index rule", () => {
    const rule = expected<Case>("bootstrap").stationary_bootstrap_index_rule;
    const found = stationaryIndices(rule.draw_indices, rule.draw_u, 1 / rule.p);
    expect([...found]).toEqual(rule.expected_indices);
  });

  it("standard error of the mean of 20,000 draws is the exact one within 2 %", () => {
    const {block, stationary} = expected<Case>("bootstrap").block_bootstrap_se_of_mean;
    const x = data("core_cpi_inflation").infl.slice(0, 240);
    const random = stream(1, "reference");
    const counts = new Float64Array(x.length);
    const means = Array.from({length: 20_000}, () => {
      counts.fill(0);
      drawDayCounts(random, x.length, block, counts);
      return counts.reduce((sum, w, t) => sum + w * x[t], 0) / x.length;
    });
    const centre = means.reduce((s, m) => s + m, 0) / means.length;
    const sd = Math.sqrt(means.reduce((s, m) => s + (m - centre) ** 2, 0) / (means.length - 1));
    expect(Math.abs(sd / stationary.exact_sd - 1)).toBeLessThan(0.02);
  });
});

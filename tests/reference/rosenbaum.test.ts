import {describe, expect, it} from "vitest";
import {
  amplify,
  hodgesLehmannBounds,
  type MatchedSetOptions,
  matchedSetTest,
  mcnemarBounds,
  signedRankBounds,
} from "../../src/lib/robustness/index.ts";
import {data, expected, hasReference, relativeError} from "./reference.ts";

type Row = {readonly Gamma: number; readonly "Lower bound": number; readonly "Upper bound": number};
interface Case {
  readonly peer: {
    readonly rosenbaum: {
      readonly signed_rank_psens: readonly Row[];
      readonly hodges_lehmann_hlsens: readonly Row[];
      readonly hl_point: number;
      readonly mcnemar_binarysens_example_2_16: readonly Row[];
    };
    readonly senmv: Record<
      string,
      {pval: number; deviate: number; statistic: number; expectation: number; variance: number}
    >;
    readonly amplify_gamma2_lambda: Record<string, number>;
  };
}

describe.skipIf(!hasReference)("Rosenbaum bounds: rbounds and sensitivitymv", () => {
  const {peer} = hasReference ? expected<Case>("rosenbaum") : ({} as Case);
  const pairs = hasReference ? data("lead_children_33pairs") : {};
  const differences = hasReference ? pairs.exposed.map((v, i) => v - pairs.control[i]) : new Float64Array();

  it("signed rank: lead in the blood of 33 pairs of children", () => {
    for (const row of peer.rosenbaum.signed_rank_psens) {
      const found = signedRankBounds(differences, row.Gamma);
      expect(Math.abs(found.lower - row["Lower bound"])).toBeLessThan(0.5001e-4);
      expect(Math.abs(found.upper - row["Upper bound"])).toBeLessThan(0.5001e-4);
    }
  });

  it("Hodges-Lehmann: within the 0.1 of the peer's search", () => {
    for (const row of peer.rosenbaum.hodges_lehmann_hlsens.slice(1)) {
      const found = hodgesLehmannBounds(differences, row.Gamma);
      // At 2 the statistic is at its expectation, 374 of 561, from 10 to 10.5: the estimate is the middle, the peer stops at the first
      const flat = row.Gamma === 2 ? 0.25 : 0;
      expect(Math.abs(found.lowest + flat - row["Lower bound"])).toBeLessThan(0.1001);
      expect(Math.abs(found.highest - row["Upper bound"])).toBeLessThan(0.1001);
    }
  });

  it("Hodges-Lehmann without hidden bias, of the pairs that differ: the peer's root, found to 1e-4", () => {
    const signed = differences.filter((v) => v !== 0); // as R's wilcox.test does
    const {lowest, highest} = hodgesLehmannBounds(signed, 1);
    expect(Math.abs(lowest - peer.rosenbaum.hl_point)).toBeLessThan(1e-4);
    expect(highest).toBe(lowest);
  });

  it("McNemar: 2 against 16", () => {
    for (const row of peer.rosenbaum.mcnemar_binarysens_example_2_16) {
      // the version of the peer that was run leaves the observed count out: P(X > 16) of 18, which is P(X ≥ 17)
      const found = mcnemarBounds(17, 1, row.Gamma);
      expect(Math.abs(found.lower - row["Lower bound"])).toBeLessThan(0.5001e-5);
      expect(Math.abs(found.upper - row["Upper bound"])).toBeLessThan(0.5001e-5);
    }
  });

  const tests: Readonly<Record<string, readonly [string, MatchedSetOptions]>> = {
    erpcp_gamma3_trim1: ["rosenbaum_erpcp", {gamma: 3, trim: 1}],
    erpcp_gamma2_trim1: ["rosenbaum_erpcp", {gamma: 2, trim: 1}],
    "erpcp_gamma2_trim1_tau0.34": ["rosenbaum_erpcp", {gamma: 2, trim: 1, effect: 0.34}],
    "erpcp_gamma2_tau0.18": ["rosenbaum_erpcp", {gamma: 2, trim: 1, effect: 0.18}],
    "erpcp_gamma2_tau0.185": ["rosenbaum_erpcp", {gamma: 2, trim: 1, effect: 0.185}],
    lead150_gamma2_trim2: ["rosenbaum_lead150", {gamma: 2, trim: 2}],
    lead250_gamma2_trim2: ["rosenbaum_lead250", {gamma: 2, trim: 2}],
  };
  it("has a test for every case", () => expect(Object.keys(tests).sort()).toEqual(Object.keys(peer.senmv).sort()));

  it.each(Object.entries(tests))("Huber's M in matched sets: %s", (name, [file, options]) => {
    const columns = Object.values(data(file));
    const sets = Array.from(columns[0], (_, i) => Float64Array.from(columns, (column) => column[i]));
    const found = matchedSetTest(sets, options);
    const {pval, ...wanted} = peer.senmv[name];
    expect(relativeError(found.pValue, pval)).toBeLessThan(1e-8);
    for (const key of ["deviate", "statistic", "expectation", "variance"] as const)
      expect(relativeError(found[key], wanted[key])).toBeLessThan(1e-8);
  });

  it("amplification", () => {
    for (const [name, wanted] of Object.entries(peer.amplify_gamma2_lambda))
      expect(amplify(2, Number(name.slice("lambda".length)))).toBeCloseTo(wanted, 12);
  });
});

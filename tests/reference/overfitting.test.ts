import {linearRegression} from "simple-statistics";
import {describe, expect, it} from "vitest";
import {backtestOverfitting} from "../../src/lib/evaluate/index.ts";
import {data, expected, hasReference} from "./reference.ts";

interface Peer {
  readonly s: number;
  readonly phi: number;
  readonly n_star: number[];
  readonly os_rank: number[];
  readonly combos: number[][];
  readonly rn: number[];
  readonly rbn: number[];
  readonly slope: number;
  readonly intercept: number;
  readonly below_threshold: number;
}

describe.skipIf(!hasReference)("probability of backtest overfitting: R pbo 1.3", () => {
  it.each(["noise_s4", "noise_s8", "noise_s10"])("%s", (name) => {
    const peer = expected<{peer: Record<string, Peer>}>("pbo").peer[name];
    const trials = Object.values(data("pbo_noise_200x40")).map((x) => x.map((v) => v - 0.03 / 252));
    const found = backtestOverfitting(trials, {blocks: peer.s});
    // the peer's share has 15 digits: counts are compared
    expect(found.probability * found.splits.length).toBeCloseTo(peer.phi * peer.rn.length, 9);
    expect(found.splits.map(({best}) => best + 1)).toEqual(peer.n_star);
    expect(found.splits.map(({rank}) => rank)).toEqual(peer.os_rank);
    expect(found.splits.map(({inSample}) => inSample.map((s) => s + 1))).toEqual(
      peer.n_star.map((_, k) => peer.combos.map((row) => row[k])),
    );
    found.splits.forEach((split, k) => {
      expect(Math.abs(split.performanceIn - peer.rn[k])).toBeLessThan(1e-9);
      expect(Math.abs(split.performanceOut - peer.rbn[k])).toBeLessThan(1e-9);
    });
    expect(found.probabilityOfLoss).toBeCloseTo(peer.below_threshold, 3);
    // the paper's regression is of out of sample on in sample, here by simple-statistics on the peer's own numbers
    const {m, b} = linearRegression(peer.rn.map((x, k) => [x, peer.rbn[k]]));
    expect(found.degradation!.slope).toBeCloseTo(m, 8);
    expect(found.degradation!.intercept).toBeCloseTo(b, 8);
    // the peer's regression is the other way round, and what it calls intercept is its slope
    expect(found.degradation!.r2).toBeCloseTo(m * peer.intercept, 4);
  });
});

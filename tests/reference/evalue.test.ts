import {describe, expect, it} from "vitest";
import {
  type EValueOptions,
  type EValues,
  eValues,
  eValuesOfDifference,
  eValuesOfRiskDifference,
} from "../../src/lib/robustness/index.ts";
import {expected, hasReference, relativeError} from "./reference.ts";

type Triple = {point: number; lower: number | "NA"; upper: number | "NA"};
interface Case {
  readonly printed: Record<string, readonly [number, number]>;
  readonly peer: Record<string, {RR: Record<keyof Triple, number>; "E-values": Triple}>;
}

describe.skipIf(!hasReference)("E-values: VanderWeele and Ding (2017), R's EValue", () => {
  const {printed, peer} = hasReference ? expected<Case>("evalue") : ({} as Case);

  function check(name: string, found: EValues): void {
    const {RR, "E-values": wanted} = peer[name];
    expect(relativeError(found.riskRatio.estimate, RR.point)).toBeLessThan(1e-9);
    expect(relativeError(found.riskRatio.lower, RR.lower)).toBeLessThan(1e-9);
    expect(relativeError(found.riskRatio.upper, RR.upper)).toBeLessThan(1e-9);
    expect(relativeError(found.point, wanted.point)).toBeLessThan(1e-9);
    const near = wanted.lower === "NA" ? wanted.upper : wanted.lower;
    expect(relativeError(found.interval, near as number)).toBeLessThan(1e-9);
  }

  const ratios: readonly (readonly [string, number, number, number, EValueOptions?])[] = [
    ["RR_3.9_1.8_8.7", 3.9, 1.8, 8.7],
    ["RR_0.80_0.71_0.91", 0.8, 0.71, 0.91],
    ["OR_0.86_0.75_0.99_common", 0.86, 0.75, 0.99, {scale: "odds"}],
    ["HR_0.56_0.46_0.69_common", 0.56, 0.46, 0.69, {scale: "hazard"}],
    ["RR_1.5_1.1_2.0_true1.2", 1.5, 1.1, 2, {truth: 1.2}],
  ];
  for (const [name, estimate, lower, upper, options] of ratios)
    it(name, () => check(name, eValues({estimate, lower, upper}, options)));

  it("a difference in standard deviations", () => check("MD_0.5_se0.25", eValuesOfDifference(0.5, 0.25)));

  it("as printed in the paper", () => {
    const found = eValues({estimate: 3.9, lower: 1.8, upper: 8.7});
    expect([found.point, found.interval].map((v) => Number(v.toFixed(2)))).toEqual(printed["RR 3.9 (1.8,8.7)"]);
    const other = eValues({estimate: 0.8, lower: 0.71, upper: 0.91});
    expect([other.point, other.interval].map((v) => Number(v.toFixed(2)))).toEqual(printed["RR 0.80 (0.71,0.91)"]);
  });

  it("a risk difference: Hammond and Horn on smoking and lung cancer", () => {
    const wanted = (peer as unknown as Record<string, Record<string, number>>).RD_hammond_horn_397_78557_51_108778;
    const found = eValuesOfRiskDifference({
      treated: {events: 397, others: 78557},
      control: {events: 51, others: 108778},
    });
    expect(relativeError(found.point, wanted["est.Evalue"])).toBeLessThan(1e-9);
    // the peer takes the first point of a grid of 1e-4 in the bias factor, past which the E-value grows about twice as fast
    expect(wanted["lower.Evalue"] - found.interval).toBeGreaterThanOrEqual(0);
    expect(wanted["lower.Evalue"] - found.interval).toBeLessThan(2.1e-4);
  });
});

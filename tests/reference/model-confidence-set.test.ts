import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {modelConfidenceSet, realityCheck, stepM, superiorPredictiveAbility} from "../../src/lib/evaluate/index.ts";
import {data, expected, hasReference, referenceFolder} from "./reference.ts";

interface Case {
  readonly spa: {
    readonly studentize_True: {lower: number; consistent: number; upper: number; loss_diff_var: number[]};
    readonly reality_check_unstudentised_p: number;
    readonly hansen2005_studentised_from_same_indices_NOT_peer: {
      statistic: number;
      lower: number;
      consistent: number;
      upper: number;
    };
  };
  readonly stepm: {readonly superior_models: string[]};
  readonly mcs: Record<
    "R" | "max",
    {elimination_order: number[]; pvalues_in_that_order: number[]; included_10pct: number[]}
  >;
}

const read = () => {
  const {benchmark, ...models} = data("forecast_losses_150x7");
  // the file has no header
  const text = readFileSync(`${referenceFolder}/data/bootstrap_indices_stationary_L8_B400_n150.csv`, "utf8");
  const indices = text
    .trim()
    .split("\n")
    .map((line) => Int32Array.from(line.split(","), Number));
  return {benchmark, models: Object.values(models), bootstrap: {indices, blockLength: 8}};
};

describe.skipIf(!hasReference)("tests over many models: arch (Sheppard), on its own bootstrap indices", () => {
  it("SPA, not studentised, as arch has it: p-values exactly, variances to 1e-10", () => {
    const {benchmark, models, bootstrap} = read();
    expect(bootstrap.indices).toHaveLength(400);
    const wanted = expected<Case>("spa_mcs").spa.studentize_True;
    const found = superiorPredictiveAbility(benchmark, models, {bootstrap, studentised: false});
    expect([found.lower, found.consistent, found.upper]).toEqual([wanted.lower, wanted.consistent, wanted.upper]);
    wanted.loss_diff_var.forEach((v, k) => {
      expect(Math.abs(found.variances[k] / v - 1)).toBeLessThan(1e-10);
    });
  });

  it("SPA, studentised, as Hansen (2005) has it", () => {
    const {benchmark, models, bootstrap} = read();
    const wanted = expected<Case>("spa_mcs").spa.hansen2005_studentised_from_same_indices_NOT_peer;
    const found = superiorPredictiveAbility(benchmark, models, {bootstrap});
    expect(Math.abs(found.statistic / wanted.statistic - 1)).toBeLessThan(1e-10);
    expect([found.lower, found.consistent, found.upper]).toEqual([wanted.lower, wanted.consistent, wanted.upper]);
  });

  it("White's reality check", () => {
    const {benchmark, models, bootstrap} = read();
    expect(realityCheck(benchmark, models, bootstrap).p).toBe(
      expected<Case>("spa_mcs").spa.reality_check_unstudentised_p,
    );
  });

  it("StepM", () => {
    const {benchmark, models, bootstrap} = read();
    const wanted = expected<Case>("spa_mcs").stepm.superior_models;
    expect(stepM(benchmark, models, {bootstrap, studentised: false}).superior).toEqual(wanted);
  });

  it.each([
    ["R", "range"],
    ["max", "max"],
  ] as const)("Model Confidence Set, %s: order and p-values exactly", (name, statistic) => {
    const {models, bootstrap} = read();
    const wanted = expected<Case>("spa_mcs").mcs[name];
    const found = modelConfidenceSet(models, {bootstrap, statistic, smallSample: false});
    expect(found.order.map(({model}) => model)).toEqual(wanted.elimination_order);
    expect(found.order.map(({p}) => p)).toEqual(wanted.pvalues_in_that_order);
    expect(found.included).toEqual(wanted.included_10pct);
  });
});

import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {
  basicInterval,
  bcaInterval,
  type Interval,
  jackknife,
  normalInterval,
  percentileInterval,
  studentisedInterval,
} from "../../src/lib/robustness/index.ts";
import {data, expected, hasReference, referenceFolder, relativeError} from "./reference.ts";

interface Case {
  readonly bootstrap_ci_mean_gamma60: Record<"basic" | "percentile" | "bc" | "bca" | "studentized" | "norm", Interval>;
}

describe.skipIf(!hasReference)("bootstrap intervals: arch (Sheppard), on its own draws", () => {
  const wanted = hasReference ? expected<Case>("bootstrap").bootstrap_ci_mean_gamma60 : ({} as never);
  const x = hasReference ? data("gamma60").x : new Float64Array();
  const indices = hasReference
    ? readFileSync(`${referenceFolder}/data/bootstrap_indices_iid_B500_n60.csv`, "utf8")
        .trim()
        .split(/\r?\n/)
        .map((line) => Int32Array.from(line.split(","), Number))
    : [];
  const mean = (rows: Int32Array) => rows.reduce((sum, i) => sum + x[i], 0) / rows.length;
  const estimate = mean(Int32Array.from(x.keys()));
  const draws = Float64Array.from(indices, mean);
  const close = (found: Interval, of: Interval) => {
    for (const end of [0, 1] as const) expect(relativeError(found[end], of[end])).toBeLessThan(1e-8);
  };

  it("percentile", () => close(percentileInterval(draws), wanted.percentile));
  it("basic", () => close(basicInterval(estimate, draws), wanted.basic));
  it("normal", () => close(normalInterval(estimate, draws), wanted.norm));
  it("bias-corrected", () => close(bcaInterval(estimate, draws), wanted.bc));
  it("bias-corrected and accelerated", () =>
    close(bcaInterval(estimate, draws, jackknife(x.length, mean)), wanted.bca));
  it("studentised", () => {
    const errors = Float64Array.from(indices, (rows, b) => {
      const square = rows.reduce((sum, i) => sum + (x[i] - draws[b]) ** 2, 0);
      return Math.sqrt(square / (rows.length - 1) / rows.length);
    });
    close(studentisedInterval(estimate, draws, errors), wanted.studentized);
  });
});

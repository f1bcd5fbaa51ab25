// @vitest-environment jsdom
import {describe, expect, it} from "vitest";
import type {FeatureStabilityReport} from "../../src/lib/evaluate/feature-report.ts";
import type {FeatureReport} from "../../src/lib/features/feature.ts";
import {createFindings, selectionTable, stabilityTable} from "../../src/lib/view/index.ts";
import {finding, findingsFile} from "./fixture.ts";

const features = {used: [{name: "a", label: "Feature A"}]} as unknown as FeatureReport;
const period = {from: 0, to: 10, rows: 40, correlation: 0.25};
const psi = {psi: 0.31, bins: 10, expected: 0.1, threshold: 0.2, p: 0.001, drifted: true};
const report: FeatureStabilityReport = {
  features: [
    {
      name: "a",
      periods: [
        {...period, psi: null},
        {...period, psi},
      ],
      sameSign: 1,
      drifted: 1,
    },
  ],
  selections: [{learner: "ridge", folds: 4, index: 0.8, interval: [0.6, 1], level: 0.95, shares: {a: 0.75}}],
};
const findings = createFindings(
  findingsFile([finding({id: "features.selection.ridge", value: 0.8, unit: "ratio", interval: [0.6, 1], level: 0.95})]),
);
const text = (element: Element) => (element.textContent ?? "").replace(/\s+/g, " ");

describe("features over time", () => {
  it("shows drift beside its threshold, and a column a period", () => {
    const table = stabilityTable(report, features);
    expect(text(table)).toContain("Feature A");
    expect(text(table)).toContain("0.31");
    expect(table.querySelectorAll("thead th")).toHaveLength(7);
    expect(table.closest("[data-artifact]") ?? table.querySelector("[data-artifact]")).not.toBeNull();
  });

  it("shows how alike selections are as a finding, and the share of folds", () => {
    const table = selectionTable(report, features, findings);
    expect(table.querySelector('[data-finding="features.selection.ridge"]')).not.toBeNull();
    expect(text(table)).toMatch(/Feature A\s*75(\.0)?\s?%/);
  });

  it("says why there is nothing to show", () => {
    const none = {features: [], selections: []};
    expect(text(stabilityTable(none, features))).toContain("too short");
    expect(text(stabilityTable(null, features))).toContain("too short");
    expect(text(selectionTable(none, features, findings))).toContain("uses every feature");
  });
});

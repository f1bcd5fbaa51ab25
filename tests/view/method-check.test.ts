// @vitest-environment jsdom
import {describe, expect, it} from "vitest";
import type {KnownTruthMethod, KnownTruthReport} from "../../src/lib/robustness/known-truth/types.ts";
import {
  createFindings,
  knownTruthAnswer,
  knownTruthReasons,
  knownTruthTable,
  recordLine,
  recordTables,
  twinLikeness,
} from "../../src/lib/view/index.ts";
import {coverageDots} from "../../src/lib/view/method-check/coverage-chart.ts";
import {coverageFigure} from "../../src/lib/view/method-check/figure.ts";
import {methodBehind} from "../../src/lib/view/method-check/mark.ts";
import {finding, findingsFile} from "./fixture.ts";

globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

const status = (method: string, value: string, note?: string) =>
  finding({
    id: `known_truth.${method}.status`,
    value,
    unit: "text",
    note,
    stage: "known-truth",
    artifact: "known-truth.json",
  });
const money = (id: string) => finding({id, value: 120, interval: [20, 220], level: 0.95});

describe("the mark", () => {
  const ids = [
    "causal.effect",
    "causal.design.synthetic-did.effect",
    "causal.trader.T01.effect",
    "causal.trader.T01.own.effect",
    "impact.ridge.total.timing",
    "impact.ridge.trader.T01.timing",
    "impact.ridge.total.delta",
    "skill.ridge.r2",
  ];

  it("knows the method behind a number", () => {
    expect(ids.map(methodBehind)).toEqual([
      ...["partially-linear", "synthetic-did", "by-trader", "by-trader", "timing", "timing", null, null],
    ]);
    expect(methodBehind("causal.design.by-trader.truth")).toBeNull();
  });

  it("stands beside every number of a method that fails, with a link, and beside no other", () => {
    const failing = ["partially-linear", "by-trader", "timing"].map((m) => status(m, "fails", "It held 30 of 40."));
    const holding = status("synthetic-did", "holds");
    const findings = createFindings(findingsFile([...ids.map(money), ...failing, holding]), "../reproduce");
    const marked = ids.map((id) => findings.finding(id).querySelector("a.pb-disbelief"));
    expect(marked.map((a) => a !== null)).toEqual([true, false, true, true, true, true, false, false]);
    expect(marked[0]!.getAttribute("href")).toBe("../method-check");
    expect(marked[0]!.textContent).toBe("✕ not to be believed here: misses its level on desks like this one");
    expect(marked[0]!.getAttribute("title")).toBe("It held 30 of 40.");
    expect(findings.finding(ids[0], {bare: true}).textContent).toContain("not to be believed here");
    expect(findings.interval(ids[0]).querySelector("a.pb-disbelief")).not.toBeNull();
    expect(findings.finding(ids[0]).querySelector(".pb-finding .pb-value")!.textContent).toContain("120");
  });

  it("is absent where nothing was tried", () => {
    const findings = createFindings(findingsFile([...ids.map(money), status("timing", "cannot tell")]));
    for (const id of ids) expect(findings.finding(id).querySelector("a.pb-disbelief")).toBeNull();
  });
});

const world = {
  ...{draws: 20, refused: 0, truth: 0, bias: 1, biasError: 2, spread: 9, meanStandardError: 8},
  ...{biasInStandardErrors: 0.11, biasInStandardErrorsError: 0.22, coverage: 0.7, coverageError: 0.1},
  coverageInterval: [0.457, 0.881] as const,
};
const method = (
  design: KnownTruthMethod["design"],
  label: string,
  value: KnownTruthMethod["status"],
): KnownTruthMethod => ({
  ...{design, label, status: value, why: `Why ${label}.`},
  null: value === "not tried" ? null : {...world, falsePositives: 0.3, falsePositivesError: 0.1},
  effect: value === "not tried" ? null : {...world, power: 0.8, powerError: 0.09},
});
const report: KnownTruthReport = {
  methods: [
    method("timing", "Timing of the policy", "holds"),
    method("partially-linear", "Adjusted comparison", "fails"),
    method("synthetic-did", "Synthetic", "cannot tell"),
    method("interrupted", "One day", "not tried"),
  ],
  level: 0.95,
  rule: {tolerance: 0.02, alpha: 0.02, bias: 0.5, seen: 0.25},
  budget: {draws: 20, seconds: 20, estimatedSeconds: 18.4},
  likeness: {
    ...{twins: 5, told: 0.1, traders: 8, rule: "fitted"},
    measures: [
      {id: "sd", label: "Standard deviation", original: 1.1, twin: 1, low: 0.9, high: 1.2},
      {id: "kurtosis", label: "Kurtosis", original: 3, twin: 9, low: 8, high: 10},
    ],
  },
  effect: 100,
  timing: 5000,
};
const plain = createFindings(
  findingsFile([
    finding({id: "known_truth.partially-linear.null.coverage", value: 0.7, unit: "share"}),
    finding({id: "method_check.cases", value: 2, unit: "count"}),
    finding({id: "method_check.kept", value: 1, unit: "count"}),
    finding({id: "method_check.draws", value: 2000, unit: "count"}),
    finding({id: "method_check.rerun", value: 57, unit: "count"}),
  ]),
);

describe("twins on the page", () => {
  it("says in a line which methods held and which did not", () => {
    const text = knownTruthAnswer(report).textContent;
    expect(text).toContain("1 method in use would not have found the truth here: Adjusted comparison.");
    expect(text).toContain("1 of 3 held their level. In so few twins this cannot be told of: Synthetic.");
    const none = {...report, methods: [report.methods[3]]};
    expect(knownTruthAnswer(none).textContent).toBe("No method could be tried on twins of this desk. Why One day.");
    expect(knownTruthAnswer({...report, methods: [report.methods[2]]}).textContent).toContain(
      "Too few twins could be drawn",
    );
    expect(knownTruthAnswer({...report, methods: [report.methods[0]]}).textContent).toContain(
      "The one method in use did not miss",
    );
    expect(knownTruthAnswer(null).textContent).toContain("did not ask");
  });

  it("lists the methods that were tried, and every reason", () => {
    const table = knownTruthTable(report, plain);
    expect(table.querySelectorAll("tbody tr").length).toBe(3);
    expect(table.textContent).toContain("70\u202f%");
    expect(knownTruthReasons(report).querySelectorAll("li").length).toBe(4);
    expect(knownTruthTable({...report, methods: []}, plain).textContent).toContain("No method could be tried");
  });

  it("shows how alike the twins are, and what lies outside them", () => {
    const text = twinLikeness(report).textContent;
    expect(text).toContain("10\u202f%");
    expect(text.match(/outside the twins/g)).toHaveLength(1);
    expect(twinLikeness({...report, likeness: null}).textContent).toBe("No twin was drawn.");
    expect(twinLikeness({...report, likeness: {...report.likeness!, rule: "assumed"}}).textContent).toContain(
      "assumed rule",
    );
  });

  it("draws coverage against what is promised", () => {
    expect(coverageFigure(report)!.textContent).toContain("How often the interval held the truth");
    expect(coverageFigure({...report, methods: [report.methods[3]]})).toBeNull();
    const spec = coverageDots(
      [{method: "a", world: "no effect", coverage: 0.4, interval: [0.2, 0.6], draws: 20}],
      0.95,
      {width: 400},
    ) as {data: {values: {tone: string}[]}};
    expect(spec.data.values[0].tone).toBe("short");
  });
});

describe("the record on the page", () => {
  const row = {
    ...{name: "a, n = 5", draws: 20, full: 2000, fresh: true},
    summary: {
      ...{family: "Family", method: "a", design: "d", n: 5, bias: 0.01, biasError: 0.02, spread: 0.5},
      ...{biasInStandardErrors: 0.02, meanStandardError: 0.49, coverage: 0.94, coverageError: 0.05, strained: "bends"},
    },
  };
  const file = {
    ...{status: "fresh" as const, why: "6 were run again.", command: "npm run calibrate -- known-truth"},
    ...{cases: [row], absent: ["b, n = 6"], rerun: 6},
  };

  it("says whether it can be believed, and shows numbers only then", () => {
    expect(recordLine(file, plain).textContent).toContain("made by the code of this build. 6 were run again.");
    expect(recordLine({...file, status: "contradicted", cases: []}, plain).textContent).toContain("cannot be believed");
    expect(recordLine(null, plain).textContent).toContain("did not ask");
    expect(recordTables(null).textContent).toBe("");
  });

  it("has a row an estimator, with its strain, its errors and whether the run was short", () => {
    const text = recordTables(file).textContent;
    expect(text).toContain("Strained: bends");
    expect(text).toContain("94\u202f% ± 5\u202f%");
    expect(text).toContain("a short run");
    expect(text).toContain("Not recorded yet: b, n = 6.");
  });
});

// @vitest-environment jsdom
import {compile} from "vega-lite";
import {beforeEach, describe, expect, it, vi} from "vitest";
import type {
  ComputedCurve,
  IntervalComparison,
  Placebo,
  PlaceboReport,
  RefutationReport,
  Specification,
} from "../../src/lib/robustness/index.ts";
import {createFindings} from "../../src/lib/view/index.ts";
import {placeboNull} from "../../src/lib/view/robustness/charts/placebo-null.ts";
import {curvePoints, specificationCurve} from "../../src/lib/view/robustness/charts/specification-curve.ts";
import {curveFigure, intervalFigure, placeboFigures} from "../../src/lib/view/robustness/figures/index.ts";
import {
  intervalTable,
  placeboNotes,
  placeboTable,
  refutationAnswer,
  refutationTable,
} from "../../src/lib/view/robustness/index.ts";
import {finding, findingsFile} from "./fixture.ts";

vi.hoisted(() => {
  HTMLCanvasElement.prototype.getContext = () => null;
});
let resize: ((width: number) => void)[];
beforeEach(() => {
  resize = [];
  vi.stubGlobal(
    "ResizeObserver",
    class {
      constructor(callback: (entries: {contentRect: {width: number}}[]) => void) {
        resize.push((width) => callback([{contentRect: {width}}]));
      }
      observe() {}
    },
  );
});

const text = (e: Element | null) => e!.textContent!.replace(/\s+/g, " ");
const drawn = Array.from({length: 40}, (_, k) => k - 20);
const placebo = (more: Partial<Placebo>): Placebo => ({
  ...{id: "policy.shift", title: "The calendar shifted", of: "policy", central: true, status: "quiet", observed: 15},
  ...{unit: "currency", drawn, p: 0.13, pError: 0, draws: 40, exact: true, method: "Shifts", wouldRefute: "W."},
  happened: "Stands out.",
  ...more,
});
const report: PlaceboReport = {
  placebos: [
    placebo({}),
    placebo({id: "policy.traders", title: "Other traders", status: "alarm", exact: false, pError: 0.0123}),
    placebo({
      id: "policy.blocks",
      title: "Blocks",
      status: "not run",
      p: null,
      pError: null,
      drawn: [],
      draws: 0,
      observed: null,
      happened: "Too few days.",
    }),
    placebo({
      id: "causal.past",
      title: "An earlier day",
      of: "causal",
      unit: "currency/trader-day",
      drawn: [],
      draws: 0,
      interval: [-2, 3],
      observed: 1,
    }),
    placebo({id: "causal.shift", title: "Shifted limits", of: "causal", unit: "statistic", observed: -2.5}),
  ],
  notes: ["Mind this."],
};
const findings = createFindings(
  findingsFile([
    ...report.placebos.map((p) => finding({id: `placebo.${p.id}.p`, value: p.p, unit: "p-value", note: "why"})),
    finding({id: "placebo.causal.past.effect", value: 1, unit: "currency/trader-day", interval: [-2, 3], level: 0.95}),
    ...["survived", "refuted", "not_run"].map((s, k) => finding({id: `refutation.${s}`, value: k + 1, unit: "count"})),
  ]),
);
const spec = (id: string, axis: Specification["axis"], estimate: number | null): Specification => ({
  ...{id, label: `Label of ${id}`, axis, estimate, p: 0.2, n: 7},
  interval: estimate === null ? null : [estimate - 5, estimate + 5],
});
const curve: ComputedCurve = {
  ...{of: "policy", status: "computed", unit: "currency/day", level: 0.95, method: "m", estimate: 8, interval: [3, 13]},
  specifications: [
    spec("reported", "as reported", 8),
    spec("a", "period", 2),
    spec("b", "leave one trader out", -9),
    spec("c", "leave one trader out", 7),
    spec("d", "learner", null),
  ],
  ...{compared: 3, sameSign: 2 / 3, sameSignificance: 1 / 3, range: [-9, 8]},
};

describe("tables of robustness", () => {
  it("show each placebo with its p-value, its error, and why one was not made", () => {
    const table = placeboTable(report, "policy", findings);
    expect(text(table)).toContain("The calendar shifted✓ quiet0.13all listed40Stands out.");
    expect(text(table)).toContain("Other traders! alarm0.13± 0.01240");
    expect(text(table)).toContain("Blocks– not run–––Too few days.");
    expect(text(table)).not.toContain("An earlier day");
    const causal = placeboTable(report, "causal", findings);
    expect(text(causal)).toContain("not drawnnoneStands out. Found: +$1.00 per trader-day [−$2.00, +$3.00]");
    expect(text(causal.querySelector("details"))).toContain("Shifts.");
    expect(text(placeboTable(null, "policy", findings))).toBe("No placebo was made.");
    expect(text(placeboNotes(report))).toBe("Mind this.");
    expect(placeboNotes(null)).toBeNull();
  });

  it("list attempts, and name those that refuted", () => {
    const attempts: RefutationReport = {
      attempts: (["survived", "refuted", "not run"] as const).map((status) => ({
        ...{
          status,
          attempt: `Attempt ${status}`,
          of: "causal",
          wouldRefute: "If.",
          happened: `So ${status}.`,
          findings: [],
        },
      })),
    };
    expect(text(refutationTable(attempts))).toContain("Attempt refuted (Real limits)✕ refutedIf.So refuted.");
    const answer = refutationAnswer(attempts, findings);
    expect(text(answer)).toContain(
      "survived: 1. Attempts that refuted something: 2. Attempts that could not be made: 3.",
    );
    expect(text(answer.querySelector("ul"))).toBe("Attempt refutedSo refuted.");
    expect(text(refutationTable(null))).toContain("No attempt");
    expect(text(refutationAnswer(null, findings))).toContain("No attempt");
  });

  it("say how each interval is made, or why not", () => {
    const comparison: IntervalComparison = {
      ...{of: "causal", status: "computed", unit: "currency/trader-day", estimate: 5, level: 0.95},
      rows: [
        {
          ...{id: "reported", short: "As reported", scheme: "Days", type: "t", interval: [1, 9], draws: 0},
          anew: "nothing",
          why: "Reported.",
        },
        {
          ...{id: "x", short: "Blocks", scheme: "Blocks of days", type: "BCa", interval: null, draws: 99},
          anew: "the estimator",
          why: "Not available: few.",
        },
      ],
    };
    const table = intervalTable(comparison, "EUR");
    expect(text(table)).toContain("Days; t[+€1.00, +€9.00]no draw is madeReported.");
    expect(text(table)).toContain("Blocks of days; BCa–the estimator; 99 drawsNot available: few.");
    expect(text(intervalTable({of: "policy", status: "not run", reason: "No policy."}, "USD"))).toBe(
      "No interval: No policy.",
    );
    expect(text(intervalTable(undefined, "USD"))).toContain("No interval");
    expect(intervalFigure({of: "policy", status: "not run", reason: "x"}, "USD")).toBeNull();
    const figure = intervalFigure(comparison, "USD")!;
    resize.at(-1)!(600);
    expect(text(figure)).toContain("Intervals of the effect of a limit");
  });
});

describe("figures of robustness", () => {
  it("draw every placebo that has draws, at any width", () => {
    const figures = placeboFigures(report, "policy", "USD");
    expect(figures.querySelectorAll("figure")).toHaveLength(2);
    for (const width of [320, 700]) for (const draw of resize) draw(width);
    expect(text(placeboFigures(null, "policy", "USD"))).toContain("No placebo");
  });

  it("colour the draws that are at least as extreme, on both sides for an effect", () => {
    const coloured = (p: Placebo) => {
      const spec = placeboNull({...p, observed: p.observed!}, {currency: "USD", width: 600}) as unknown as {
        data: {values: {count: number; beyond: boolean}[]};
      };
      expect(() => compile(spec as never)).not.toThrow();
      return spec.data.values.filter((b) => b.beyond).reduce((sum, b) => sum + b.count, 0);
    };
    expect(coloured(placebo({observed: 15}))).toBe(drawn.filter((v) => v >= 15).length);
    const two = coloured(placebo({of: "causal", unit: "statistic", observed: -10}));
    expect(Math.abs(two - drawn.filter((v) => Math.abs(v) >= 10).length)).toBeLessThanOrEqual(2); // a bin at the other edge
  });

  it("sort specifications, and give each its row below; traders and months left out share one", () => {
    const {points, choices} = curvePoints(curve, false);
    expect(points.map((p) => [p.id, p.place, p.tone])).toEqual([
      ["b", 0, "worse"],
      ["a", 1, "unclear"],
      ["c", 2, "better"],
      ["reported", 3, "reported"],
    ]);
    expect(choices).toEqual(["Label of reported", "Label of a", "Leave one trader out", "Label of d"]);
    expect(curvePoints(curve, true).choices).toEqual(["As reported", "Period", "Leave one trader out", "Learner"]);
    for (const width of [300, 900])
      expect(() => compile(specificationCurve(curve, {currency: "USD", width}))).not.toThrow();
  });

  it("draw the curve, or say why there is none", () => {
    const figure = curveFigure({curves: [curve]}, "policy", "USD");
    resize.at(-1)!(800);
    figure.querySelector("details")!.dispatchEvent(new Event("toggle"));
    expect(figure.querySelector("[role=img]")!.getAttribute("aria-label")).toContain("3 other specifications");
    expect(
      text(curveFigure({curves: [{of: "causal", status: "not run", reason: "No limits."}]}, "causal", "USD")),
    ).toBe("No limits.");
    expect(text(curveFigure(null, "policy", "USD"))).toContain("No other choice");
  });
});

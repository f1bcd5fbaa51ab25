// @vitest-environment jsdom
import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import type {SkillDetail} from "../../src/lib/evaluate/index.ts";
import {showTooltip} from "../../src/lib/view/chart.ts";
import {
  calibrationFigure,
  coverageFigure,
  cumulativeFigure,
  decilesFigure,
  decompositionFigure,
  densityFigure,
  distributionFigure,
  foldSkillFigure,
  foldsFigure,
  monthSkillFigure,
  shiftFigure,
  sweepFigure,
  traderCumulativeFigure,
  traderFigure,
  waterfallFigure,
} from "../../src/lib/view/figures/index.ts";
import {createFindings} from "../../src/lib/view/finding.ts";
import {desk, finding, findingsFile} from "./fixture.ts";

// jsdom has no canvas and says so loudly; without one, vega estimates the width of text.
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
afterEach(() => {
  vi.unstubAllGlobals();
});

const total = "impact.p.total";
const findings = createFindings(
  findingsFile([
    finding({id: `${total}.actual`, label: "P&L that happened", value: 100}),
    finding({id: `${total}.policy`, value: 130}),
    finding({id: `${total}.derisking`, value: -20, interval: [-30, -10], level: 0.95}),
    finding({id: `${total}.timing`, value: 50}),
    finding({id: "impact.p.trader.A-B~1.timing", value: 30, interval: [10, 50], level: 0.99}),
    finding({id: "impact.p.trader.T02.timing", value: 0}),
  ]),
);
const rows = desk.days.map((date, k) => ({
  date,
  actual: 100 * k,
  policy: 90 * k,
  delta: -10 * k,
  derisking: -4 * k,
  timing: -6 * k,
}));
const bins = [{predicted: 0.1, observed: 0.2, lower: 0.1, upper: 0.3, n: 9}];
const skill = {
  signal: "p",
  kind: "probability",
  n: 9,
  days: 3,
  metrics: {},
  baselines: [{name: "zero", label: "Zero", loss: 2}],
  loss: {name: "brier", label: "Brier score", value: 1},
  test: null,
  byFold: [{fold: 0, from: "2025-01-02", to: "2025-01-03", n: 9, loss: 1, baselineLoss: 2}],
  calibration: bins,
  notes: [],
} as const;
const stretch = {n: 9, days: 3, loss: 1, naiveLoss: 2, saved: 0.5, interval: [0.2, 0.8]} as const;
const detail: SkillDetail = {
  signal: "p",
  kind: "probability",
  level: null,
  confidence: 0.95,
  n: 9,
  days: 3,
  versus: {name: "zero", label: "Zero"},
  saved: [
    {by: "total", group: "all", ...stretch},
    {by: "fold", group: 1, ...stretch},
    {by: "month", group: "2025-01", ...stretch, interval: null},
  ],
  groups: [],
  tests: {conditional: null, direction: null},
  tenths: [],
  reliability: null,
  valueAtRisk: null,
};
const density = {
  n: 8,
  x: [0, 0.5, 1],
  y: [-10, 0, 10],
  cells: [
    [0, 1, 5],
    [1, 0, 3],
  ] as [number, number, number][],
};
const signal = {
  name: "p",
  label: "Loss probability",
  kind: "probability",
  level: null,
  outcome: null,
  source: "given",
} as const;
const policy = {
  signal: "p",
  kind: "fixed",
  description: "",
  tried: 1,
  folds: [
    {
      fold: 0,
      from: "2025-01-02",
      to: "2025-01-03",
      fittedOnDays: 0,
      avoidAbove: null,
      reduceAbove: 0.15,
      amplifyBelow: null,
    },
  ],
} as const;
const fold = {index: 0, train: {start: 0, end: 1}, gap: {start: 1, end: 1}, test: {start: 1, end: 2}};

const figures: Record<string, () => HTMLElement | null> = {
  cumulative: () => cumulativeFigure(rows, findings),
  decomposition: () => decompositionFigure(rows, findings),
  trader: () => traderCumulativeFigure({account: "T02", cumulative: rows}, findings),
  traders: () => traderFigure(findings, desk, "p"),
  waterfall: () => waterfallFigure(findings, total),
  shift: () => shiftFigure({method: "", p: 0.2, observed: 5, apart: 1, shifted: [1, 9]}, "USD"),
  sweep: () =>
    sweepFigure(
      [
        {threshold: 0.1, rows: 3, delta: -5, derisking: -3, timing: -2},
        {threshold: 0.15, rows: 1, delta: 8, derisking: 1, timing: 7},
      ],
      policy,
      signal,
      "USD",
    ),
  folds: () => foldsFigure({folds: [fold]}, desk.days),
  "fold skill": () => foldSkillFigure(detail, "Loss probability", {folds: [fold]}, desk.days),
  "month skill": () => monthSkillFigure(detail, "Loss probability"),
  "density of a probability": () => densityFigure(density, detail, "Loss probability", "USD"),
  "density of net": () =>
    densityFigure(
      density,
      {
        kind: "net",
        tenths: [
          {n: 4, predicted: 0.5, actual: 3, interval: [1, 5]},
          {n: 4, predicted: 0.6, actual: 3, interval: null},
        ],
      },
      "Ridge",
      "USD",
    ),
  calibration: () => calibrationFigure(skill),
  "calibration with its band": () =>
    calibrationFigure(skill, {
      bins: [{...bins[0], consistentLower: 0.02, consistentUpper: 0.2, consistent: true, effectiveRows: 7}],
      decomposition: {
        brier: 0,
        reliability: 0,
        resolution: 0,
        uncertainty: 0,
        withinVariance: 0,
        withinCovariance: 0,
        bins: 1,
      },
      level: 0.95,
    }),
  "quantile share": () => calibrationFigure({...skill, kind: "quantile"}),
  deciles: () => decilesFigure([{decile: 1, n: 3, mean: 1, lower: 0, upper: 2}], "USD"),
  coverage: () =>
    coverageFigure({
      daysPerCell: 1,
      tradersPerRow: 1,
      cells: [
        {
          who: "T02",
          from: "2025-01-02",
          to: "2025-01-02",
          counts: {traded: 1, idle: 0, missing: 0, aside: 0, away: 0},
        },
      ],
      total: {traded: 1, idle: 0, missing: 0, aside: 0, away: 0},
    }),
  distribution: () =>
    distributionFigure(
      [
        {from: 0, to: 10, count: 2, open: "above"},
        {from: -10, to: 0, count: 2, open: "below"},
      ],
      "USD",
    ),
};

describe.each(Object.keys(figures))("the figure %s", (name) => {
  it("has a title, a label for those who do not see it, a source, and draws when it gets a width", async () => {
    const figure = figures[name]()!;
    document.body.replaceChildren(figure);
    const box = figure.querySelector<HTMLElement>("[role=img]")!;
    expect(figure.querySelector(".pb-chart-title")!.textContent!.length).toBeGreaterThan(10);
    expect(box.getAttribute("aria-label")!.length).toBeGreaterThan(20);
    expect(figure.dataset.artifact).toMatch(/^[a-z-]+\/[a-z-]+\.(json|arrow)$/);
    expect(Number.parseInt(box.style.minHeight, 10)).toBeGreaterThan(50);
    expect(box.querySelector("svg")).toBeNull();
    resize[0](600);
    await vi.waitFor(() => expect(box.querySelector("[aria-hidden=true] > svg")).not.toBeNull());
    const first = box.querySelector("svg");
    resize[0](600); // the same width: nothing is drawn again
    expect(box.querySelector("svg")).toBe(first);
    resize[0](380);
    expect(box.querySelectorAll("svg")).toHaveLength(1);
  });
  it("shows the same numbers as a table, made when it is opened", () => {
    const figure = figures[name]()!;
    const details = figure.querySelector("details")!;
    expect(details.querySelector("table")).toBeNull();
    details.dispatchEvent(new Event("toggle"));
    expect(details.querySelectorAll("tbody tr").length).toBeGreaterThan(0);
    expect(details.textContent).not.toMatch(/NaN|undefined|null/);
  });
});

describe("figures that have nothing to show", () => {
  it("are left out", () => {
    expect(
      decompositionFigure(
        rows.map((r) => ({...r, delta: 0, timing: 0})),
        findings,
      ),
    ).toBeNull();
    expect(traderFigure(findings, desk, "other")).toBeNull();
    expect(waterfallFigure(findings, "impact.other.total")).toBeNull();
    expect(calibrationFigure({...skill, calibration: []})).toBeNull();
    expect(decilesFigure([], "USD")).toBeNull();
    expect(densityFigure(null, detail, "x", "USD")).toBeNull();
    expect(foldSkillFigure({...detail, versus: null}, "x", {folds: []}, [])).toBeNull();
    expect(monthSkillFigure({...detail, saved: []}, "x")).toBeNull();
  });
});

describe("the tooltip", () => {
  it("names what is under the pointer, stays in the window, and goes", () => {
    const at = {clientX: innerWidth - 2, clientY: innerHeight - 2};
    showTooltip(at, {Day: "2 Jan 2025", "With policy": "+$1,200"});
    const tip = document.querySelector<HTMLElement>(".pb-tip")!;
    expect([...tip.children].map((row) => row.textContent)).toEqual(["Day2 Jan 2025", "With policy+$1,200"]);
    expect(Number.parseFloat(tip.style.left)).toBeLessThan(at.clientX);
    expect(Number.parseFloat(tip.style.top)).toBeLessThan(at.clientY);
    showTooltip(at, null);
    expect(tip.hidden).toBe(true);
    showTooltip({clientX: 3, clientY: 3}, {"<b>": "not markup"});
    expect(document.querySelectorAll(".pb-tip")).toHaveLength(1);
    expect(tip.querySelector("div > span")!.textContent).toBe("<b>");
  });
});

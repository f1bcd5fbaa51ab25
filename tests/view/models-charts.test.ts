import {parse, type Spec, View} from "vega";
import {expressionInterpreter} from "vega-interpreter";
import {compile, type TopLevelSpec} from "vega-lite";
import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {config} from "../../src/lib/view/charts/theme.ts";
import {contributions} from "../../src/lib/view/models/charts/contributions.ts";
import {intervalLines} from "../../src/lib/view/models/charts/coverage-lines.ts";
import {dependence, dependenceLevels, localEffects} from "../../src/lib/view/models/charts/dependence.ts";
import {path} from "../../src/lib/view/models/charts/path.ts";
import {permutation} from "../../src/lib/view/models/charts/permutation.ts";
import {stability} from "../../src/lib/view/models/charts/stability.ts";
import {steps} from "../../src/lib/view/models/charts/steps.ts";
import {weights} from "../../src/lib/view/models/charts/weights.ts";

const title = "Volatilities";
const penalties = [0.2, 0.1, 0.02, 0.002, 0.0002];
const lines = [
  {term: "Loss streak", weights: [0, -0.01, -0.02, -0.03, -0.04], kept: true},
  {term: "Rank", weights: [0, 0, 0, 0.01, 0.02], kept: false},
  {term: "Never", weights: [0, 0, 0, 0, 0], kept: false},
];
const spread = [
  {term: "Loss streak", size: 0.02, quantiles: [-0.05, -0.02, 0.01, 0.02, 0.03], direction: -0.9},
  {term: "Friday", size: 0.01, quantiles: [0, 0, 0, 0, 0.04], direction: null},
];
const days = ["2024-04-01", "2024-05-01", "2024-06-03"].map((date, k) => ({
  date,
  fixed: 0.96 - 0.01 * k,
  adaptive: k === 0 ? null : 0.95,
}));

/** Every chart of the page Models on a small example, with texts that a reader must find drawn in it. */
const charts: Record<string, {spec: (width: number) => TopLevelSpec; texts: readonly string[]}> = {
  weights: {
    spec: (width) =>
      weights(
        [
          {term: "Mean P&L", weight: 0.03},
          {term: "Loss streak", weight: -0.02},
        ],
        {width, title},
      ),
    texts: ["Mean P&amp;L", "Loss streak", title],
  },
  path: {
    spec: (width) => path({penalties, lines, chosen: 0.02}, {width}),
    texts: ["chosen", "Loss streak", "Rank", "Penalty, falling to the right", "0.1", "0.01", "0.001"],
  },
  "path of few penalties": {
    spec: (width) =>
      path({penalties: [0.5, 0.2], lines: [{term: "a", weights: [0, 1], kept: true}], chosen: 0.2}, {width}),
    texts: ["chosen", "a", "0.3"],
  },
  contributions: {spec: (width) => contributions(spread, {width, title}), texts: ["Loss streak", "Friday", title]},
  permutation: {
    spec: (width) =>
      permutation(
        [
          {term: "Loss streak", rise: 0.02, interval: [0.01, 0.03], moved: 0.8},
          {term: "Friday", rise: -0.001, interval: [null, null], moved: 0.2},
        ],
        {width, title: "Rise of the loss"},
      ),
    texts: ["Loss streak", "Friday", "Rise of the loss"],
  },
  stability: {
    spec: (width) =>
      stability(
        [
          {term: "Loss streak", shares: [0.5, 0.4, null]},
          {term: "Friday", shares: [0, 0.1, 0.2]},
        ],
        {width},
      ),
    texts: ["Loss streak", "Friday", "Fold", "1", "3"],
  },
  dependence: {
    spec: (width) =>
      dependence(
        [
          {value: 1, contribution: 0.1, high: true},
          {value: 2, contribution: -0.1, high: false},
          {value: 3, contribution: -0.2, high: null},
        ],
        [
          {at: 1, mean: 0.1, p25: 0.05, p75: 0.15},
          {at: 3, mean: -0.1, p25: -0.15, p75: 0},
        ],
        {width, x: "Loss streak"},
      ),
    texts: ["Loss streak"],
  },
  "dependence by level": {
    spec: (width) =>
      dependenceLevels(
        [
          {level: "T01", mean: 0.1, rows: 4},
          {level: "T02", mean: -0.2, rows: 5},
        ],
        {width, title},
      ),
    texts: ["T01", "T02", title],
  },
  "local effects": {
    spec: (width) =>
      localEffects(
        [
          {at: 0, effect: 0.1},
          {at: 4, effect: -0.3},
        ],
        {width, x: "Loss streak"},
      ),
    texts: ["Loss streak"],
  },
  steps: {
    spec: (width) =>
      steps(
        [
          {label: "Average row", from: 0.1, to: 0.1, kind: "level"},
          {label: "Loss streak = 9", from: 0.1, to: -0.2, kind: "step"},
          {label: "The other 3", from: -0.2, to: -0.15, kind: "step"},
          {label: "Prediction", from: -0.15, to: -0.15, kind: "level"},
        ],
        {width, title},
      ),
    texts: ["Average row", "−0.300", "+0.0500", "Prediction", "−0.150"],
  },
  coverage: {
    spec: (width) => intervalLines(days, {width, promised: 0.95}),
    texts: ["fixed", "adaptive", "promised", "95\u202f%"],
  },
  "interval widths": {spec: (width) => intervalLines(days, {width, promised: null}), texts: ["fixed", "adaptive"]},
};

let warnings: unknown[][];
beforeEach(() => {
  warnings = [];
  for (const method of ["warn", "error"] as const)
    vi.spyOn(console, method).mockImplementation((...args) => void warnings.push(args));
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function draw(spec: TopLevelSpec): Promise<string> {
  const vega = compile(spec, {config}).spec as Spec;
  const view = new View(parse(vega, undefined, {ast: true}), {renderer: "none", expr: expressionInterpreter});
  await view.runAsync();
  return view.toSVG();
}

describe.each(Object.keys(charts))("%s", (name) => {
  const {spec, texts} = charts[name];
  it.each([340, 640, 900])("draws at %i px without a warning, without eval, with its labels", async (width) => {
    const svg = await draw(spec(width));
    expect(warnings).toEqual([]);
    const missing = texts.filter((text) => !svg.includes(`>${text}<`));
    expect(width < 600 ? missing.filter((text) => !/^0\.0*[13]$/.test(text)) : missing).toEqual([]); // ticks may go
    expect(svg.includes("NaN")).toBe(false);
  });
  it("fits the width that it is given", async () => {
    const [, width] = /<svg[^>]* width="([\d.]+)"/.exec(await draw(spec(380)))!;
    expect(Number(width)).toBeLessThanOrEqual(380);
  });
  it("takes every colour from the page, so that light and dark both work", async () => {
    const colours = [...(await draw(spec(640))).matchAll(/(?:fill|stroke)="([^"]+)"/g)].map((m) => m[1]);
    expect(colours.filter((c) => !/^(none|transparent|var\(--pb-[a-z-]+\))$/.test(c))).toEqual([]);
  });
});

describe("what is encoded", () => {
  const valuesOf = (spec: TopLevelSpec) => (spec as {data: {values: Record<string, unknown>[]}}).data.values;
  it("a feature's colour says whether more of it raises the prediction", () => {
    expect(valuesOf(contributions(spread, {width: 600, title})).map((v) => v.tone)).toEqual(["down", "bent"]);
    const weak = [{...spread[0], direction: 0.2}];
    expect(valuesOf(contributions(weak, {width: 600, title}))[0].tone).toBe("bent");
  });
  it("a shuffled feature is violet only where its interval lies above zero", () => {
    const rise = (interval: [number | null, number | null]) => ({term: "x", rise: 0.1, interval, moved: 1});
    const list = [rise([0.05, 0.2]), rise([-0.1, 0.2]), rise([null, null])];
    expect(valuesOf(permutation(list, {width: 600, title})).map((v) => v.tone)).toEqual(["sure", "unclear", "unclear"]);
  });
  it("the strongest cell is the largest share", () => {
    const cells = valuesOf(stability([{term: "a", shares: [0.5, 0.25, null]}], {width: 600}));
    expect(cells.map((v) => v.strength)).toEqual([1, 0.5, 0]);
  });
  it("a feature and its value share a line where there is room, and take two where there is none", async () => {
    expect(await draw(charts.steps.spec(640))).toContain(">Loss streak = 9<");
    const narrow = await draw(charts.steps.spec(340));
    for (const line of ["Loss streak", "9"]) expect(narrow).toMatch(new RegExp(`>${line}<`));
  });
  it("rows keep their order from top to bottom: the average first, the prediction last", async () => {
    const svg = await draw(charts.steps.spec(640));
    const at = ["Average row", "Loss streak = 9", "The other 3", "Prediction"].map((text) => {
      const [, y] = new RegExp(`translate\\([-\\d.]+,([\\d.]+)\\)"[^>]*>${text}<`).exec(svg)!;
      return Number(y);
    });
    expect(at).toEqual([...at].sort((a, b) => a - b));
  });
});

import {parse, type Spec, View} from "vega";
import {expressionInterpreter} from "vega-interpreter";
import {compile, type TopLevelSpec} from "vega-lite";
import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {traderEffects} from "../../../src/lib/view/causal/charts/trader-effects.ts";
import {calibration, quantileShare} from "../../../src/lib/view/charts/calibration.ts";
import {coverage} from "../../../src/lib/view/charts/coverage.ts";
import {deciles} from "../../../src/lib/view/charts/deciles.ts";
import {density} from "../../../src/lib/view/charts/density.ts";
import {distribution} from "../../../src/lib/view/charts/distribution.ts";
import {foldSkill} from "../../../src/lib/view/charts/fold-skill.ts";
import {folds, foldsHeight} from "../../../src/lib/view/charts/folds.ts";
import {cumulative, decomposition} from "../../../src/lib/view/charts/lines.ts";
import {shiftNull} from "../../../src/lib/view/charts/shift-null.ts";
import {sweep} from "../../../src/lib/view/charts/sweep.ts";
import {config} from "../../../src/lib/view/charts/theme.ts";
import {traderDots} from "../../../src/lib/view/charts/trader-dots.ts";
import {waterfall} from "../../../src/lib/view/charts/waterfall.ts";

const days = ["2025-01-02", "2025-01-03", "2025-01-06", "2025-01-07", "2025-01-08", "2025-01-09"];
const money = {currency: "USD", width: 640};
const over = days.map((date, k) => ({
  date,
  actual: 100 * k - 150,
  policy: 90 * k - 100,
  delta: 50 - 10 * k,
  derisking: 10 * k,
  timing: 50 - 20 * k,
}));
const bins = [
  {predicted: 0.05, observed: 0.08, lower: 0.02, upper: 0.2, n: 40},
  {predicted: 0.15, observed: 0.1, lower: 0.05, upper: 0.3, n: 30},
];
const points = [0.05, 0.1, 0.15].map((threshold, k) => ({
  threshold,
  rows: 300 - 100 * k,
  delta: [-100, -49, 80][k],
  derisking: [-80, -40, 1][k],
  timing: [-20, -9, 79][k],
}));
const fold = (index: number) => ({
  index,
  train: {start: 0, end: 2},
  gap: {start: 2, end: 3},
  test: {start: 3 + index, end: 4 + index},
});

/** Every chart on a small example, with texts that a reader must find drawn in it. */
const charts: Record<string, {spec: (width: number) => TopLevelSpec; texts: readonly string[]}> = {
  cumulative: {
    spec: (width) => cumulative(over, {...money, width}),
    texts: ["As it was", "With policy", "+$350", "$0"],
  },
  "cumulative without a change": {
    spec: (width) =>
      cumulative(
        over.map((r) => ({...r, policy: r.actual})),
        {...money, width},
      ),
    texts: ["Both the same"],
  },
  decomposition: {
    spec: (width) => decomposition(over, {...money, width}),
    texts: ["Effect", "De-risking", "Timing", "−$50.00"],
  },
  "trader dots": {
    spec: (width) =>
      traderDots(
        [
          {trader: "T01", value: -20, interval: [-30, -10]},
          {trader: "T02", value: 5, interval: null},
        ],
        {...money, width},
      ),
    texts: ["T01", "T02", "−$20"],
  },
  waterfall: {
    spec: (width) =>
      waterfall(
        {actual: 100, derisking: -20, timing: 50, policy: 130, deriskingInterval: [-30, -10], timingInterval: null},
        {...money, width},
      ),
    texts: ["As it was", "With policy", "$100", "−$20.00", "+$50.00", "$130"],
  },
  "shift null": {
    spec: (width) => shiftNull({observed: 40, shifted: [-10, 0, 5, 30, 50]}, {...money, width}),
    texts: ["True calendar", "+$40.00"],
  },
  sweep: {
    spec: (width) =>
      sweep(points, {...money, width, chosen: [0.15, 0.15], kind: "probability", signal: "Loss probability"}),
    texts: ["Effect", "De-risking", "Timing", "cut-off used", "Cut-off on Loss probability", "10\u202f%"],
  },
  "sweep of money": {
    spec: (width) =>
      sweep(
        points.map((p) => ({...p, threshold: -1000 * p.threshold})),
        {...money, width, chosen: [], kind: "net", signal: "Ridge"},
      ),
    texts: ["Timing", "−$100"],
  },
  folds: {spec: (width) => folds([fold(0), fold(1)], days, {width}), texts: ["Fold 1", "Fold 2", "train", "test"]},
  "fold skill": {
    spec: (width) =>
      foldSkill(
        [
          {label: "1", dates: "January", n: 9, saved: 0.02, interval: [0.01, 0.03]},
          {label: "2", dates: "February", n: 9, saved: -0.04, interval: [-0.08, 0.01]},
          {label: "3", dates: "March", n: 9, saved: null, interval: null},
        ],
        {axis: "Fold", width},
      ),
    texts: ["Fold", "1", "2"],
  },
  density: {
    spec: (width) =>
      density(
        {
          n: 8,
          x: [-100, 0, 100],
          y: [-2000, 0, 2000],
          cells: [
            [0, 1, 5],
            [1, 0, 3],
          ],
        },
        [{n: 4, predicted: 50, actual: 30, interval: [10, 50]}],
        {...money, width, kind: "net"},
      ),
    texts: ["Predicted", "Happened", "as predicted"],
  },
  "density of a probability": {
    spec: (width) =>
      density({n: 3, x: [0.4, 0.6], y: [-10, 10], cells: [[0, 0, 3]]}, [], {...money, width, kind: "probability"}),
    texts: ["Net P&amp;L", "50\u202f%"],
  },
  "density of a quantile off the diagonal": {
    spec: (width) =>
      density({n: 3, x: [10, 20], y: [-10, 5], cells: [[0, 0, 3]]}, [], {...money, width, kind: "quantile"}),
    texts: ["Predicted", "Happened"],
  },
  "calibration with its band": {
    spec: (width) =>
      calibration(
        bins.map((b) => ({...b, consistentLower: 0.01, consistentUpper: 0.2, consistent: true})),
        {width},
      ),
    texts: ["Predicted", "Happened", "as predicted"],
  },
  deciles: {
    spec: (width) =>
      deciles(
        [
          {decile: 1, n: 10, mean: 5, lower: -10, upper: 20},
          {decile: 2, n: 10, mean: -5, lower: -30, upper: 9},
        ],
        {...money, width},
      ),
    texts: ["1", "2", "−$20"],
  },
  calibration: {spec: (width) => calibration(bins, {width}), texts: ["Predicted", "Happened", "as predicted"]},
  "quantile share": {
    spec: (width) =>
      quantileShare(
        bins.map((b) => ({...b, predicted: 0.05})),
        {width},
      ),
    texts: ["Fold", "promised: 5\u202f%"],
  },
  coverage: {
    spec: (width) =>
      coverage(
        [
          {who: "T01", from: days[0], to: days[1], counts: {traded: 1, idle: 1, missing: 0, aside: 0, away: 0}},
          {who: "T02", from: days[0], to: days[1], counts: {traded: 0, idle: 0, missing: 1, aside: 1, away: 0}},
        ],
        {width},
      ),
    texts: ["T01", "T02", "2\u00a0Jan\u00a02025"],
  },
  distribution: {
    spec: (width) =>
      distribution(
        [
          {from: -10, to: 0, count: 3, open: "below"},
          {from: 0, to: 10, count: 4, open: null},
          {from: 10, to: 20, count: 1, open: "above"},
        ],
        {...money, width},
      ),
    texts: ["Trader-days", "Net P&amp;L of a trader-day"],
  },
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
    expect(texts.filter((text) => !svg.includes(`>${text}<`))).toEqual([]);
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
  it("survives having no data", async () => {
    const empty: Record<string, () => TopLevelSpec> = {
      cumulative: () => cumulative([], money),
      "trader dots": () => traderDots([], money),
      "shift null": () => shiftNull({observed: 0, shifted: []}, money),
      sweep: () => sweep([], {...money, chosen: [], kind: "net", signal: "x"}),
      folds: () => folds([], [], money),
      calibration: () => calibration([], money),
      "quantile share": () => quantileShare([], money),
    };
    if (empty[name]) expect(await draw(empty[name]())).toContain("<svg");
    else expect(spec(640)).toBeTypeOf("object");
  });
});

describe("what is encoded", () => {
  it("gives what is told from zero a colour and shape of its own, and leaves out what has no value", () => {
    const row = (saved: number | null, interval: [number, number] | null) => ({
      label: "x",
      dates: "",
      n: 1,
      saved,
      interval,
    });
    const spec = foldSkill(
      [row(0.1, [0.05, 0.2]), row(-0.1, [-0.2, -0.05]), row(0.1, [-0.1, 0.2]), row(0.1, null), row(null, null)],
      {
        axis: "Fold",
        width: 600,
      },
    );
    const values = (spec as {data: {values: {tone: string}[]}}).data.values;
    expect(values.map((v) => v.tone)).toEqual(["better", "worse", "unclear", "unclear"]);
  });
  it("shades a cell by its count, the fullest the darkest", () => {
    const spec = density(
      {
        n: 5,
        x: [0, 1, 2],
        y: [0, 1],
        cells: [
          [0, 0, 4],
          [1, 0, 1],
        ],
      },
      [],
      {...money, kind: "net"},
    );
    const [full, quarter] = (spec as {data: {values: {shade: number}[]}}).data.values.map((v) => v.shade);
    expect(full).toBeCloseTo(0.9, 12);
    expect(quarter - 0.06).toBeCloseTo((full - 0.06) / 2, 12); // areas are read by their root
  });
  it("keeps a hundred folds on a screen, and starts a diagram of likely events where they are", () => {
    expect(foldsHeight(24)).toBe(70 + 24 * 22);
    expect(foldsHeight(100)).toBeLessThanOrEqual(710);
    const high = calibration(
      [
        {predicted: 0.5, observed: 0.52, lower: 0.48, upper: 0.56, n: 9},
        {predicted: 0.6, observed: 0.6, lower: 0.55, upper: 0.65, n: 9},
      ],
      {width: 600},
    );
    expect(JSON.stringify(high)).toMatch(/"domain":\[0\.4[67]/);
    expect(JSON.stringify(calibration(bins, {width: 600}))).toMatch(/"domain":\[0,/);
  });
  const marks = async (spec: TopLevelSpec) =>
    (await draw(spec)).match(/<path aria-label|<path[^>]*d="[^"]*"[^>]*>/g)!.length;
  it("draws one bar a count, from zero", async () => {
    const svg = await draw(
      distribution(
        [
          {from: 0, to: 10, count: 40, open: null},
          {from: 10, to: 20, count: 20, open: null},
        ],
        money,
      ),
    );
    const heights = [...svg.matchAll(/<path d="M[\d.,-]+h[\d.]+v([\d.]+)h/g)]
      .map((m) => Number(m[1]))
      .filter((v) => v > 1);
    const [tall, small] = [Math.max(...heights.slice(-2)), Math.min(...heights.slice(-2))];
    expect(tall / small).toBeCloseTo(2, 1);
  });
  it("puts the sweep's points where the data are: both signs are there to see", async () => {
    const values = (
      sweep(points, {...money, chosen: [0.15], kind: "probability", signal: "p"}) as {
        data: {values: {delta: number; cut: string; delta_text: string}[]};
      }
    ).data.values;
    expect(values.map((v) => [v.cut, v.delta_text])).toEqual([
      ["5\u202f%", "−$100"],
      ["10\u202f%", "−$49.00"],
      ["15\u202f%", "+$80.00"],
    ]);
  });
  it("draws traders whatever they are called", async () => {
    const names = ["__proto__", "constructor", "toString"];
    const effect = {raw: 1, shrunk: 1, interval: [0, 2], truth: null} as const;
    for (const spec of [
      traderDots(
        names.map((trader) => ({trader, value: 1, interval: null})),
        money,
      ),
      traderEffects(
        names.map((account) => ({account, ...effect})),
        1,
        money,
      ),
    ]) {
      const svg = await draw(spec);
      for (const name of names) expect(svg).toContain(`${name}</text>`);
    }
    expect(warnings.filter(([first]) => !String(first).includes("Infinite extent"))).toEqual([]);
  });
  it("ranks traders, and gives those told from zero a shape of their own", async () => {
    const spec = traderDots(
      [
        {trader: "A", value: 1, interval: [0.5, 2]},
        {trader: "B", value: 9, interval: [-1, 20]},
        {trader: "C", value: -4, interval: [-8, -1]},
      ],
      money,
    );
    const rows = (spec as {data: {values: {trader: string; tone: string}[]}}).data.values;
    expect(rows.map((r) => [r.trader, r.tone])).toEqual([
      ["B", "unclear"],
      ["A", "better"],
      ["C", "worse"],
    ]);
    expect(await marks(spec)).toBeGreaterThan(2);
  });
});

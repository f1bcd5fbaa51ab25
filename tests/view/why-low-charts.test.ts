import {parse, type Spec, View} from "vega";
import {expressionInterpreter} from "vega-interpreter";
import {compile, type TopLevelSpec} from "vega-lite";
import {afterEach, beforeEach, describe, expect, it, type MockInstance, vi} from "vitest";
import {config} from "../../src/lib/view/charts/theme.ts";
import {learningCurveChart} from "../../src/lib/view/why-low/charts/curve.ts";
import {decayChart} from "../../src/lib/view/why-low/charts/decay.ts";
import {familyBars} from "../../src/lib/view/why-low/charts/families.ts";
import {powerChart} from "../../src/lib/view/why-low/charts/power.ts";
import {varianceBar} from "../../src/lib/view/why-low/charts/variance.ts";
import {
  ceilingOf,
  curveRows,
  decayRows,
  familyRows,
  powerRows,
  varianceParts,
} from "../../src/lib/view/why-low/rows.ts";
import {learning, report, twin} from "./why-low-fixture.ts";

let warn: MockInstance;
beforeEach(() => {
  warn = vi.spyOn(console, "warn").mockImplementation(() => {});
});
afterEach(() => warn.mockRestore());

function draw(spec: TopLevelSpec): Promise<string> {
  const compiled = compile(spec, {config}).spec as Spec;
  return new View(parse(compiled, undefined, {ast: true}), {renderer: "none", expr: expressionInterpreter}).toSVG();
}

const curve = curveRows(learning);
const second = curve.map((row) => ({...row, learner: "Random forest", value: row.value + 0.001}));
const charts: Record<string, {spec: (width: number) => TopLevelSpec; texts: readonly string[]}> = {
  "learning curve": {
    spec: (width) => learningCurveChart([...curve, ...second], {width, ceiling: {value: 0.05, words: "attainable"}}),
    texts: ["Ridge regression", "Random forest", "attainable: 5\u202f%", "Training days"],
  },
  "learning curve without a ceiling": {
    spec: (width) => learningCurveChart(curve, {width, ceiling: null}),
    texts: ["Ridge regression"],
  },
  families: {
    spec: (width) => familyBars(familyRows(learning), {width}),
    texts: ["Performance", "Calendar", "0.5\u202f%"],
  },
  decay: {spec: (width) => decayChart(decayRows(report), {width}), texts: ["Ridge regression", "0.10"]},
  power: {
    spec: (width) => powerChart(powerRows(report.power!), {days: 300, power: 0.8, width}),
    texts: ["days so far", "80\u202f%", "5,000"],
  },
  "power of many days": {
    spec: (width) => powerChart(powerRows(report.power!), {days: 6000, power: 0.8, width}),
    texts: ["days so far"],
  },
  variance: {
    spec: (width) => varianceBar(varianceParts(report), {width}),
    texts: ["Each trader’s own day: 90\u202f%", "Regime of the desk"],
  },
};

describe.each(Object.entries(charts))("the chart: %s", (_, {spec, texts}) => {
  it.each([640, 330])("is drawn %i pixels wide, with its words, and no colour of its own", async (width) => {
    const svg = await draw(spec(width));
    for (const words of texts) expect(svg).toContain(words);
    expect(svg).not.toMatch(/NaN|undefined|null/);
    const colours = [...svg.matchAll(/(?:fill|stroke)="([^"]+)"/g)].map((m) => m[1]);
    expect(colours.filter((c) => !/^(none|transparent|var\(--pb-[a-z-]+\))$/.test(c))).toEqual([]);
    expect(Number(/<svg[^>]* width="([\d.]+)"/.exec(svg)![1])).toBeLessThanOrEqual(width);
    expect(warn).not.toHaveBeenCalled();
  });
});

describe("rows of charts", () => {
  it("parts of the variance do not overlap and add up to one", () => {
    const parts = varianceParts(report);
    expect(parts.map((p) => p.label)).toEqual([
      "Who trades",
      "Regime of the desk’s volatility",
      "The day, for the whole desk",
      "Each trader’s own day",
    ]);
    expect(parts.reduce((sum, p) => sum + p.share, 0)).toBeCloseTo(1, 12);
    const shares = report.shares!.shares.map((s) => (s.part === "regime" ? {...s, share: 0} : s));
    expect(varianceParts({...report, shares: {...report.shares!, shares}})).toHaveLength(3);
  });

  it("an estimate without an interval is drawn as a point", () => {
    const alone = {value: 0.1, standardError: null, interval: null};
    const [row] = familyRows({
      families: {...learning.families!, families: [{...learning.families!.families[0], alone}]},
    });
    expect(row).toMatchObject({low: 0.1, high: 0.1, interval_text: "none", value_text: "10\u202f%"});
    expect(familyRows({families: null})).toEqual([]);
  });

  it("the ceiling is the desk's own where it is known, else its twins'", () => {
    expect(ceilingOf(report, twin)).toEqual({value: 0.05, id: "why.attainable", known: true});
    expect(ceilingOf({known: null}, twin)).toEqual({value: 0.04, id: "why.twin.attainable", known: false});
    expect(ceilingOf({known: null}, {skill: null})).toBeNull();
  });

  it("lines of power leave out what is not known", () => {
    expect(powerRows({curve: [{days: 20, seen: null, attainable: 0.5}]})).toEqual([
      {series: "attainable", days: 20, power: 0.5},
    ]);
  });
});

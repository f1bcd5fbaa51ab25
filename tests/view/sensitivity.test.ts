// @vitest-environment jsdom
import {beforeEach, describe, expect, it, vi} from "vitest";
import * as move from "../../src/lib/robustness/sensitivity/moved.ts";
import type {SensitivityReport} from "../../src/lib/robustness/sensitivity/report-types.ts";
import {hangingBox, labelSides} from "../../src/lib/view/sensitivity/charts/label-places.ts";
import {
  benchmarkTable,
  hiddenCausePanel,
  leftOutTable,
  linearFacts,
  pairSection,
  ratioSection,
  sensitivityAnswer,
  sensitivityNotes,
  simulatedFacts,
} from "../../src/lib/view/sensitivity/index.ts";
import {findings, report} from "./sensitivity-fixture.ts";

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

const text = (e: Element | string) => (typeof e === "string" ? e : e.textContent!).replace(/\s+/g, " ");
const refusal: SensitivityReport = {
  ...{status: "not possible", reason: "The desk states no interventions.", needs: "Interventions.csv."},
};
const panel = () => {
  const element = hiddenCausePanel({report, move, findings, currency: "USD"});
  const [treatment, outcome, correlation] = element.querySelectorAll<HTMLInputElement>("input[type=range]");
  const result = element.querySelector<HTMLOutputElement>("output.pb-what-if-result")!;
  const set = (input: HTMLInputElement, value: number) => {
    input.value = String(value);
    input.dispatchEvent(new Event("input"));
  };
  const said = () => [result.dataset.estimate, result.dataset.lower, result.dataset.upper].map(Number);
  const words = () => text(element.querySelector("[role=status]")!);
  return {element, treatment, outcome, correlation, result, set, said, words};
};

describe("moving the hidden cause", () => {
  it("starts at the published estimate, bit for bit, and says so", () => {
    const {said, words, result} = panel();
    expect(said()).toEqual([100, 60, 140]);
    expect(words()).toContain("it is the published estimate, bit for bit");
    expect(text(result)).toBe("+$100 [+$60, +$140]");
  });

  it("says so where the browser does not find the published number", () => {
    const other = {...report, fit: {...report.fit, estimate: 100.00000000000001}};
    const element = hiddenCausePanel({report: other, move, findings, currency: "USD"});
    expect(text(element.querySelector("[role=status]")!)).toContain("arithmetic differs");
  });

  it("recomputes estimate and interval at each step of a slider", () => {
    const {treatment, outcome, correlation, set, said, words} = panel();
    set(treatment, 100); // half of the way on a square-root scale: a quarter of 0.5
    expect(words()).toContain("moves nothing unless it goes with both");
    expect(said()).toEqual([100, 60, 140]);
    set(outcome, 100);
    // 200 √(0.125² / 0.875) = 26.7…; se² = 400 − 2 k 1200 + k² 90,000, k = 0.1336… / (2 · 200)
    const factor = Math.sqrt((0.125 * 0.125) / 0.875);
    const k = factor / 400;
    const se = Math.sqrt(400 - 2 * k * 1200 + k * k * 90_000);
    const estimate = 100 - 200 * factor;
    for (const [i, v] of [estimate, estimate - 2 * se, estimate + 2 * se].entries())
      expect(said()[i]).toBeCloseTo(v, 10);
    expect(words()).toContain("The effect stays");
    set(correlation, -10);
    expect(said()[0]).toBeCloseTo(100 + 0.5 * 200 * factor, 10);
    set(correlation, 20);
    set(treatment, 150);
    set(outcome, 150);
    expect(words()).toContain("the interval holds zero");
    set(treatment, 200);
    set(outcome, 200);
    expect(words()).toContain("Nothing is left of the effect");
    expect(treatment.getAttribute("aria-valuetext")).toMatch(/^50/);
    expect(correlation.getAttribute("aria-valuetext")).toContain("feigns");
  });

  it("goes to a known strength exactly, wherever the knob’s steps are, and back", () => {
    const {element, result, said} = panel();
    const select = element.querySelector("select")!;
    const labels = [...select.options].map((o) => o.textContent);
    expect(labels).toEqual([
      "choose a known strength",
      "P&L of yesterday",
      "P&L of yesterday, 2\u202f×",
      "Performance (all 3)",
      "Robustness value",
      "Robustness value, interval",
    ]);
    select.value = "1";
    select.dispatchEvent(new Event("input"));
    expect([Number(result.dataset.treatment), Number(result.dataset.outcome)]).toEqual([0.2, 0.11]);
    expect(said()[0]).toBe(move.movedDml(report.fit, {treatment: 0.2, outcome: 0.11, correlation: 1}).estimate);
    element.querySelector("button")!.click();
    expect(said()).toEqual([100, 60, 140]);
    expect(select.value).toBe("");
  });

  it.each([760, 350])("draws both figures at %i pixels and moves what is in them", async (width) => {
    const {element, treatment, outcome, correlation, set} = panel();
    for (const draw of resize) draw(width);
    await vi.waitFor(() => expect(element.querySelectorAll("figure svg").length).toBe(2));
    const [plane, ranges] = element.querySelectorAll("figure");
    await vi.waitFor(() => expect(text(plane.querySelector("svg")!)).toContain("+$25.00"));
    expect(text(plane.querySelector("svg")!)).toContain("$0");
    expect(text(ranges.querySelector("svg")!)).toContain("Double");
    const before = [plane.innerHTML, ranges.innerHTML];
    set(treatment, 120);
    set(outcome, 120);
    await vi.waitFor(() => expect(plane.innerHTML).not.toBe(before[0]));
    await vi.waitFor(() => expect(ranges.innerHTML).not.toBe(before[1]));
    set(correlation, -20);
    await vi.waitFor(() => expect(text(plane.querySelector("svg")!)).toContain("+$200"));
    set(correlation, 0);
    await vi.waitFor(() => expect(text(plane.querySelector("svg")!)).not.toContain("+$200"));
    for (const details of element.querySelectorAll("details")) details.dispatchEvent(new Event("toggle"));
    expect(text(element)).not.toMatch(/NaN|undefined|null/);
    for (const figure of [plane, ranges]) {
      expect(figure.querySelector("[role=img]")!.getAttribute("aria-label")!.length).toBeGreaterThan(40);
      expect(figure.getAttribute("data-artifact")).toBe("sensitivity/sensitivity.json");
    }
  });
});

describe("labels of points", () => {
  const frame = {width: 200, height: 100};
  it("stand where there is room, those first in the list first, and nowhere else", () => {
    const at = (x: number, y: number, label = "twelve chars") => ({x, y, text: label});
    expect(labelSides([at(20, 50)], frame)).toEqual(["right"]);
    expect(labelSides([at(190, 50)], frame)).toEqual(["left"]);
    expect(labelSides([at(60, 50), at(80, 50, "")], frame)).toEqual(["above", null]);
    expect(labelSides([at(60, 4), at(80, 4, "")], frame)).toEqual(["below", null]);
    expect(labelSides([at(100, 50, "longer than the frame is wide, by far")], frame)).toEqual([null]);
    expect(labelSides([at(20, 50), at(22, 52), at(24, 49), at(26, 51), at(28, 50)], frame)).toContain(null);
    expect(labelSides([at(60, 50)], frame, [hangingBox("twelve chars", 150, 45)])).toEqual(["above"]);
  });
});

describe("what the page says", () => {
  const shown = [
    () => sensitivityAnswer(report, findings),
    () => benchmarkTable(report, "USD"),
    () => leftOutTable(report, "USD"),
    () => linearFacts(report, findings),
    () => pairSection(report, findings, "USD"),
    () => ratioSection(report, findings),
    () => simulatedFacts(report, findings),
  ];
  it("names its artifact, and prints no raw number", () => {
    for (const make of shown) {
      const element = make();
      expect(element.closest("[data-artifact]") ?? element.querySelector("[data-artifact]")).not.toBeNull();
      expect(text(element)).not.toMatch(/NaN|undefined|null|Infinity|\d\.\d{5}/);
    }
    expect(text(sensitivityNotes(report))).toBe("Errors are clustered by day only.");
    expect(sensitivityNotes({...report, notes: []})).toBe("");
  });

  it("answers in a sentence", () => {
    const answer = text(sensitivityAnswer(report, findings));
    expect(answer).toContain(
      "A hidden cause would have to be 2.30 times as strong as “P&L of yesterday” to explain the effect away, and 1.40 times for the interval to hold zero",
    );
    expect(answer).toContain("it would not explain the effect away");
    expect(answer).toContain("0.900 times as strong, and the interval would hold zero");
    const open = text(sensitivityAnswer({...report, robustnessValueAtLevel: 0, family: null}, findings));
    expect(open).toContain("Nothing hidden is needed");
    expect(open).toContain("to explain the effect away.");
    expect(open).not.toContain("harder test");
    expect(text(sensitivityAnswer({...report, explainedAway: null}, findings))).toContain("None of the features");
  });

  it("puts both estimates beside each benchmark, and a dash where one has none", () => {
    const rows = [...benchmarkTable(report, "USD").querySelectorAll("tbody tr")].map(text);
    expect(rows.length).toBe(3);
    expect(rows[0]).toContain("+$85 [+$46, +$124]+$69 [+$28, +$110]");
    expect(rows[2]).toMatch(/–$/);
    expect(text(pairSection(report, findings, "USD"))).toContain("[−∞, ∞]");
    const few = {...report, pairs: {reason: "3 pairs are too few."}};
    expect(text(pairSection(few, findings, "USD")) + text(ratioSection(few, findings))).toBe(
      "3 pairs are too few.3 pairs are too few.",
    );
    expect(text(simulatedFacts({...report, simulated: null}, findings))).toContain("nothing left of the limits");
  });

  it("says plainly where nothing can be asked", () => {
    expect(text(sensitivityAnswer(refusal, findings))).toBe(
      "This cannot be asked of these data. The desk states no interventions. Needed: interventions.csv.",
    );
    for (const none of [refusal, null]) {
      const rest = [
        hiddenCausePanel({report: none, move, findings, currency: "USD"}),
        benchmarkTable(none, "USD"),
        leftOutTable(none, "USD"),
        linearFacts(none, findings),
        pairSection(none, findings, "USD"),
        ratioSection(none, findings),
        simulatedFacts(none, findings),
      ];
      for (const element of rest) expect(text(element)).toMatch(/^Not asked: there is no effect of limits/);
      expect(sensitivityNotes(none)).toBe("");
    }
    expect(text(sensitivityAnswer(null, findings))).toBe("This cannot be asked of these data.");
  });
});

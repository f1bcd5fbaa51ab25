// @vitest-environment jsdom
import {beforeEach, describe, expect, it} from "vitest";
import type {AutopsyReport} from "../../src/lib/verdict/autopsy/types.ts";
import {autopsyCards} from "../../src/lib/view/autopsy/index.ts";
import {createFindings} from "../../src/lib/view/finding.ts";
import {finding, findingsFile} from "./fixture.ts";

const ids = ["old.saved", "truth.effect", "proofbook.effect"].map((name) => `autopsy.double-count.${name}`);
const numbers = ids.map((id, k) => finding({id, value: k === 0 ? 8000 : 4000, simulated: true, demonstration: true}));
const report: AutopsyReport = {
  level: 0.95,
  exhibits: [
    {
      id: "double-count",
      title: "A skipped loser, counted twice",
      failure: "A loss was added twice.",
      desks: ["Limits help every trader: 20 traders, 250 days, seed 5"],
      origin: {simulated: true, description: "Simulated helpful desk, seed 5", files: []},
      old: ["“It saves ", {figure: ids[0]}, ".”"],
      truth: [{figure: ids[1]}, " more."],
      proofbook: [{figure: ids[2]}, "."],
      figures: [],
      impossible: {words: "It adds up.", page: "./impact", test: "tests/policy/impact.test.ts"},
    },
  ],
};

beforeEach(() => {
  document.body.replaceChildren();
});

describe("autopsyCards", () => {
  it("puts the old sentence, the truth and ours side by side, each number a finding", () => {
    const list = autopsyCards(report, createFindings(findingsFile(numbers, {simulated: true}), "./reproduce"));
    const sides = [...list.querySelectorAll("section")];
    expect(sides.map((side) => side.getAttribute("aria-label"))).toEqual(["The old report", "The truth", "Proofbook"]);
    expect(sides.map((side) => side.querySelector("p")!.textContent)).toEqual([
      "“It saves $8,000.”",
      "+$4,000 more.",
      "+$4,000.",
    ]);
    expect([...list.querySelectorAll<HTMLElement>("[data-finding]")].map((e) => e.dataset.finding)).toEqual(ids);
    expect(list.querySelector("h3")!.id).toBe("double-count");
    expect(list.querySelector("a")!.getAttribute("href")).toBe("./impact");
    expect(list.textContent).toContain("tests/policy/impact.test.ts");
  });

  it("says SIMULATED on every card, and at every number of a study that is not", () => {
    const real = autopsyCards(report, createFindings(findingsFile(numbers), "./reproduce"));
    expect(real.querySelectorAll(".pb-exhibit-desks .pb-simulated")).toHaveLength(1);
    const marks = [...real.querySelectorAll("[data-finding] abbr")];
    expect(marks.map((mark) => [mark.textContent, mark.getAttribute("title")])).toEqual(
      ids.map(() => ["SIM", "from a simulated desk"]),
    );
    const simulated = autopsyCards(report, createFindings(findingsFile(numbers, {simulated: true}), "./reproduce"));
    expect(simulated.querySelectorAll("abbr")).toHaveLength(0); // its header says so already
  });

  it("says so where there is none", () => {
    const findings = createFindings(findingsFile([]), "./reproduce");
    expect(autopsyCards(null, findings).textContent).toBe("No failure was rebuilt in this build.");
    expect(autopsyCards({level: 0.95, exhibits: []}, findings).className).toBe("pb-empty");
  });
});

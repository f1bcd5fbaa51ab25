// @vitest-environment jsdom
import {beforeEach, describe, expect, it} from "vitest";
import {createFindings, toneOf} from "../../src/lib/view/finding.ts";
import {isChange} from "../../src/lib/view/format.ts";
import {finding, findingsFile} from "./fixture.ts";

const timing = finding({id: "impact.ridge.total.timing", value: 80230.9, interval: [-48244, 208706], level: 0.95});
const findings = createFindings(
  findingsFile([
    timing,
    finding({id: "skill.ridge.r2", value: null, unit: "share", note: "No day could be judged."}),
    finding({id: "study.net", value: 121332.6, simulated: true}),
    finding({id: "impact.ridge.total.derisking", value: 9, interval: [1, 20], level: 0.9}),
  ]),
  "./reproduce",
);

beforeEach(() => {
  document.body.replaceChildren();
});

describe("createFindings", () => {
  it("prints a value with its interval, and says whose it is", () => {
    const element = findings.finding(timing.id);
    expect(element.textContent).toBe("+$80,231 [−$48,244,\u00a0+$208,706]");
    expect(element.dataset).toMatchObject({finding: timing.id, artifact: "impact/impact.json"});
    expect(element.tabIndex).toBe(0);
    expect(findings.finding(timing.id, {interval: false}).textContent).toBe("+$80,231");
    expect(findings.interval(timing.id).textContent).toBe("[−$48,244,\u00a0+$208,706]");
  });
  it("throws for an id that the build does not have, naming near ones", () => {
    expect(() => findings.finding("impact.ridge.totals")).toThrow(
      'no finding "impact.ridge.totals" in this build; there are: impact.ridge.total.timing, impact.ridge.total.derisking',
    );
    expect(() => findings.interval("study.net")).toThrow('finding "study.net" has no interval');
    expect(findings.has("impact.ridge.totals")).toBe(false);
  });
  it("says that a value is not available, and why", () => {
    expect(findings.finding("skill.ridge.r2").textContent).toBe("not available: No day could be judged.");
    expect(findings.finding("skill.ridge.r2", {bare: true}).textContent).toBe("n/a");
  });
  it("colours only what is told from zero", () => {
    expect(findings.finding(timing.id, {tone: true}).className).toBe("pb-finding pb-unclear");
    expect(findings.finding("impact.ridge.total.derisking", {tone: true}).className).toBe("pb-finding pb-better");
    expect(toneOf({interval: [-3, -1]})).toBe("worse");
    expect(toneOf({interval: [0, 2]})).toBe("unclear");
    expect(toneOf({interval: [null, 2]})).toBe("unclear");
    expect(toneOf({})).toBe("unclear");
  });
  it("writes a sign before changes only", () => {
    expect(findings.text("study.net")).toBe("$121,333");
    expect(["impact.x.total.delta", "causal.effect", "skill.x.difference"].every(isChange)).toBe(true);
    expect(["study.net", "impact.x.total.actual", "delta.other"].some(isChange)).toBe(false);
  });
});

describe("the source card", () => {
  const card = () => document.querySelector(".pb-card");
  const focus = (element: Element) => element.dispatchEvent(new FocusEvent("focusin", {bubbles: true}));

  it("opens on focus with everything about the number, and closes on Escape", () => {
    const element = findings.finding(timing.id);
    document.body.append(element);
    focus(element);
    const text = card()!.textContent!;
    for (const part of [
      timing.label,
      "(exactly 80230.9)",
      "95\u202f% interval",
      "[−$48,244,\u00a0+$208,706]",
      "1,155 trader-days",
      "Sum over rows.",
      "impact/impact.json",
      "abababababab…",
    ])
      expect(text).toContain(part);
    expect(card()!.querySelector("a")!.getAttribute("href")).toBe(`./reproduce#${timing.id}`);
    expect(element.getAttribute("aria-describedby")).toBe(card()!.id);
    expect(element.nextSibling).toBe(card()); // so that Tab reaches its link
    document.dispatchEvent(new KeyboardEvent("keydown", {key: "Escape"}));
    expect(card()).toBeNull();
    expect(element.hasAttribute("aria-describedby")).toBe(false);
  });
  it("marks what rests on simulated data", () => {
    const element = findings.finding("study.net");
    document.body.append(element);
    element.dispatchEvent(new Event("pointerover", {bubbles: true}));
    expect(card()!.textContent).toContain("SIMULATED");
  });
  it("explains a term, and moves from subject to subject", () => {
    const term = document.createElement("dfn");
    term.dataset.term = "timing";
    const number = findings.finding("study.net");
    document.body.append(number, term);
    focus(number);
    focus(term);
    expect(document.querySelectorAll(".pb-card")).toHaveLength(1);
    expect(card()!.textContent).toContain("cutting on the right days");
    document.body.dispatchEvent(new Event("pointerdown", {bubbles: true}));
    expect(card()).toBeNull();
  });
  it("stays while the pointer or the focus is inside it", () => {
    const number = findings.finding("study.net");
    document.body.append(number);
    focus(number);
    focus(card()!.querySelector("a")!);
    card()!.dispatchEvent(new Event("pointerover", {bubbles: true}));
    card()!.dispatchEvent(new Event("pointerdown", {bubbles: true}));
    expect(card()).not.toBeNull();
  });
});

// @vitest-environment jsdom
import {describe, expect, it} from "vitest";
import {reasonsOf} from "../../src/lib/evaluate/why-low/reasons.ts";
import type {LearningReport, TwinReport, WhyLowReport} from "../../src/lib/evaluate/why-low/types.ts";
import {learningFindings} from "../../src/lib/pipeline/stages/findings/learning-curves.ts";
import {twinFindings} from "../../src/lib/pipeline/stages/findings/twin.ts";
import {whyLowFindings} from "../../src/lib/pipeline/stages/findings/why-low.ts";
import {createFindings} from "../../src/lib/view/index.ts";
import {
  decayFigure,
  familyFigure,
  learningFigure,
  powerFigure,
  varianceFigure,
} from "../../src/lib/view/why-low/figures.ts";
import {
  ceilingTable,
  hitFacts,
  powerFacts,
  unsaidList,
  varianceFacts,
  whyAnswer,
  whyReasons,
  whySum,
} from "../../src/lib/view/why-low/index.ts";
import {finding, findingsFile} from "./fixture.ts";
import {learning, report, twin} from "./why-low-fixture.ts";

globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

const text = (element: Element | null) => (element?.textContent ?? "").replace(/\s+/g, " ").trim();

/** The page's parts on reports, with the findings that the stages make of them. */
function page(change: {report?: Partial<WhyLowReport>; twin?: TwinReport; learning?: LearningReport} = {}) {
  const reports = {
    report: {...report, ...change.report},
    twin: change.twin ?? twin,
    learning: change.learning ?? learning,
  };
  const reasons = reasonsOf(reports.report, reports.learning, reports.twin);
  const all = {...reports, report: {...reports.report, reasons}};
  const drafts = [
    ...whyLowFindings(all.report),
    ...twinFindings(all.twin, 0.95),
    ...learningFindings(all.learning, 0.95),
  ];
  const findings = createFindings(findingsFile(drafts.map((draft) => finding({...draft, stage: "why-low"}))));
  return {reports: all, findings};
}

describe("the answer", () => {
  it("says R², what could be reached and what is, in figures that have a source", () => {
    const {reports, findings} = page();
    const answer = whyAnswer(reports, findings);
    expect(text(answer)).toBe(
      "R² is 1.2 %.The most that any model could reach on this desk is 5 %, and Ridge regression reaches 30 % of it, once the luck of the days is taken out.",
    );
    expect([...answer.querySelectorAll("[data-finding]")].map((e) => e.getAttribute("data-finding"))).toEqual([
      "why.r2",
      "why.attainable",
      "why.reached",
    ]);
    expect(text(whySum(reports, findings))).toMatch(/1\.5 %.*÷.*5 %.*=.*30 %/);
  });

  it("asks the twins where the truth is not known, and says whose figures those are", () => {
    const {reports, findings} = page({report: {known: null}});
    expect(text(whyAnswer(reports, findings))).toContain(
      "On simulated twins of this desk, whose truth is known, it is 4 %, and a ridge regression reaches 50 % of it",
    );
    expect(text(whySum(reports, findings))).toContain("on simulated twins");
    expect(text(ceilingTable(reports, findings))).toContain("Ridge regression, twins");
  });

  it("calls what is too good by its name", () => {
    const {reports, findings} = page({report: {r2: {...report.r2!, value: 0.4}}});
    expect(text(whyAnswer(reports, findings))).toContain("have seen some of what they predict");
  });

  it("shows R² and the hit rate of the Skill page where it has them: one number, one interval", () => {
    const {reports, findings} = page({});
    const shared = [
      {...findings.get("why.r2"), id: "skill.ridge.r2", interval: [0.001, 0.03] as const},
      {...findings.get("why.hit.rate"), id: "skill.ridge.hit_rate"},
    ];
    const both = createFindings({...findings.file, findings: [...findings.file.findings, ...shared]});
    const ids = (element: Element | null) =>
      [...element!.querySelectorAll("[data-finding]")].map((e) => e.getAttribute("data-finding"));
    expect(ids(ceilingTable(reports, both))).toContain("skill.ridge.r2");
    expect(ids(ceilingTable(reports, both))).not.toContain("why.r2");
    expect(ids(hitFacts(reports, both))).toContain("skill.ridge.hit_rate");
    expect(ids(ceilingTable(reports, findings))).toContain("why.r2");
  });

  it("never shows a share below zero as reached", () => {
    const worse = {
      ...report.known!,
      earned: {...report.known!.earned, value: -0.01},
      reached: {value: -0.2, standardError: 0.05, interval: [-0.3, -0.1] as const},
    };
    const {reports, findings} = page({report: {known: worse}});
    expect(text(whyAnswer(reports, findings))).toContain("reaches none of it: it does no better than the mean so far");
    expect(text(whyReasons(reports, findings))).toContain("earns an R² of −1 %");
  });

  it("says that there is no R² where nothing predicts P&L, or nothing is known", () => {
    const nothing = {subject: null, r2: null, known: null, hit: null, power: null};
    const {reports, findings} = page({report: nothing});
    expect(text(whyAnswer(reports, findings))).toMatch(
      /^There is no R² here\.No signal of this study predicts next-day P&L/,
    );
    const noTwin = page({report: nothing, twin: {skill: null, limits: [{what: "A twin", why: "too short"}]}});
    expect(text(whyAnswer(noTwin.reports, noTwin.findings))).toContain("is not known here");
    expect(whySum(noTwin.reports, noTwin.findings)).toBeNull();
    expect(powerFacts(reports, findings)).toBeNull();
    expect(text(hitFacts(reports, findings))).toContain("No prediction of P&L");
  });
});

describe("the reasons", () => {
  it("are sentences with their figures, one item each", () => {
    const {reports, findings} = page();
    const list = whyReasons(reports, findings);
    expect(reports.report.reasons).toEqual([
      "mostly luck",
      "each day its own",
      "left on the table",
      "more days do not help",
      "hit rate is majority",
      "too few days",
    ]);
    expect(list.querySelectorAll("li")).toHaveLength(6);
    expect(text(list)).toContain("52 % of the signs are right; always saying the more frequent one gets 51 %");
    expect(text(list)).toContain("One of the size seen takes 400 days, 100 days more than there are");
    expect(list.querySelectorAll("li [data-finding]").length).toBeGreaterThan(10);
  });

  it("can each be worded, whatever the desk", () => {
    const {reports, findings} = page();
    for (const reason of [
      ...["too good", "nothing to foretell", "mostly luck", "each day its own", "mostly reached", "left on the table"],
      ...[
        "none reached",
        "more days help",
        "more days do not help",
        "not related",
        "hit rate is majority",
        "too few days",
      ],
    ] as const) {
      const one = {...reports, report: {...reports.report, reasons: [reason]}};
      expect(text(whyReasons(one, findings)), reason).toMatch(/\.$/);
    }
    expect(text(whyReasons({...reports, report: {...reports.report, reasons: []}}, findings))).toContain(
      "Nothing stands out",
    );
  });
});

describe("the parts", () => {
  it("hit rate, power and variance as findings", () => {
    const {reports, findings} = page();
    expect(text(hitFacts(reports, findings))).toContain("From knowing when+2 %");
    expect(text(powerFacts(reports, findings))).toContain("Smallest R² that so many days can show1.4 %");
    expect(text(varianceFacts(reports, findings))).toContain("Each trader’s own day90 %");
    expect(text(varianceFacts({...reports, report: {...reports.report, shares: null}}, findings))).toContain("too few");
    expect(text(unsaidList({...reports, report: {...reports.report, limits: []}}))).toContain(
      "every part of the answer",
    );
    expect(text(unsaidList({...reports, report: {...reports.report, limits: [{what: "R²", why: "none"}]}}))).toContain(
      "R²None.",
    );
  });

  it("every figure has a title, a text alternative, a source and its numbers", () => {
    const {reports} = page();
    const figures = [
      varianceFigure(reports.report),
      learningFigure(learning, reports.report, twin),
      familyFigure(learning),
      decayFigure(reports.report),
      powerFigure(reports.report),
    ];
    for (const figure of figures) {
      expect(text(figure.querySelector(".pb-chart-title"))).not.toBe("");
      expect(figure.querySelector("[role=img]")!.getAttribute("aria-label")).not.toBe("");
      expect(figure.getAttribute("data-artifact")).toMatch(/^(why-low|learning-curves)\//);
      const details = figure.querySelector("details")!;
      details.open = true;
      details.dispatchEvent(new Event("toggle"));
      expect(figure.querySelectorAll("tbody tr").length).toBeGreaterThan(1);
    }
  });

  it("figures without data say why", () => {
    const none = {...learning, curves: [], families: null, limits: [{what: "All", why: "the desk is too short"}]};
    expect(text(learningFigure(none, report, twin))).toContain("the desk is too short");
    expect(text(familyFigure(none))).toContain("not two families");
    expect(text(decayFigure({...report, decay: []}))).toContain("too few predictions");
    expect(text(powerFigure({...report, power: null}))).toContain("no R² here");
    const worse = {...report.power!, curve: [{days: 20, seen: null, attainable: null}]};
    expect(text(powerFigure({...report, power: worse}))).toContain("no better than the mean");
    expect(text(varianceFigure({...report, shares: null}))).toContain("Too few traders");
  });
});

// @vitest-environment jsdom
import {beforeEach, describe, expect, it, vi} from "vitest";
import type {DesignReport} from "../../src/lib/causal/index.ts";
import {designSections, forestFigure} from "../../src/lib/view/causal/figures/index.ts";
import {
  conformalTable,
  type DesignsFile,
  type DeskNames,
  designFinding,
  donorTable,
  estimatorTable,
  levelTable,
  otherWeightsTable,
} from "../../src/lib/view/causal/index.ts";
import {
  createFindings,
  designsAnswer,
  designTable,
  refusedList,
  traderEffect,
  treatmentTable,
} from "../../src/lib/view/index.ts";
import {finding, findingsFile} from "./fixture.ts";

vi.hoisted(() => {
  HTMLCanvasElement.prototype.getContext = () => null;
});
let resize: (() => void)[];
beforeEach(() => {
  resize = [];
  vi.stubGlobal(
    "ResizeObserver",
    class {
      constructor(callback: (entries: {contentRect: {width: number}}[]) => void) {
        resize.push(() => callback([{contentRect: {width: 700}}]));
      }
      observe() {}
    },
  );
});

const text = (e: Element) => e.textContent!.replace(/\s+/g, " ");
const card = {
  words: "Mean change",
  symbols: "θ",
  unit: "Study currency",
  sample: "9 rows",
  method: "By hand",
  assumptions: [
    {name: "Overlap", status: "failed" as const, evidence: "None."},
    {name: "No hidden causes", status: "not checkable" as const, evidence: "No data can show it."},
  ],
};
const estimate = {
  value: 12,
  unit: "currency/trader-day" as const,
  standardError: 5,
  interval: [2, 22] as const,
  level: 0.95,
  p: 0.02,
  n: 9,
  of: "trader-days",
};
const made = (given: Partial<Extract<DesignReport, {status: "estimated"}>> & Pick<DesignReport, "id" | "per">) => ({
  ...{
    title: `Design ${given.id}`,
    question: "What?",
    status: "estimated" as const,
    estimate,
    truth: 10,
    card,
    figures: {},
  },
  ...{artifact: `causal/${given.id}/${given.id}.json`},
  ...given,
});
const refusedOne = (id: "off-policy" | "interrupted") => ({
  ...{id, title: `Design ${id}`, question: "What?", per: "trader-day" as const, status: "refused" as const},
  ...{reason: "Nothing is on record.", needs: "A record.", artifact: "a/b.json"},
});

const file: DesignsFile = {
  treatments: [
    {
      ...{id: "limit", title: "A limit", found: "Nine rows.", possible: true},
      designs: [
        {id: "partially-linear", permitted: true},
        {id: "off-policy", permitted: false, reason: "Nothing is on record.", needs: "A record."},
      ],
    },
  ],
  designs: [
    made({id: "partially-linear", per: "limited day"}),
    made({
      id: "interactive-ate",
      per: "limited day",
      figures: {
        overlap: {
          ...{edges: [0, 0.5, 1], treated: [3, 1], untreated: [2, 3], alpha: 0.1, kept: 8, dropped: 1},
          effective: {treated: 3, untreated: 4},
        },
        balance: [
          {name: "x1", before: 0.8, after: 0.1},
          {name: "flat", before: null, after: null},
        ],
      },
    }),
    made({
      id: "multi-valued",
      per: "limited day",
      figures: {
        levels: [{level: "avoid", rows: 60, estimate: 5, interval: [1, 9], p: 0.03, truth: null}],
        dose: {
          ...{reference: 0.3, level: 0.95},
          points: [
            {cut: 0.2, effect: -2, interval: [-5, 1]},
            {cut: 0.8, effect: 6, interval: [1, 11]},
          ],
        },
      },
    }),
    made({
      id: "by-trader",
      per: "limited day",
      figures: {
        traders: {
          ...{mean: 5, meanStandardError: 2, tau: 3, iSquared: 0.5, leftOut: [], ranking: null},
          rows: [
            {
              ...{trader: 1, rows: 90, limited: 12, raw: 9, standardError: 4, rawInterval: [1, 17], shrunk: 7},
              ...{interval: [1, 13], borrowed: 0.4, truth: 6},
            },
          ],
        },
      },
    }),
    made({
      id: "discontinuity",
      per: "limited day",
      figures: {
        discontinuity: {
          ...{score: "Score", cutoff: 0.3, bandwidth: 0.1, atCutoff: [1, 2]},
          bins: [
            {score: 0.2, rows: 20, outcome: 4, treated: 0.1},
            {score: 0.4, rows: 10, outcome: -4, treated: 0.7},
          ],
        },
      },
    }),
    made({
      id: "staggered-did",
      per: "day after adoption",
      truth: null,
      figures: {
        eventStudy: {
          ...{daysPerPeriod: 20, level: 0.95},
          points: [
            {time: -1, estimate: 0, interval: null, truth: null},
            {time: 0, estimate: 3, interval: [-1, 7], truth: 2},
          ],
        },
      },
    }),
    made({
      id: "synthetic-control",
      per: "day after adoption",
      figures: {
        gaps: {
          ...{
            daysPerPeriod: 20,
            mean: [
              {time: -1, gap: 0.5},
              {time: 0, gap: 4},
            ],
          },
          placebos: [
            {
              trader: 0,
              as: 1,
              points: [
                {time: -1, gap: 1},
                {time: 0, gap: -1},
              ],
            },
          ],
        },
        adopters: [
          {
            ...{
              trader: 1,
              adoption: 1,
              donors: 2,
              effect: 4,
              truth: null,
              fitBefore: 0.5,
              ratio: null,
              rank: null,
              of: null,
            },
          },
        ],
        donors: [{trader: 1, donor: 0, weight: 1}],
        otherWeights: [
          {label: "Every donor the same", effect: -3, fitBefore: 2},
          {label: "Few and near donors", effect: null, fitBefore: null},
        ],
        conformal: {
          ...{daysPerPeriod: 10, level: 0.9},
          rows: [
            {trader: 1, periods: 16, asked: 4, p: 0.0625, intervals: [[-2, 9]]},
            {trader: 0, periods: 6, asked: 1, p: 0.5, intervals: []},
          ],
        },
        leftOut: [{trader: 0, reason: "too late"}],
      },
    }),
    made({
      id: "interrupted",
      per: "day after adoption",
      figures: {
        series: {
          ...{daysPerPeriod: 5, prePeriods: 1},
          points: [
            {period: -1, outcome: 1, expected: null, lower: null, upper: null},
            {period: 0, outcome: 4, expected: 1, lower: -2, upper: 4},
          ],
        },
      },
    }),
    refusedOne("off-policy"),
  ],
};
const desk: DeskNames = {
  accounts: ["A-B~1", "T02"],
  days: ["2025-01-06", "2025-01-07"],
  currency: "USD",
  features: new Map([["x1", "P&L of yesterday"]]),
};
const findings = createFindings(
  findingsFile(
    [
      finding({id: "causal.effect", value: 12, unit: "currency/trader-day", interval: [2, 22], level: 0.95}),
      finding({id: "causal.p", value: 0.02, unit: "p-value"}),
      finding({id: "causal.designs.permitted", value: 8, unit: "count"}),
      finding({id: "causal.design.by-trader.effect", value: null, note: "Too few limits."}),
      finding({id: "causal.trader.T02.effect", value: 7, unit: "currency/trader-day", interval: [1, 13], level: 0.95}),
      finding({
        id: "causal.trader.T02.own.effect",
        value: 9,
        unit: "currency/trader-day",
        interval: [1, 17],
        level: 0.95,
      }),
      finding({id: "causal.trader.T02.borrowed", value: 0.4, unit: "share"}),
    ],
    {simulated: true},
  ),
);

describe("designs side by side", () => {
  it("draw those of one unit together, with the truth", async () => {
    const figure = forestFigure(file, "limited day", findings)!;
    for (const draw of resize) draw();
    await vi.waitFor(() => expect(figure.querySelector("svg")).not.toBeNull());
    expect(text(figure)).toContain("the truth that the design should have found");
    expect(figure.querySelector("svg")!.textContent).toContain("Design by-trader");
    expect(figure.querySelector("svg")!.textContent).not.toContain("staggered");
    expect(forestFigure(file, "trader-day", findings)).toBeNull();
  });
  it("stand in a table with what failed, and refused ones apart with the reason", () => {
    const table = designTable(file, findings);
    expect(table.querySelectorAll("tbody tr").length).toBe(8);
    expect(table.querySelector('[data-finding="causal.effect"]')).not.toBeNull();
    expect(text(table.querySelector("tbody tr")!)).toContain("Overlap");
    expect(text(refusedList(file))).toBe("Design off-policyNothing is on record. Needed: a record.");
    expect(text(refusedList({...file, designs: file.designs.slice(0, 2)}))).toContain("every design could be tried");
    expect(text(treatmentTable(file))).toContain("✓ Design partially-linear– Design off-policy");
    const named = file.treatments.map((t) => ({...t, found: "loss_risk with cut-off 0.15; loss_risky is another."}));
    expect(
      text(treatmentTable({...file, treatments: named}, [{name: "loss_risk", label: "Risk of a loss"}])),
    ).toContain("“Risk of a loss” with cut-off 0.15; loss_risky is another.");
  });
  it("one reason shared by several designs is stated once", () => {
    const both = {...file, designs: [refusedOne("off-policy"), refusedOne("interrupted")]};
    expect(refusedList(both).querySelectorAll("li").length).toBe(1);
    expect(text(designsAnswer(both, findings))).toBe(
      "These data cannot tell what limits did. Nothing is on record. Needed: a record.",
    );
    expect(text(designTable(both, findings))).toContain("permit no design");
    expect(text(designsAnswer(file, findings))).toBe(
      "Limits helped. A limit changes the day it is set on by +$12.00 per trader-day [+$2.00, +$22.00] (design partially-linear, which the verdict reads). 8 of 9 designs are possible on these data; the others are there to contradict it.",
    );
    expect(text(designsAnswer(file, findings, "off-policy"))).toMatch(
      /^The design that decides could not be tried\. 8 of 9 .* do not decide\.$/,
    );
  });
  it("name findings so that the verdict's estimate has one name only", () => {
    expect(designFinding("partially-linear", "effect")).toBe("causal.effect");
    expect(designFinding("by-trader", "truth")).toBe("causal.design.by-trader.truth");
  });
});

describe("a section a design", () => {
  const ids = file.designs.map((d) => d.id);
  it("draws all figures, names features and traders, and prints the card", async () => {
    const shown = designSections(file, ids, desk, findings);
    for (const draw of resize) draw();
    await vi.waitFor(() =>
      expect(shown.querySelectorAll("figure svg").length).toBe(shown.querySelectorAll("figure").length),
    );
    expect(shown.querySelectorAll("figure").length).toBe(9);
    for (const details of shown.querySelectorAll("details")) details.dispatchEvent(new Event("toggle"));
    expect(shown.querySelectorAll("section").length).toBe(8);
    const words = text(shown);
    expect(words).toContain("P&L of yesterday");
    expect(words).toContain("A-B~1 as if T02");
    expect(words).toContain("Not compared: A-B~1 (too late).");
    expect(words).toContain("✕ failed · Overlap");
    expect(words).toContain("Every donor the same−$3.00$2.00");
    expect(words).toContain("T021640.063");
    expect(words).toContain("T021[−$2.00, +$9.00]");
    expect(words).not.toMatch(/NaN|undefined|null/);
    for (const figure of shown.querySelectorAll("figure")) {
      expect(figure.querySelector('[role="img"]')!.getAttribute("aria-label")!.length).toBeGreaterThan(30);
      expect(figure.getAttribute("data-artifact")).toMatch(/^causal\//);
    }
  });
  it("says so where there is none, and gives tables only where there is something to show", () => {
    expect(text(designSections(file, ["off-policy"], desk, findings))).toContain("permit none of these designs");
    const plain = made({id: "partially-linear", per: "limited day"});
    const tables = [donorTable, levelTable, otherWeightsTable, conformalTable, estimatorTable];
    expect(tables.map((table) => table(plain, desk))).toEqual([null, null, null, null, null]);
    const estimators = [{estimator: "ips" as const, estimate: 2, interval: [-1, 5] as const, effective: 41.6}];
    const weighed = made({id: "off-policy", per: "trader-day", figures: {estimators}});
    expect(text(estimatorTable(weighed, desk)!)).toContain("Inverse propensity weights+$2.00[−$1.00, +$5.00]42");
  });
});

describe("one trader", () => {
  it("sees the best estimate, the own one, and what is borrowed", () => {
    const shown = traderEffect("T02", findings);
    expect(text(shown)).toContain("+$7.00 per trader-day");
    expect(text(shown)).toContain("40");
    expect(text(shown)).toContain("Most of the best estimate is this trader’s own");
  });
  it("is told why not", () => {
    expect(text(traderEffect("A-B~1", findings))).toBe("This cannot be told: Too few limits.");
    const other = createFindings(findingsFile([finding({id: "causal.design.by-trader.effect", value: 4})]));
    expect(text(traderEffect("A-B~1", other))).toContain("limited on too few days");
  });
});

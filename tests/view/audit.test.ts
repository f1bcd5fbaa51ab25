// @vitest-environment jsdom
import {describe, expect, it} from "vitest";
import type {KindEvidence, LeakOutcome} from "../../src/lib/evaluate/index.ts";
import type {FeatureReport} from "../../src/lib/features/feature.ts";
import {
  auditTable,
  createFindings,
  featureRemarks,
  featureTables,
  kindTable,
  leakCatalogue,
  unavailableTable,
  unseenTable,
} from "../../src/lib/view/index.ts";
import {finding, findingsFile} from "./fixture.ts";

const text = (node: Element | null) => node?.textContent?.replace(/\s+/g, " ").trim() ?? "";
const findings = createFindings(
  findingsFile([
    finding({id: "audit.compared", value: 14454, unit: "count"}),
    finding({id: "audit.facts", value: 77, unit: "count"}),
  ]),
);

describe("auditTable", () => {
  const check = {
    id: "audit.split",
    title: "Tests come after training",
    status: "leak",
    rewrites: [],
    cutDates: [],
    compared: 77,
    first: {column: "fold 1", row: "T1 2025-01-30", cut: null, rewrite: null},
    evidence: "Fold 1 trains on later days.",
  } as const;
  it("says of facts that they were looked up, and of a wrong one where it stands, without a cut", () => {
    const table = auditTable({checks: [check]}, findings);
    expect(text(table)).toContain("Facts that were checked: 77");
    expect(text(table)).toContain("facts, looked up");
    expect(text(table)).toContain("First seen in fold 1, T1 2025-01-30.");
    const moved = {...check, rewrites: ["noise"], first: {...check.first, cut: "2025-01-29", rewrite: "noise"}};
    expect(text(auditTable({checks: [moved]}, findings))).toContain("days after 29 Jan 2025 were rewritten (noise)");
  });
});

describe("kindTable", () => {
  const kind: KindEvidence = {
    id: "L1.4",
    name: "Duplicates",
    definition: "The same row twice.",
    seenBy: ["rows"],
    unseen: "",
    status: "clean",
    evidence: [{check: "No row twice", status: "clean", text: "9 rows, each once."}],
  };
  it("shows each kind with its mark, its first evidence and the rest behind it", () => {
    const table = kindTable([kind, {...kind, id: "L2", status: "leak", unseen: "Some."}]);
    expect(table.getAttribute("data-artifact")).toBe("audit/leakage-kinds.json");
    const [first, second] = table.querySelectorAll("tbody tr");
    expect(first.id).toBe("kind-L1.4");
    expect(text(first)).toContain("✓ clean");
    expect(text(first.querySelector("summary"))).toBe("9 rows, each once.");
    expect(text(first.querySelector("li"))).toBe("No row twice: 9 rows, each once.");
    expect(text(second)).toContain("✕ leak");
    expect(text(second)).toContain("Some.");
  });
  it("says where nothing could see it, and where nothing was audited", () => {
    expect(text(kindTable([{...kind, status: "not auditable", evidence: []}]))).toContain("No check of this study");
    expect(text(kindTable([]))).toContain("could not be run");
  });
});

describe("the catalogue of leaks", () => {
  const outcome: LeakOutcome = {
    id: "same-day-pnl",
    name: "The day's own P&L",
    kind: "L2",
    description: "It is.",
    inPractice: "A shift forgotten.",
    caughtBy: {check: "audit.features", place: "net_today"},
    caught: true,
    first: {column: "net_today", row: "T1 2025-03-24", cut: "2025-03-21", rewrite: "noise"},
    seenBy: ["audit.features"],
  };
  const missed: LeakOutcome = {
    ...outcome,
    id: "m",
    caughtBy: {check: "audit.split", place: "fold 1"},
    caught: false,
    first: null,
  };
  it("sorts leaks by what must catch them, and says which were missed", () => {
    const node = leakCatalogue({outcomes: [missed, outcome], unseen: []});
    expect([...node.querySelectorAll("h3")].map((n) => n.id)).toEqual(["caught-features", "caught-split"]);
    expect(text(node.querySelector("#leak-same-day-pnl"))).toContain("✓ caught");
    expect(text(node.querySelector("#leak-same-day-pnl"))).toContain(
      "net_today, T1 24 Mar 2025; cut 21 Mar 2025, noise",
    );
    expect(text(node.querySelector("#leak-m"))).toContain("✕ missed");
    const fact = {...outcome, first: {column: "fold 1", row: "T1", cut: null, rewrite: null}};
    expect(text(leakCatalogue({outcomes: [fact], unseen: []}))).toContain("fold 1, T1");
    expect(text(leakCatalogue({outcomes: [], unseen: []}))).toContain("No leak was seeded");
  });
  it("has a section for every check that a leak may be caught by", async () => {
    const {leaks} = await import("../../src/lib/evaluate/index.ts");
    const outcomes = leaks.map(({seed: _, ...leak}) => ({...leak, caught: true, first: null, seenBy: []}));
    const rows = leakCatalogue({outcomes, unseen: []}).querySelectorAll("tbody tr");
    expect(rows).toHaveLength(leaks.length);
  });
  it("lists what no audit can see", () => {
    const unseen = [{id: "u", name: "Name", description: "Desc.", nearest: "Near."}];
    expect(text(unseenTable({outcomes: [], unseen}))).toContain("Near.");
  });
});

describe("the registry", () => {
  const card = {
    name: "net_lag1",
    label: "Last P&L",
    unit: "ratio",
    family: "performance",
    description: "Net P&L of the last row",
    reads: ["net"],
    lookBack: 1,
    knownAt: "previous close",
  } as const;
  const report: FeatureReport = {
    used: [card, {...card, name: "monday", label: "Monday", family: "calendar", reads: [], knownAt: "calendar"}],
    unavailable: [{...card, name: "rsi", label: "RSI", needs: ["market.close"], why: "there is no market data."}],
    missing: {net_lag1: 0.25, monday: 0},
    constant: ["monday"],
    empty: [],
    infinite: [{name: "net_lag1", count: 2, first: "T1 on 2025-01-02"}],
    huge: [{name: "net_lag1", largest: 12345678, at: "T1 on 2025-01-03"}],
    remarks: ["There is one trader."],
  };
  it("has a table a family, with what a feature reads, when it is known and how often it is missing", () => {
    const node = featureTables(report);
    expect([...node.querySelectorAll("h3")].map(text)).toEqual(["Performance", "Calendar"]);
    expect(text(node.querySelector("#feature-net_lag1"))).toMatch(/Last P&L.*1previous close25\u202f?%net|25/);
    expect(text(node.querySelector("#feature-monday"))).toContain("the date");
    expect(text(featureTables({...report, used: []}))).toContain("No feature was built");
  });
  it("says what could not be built and why, and what is odd", () => {
    expect(text(unavailableTable(report))).toContain("there is no market data.");
    expect(text(unavailableTable({...report, unavailable: []}))).toContain("hold what every feature needs");
    const odd = [...featureRemarks(report).querySelectorAll("li")].map(text);
    expect(odd).toHaveLength(4);
    expect(odd.join(" ")).toContain("Last P&L came out infinite and was set to missing, 2 times");
    const none = {...report, remarks: [], constant: [], infinite: [], huge: []};
    expect(text(featureRemarks(none))).toContain("Nothing about the features");
  });
});

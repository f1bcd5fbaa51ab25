// @vitest-environment jsdom
import {beforeEach, describe, expect, it, vi} from "vitest";
import type {FileReport, QualityCheck, Reconciliation, Snapshot, TradingCalendar} from "../../src/lib/ingest/index.ts";
import {coverage, coverageHeight} from "../../src/lib/view/charts/coverage.ts";
import {
  calendarFacts,
  filesTable,
  inHouseStyle,
  qualityTables,
  reconciliationTables,
  snapshotTable,
  stateList,
} from "../../src/lib/view/data/index.ts";
import {coverageFigure} from "../../src/lib/view/figures/index.ts";
import {createFindings, formatDate} from "../../src/lib/view/index.ts";
import {finding, findingsFile} from "./fixture.ts";

// jsdom has no canvas and says so loudly; without one, vega estimates the width of text.
vi.hoisted(() => {
  HTMLCanvasElement.prototype.getContext = () => null;
});

const HOSTILE = ["<img src=x onerror=alert(1)>", "'; DROP TABLE fills; --", "=cmd()", "{{alert(1)}}"];

let resize: ((width: number) => void)[] = [];
beforeEach(() => {
  document.body.replaceChildren();
  resize = [];
  vi.stubGlobal(
    "ResizeObserver",
    class {
      constructor(callback: (entries: {contentRect: {width: number}}[]) => void) {
        resize.push((width) => callback([{contentRect: {width}}]));
      }
      observe() {}
      disconnect() {}
    },
  );
});

const file = (given: Partial<FileReport> = {}): FileReport => ({
  file: "daily.csv",
  sha256: "ab".repeat(32),
  bytes: 1000,
  rowsRead: 10,
  rowsUsed: 8,
  rowsSetAside: 2,
  dateFormat: "YYYY-MM-DD",
  columns: [{name: "net", role: "net P&L"}],
  reformatted: 0,
  ...given,
});
const check = (given: Partial<QualityCheck>): QualityCheck => ({
  id: "x",
  title: "A check",
  severity: "info",
  count: 1,
  examples: ["daily.csv line 2: A"],
  consequence: "It matters.",
  ...given,
});
const calendar: TradingCalendar = {
  basis: "market",
  why: "Bars say so.",
  marketDays: 3,
  marketDaysOfDesk: 2,
  nobody: Array.from({length: 14}, (_, k) => `2025-01-${String(k + 10)}`),
  openWithoutRows: ["2025-02-03"],
  closed: [],
  halfDays: [{date: "2025-07-03", last: "13:00", usual: "16:00", from: "fills"}],
  aside: {trader: [], day: []},
};
const reconciliation: Reconciliation = {
  tolerance: 0.01,
  accounts: 1,
  days: 100,
  agreeing: 40,
  totals: {summary: 1, fills: 2},
  reasons: [{reason: "unknown", words: "Nothing here explains it.", days: 60, sum: 5}],
  differences: Array.from({length: 60}, (_, k) => ({
    account: HOSTILE[k % 4],
    date: "2025-01-06",
    summary: k === 0 ? null : 100,
    fills: 160 - k,
    difference: 60 - k,
    reason: "unknown" as const,
  })),
  notes: [],
};
const snapshot: Snapshot = {
  schema: "proofbook/snapshot@1",
  product: "PostgreSQL",
  file: null,
  tables: [
    {
      file: "fills.csv",
      kind: "fills",
      table: null,
      schemaName: null,
      query: 'select * from "<img src=x onerror=alert(1)>"',
      parameters: [],
      rows: 3,
      sha256: "cd".repeat(32),
      bytes: 5,
      columns: [],
      leftOut: [{name: "=cmd()", type: "bytea", why: "it holds bytes"}],
    },
  ],
};
const findings = () =>
  createFindings(
    findingsFile([
      finding({
        id: "data.state.missing",
        value: 74,
        unit: "count",
        label: "Trader-days that are missing",
        method: "By a rule.",
      }),
      finding({id: "reconciliation.agreeing", value: 0.4, unit: "share"}),
      finding({id: "reconciliation.difference", value: 5}),
    ]),
  );
const texts = (element: Element, selector: string) =>
  [...element.querySelectorAll(selector)].map((e) => e.textContent!.trim());

describe("the tables of the Data page", () => {
  it("say what each file was taken for and on what evidence", () => {
    const taken = {
      as: "PropReports fills",
      evidence: "its columns are B/S and ECN",
      notes: [],
      besides: [{what: "total", count: 2, first: 9}],
      stated: [],
    };
    const table = filesTable([
      file(),
      file({file: "simulated desk"}),
      file({file: "export.csv", taken}),
      file({file: "else"}),
    ]);
    const rows = texts(table, "tbody tr");
    expect(rows[0]).toContain("daily rows");
    expect(rows[1]).toContain("daily rows");
    expect(rows[2]).toContain("PropReports fills");
    expect(rows[2]).toContain("its columns are B/S and ECN");
    expect(rows[2]).toContain("2\u00a0× total");
    expect(rows[3]).toContain("what its name says");
  });

  it.each([
    ["D01 2024-09-17: net 7076.692, 14 robust deviations", "D01 17 Sep 2024: net $7,077, 14 robust deviations"],
    ["T02: net -11376.8183 on 3 days in a row", "T02: net −$11,377 on 3 days in a row"],
    ["x line 2: net 4.5, gross 6, fees 1.5", "x line 2: net $4.50, gross $6.00, fees $1.50"],
    ["8547 trader-days with P&L on 500 days.", "8,547 trader-days with P&L on 500 days."],
    ["1155 predictions; recognised by name", "1,155 predictions; recognised by name"],
    ['fills-2023.csv line 1204: "2024-02-30" is no date', 'fills-2023.csv line 1204: "2024-02-30" is no date'],
    ['QX-2024-01-05 says "2024-01-05"', 'QX-2024-01-05 says "2024-01-05"'],
    ["no row on 2023-09-07 and 23 more", "no row on 7 Sep 2023 and 23 more"],
  ])("say %s in the house style", (raw, shown) => {
    expect(inHouseStyle(raw, "USD").replace(/[\u00a0\u202f]/g, " ")).toBe(shown);
  });

  it("put the gravest check first and fold away what found nothing", () => {
    const shown = qualityTables([
      check({title: "One"}),
      check({title: "Two", severity: "ok", count: 0, examples: []}),
      check({title: "Three", severity: "error", count: 9, examples: ["a", "b", "c", "d", "e"]}),
      check({title: "Four", severity: "warning"}),
    ]);
    expect(texts(shown, "tbody th")).toEqual(["Three", "Four", "One"]);
    expect(shown.querySelector("details")!.textContent).toContain("Two");
    expect(texts(shown, "tbody tr")[0]).toContain("and more");
    expect(texts(shown, "tbody tr")[1]).not.toContain("and more");
    expect(qualityTables([]).textContent).toContain("No check was run.");
  });

  it("list the days that stand out, a dozen at most, and say how many more there are", () => {
    const shown = calendarFacts(calendar);
    expect(shown.textContent).toContain("Bars say so.");
    expect(shown.textContent).toContain(`${formatDate("2025-01-21")} and 2 more`);
    expect(shown.textContent).toContain(`${formatDate("2025-07-03")} (fills to 13:00, usually 16:00)`);
    expect(calendarFacts({...calendar, basis: "desk"}).textContent).toContain("unusual days of the week");
    expect(calendarFacts(undefined).textContent).toContain("no calendar");
  });

  it("reconcile by day with size and likely reason, only where there are both", () => {
    expect(reconciliationTables(null, {findings: findings(), currency: "USD"})).toBeNull();
    const shown = reconciliationTables(reconciliation, {findings: findings(), currency: "EUR"})!;
    const [, days] = shown.querySelectorAll("table");
    expect(days.querySelectorAll("tbody tr")).toHaveLength(50);
    expect(days.querySelector("caption")!.textContent).toContain("50 largest of 60");
    expect(texts(days, "tbody tr")[0]).toContain("no row");
    expect(texts(days, "tbody tr")[0]).toContain("+€60");
    expect(texts(days, "tbody tr")[0]).toContain("Nothing here explains it.");
  });

  it("name the snapshot of a database, and nothing where there is none", () => {
    expect(snapshotTable(null)).toBeNull();
    expect(snapshotTable(snapshot)!.textContent).toContain("A PostgreSQL database was read once");
    const [table] = snapshot.tables;
    const named = {...snapshot, tables: [{...table, query: null, table: "pnl", schemaName: "risk", leftOut: []}]};
    expect(snapshotTable(named)!.textContent).toContain("risk.pnl");
  });

  it("state each trader-day's rule beside its number", () => {
    expect(stateList(findings()).textContent).toBe("Trader-days that are missing: 74. By a rule.");
  });
});

describe("coverage", () => {
  const cells = HOSTILE.map((who, k) => ({
    who,
    from: "2025-01-06",
    to: "2025-01-06",
    counts: {traded: k === 0 ? 220 : 0, idle: 0, missing: k < 2 ? 1 : 0, aside: 0, away: k === 3 ? 1 : 0},
  }));

  it("draws a rare state large enough to be seen, one state whole, and absence not at all", () => {
    const spec = coverage(cells, {width: 390}) as unknown as {
      data: {values: {who: string; state: string; y: number; y2: number}[]};
    };
    const bands = spec.data.values.map(({who, state, y, y2}) => [who, state, Math.round(100 * (y2 - y))]);
    expect(bands).toEqual([
      [HOSTILE[0], "traded", 77], // 0.92 × 220/221 ÷ (220/221 + 0.2)
      [HOSTILE[0], "missing", 15],
      [HOSTILE[1], "missing", 92],
    ]);
    expect(coverageHeight(40)).toBeLessThan(800);
  });

  it.each([390, 1100])("shows hostile names as text at %i px", async (width) => {
    const figure = coverageFigure({cells, daysPerCell: 1, tradersPerRow: 1, total: cells[0].counts});
    document.body.append(figure);
    resize[0](width);
    await vi.waitFor(() => expect(figure.querySelector("svg text")).not.toBeNull());
    expect(figure.querySelector("img, script")).toBeNull();
    expect(texts(figure, "svg text")).toContain("=cmd()");
    figure.querySelector("details")!.dispatchEvent(new Event("toggle"));
    expect(texts(figure, "tbody th")).toEqual(HOSTILE);
  });
});

it.each(HOSTILE)("%s is text in every table of the page", (name) => {
  const shown = [
    filesTable([file({file: name, columns: [{name, role: name}], dateFormat: name})]),
    qualityTables([check({title: name, examples: [name], consequence: name}), check({title: name, severity: "ok"})]),
    calendarFacts({...calendar, why: name}),
    reconciliationTables(reconciliation, {findings: findings(), currency: "USD"})!,
    snapshotTable(snapshot)!,
  ];
  document.body.append(...shown);
  expect(document.querySelector("img, script, iframe")).toBeNull();
  for (const element of shown.slice(0, 4)) expect(element.textContent).toContain(name);
});

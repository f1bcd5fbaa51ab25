// @vitest-environment jsdom
import {describe, expect, it} from "vitest";
import type {MoreData} from "../../src/lib/verdict/types.ts";
import {
  auditTable,
  causalCard,
  changedDays,
  createFindings,
  dataTable,
  define,
  effectSum,
  facts,
  findingsIndex,
  gateList,
  gateTable,
  glossary,
  h,
  impactTable,
  limitList,
  metricTable,
  moneyLine,
  monthTable,
  outcomeLine,
  policyTable,
  registrationLine,
  severityMark,
  signalWords,
  skillAgainstBaselines,
  skillLine,
  traderCounts,
  traderTable,
  verdictHeadline,
  whatWouldChange,
} from "../../src/lib/view/index.ts";
import {desk, finding, findingsFile, verdict} from "./fixture.ts";

const findings = createFindings(
  findingsFile([
    finding({id: "verdict.decision", value: "do not deploy", unit: "text"}),
    finding({id: "study.days", value: 105, unit: "count"}),
    finding({id: "impact.ridge.total.delta", value: -5, interval: [-9, -1], level: 0.95}),
    finding({id: "impact.ridge.total.derisking", value: 2}),
    finding({id: "impact.ridge.total.timing", value: -7, interval: [-12, -2], level: 0.95}),
    finding({id: "impact.ridge.trader.A-B~1.actual", value: 1000}),
    finding({id: "impact.ridge.trader.A-B~1.timing", value: 30, interval: [10, 50], level: 0.99}),
    finding({id: "skill.ridge.loss", value: 0.05, unit: "ratio"}),
    finding({id: "skill.ridge.baseline.zero.loss", value: 0.04, unit: "ratio"}),
    finding({id: "skill.ridge.difference", value: -0.01, unit: "ratio", interval: [-0.02, 0.01], level: 0.95}),
    finding({id: "skill.ridge.p", value: 0.2, unit: "p-value"}),
    finding({id: "skill.ridge.r2", label: "Out-of-sample R²", value: -0.05, unit: "share"}),
    finding({id: "skill.var.pinball", label: "Pinball loss", value: 660, unit: "currency/trader-day"}),
    finding({id: "policy.ridge.tried", value: 194, unit: "count"}),
    finding({id: "audit.compared", value: 14454, unit: "count"}),
    finding({id: "causal.effect", value: 12, unit: "currency/trader-day", interval: [2, 22], level: 0.95}),
  ]),
);
const text = (element: Element | null) => element!.textContent!.replace(/[\u00a0\u202f]/g, " ");
const cells = (element: Element) =>
  [...element.querySelectorAll("tbody tr")].map((row) => [...row.children].map((c) => text(c)));

describe("h", () => {
  it("never parses text as HTML, and leaves absent attributes out", () => {
    const element = h("td", {title: null, hidden: true, lang: undefined, id: "x"}, "<b>1</b>", 2, null, false, [
      h("i"),
      ["3"],
    ]);
    expect(element.outerHTML).toBe('<td hidden="" id="x">&lt;b&gt;1&lt;/b&gt;2<i></i>3</td>');
  });
  it("listens", () => {
    let clicked = 0;
    h("button", {onclick: () => clicked++}).click();
    expect(clicked).toBe(1);
  });
});

describe("dataTable", () => {
  it("has a caption, column heads and row heads, and scrolls in a box of its own", () => {
    const box = dataTable({
      caption: "Files",
      artifact: "ingest/quality.json",
      rows: [{name: "daily.csv", rows: 1155, share: 0.5}],
      columns: [
        {label: "File", cell: (r) => r.name},
        {label: "Rows", unit: "count", term: "trader-day", cell: (r) => r.rows},
        {label: "Share", unit: "share", cell: (r) => r.share},
        {label: "Note", cell: () => null},
      ],
    });
    expect(box.getAttribute("role")).toBe("region");
    expect(box.dataset.artifact).toBe("ingest/quality.json");
    expect(box.tabIndex).toBe(0); // so that a keyboard can scroll it
    expect(text(box.querySelector("caption"))).toBe("Files");
    expect([...box.querySelectorAll("thead th")].map((c) => c.getAttribute("scope"))).toEqual([
      "col",
      "col",
      "col",
      "col",
    ]);
    expect(box.querySelector("tbody th")!.getAttribute("scope")).toBe("row");
    expect(cells(box)).toEqual([["daily.csv", "1,155", "50 %", "–"]]);
    expect(box.querySelector("[data-term]")!.getAttribute("data-term")).toBe("trader-day");
  });
  it("scrolls in its box only where there are many rows", () => {
    const of = (rows: number) =>
      dataTable({caption: "x", rows: Array.from({length: rows}, (_, k) => k), columns: [{label: "n", cell: (k) => k}]});
    expect(of(24).classList.contains("pb-tall")).toBe(false);
    expect(of(25).classList.contains("pb-tall")).toBe(true);
  });
  it("says so when there is nothing", () => {
    expect(text(dataTable({caption: "x", rows: [], columns: [], empty: "No row was set aside."}))).toBe(
      "No row was set aside.",
    );
  });
});

describe("the verdict", () => {
  it("states the decision as a finding, why, and the gate that decided", () => {
    const headline = verdictHeadline(verdict, findings);
    expect(headline.querySelector("[data-finding='verdict.decision']")!.textContent).toBe("Do not deploy.");
    expect(text(headline)).toContain("The cuts came on the wrong days.");
    expect(headline.querySelector("a")!.getAttribute("href")).toBe("#gate-timing");
    expect(text(verdictHeadline({...verdict, decision: "deploy", decidedBy: null}, findings))).not.toContain(
      "Decided by",
    );
  });
  it("lists each gate with a word for its status and the findings this build has", () => {
    const list = gateList(verdict, findings);
    const items = [...list.children].map((li) => text(li));
    expect(items[0]).toMatch(/Passed.*Enough days\..*Enough\..*105$/);
    expect(items[1]).toMatch(/Failed · decided the verdict.*−\$7\.00/);
    expect(items[2]).toMatch(/Not assessed · not required/);
    expect(list.querySelectorAll("[data-finding]")).toHaveLength(2);
    expect([...gateTable(verdict).querySelectorAll("a")].map((a) => a.getAttribute("href"))).toEqual([
      "#gate-quality",
      "#gate-timing",
      "#gate-causal",
    ]);
    expect([...gateTable(verdict).querySelectorAll("tbody tr")].map((row) => text(row))).toEqual([
      "✓The data can carry a verdictPassed",
      "✕Timing earns moneyFailed, decided",
      "–Real limits helpedNot assessed, not required",
    ]);
  });
  it("says what would change it, in days and in size, and which gates would be left", () => {
    const change: MoreData = {
      ...{kind: "more data", of: "timing", unit: "currency", estimate: 5, standardError: 4, days: 100, power: 0.8},
      ...{smallest: 11, daysNeeded: 500, moreDays: 400, fewestDays: 75, reason: null, words: ""},
    };
    const open = verdict.gates.map((g) => (g.id === "timing" ? {...g, status: "inconclusive" as const, change} : g));
    const file = createFindings(
      findingsFile([
        finding({id: "verdict.change.timing.more_days", value: 400, unit: "days"}),
        finding({id: "verdict.change.timing.fewest_days", value: 75, unit: "days"}),
        finding({id: "verdict.change.timing.smallest", value: 11, unit: "currency"}),
      ]),
    );
    const one = {...verdict, gates: open, change: {gate: "timing" as const, change}};
    expect(text(whatWouldChange(one, file))).toBe(
      "What would change itAbout 400 days more at the timing and the variance seen, for a chance of at least 80 % to pass. Were the effect as large as its interval allows, 75 days in all would do. As many days as there are show a timing of $11.00 or more with a chance of at least 80 %.",
    );
    const never = {...change, moreDays: null, daysNeeded: null, reason: "It points the other way."};
    expect(text(whatWouldChange({...one, change: {gate: "timing", change: never}}, file))).toContain(
      "It points the other way. As many days",
    );
    const other = {
      ...one,
      decidedBy: "quality" as const,
      change: {gate: "quality" as const, change: {kind: "otherwise" as const, words: "Mend the files."}},
    };
    expect(text(whatWouldChange(other, file))).toBe(
      "What would change itMend the files. Then these would still have to pass: “Timing earns money”.",
    );
    const margin = {
      kind: "margin",
      of: "timing",
      unit: "currency",
      estimate: 5,
      margin: 1,
      share: 0.2,
      words: "",
    } as const;
    const sure = createFindings(
      findingsFile([finding({id: "verdict.change.timing.share", value: 0.2, unit: "share"})]),
    );
    expect(
      text(whatWouldChange({...one, decision: "deploy", change: {gate: "timing", change: margin}}, sure)),
    ).toContain(
      "The timing would have to be smaller by 20 % on the same days: there its interval would reach zero. It is the",
    );
    // of several gates with a margin only that of the verdict has the least to spare
    const passed = verdict.gates.map((g) => ({...g, status: "pass" as const, change: margin}));
    const all = createFindings(
      findingsFile(
        passed.map((g) => finding({id: `verdict.change.${g.id}.share`, value: 0.2, unit: "share" as const})),
      ),
    );
    const list = text(gateList({...one, gates: passed, change: {gate: "timing", change: margin}}, all));
    expect(list.match(/would have to be smaller by 20 %/g)).toHaveLength(3);
    expect(list.match(/least to spare/g)).toHaveLength(1);
  });
  it("says in a sentence what the model would have made of what was earned, and how much of that is its own", () => {
    const line = (timing: number, interval: [number, number], changed = 9) =>
      text(
        moneyLine(
          verdict,
          createFindings(
            findingsFile(
              Object.entries({days: 300, actual: 1000, policy: 1500, changed})
                .map(([name, value]) =>
                  finding({
                    id: `impact.ridge.total.${name}`,
                    value,
                    unit: name.length < 5 || name === "changed" ? "count" : "currency",
                  }),
                )
                .concat(finding({id: "impact.ridge.total.timing", value: timing, interval, level: 0.95})),
            ),
          ),
        ),
      );
    expect(line(400, [100, 700])).toBe(
      "Replayed on 300 days: $1,500 in place of $1,000. +$400 [+$100, +$700] of the difference came from knowing when to cut, the part that only a model can add.",
    );
    expect(line(400, [-100, 900])).toMatch(/That range holds zero, so it may be luck\.$/);
    expect(line(-400, [-900, -100])).toMatch(/its timing lost money\.$/);
    expect(line(0, [0, 0], 0)).toMatch(/the policy never acted, so that \$1,000 stays as it was\.$/);
    expect(moneyLine({...verdict, signal: "none"}, findings)).toBeNull();
  });
  it("says when the study was declared", () => {
    const file = createFindings(
      findingsFile([
        finding({id: "verdict.registration", value: "declared before the data ended", unit: "text"}),
        finding({id: "verdict.registration.date", value: "2025-01-01", unit: "text"}),
        finding({id: "verdict.registration.sha256", value: "ab".repeat(32), unit: "text"}),
        finding({id: "study.last_day", value: "2025-01-03", unit: "text"}),
      ]),
    );
    expect(text(registrationLine(verdict, file))).toBe(
      "✓ Declared before the data ended (study file last changed 1 Jan 2025; data end 3 Jan 2025); study file abababababab…What that meansFixed before.",
    );
    const none = {...verdict.registration, status: "not in a commit", sha256: null, commit: null, time: null} as const;
    expect(text(registrationLine({...verdict, registration: none}, file))).toBe(
      "○ Not in a commit.What that meansFixed before.",
    );
  });
  it("splits the effect into its two parts, or says that there is none", () => {
    const sum = effectSum(findings, "impact.ridge.total");
    expect([...sum.querySelectorAll("[data-finding]")].map((e) => e.getAttribute("data-finding"))).toEqual([
      "impact.ridge.total.delta",
      "impact.ridge.total.derisking",
      "impact.ridge.total.timing",
    ]);
    expect(text(effectSum(findings, "impact.other.total"))).toContain("No policy could be judged");
  });
});

describe("traders", () => {
  it("counts traders by verdict", () => {
    const counts = ["deploy", "do_not_deploy", "not_enough_evidence"].map((name, k) =>
      finding({id: `verdict.traders.${name}`, value: [1, 1, 0][k], unit: "count"}),
    );
    expect(text(traderCounts(verdict, createFindings(findingsFile(counts))))).toBe(
      "Traders by verdict1 ▲ deploy1 ▼ do not deploy0 ○ not enough evidence",
    );
  });
  it("puts the harmed first and links each by its slug", () => {
    const table = traderTable(findings, desk, verdict, "./pages/traders/");
    expect(cells(table)).toEqual([
      ["T02", "▼ do not deploy", "–", "–", "–", "–", "–"],
      ["A & B", "▲ deploy", "$1,000", "–", "–", "+$30.00 [+$10.00, +$50.00]", "–"],
    ]);
    expect([...table.querySelectorAll("a")].map((a) => a.getAttribute("href"))).toEqual([
      "./pages/traders/T02",
      "./pages/traders/A-B~1",
    ]);
  });
  it("shows each changed day with what it changed", () => {
    const trader = {
      account: "T02",
      slug: "T02",
      decision: "do not deploy",
      because: "Because.",
      signal: "p",
      cumulative: [],
      changedDays: 600,
      changed: [{date: "2025-01-02", value: 0.2, multiplier: 0.5, net: 100, change: -50}],
    } as const;
    const signal = {
      name: "p",
      label: "Loss probability",
      kind: "probability",
      level: null,
      outcome: null,
      source: "given",
    } as const;
    expect(cells(changedDays(trader, signal, findings))).toEqual([["2 Jan 2025", "20 %", "0.5 ×", "$100", "−$50.00"]]);
    expect(text(changedDays(trader, signal, findings).querySelector("caption"))).toBe("The latest 1 of 600 days");
    expect(text(changedDays({...trader, changed: [], changedDays: 0}, undefined, findings))).toContain("There is none");
    expect(text(outcomeLine(trader, findings))).toBe("▼ do not deploy Because.");
  });
});

describe("skill", () => {
  const skill = {
    signal: "ridge",
    kind: "net",
    n: 900,
    days: 90,
    metrics: {},
    loss: {name: "mse", label: "Squared error", value: 0.05},
    baselines: [{name: "zero", label: "Always zero", loss: 0.04}],
    byFold: [],
    calibration: [],
    notes: ["20 rows are not compared."],
    test: {
      versus: "zero",
      statistic: -1,
      p: 0.2,
      difference: -0.01,
      interval: [-0.02, 0.01],
      level: 0.95,
      method: "DM",
    },
  } as const;
  it("ranks the signal among naive rules, lowest loss first", () => {
    const section = skillAgainstBaselines(skill, "Ridge", findings);
    expect(cells(section)).toEqual([
      ["Always zero", "0.0400"],
      ["Ridge", "0.0500"],
    ]);
    expect(text(section)).toContain(
      "Against the best naive rule (Always zero), Ridge saves −0.0100 [−0.0200, +0.0100] of the loss (p = 0.20). The two cannot be told apart.",
    );
    expect(skillLine(undefined, "Ridge", findings)).toBeNull();
    expect(text(section)).toContain("20 rows are not compared.");
  });
  it("shows metrics side by side, a table a kind of prediction", () => {
    const table = metricTable(
      [skill, {...skill, signal: "var", kind: "quantile"}],
      [
        {name: "ridge", label: "Ridge", kind: "net"},
        {name: "var", label: "5 % value at risk", kind: "quantile"},
      ],
      findings,
    );
    expect(cells(table)).toEqual([
      ["Out-of-sample R²", "−5 %"],
      ["Pinball loss", "$660"],
    ]);
    expect([...table.querySelectorAll("caption")].map((c) => c.textContent)).toEqual([
      "Metrics of predictions of P&L, on out-of-sample rows",
      "Metrics of quantiles of P&L, on out-of-sample rows",
    ]);
  });
  it("says what a signal is", () => {
    const base = {name: "x", label: "X", outcome: null};
    expect(signalWords({...base, kind: "net", level: null, source: "trained"})).toContain("trained here");
    expect(signalWords({...base, kind: "quantile", level: 0.05, source: "given"})).toContain("5\u202f% of days");
    expect(signalWords({...base, kind: "probability", level: null, source: "given"})).toContain(
      "probability of a bad day",
    );
  });
});

describe("policy, causal, audit", () => {
  const folds = [
    {
      fold: 0,
      from: "2025-03-01",
      to: "2025-03-20",
      fittedOnDays: 35,
      avoidAbove: null,
      reduceAbove: 500,
      amplifyBelow: null,
    },
  ];
  const signal = {name: "ridge", label: "Ridge", kind: "net", level: null, outcome: null, source: "trained"} as const;
  it("shows cut-offs on the signal's own scale: badness of a net forecast is its negative", () => {
    const table = policyTable(
      {signal: "ridge", kind: "fitted", description: "Rule.", folds, tried: 194},
      signal,
      "USD",
      findings,
    );
    expect(cells(table)).toEqual([["1", "1 Mar 2025", "20 Mar 2025", "35", "< −$500"]]);
    expect(text(table)).toContain("194");
    const fixed = policyTable(
      {
        signal: "p",
        kind: "fixed",
        description: "Rule.",
        tried: 1,
        folds: [{...folds[0], reduceAbove: 0.15, amplifyBelow: 0.01}],
      },
      {...signal, kind: "probability"},
      "USD",
      findings,
    );
    expect(cells(fixed)).toEqual([["1", "1 Mar 2025", "20 Mar 2025", "> 15 %", "< 1 %"]]);
    expect(text(policyTable(undefined, signal, "USD", findings))).toContain("no policy");
  });
  it("lists the totals that exist", () => {
    const shown = impactTable(["ridge", "none"], new Map([["ridge", "Ridge"]]), findings);
    expect(shown.querySelectorAll("table")).toHaveLength(1);
    expect([...shown.querySelectorAll("thead th")].map(text)).toEqual(["Signal", "Effect", "De-risking", "Timing"]);
    expect(cells(shown).map(([signal]) => signal)).toEqual(["Ridge"]);
    expect(text(impactTable(["none"], new Map(), findings))).toContain("No policy");
  });
  it("lists months by name, in the order given, each figure a finding", () => {
    const month = {month: "2025-03", rows: 20, changed: 2, actual: 1, policy: 2, delta: 1, derisking: 0, timing: 1};
    const file = findingsFile([finding({id: "impact.ridge.month.2025-03.delta", value: 1234, unit: "currency"})]);
    const shown = monthTable("ridge", [month], createFindings(file));
    expect(cells(shown)[0].slice(0, 2)).toEqual(["Mar 2025", "–"]);
    expect(shown.querySelector('[data-finding="impact.ridge.month.2025-03.delta"]')).not.toBeNull();
    expect(text(monthTable("ridge", [], createFindings(file)))).toBe("No month could be judged.");
  });
  it("says why there is no causal estimate, or what it rests on", () => {
    expect(
      text(causalCard({status: "not possible", reason: "No interventions.", needs: "interventions.csv"}, findings)),
    ).toContain("No interventions.");
    expect(text(causalCard(null, findings))).toBe("This was not asked.");
    const card = causalCard(
      {
        status: "estimated",
        design: "Partially linear",
        treatment: "Limit cut",
        estimand: {words: "Mean effect", symbols: "E[Y(1)−Y(0)]"},
        unit: "currency/trader-day",
        estimate: 12,
        standardError: 5,
        interval: [2, 22],
        level: 0.95,
        p: 0.02,
        n: 900,
        treated: 80,
        clusters: [{of: "day", count: 90}],
        truth: null,
        assumptions: [
          {name: "Overlap", status: "checked", evidence: "Yes."},
          {name: "No hidden cause", status: "not checkable", evidence: "No."},
          {name: "Stable", status: "failed", evidence: "Drifts."},
        ],
      },
      findings,
    );
    expect(text(card)).toContain("+$12.00 per trader-day");
    expect([...card.querySelectorAll("li b")].map(text)).toEqual(["✓ checked", "– not checkable", "✕ failed"]);
  });
  it("shows where a leak was first seen", () => {
    const check = {
      id: "x",
      title: "Features",
      status: "leak",
      rewrites: ["noise"],
      cutDates: ["2025-02-01"],
      compared: 10,
      evidence: "It moved.",
      first: {column: "mean5", row: "T01 on 2025-01-30", cut: "2025-02-01", rewrite: "noise"},
    } as const;
    const table = auditTable({checks: [check]}, findings);
    expect(text(table)).toContain("First seen in mean5, T01 on 2025-01-30");
    expect(text(table)).toContain("after 1 Feb 2025");
    expect(text(auditTable({checks: []}, findings))).toContain("could not be run");
    expect(text(severityMark("warning"))).toBe("! warning");
  });
  it("lists limits and facts", () => {
    expect(text(limitList([], "plan/plan.json"))).toContain("Nothing");
    expect(limitList([{what: "A", why: "b"}], "plan/plan.json").children).toHaveLength(1);
    const limit = {what: 'Holding "loss" against the event', why: "no column says it"};
    expect(text(limitList([limit], "plan/plan.json", [{name: "loss", label: "A losing day"}]))).toBe(
      "Holding “A losing day” against the eventNo column says it.",
    );
    expect(
      facts([
        ["A", "1"],
        ["B", null],
      ]).children,
    ).toHaveLength(2);
  });
});

describe("findingsIndex", () => {
  it("finds by any word of id, label, method or artifact, and anchors each row by its id", () => {
    const index = findingsIndex(findings);
    document.body.replaceChildren(index);
    const all = findings.file.findings.length;
    expect(text(index.querySelector("[role=status]"))).toBe(`${all} of ${all} findings`);
    expect(document.getElementById("study.days")!.tagName).toBe("TR");
    const input = index.querySelector("input")!;
    input.value = "TRADER timing";
    input.dispatchEvent(new Event("input"));
    expect([...index.querySelectorAll("tbody tr")].map((r) => r.id)).toEqual(["impact.ridge.trader.A-B~1.timing"]);
    input.value = "no such thing";
    input.dispatchEvent(new Event("input"));
    expect(text(index)).toContain("No finding has all of these words.");
  });
  it("always shows the one that the address names", async () => {
    Element.prototype.scrollIntoView = () => {};
    location.hash = "#study.days";
    const index = findingsIndex(findings);
    document.body.replaceChildren(index);
    const input = index.querySelector("input")!;
    input.value = "pinball";
    input.dispatchEvent(new Event("input"));
    expect([...index.querySelectorAll("tbody tr")].map((r) => r.id)).toEqual(["study.days", "skill.var.pinball"]);
    dispatchEvent(new Event("hashchange"));
    location.hash = "";
  });
});

describe("glossary", () => {
  it("defines what it is asked for, or says that it cannot", () => {
    expect(define("timing")).toBe(glossary.timing);
    expect(() => define("alpha decay")).toThrow('no definition of "alpha decay"');
  });
});

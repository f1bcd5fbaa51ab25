// @vitest-environment jsdom
import {afterEach, describe, expect, it} from "vitest";
import type {League, SkillDetail} from "../../src/lib/evaluate/index.ts";
import {createFindings} from "../../src/lib/view/finding.ts";
import {
  backtests,
  besideNaive,
  brierParts,
  furtherTests,
  leagueBridge,
  leagueTable,
  leagueWords,
  regimeTable,
  savedHeat,
  signalSelect,
  splitTable,
} from "../../src/lib/view/league/index.ts";
import {finding, findingsFile, verdict} from "./fixture.ts";

const text = (element: Element | null) => element!.textContent!.replace(/[\u00a0\u202f]/g, " ");
const cells = (element: Element) =>
  [...element.querySelectorAll("tbody tr")].map((row) => [...row.children].map((c) => text(c)));
const make = (ids: Readonly<Record<string, Partial<Parameters<typeof finding>[0]>>>) =>
  createFindings(findingsFile(Object.entries(ids).map(([id, given]) => finding({id, ...given}))));

describe("signalSelect", () => {
  const signal = (name: string) =>
    ({name, label: name.toUpperCase(), kind: "net", level: null, outcome: null, source: "given"}) as const;
  const plan = {signals: [signal("a"), signal("b")], primary: "b"};
  afterEach(() => history.replaceState(null, "", "/"));
  it("starts with what the verdict judges, or with what the address names", () => {
    expect(signalSelect(plan).value).toBe("b");
    history.replaceState(null, "", "/?signal=a");
    const select = signalSelect(plan);
    expect(select.value).toBe("a");
    expect(select.querySelector("select")!.value).toBe("a");
    history.replaceState(null, "", "/?signal=gone");
    expect(signalSelect(plan).value).toBe("b");
    expect(text(select)).toContain("B (judged by the verdict)");
  });
  it("tells of a change once, and keeps the address", () => {
    const select = signalSelect(plan);
    document.body.replaceChildren(select);
    const heard: string[] = [];
    document.body.addEventListener("input", () => heard.push(select.value), {once: false});
    const list = select.querySelector("select")!;
    list.value = "a";
    list.dispatchEvent(new Event("input", {bubbles: true}));
    expect(heard).toEqual(["a"]);
    expect(location.search).toBe("?signal=a");
  });
});

const entry = {naive: false, loss: 100, saved: 0.02, interval: [0.01, 0.03], p: 0.01, trials: 8} as const;
const league: League = {
  id: "q050",
  label: "5 % value at risk",
  kind: "quantile",
  loss: {name: "pinball", label: "Pinball loss"},
  level: 0.95,
  n: 900,
  days: 90,
  benchmark: "past",
  entries: [
    {...entry, name: "forest", label: "Forest: 5 % value at risk", confidence: {p: 1, included: true}, stepwise: 0.01},
    {
      ...entry,
      name: "past",
      label: "Past quantile",
      naive: true,
      saved: null,
      interval: null,
      p: null,
      confidence: {p: 0.04, included: false},
      stepwise: null,
      trials: null,
    },
  ],
  tests: {
    size: 0.05,
    confidenceSize: 0.1,
    included: ["forest"],
    superior: {best: "forest", statistic: 3, lower: 0.01, consistent: 0.02, upper: 0.03},
    reality: {best: "forest", p: 0.2},
    better: ["forest"],
    blockLength: 3,
    draws: 1000,
  },
  overTime: null,
  trials: 8,
  fits: 2,
  leftOut: [{name: "short", label: "Short one", why: "it has 10 rows, others have 900"}],
};
const leagueFindings = make({
  "league.q050.forest.saved": {value: 0.02, unit: "share", interval: [0.01, 0.03], level: 0.95},
  "league.q050.forest.confidence": {value: 1, unit: "p-value"},
  "league.q050.forest.stepwise": {value: 0.01, unit: "p-value"},
  "league.q050.past.saved": {value: null, unit: "share", note: "It is what the others are held against."},
  "league.q050.past.confidence": {value: 0.04, unit: "p-value"},
  "league.q050.learners": {value: 1, unit: "count"},
  "league.q050.trials": {value: 8, unit: "count"},
  "league.q050.confidence_set": {value: 1, unit: "count"},
  "league.q050.superior.p": {value: 0.02, unit: "p-value"},
  "league.q050.superior.lower": {value: 0.01, unit: "p-value"},
  "league.q050.superior.upper": {value: 0.03, unit: "p-value"},
  "league.q050.reality.p": {value: 0.2, unit: "p-value"},
});

describe("the league", () => {
  it("lists who predicts the same, with what the tests say of each; the best naive rule has no test against itself", () => {
    expect(cells(leagueTable(league, leagueFindings))).toEqual([
      ["Forest", "$100", "+2 % [+1 %, +3 %]", "● yes (> 0.999)", "0.010"],
      ["Past quantile (best naive rule)", "$100", "–", "○ no (0.040)", "–"],
    ]);
  });
  it("says first whether any is better, then how sure that is, and how many were tried", () => {
    const words = text(leagueWords(league, leagueFindings));
    expect(words).toMatch(/^Forest beats the best naive rule \(Past quantile\)\. If it were no better/);
    expect(words).toContain("a lead as clear as its own would still be seen this often: p = 0.020");
    expect(words).toContain("8 settings were tried");
    expect(words).toContain("Short one is left out: it has 10 rows");
    const none = text(leagueWords({...league, tests: {...league.tests!, better: []}}, leagueFindings));
    expect(none).toMatch(/^Forest is not shown to beat the best naive rule/);
    const two = {...league, entries: [...league.entries, {...league.entries[0], name: "ridge", label: "Ridge"}]};
    expect(text(leagueWords(two, leagueFindings))).toMatch(
      /^Forest beats the best naive rule \(Past quantile\), also when it is counted that 1 were compared/,
    );
    const neither = {...two, tests: {...league.tests!, better: []}};
    expect(text(leagueWords(neither, leagueFindings))).toMatch(/^None is shown to beat the best naive rule/);
    expect(text(leagueWords({...league, tests: null}, leagueFindings))).toContain("too few days to compare");
  });
  it("says what following those that did well so far would have saved, and what not knowing the best cost", () => {
    const weights = [
      {name: "ridge", label: "Ridge: 5 % value at risk", weight: 0.3},
      {name: "forest", label: "Forest: 5 % value at risk", weight: 0.7},
    ];
    const overTime = {
      days: 70,
      n: 700,
      loss: 90,
      best: 89,
      saved: 0.1,
      interval: null,
      p: 0.03,
      regret: 1,
      bound: 9,
      weights,
    };
    const more = make({
      ...Object.fromEntries(
        ["learners", "trials", "confidence_set", "superior.p", "superior.lower", "superior.upper", "reality.p"].map(
          (key) => [`league.q050.${key}`, {value: 1, unit: key.includes(".") ? "p-value" : "count"}] as const,
        ),
      ),
      "league.q050.over_time.saved": {value: 0.1, unit: "share"},
      "league.q050.over_time.p": {value: 0.03, unit: "p-value"},
      "league.q050.over_time.regret": {value: 0.011, unit: "share"},
      "league.q050.over_time.bound": {value: 0.1, unit: "share"},
    });
    const words = text(leagueWords({...league, overTime}, more));
    expect(words).toContain("together they would have saved +10 %");
    expect(words).toContain("On the last day Forest weighed most.");
    expect(text(leagueWords(league, leagueFindings))).not.toContain("weighed most");
  });
  it("shows a squared loss as its root", () => {
    expect(cells(leagueTable({...league, kind: "net"}, leagueFindings))[0][1]).toBe("$10.00");
  });
});

describe("the heat map", () => {
  const cell = (saved: number, interval: readonly [number, number] | null = [saved - 0.01, saved + 0.01]) => ({
    saved,
    interval,
    n: 90,
    days: 90,
  });
  const found = {
    signals: ["a", "b"],
    traders: [
      {trader: 0, cells: [cell(-0.2), cell(0.005)]},
      {trader: 1, cells: [cell(0.05), null]},
      {trader: 2, cells: [cell(0.01, null), {saved: null, interval: null, n: 3, days: 3}]},
    ],
  };
  it("puts every value in a cell that says by sign, mark and tint what it is, most saved first", () => {
    const map = savedHeat(found, new Map([["a", "A"]]), ["T01", "T02", "T03"], 0.95);
    expect([...map.querySelectorAll("thead th")].map((c) => text(c))).toEqual(["Trader", "A", "b"]);
    expect(cells(map)).toEqual([
      ["T02", "▲ +5 %", "–"],
      ["T03", "+1 %", "–"],
      ["T01", "▼ −20 %", "+0.50 %"],
    ]);
    const tints = [...map.querySelectorAll<HTMLElement>(".pb-heat-cell")].map((c) => [
      c.className,
      c.getAttribute("style"),
    ]);
    expect(tints[0]).toEqual(["pb-heat-cell pb-heat-better", "--pb-heat:28%"]);
    expect(tints[2]).toEqual(["pb-heat-cell pb-heat-worse", "--pb-heat:55%"]); // full strength, no more
    expect(text(map)).toContain("2 of 3 cells are marked; if there were nothing to find, about 0 would be");
    expect(map.querySelector<HTMLElement>(".pb-heat-cell")!.title).toContain("90\u00a0days");
  });
  it("shows the best and the worst of a large desk", () => {
    const traders = Array.from({length: 1000}, (_, k) => ({trader: k, cells: [cell(k / 1000)]}));
    const accounts = traders.map((_, k) => `T${k}`);
    const map = savedHeat({signals: ["a"], traders}, new Map(), accounts, 0.95);
    const shown = cells(map).map(([who]) => who);
    expect(shown).toHaveLength(40);
    expect([shown[0], shown[39]]).toEqual(["T999", "T0"]);
    expect(text(map)).toContain("the 20 traders with the largest mean and the 20 with the smallest, of 1000");
    expect(text(savedHeat({signals: [], traders: []}, new Map(), [], 0.95))).toContain("No trader");
  });
});

const metric = (name: string, better: "lower" | "higher" | "level", value: number, naive: number) => ({
  metric: name,
  better,
  value,
  interval: [value - 1, value + 1] as const,
  baseline: {name: "zero", label: "Always zero", value: naive},
  difference: value - naive,
  differenceInterval: [value - naive - 1, value - naive + 1] as const,
});
const detail: SkillDetail = {
  signal: "s",
  kind: "net",
  level: null,
  confidence: 0.95,
  n: 90,
  days: 30,
  versus: {name: "zero", label: "Always zero"},
  saved: [],
  groups: [
    {
      by: "total",
      group: "all",
      n: 90,
      days: 30,
      metrics: [metric("mae", "lower", 100, 105), metric("unknown", "lower", 1, 2)],
    },
    {by: "regime", group: "1 calm", n: 45, days: 15, metrics: [metric("mae", "lower", 90, 92)]},
    {
      by: "regime",
      group: "3 wild",
      n: 45,
      days: 15,
      metrics: [{...metric("mae", "lower", 90, 92), interval: null, differenceInterval: null}],
    },
  ],
  tests: {conditional: null, direction: null},
  tenths: [],
  reliability: null,
  valueAtRisk: null,
};
const money = {unit: "currency/trader-day"} as const;
const p = (value: number | null) => ({value, unit: "p-value", note: "Too few days."}) as const;
const detailFindings = make({
  "skill.s.mae": {label: "Mean absolute error", value: 100, ...money, interval: [99, 101], level: 0.95},
  "skill.s.mae.naive": {value: 105, ...money},
  "skill.s.mae.difference": {value: 5, ...money, interval: [4, 6], level: 0.95},
  "skill.s.coverage": {label: "Share below", value: 0.06, unit: "share"},
  "skill.s.coverage.naive": {value: 0.05, unit: "share"},
  "skill.s.coverage.difference": {value: 0.01, unit: "share"},
  "skill.s.p": p(0.03),
  "skill.s.conditional.p": p(null),
  "skill.s.direction.p": p(0.2),
  "skill.s.direction.expected": {value: 0.5, unit: "share"},
  "skill.s.hit_rate": {value: 0.52, unit: "share"},
  "skill.s.majority_share": {value: 0.51, unit: "share"},
  ...Object.fromEntries(
    ["brier", "brier.reliability", "brier.resolution", "brier.uncertainty", "brier.within"].map((key) => [
      `skill.s.${key}`,
      {value: 0.2, unit: "ratio" as const},
    ]),
  ),
  "skill.s.calibration.outside": {value: 1, unit: "count"},
  "skill.s.by_day.coverage": {value: 0.06, unit: "share", interval: [0.04, 0.08], level: 0.95},
  "skill.s.by_day.p": p(0.3),
  ...Object.fromEntries(
    ["coverage", "independence", "conditional", "dynamicQuantile", "trafficLight"].flatMap((test) =>
      ["rejected", "expected", "power"].map((key) => [
        `skill.s.backtest.${test}.${key}`,
        {value: 2, unit: "count" as const},
      ]),
    ),
  ),
});

describe("one prediction's skill", () => {
  it("stands beside the rule that is best by each metric, turned so that above zero is better", () => {
    expect(cells(besideNaive(detail, detailFindings))).toEqual([
      ["Mean absolute error", "$100 [$99, $101]", "$105Always zero", "+$5.00 [+$4.00, +$6.00]"],
    ]);
    const level = {...detail, groups: [{...detail.groups[0], metrics: [metric("coverage", "level", 0.06, 0.05)]}]};
    expect(cells(besideNaive(level, detailFindings))[0].at(-1)).toBe("–"); // nearer is better, on either side
    expect(text(besideNaive({...detail, groups: []}, detailFindings))).toContain("There is no row");
  });
  it("is shown by regime, without the number that sorts them", () => {
    const regimes = regimeTable(detail, {of: "the market", method: "By its volatility."}, detailFindings);
    expect(cells(regimes)).toEqual([
      ["Mean absolute error", "calm", "15", "$90.00 [$89.00, $91.00]", "$92.00", "+$2.00 [+$1.00, +$3.00]"],
      ["Mean absolute error", "wild", "15", "$90.00", "$92.00", "+$2.00"],
    ]);
    expect(text(regimes)).toContain("By its volatility.");
    expect(text(regimeTable({...detail, groups: []}, {of: "x", method: "y"}, detailFindings))).toBe(
      "No regime could be told before its day.",
    );
  });
  it("has its further tests in words, with a reason where one could not be made", () => {
    const tests = furtherTests(detail, detailFindings);
    expect(tests.querySelectorAll("dt")).toHaveLength(6);
    expect(text(tests)).toContain("not available: Too few days.");
    expect(furtherTests({...detail, kind: "quantile"}, detailFindings).querySelectorAll("dt")).toHaveLength(2);
  });
  it("takes a Brier score apart", () => {
    expect(brierParts(detail, detailFindings)).toBeNull();
    const decomposition = {
      brier: 0,
      reliability: 0,
      resolution: 0,
      uncertainty: 0,
      withinVariance: 0,
      withinCovariance: 0,
      bins: 0,
    };
    const parts = brierParts({...detail, reliability: {bins: [], decomposition, level: 0.95}}, detailFindings);
    expect(text(parts)).toContain("miscalibration 0.200 − resolution 0.200");
  });
  it("puts a value at risk to the test, trader by trader", () => {
    expect(backtests(detail, [], detailFindings)).toBeNull();
    const valueAtRisk: SkillDetail["valueAtRisk"] = {
      level: 0.05,
      coverage: null,
      traders: [
        {
          trader: 0,
          n: 90,
          breaches: 5,
          share: 5 / 90,
          zone: "green",
          p: {coverage: 0.8, independence: 1, conditional: 0.9, dynamicQuantile: null},
        },
      ],
      able: 3,
      tests: [],
      alternative: {coverage: 0.1, afterBreach: 0.3},
      size: 0.05,
      draws: 99,
    };
    const shown = backtests({...detail, valueAtRisk}, ["T01"], detailFindings)!;
    expect(cells(shown).at(-1)).toEqual(["T01", "90", "5", "5.6 %", "green", "0.80", "> 0.999", "0.90", "–"]);
    expect(text(shown)).toContain("Breached as often as it says?");
    expect(text(shown)).toContain("the 1 traders with the most days, of 3");
    const none = backtests({...detail, valueAtRisk: {...valueAtRisk, traders: []}}, [], detailFindings)!;
    expect(text(none)).toContain("No trader has enough days");
  });
});

describe("splitTable", () => {
  const days = Array.from({length: 8}, (_, t) => `2025-01-0${t + 1}`);
  const range = (start: number, end: number) => ({start, end});
  const folds = [{index: 0, train: range(0, 4), gap: range(4, 5), test: range(5, 6)}];
  const split = {kind: "expanding", train: 4, test: 1, purge: 0, embargo: 1} as const;
  it("states the split, and lists what each fold trains on, leaves out and tests", () => {
    const shown = splitTable({split, folds}, days);
    expect(text(shown)).toContain("starting with 4 days; test windows have 1 day, and 1 day between is left out");
    expect(cells(shown)).toEqual([["1", "1 Jan 2025 – 4 Jan 2025", "4", "1", "6 Jan 2025", "1"]]);
    expect(text(splitTable({split: {...split, kind: "rolling"}, folds: []}, days))).toContain(
      "too few days for a fold",
    );
  });
});

describe("leagueBridge", () => {
  const own = {...entry, name: "ridge", label: "Ridge", confidence: null};
  const of = (rivals: readonly string[]) =>
    ({...league, entries: rivals.map((name) => ({...own, name}))}) as unknown as League;
  const plan = {signals: [{name: "ridge", label: "Ridge regression"}]} as unknown as Parameters<typeof leagueBridge>[1];
  const judged = {
    signal: "ridge",
    declaredPrimary: true,
    gates: [{...verdict.gates[0], id: "skill" as const, title: "It beats naive rules", status: "pass" as const}],
  };
  it("says why the verdict's answer may differ, where the judged prediction has rivals", () => {
    expect(text(leagueBridge(judged, plan, of(["ridge", "huber"])))).toContain(
      "looks at Ridge regression alone, which the study names, so that nothing is picked and no discount is due (its gate “It beats naive rules”: passed)",
    );
    expect(text(leagueBridge({...judged, declaredPrimary: false}, plan, of(["ridge", "huber"])))).toContain(
      "lists first",
    );
    expect(leagueBridge(judged, plan, of(["ridge"]))).toBeNull();
    expect(leagueBridge(judged, plan, of(["huber", "forest"]))).toBeNull();
  });
});

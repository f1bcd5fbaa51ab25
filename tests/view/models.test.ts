// @vitest-environment jsdom
import {beforeEach, describe, expect, it, vi} from "vitest";
import {explainSignal, type ModelReports, type SignalReport} from "../../src/lib/evaluate/index.ts";
import {createFindings} from "../../src/lib/view/index.ts";
import {
  aboutModel,
  absentNote,
  choice,
  choiceTable,
  contributionFigure,
  coverageTable,
  dependencePanel,
  featureLabels,
  formPanel,
  intervalPanel,
  modelTable,
  permutationFigure,
  rowChoice,
  rowFigure,
  rowSentence,
  settingTable,
  stabilityFigure,
} from "../../src/lib/view/models/index.ts";
import {treeLayout} from "../../src/lib/view/models/tree-layout.ts";
import {desk, features, reportCase} from "../evaluate/model-report/case.ts";
import {finding, findingsFile} from "./fixture.ts";

// jsdom has no canvas and says so loudly; without one, vega estimates the width of text.
vi.hoisted(() => {
  HTMLCanvasElement.prototype.getContext = () => null;
});
beforeEach(() => {
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
    },
  );
});

const labels = featureLabels(features);
const text = (element: Element | null) => (element?.textContent ?? "").replace(/[\u00a0\u202f]/g, " ");
const made = async (...args: Parameters<typeof reportCase>) => explainSignal((await reportCase(...args)).item);
const ridge = made({learners: ["ridge"]});
const net = made({learners: ["elastic-net"], categories: ["trader"]});
const forest = made({learners: ["forest"], settings: {forest: {trees: 6}}});
const boosted = made({learners: ["boosting"], tuning: {method: "random", trials: 3}});
const symmetric = made({learners: ["catboost"], settings: {catboost: {earlyStoppingRounds: 0, iterations: 5}}});
const logistic = made({learners: [], targets: [{kind: "loss", learners: ["logistic"]}]});
const quantile = made({
  learners: [],
  targets: [{kind: "quantile", level: 0.1, learners: ["forest"]}],
  settings: {forest: {trees: 6}},
});
const all = Promise.all([ridge, net, forest, boosted, symmetric, logistic, quantile]);

const report = async (more: Partial<ModelReports> = {}): Promise<ModelReports> => ({
  signals: await all,
  intervals: [],
  without: [],
  published: [],
  ...more,
});

describe("modelTable", () => {
  it("has a row a model, with its findings and what it is made of", async () => {
    const given = findings([finding({id: "models.ridge.rows", value: 1234, unit: "count"})]);
    const table = modelTable(await report(), given, labels);
    const rows = [...table.querySelectorAll("tbody tr")].map((row) => [...row.children].map((c) => text(c)));
    expect(rows.length).toBe(7);
    expect(rows[0].slice(0, 3)).toEqual(["Ridge regression", "1,234", expect.stringMatching(/^\d+ of \d+ weights$/)]);
    expect(rows[2][2]).toMatch(/^6 trees, \d+ leaves$/);
    expect(rows[0][1]).not.toBe("–");
    expect(rows[1][1]).toBe("–");
    expect(text(modelTable(await report({signals: []}), given, labels))).toContain("No model was trained");
  });
  it("names signals that nobody can look into", async () => {
    const elsewhere = {
      name: "bought",
      label: "Bought",
      kind: "net",
      level: null,
      outcome: null,
      source: "given",
    } as const;
    expect(text(absentNote(await report(), [elsewhere]))).toContain("Bought: made elsewhere");
    const without = [{signal: "x", label: "X", why: "No fold had a row."}];
    expect(text(absentNote(await report({without}), []))).toBe("X: No fold had a row.");
    expect(absentNote(await report(), [])).toBeNull();
  });
});

describe("choice", () => {
  it("has the chosen option's value, and says when it changes", () => {
    const element = choice(
      "Model",
      [
        {label: "A", value: {id: 1}},
        {label: "B", value: {id: 2}},
      ],
      1,
    );
    expect(element.value).toEqual({id: 2});
    expect(text(element)).toBe("ModelAB");
    let heard = 0;
    element.addEventListener("input", () => heard++);
    const select = element.querySelector("select")!;
    select.value = "0";
    select.dispatchEvent(new Event("input", {bubbles: true}));
    expect([element.value, heard]).toEqual([{id: 1}, 1]);
    expect(() => choice("x", [])).toThrow("there are no options");
  });
});

describe("about a model", () => {
  it("says what it is, when it was trained, and who chose each setting", async () => {
    const about = text(aboutModel(await ridge));
    expect(about).toContain("Linear regression on standardised features");
    expect(about).toContain("trader-days it had not seen");
    const settings = text(settingTable(await forest));
    expect(settings).toContain("set by the study");
    expect(settings).toContain("Feature share");
    const tuned = text(settingTable(await boosted));
    expect(tuned).toContain("found by tuning");
  });
  it("lists what each fold chose, out of how much, and says where there was no choice", async () => {
    const s = await boosted;
    const table = choiceTable(s);
    expect(table.querySelectorAll("tbody tr").length).toBe(s.choices.folds.length);
    expect(text(table)).toContain("Inner loss");
    expect(text(table.querySelector("caption"))).toContain("best of 3 settings");
    expect(text(choiceTable({...s, choices: {names: [], folds: [], note: null}}))).toContain("same settings");
  });
  it("calls features by their registered names, levels and fitted features in words", () => {
    const known = features.used[0];
    expect(labels(known.name)).toBe(known.label);
    expect(labels("trader=T001")).toBe("Trader: T001");
    expect(labels("market_regime")).toBe("Market regime");
    expect(featureLabels(null)("some_thing")).toBe("Some thing");
  });
});

describe("figures", () => {
  it("every model has each of them, or says in words why not", async () => {
    for (const s of await all) {
      const row = s.rows[0];
      const shown = [
        formPanel(s, row, labels),
        contributionFigure(s, labels),
        permutationFigure(s, labels),
        stabilityFigure(s, labels),
        dependencePanel(s, labels),
        rowFigure(s, row, labels),
        rowSentence(s, row, "USD"),
      ];
      for (const element of shown) {
        expect(text(element).length, s.signal).toBeGreaterThan(20);
        expect(text(element)).not.toMatch(/NaN|undefined|\[object/);
        expect(
          element.querySelector("[data-artifact]") ??
            element.closest("[data-artifact]") ??
            element.matches(".pb-empty"),
        ).toBeTruthy();
      }
    }
  });
  it("an elastic net has its path, a ridge none", async () => {
    const {form} = await net;
    if (form.kind !== "linear" || form.path === null) throw new Error("no path");
    const figures = formPanel(await net, null, labels).querySelectorAll("figure").length;
    expect(figures).toBe(form.largest.length > 0 ? 2 : 1);
    expect(formPanel(await ridge, null, labels).querySelectorAll("figure").length).toBe(1);
  });
  it("what has no contributions, nothing known, or one fold, says so", async () => {
    const s = await quantile;
    expect(text(contributionFigure(s, labels))).toContain("cannot be split exactly");
    expect(text(rowFigure(s, s.rows[0], labels))).toContain("cannot be split exactly");
    expect(text(permutationFigure({...s, drives: {...s.drives, permutation: null}}, labels))).toContain("Nothing can");
    const one = {...s, drives: {...s.drives, stability: {...s.drives.stability, folds: 1}}};
    expect(text(stabilityFigure(one, labels))).toContain("at least two folds");
    expect(text(dependencePanel({...s, dependence: []}, labels))).toContain("depend on no feature");
    expect(text(formPanel({...s, form: {kind: "other"}}, null, labels))).toContain("neither weights nor trees");
    const flat = {kind: "linear", intercept: 0, largest: [], terms: 3, zero: 3, path: null} as const;
    expect(text(formPanel({...s, form: flat}, null, labels))).toContain("Every weight is zero");
    const none = {...s, rows: []};
    expect(rowChoice(none).value).toBeNull();
  });
  it("an ensemble shows what it is made of", async () => {
    const form = {
      kind: "members",
      blocks: 2,
      members: [
        {learner: "ridge", label: "Ridge regression", weight: 0.7},
        {learner: "forest", label: "Random forest", weight: 0.3},
      ],
    } as const;
    const panel = formPanel({...(await ridge), form}, null, labels);
    expect(text(panel)).toContain("none below zero");
    expect(text(formPanel({...(await ridge), form: {...form, blocks: 0}}, null, labels))).toContain("all count alike");
  });
  it("a row is chosen by where its prediction lies, and told in money and volatilities", async () => {
    const s = await ridge;
    const pick = rowChoice(s);
    expect(pick.value).toBe(s.rows[0]);
    expect(text(pick)).toContain("The lowest: ");
    expect(text(rowSentence(s, s.rows[0], "USD"))).toMatch(/volatilities, which is [−+]\$/);
    const p = await logistic;
    expect(text(rowSentence(p, p.rows[0], "USD"))).toMatch(/a probability of \d/);
    expect(text(rowSentence(s, {...s.rows[0], actual: null}, "USD"))).toContain("is not known");
  });
  it("choosing another feature shows another", async () => {
    const panel = dependencePanel(await forest, labels);
    const before = text(panel.querySelector(".pb-chart-title"));
    const select = panel.querySelector("select")!;
    select.value = "1";
    select.dispatchEvent(new Event("input", {bubbles: true}));
    expect(text(panel.querySelector(".pb-chart-title"))).not.toBe(before);
  });
});

describe("a tree", () => {
  const form = (s: SignalReport) => {
    if (s.form.kind !== "trees" || s.form.shown === null) throw new Error("no tree");
    return {...s.form, shown: s.form.shown};
  };
  it("is laid out with leaves side by side and parents in the middle of their children", async () => {
    const {shown} = form(await forest);
    const {x, depth, parent, leaves, deepest} = treeLayout(shown);
    expect(leaves).toBe(shown.left.filter((child) => child < 0).length);
    shown.left.forEach((left, node) => {
      if (left < 0) return;
      expect(x[node]).toBeCloseTo((x[left] + x[shown.right[node]]) / 2, 12);
      expect(x[left]).toBeLessThan(x[shown.right[node]]);
      expect([parent[left], depth[left]]).toEqual([node, depth[node] + 1]);
    });
    expect(deepest).toBe(form(await forest).deepest >= deepest ? deepest : -1);
  });

  it.each([["forest"], ["boosted"], ["symmetric"]] as const)(
    "%s: a row walks down to the leaf, and back",
    async (which) => {
      const s = await {forest, boosted, symmetric}[which];
      const {shown} = form(s);
      const row = s.rows[s.rows.length - 1];
      const panel = formPanel(s, row, labels);
      const [back, next, end] = panel.querySelectorAll("button");
      const marked = () => panel.querySelectorAll("circle.pb-tree-on").length;
      const lines = () => [...panel.querySelectorAll("li")].map((li) => text(li));
      const last = row.path!.nodes.length - 1;
      expect([marked(), lines().length]).toEqual([1, 1]);
      expect(back.getAttribute("aria-disabled")).toBe("true");
      for (let k = 1; k <= last; k++) {
        next.click();
        expect([marked(), lines().length]).toEqual([k + 1, k + 1]);
      }
      next.click(); // at the leaf it does nothing
      expect(lines().length).toBe(last + 1);
      expect(lines()[last]).toMatch(/^Leaf: the tree says [−+]?\d/);
      expect(next.getAttribute("aria-disabled")).toBe("true");
      expect(text(panel.querySelector("[role=status]"))).toContain("At a leaf");
      for (let k = 0; k < last; k++) {
        const left = row.path!.nodes[k + 1] === shown.left[row.path!.nodes[k]];
        expect(lines()[k]).toContain(left ? "to the left" : "to the right");
      }
      back.click();
      expect(lines().length).toBe(Math.max(1, last));
      end.click();
      expect(panel.querySelectorAll("circle.pb-tree-here").length).toBe(1);
      expect(text(panel)).toContain(
        which === "symmetric" ? "All nodes of one depth ask the same question" : "A yes goes left",
      );
    },
  );

  it("says that it is empty where no tree asks anything", async () => {
    const s = await forest;
    expect(text(formPanel({...s, form: {...form(s), shown: null}}, s.rows[0], labels))).toContain(
      "No tree asks anything",
    );
  });
});

describe("intervals", () => {
  const kind = {coverage: 0.9, interval: [0.85, 0.95] as const, width: 100, rows: 50};
  const one = {
    signal: "ridge",
    label: "Ridge",
    level: 0.95,
    rows: 90,
    days: 60,
    calibrationDays: 20,
    judgedFrom: desk.days[20],
    window: 10,
    split: kind,
    adaptive: {...kind, rate: 0.005, bound: 0.5},
    over: {
      date: [desk.days[30], desk.days[31]],
      split: [0.9, null],
      adaptive: [0.9, 0.91],
      splitWidth: [1.9, 1.9],
      adaptiveWidth: [2, 2.1],
    },
  };
  it("are two charts, and a table of findings", () => {
    const panel = intervalPanel(one);
    expect(panel.querySelectorAll("figure").length).toBe(2);
    const table = coverageTable(
      [one],
      findings([finding({id: "models.ridge.coverage.fixed", value: 0.9, unit: "share"})]),
    );
    expect(text(table)).toContain("Promised: 95 %");
    expect(table.querySelectorAll("[data-finding]").length).toBe(1);
  });
  it("that are not there are explained", () => {
    expect(text(intervalPanel(undefined))).toContain("There are no intervals of this model");
    expect(text(coverageTable([], findings([])))).toContain("No signal predicts");
  });
});

function findings(list: Parameters<typeof findingsFile>[0]) {
  return createFindings(findingsFile(list));
}

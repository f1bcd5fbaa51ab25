import {existsSync} from "node:fs";
import {join, resolve} from "node:path";
import {describe, expect, it} from "vitest";
import {canonicalJson} from "../../../src/lib/pipeline/index.ts";
import {type Exhibit, type ExhibitId, exhibitIds, type Figure, rebuildExhibit} from "../../../src/lib/verdict/index.ts";

const root = resolve(import.meta.dirname, "../../..");

const rebuilt = new Map<ExhibitId, Promise<Exhibit>>();
const rebuild = (id: ExhibitId) => {
  const found = rebuilt.get(id) ?? rebuildExhibit(id);
  rebuilt.set(id, found);
  return found;
};

/** The figures of an exhibit by "side.name". */
async function figuresOf(id: ExhibitId) {
  const {old, truth, proofbook} = await rebuild(id);
  const all = new Map<string, Figure>();
  for (const figure of [old, truth, proofbook].flatMap(({figures}) => figures)) {
    expect(figure.id.startsWith(`autopsy.${id}.`)).toBe(true);
    all.set(figure.id.slice(`autopsy.${id}.`.length), figure);
  }
  const number = (name: string) => all.get(name)!.value as number;
  return {
    number,
    words: (name: string) => all.get(name)!.value as string,
    interval: (name: string) => all.get(name)!.interval as readonly [number, number],
    holds: (name: string, truth: number) => {
      const [lower, upper] = all.get(name)!.interval as readonly [number, number];
      return lower <= truth && truth <= upper;
    },
  };
}

/** Each old number is wrong by a margin that is stated here; ours holds the truth in its interval. */
describe("the autopsy: the old report is wrong, and Proofbook is not", () => {
  it("a demonstration's headline: 30 points from a portfolio on which limits do nothing", async () => {
    const {number, words, holds} = await figuresOf("demo-as-portfolio");
    expect(number("truth.change")).toBe(0);
    expect(number("old.change")).toBeLessThan(-0.3);
    expect(number("old.p")).toBeLessThan(0.001);
    expect(holds("proofbook.effect", 0)).toBe(true);
    expect(words("proofbook.origin")).toBe("simulated");
  });

  it("typed results: 0.001 for a desk whose placebo says nothing of the kind", async () => {
    const {number} = await figuresOf("literal-results");
    expect(number("old.p")).toBe(0.001);
    expect(number("proofbook.null")).toBeGreaterThan(0.2);
    expect(number("proofbook.helpful")).toBeLessThan(number("proofbook.null"));
    expect(number("proofbook.literals")).toBe(4);
    // of 100 true tests at 5 %: within three Monte-Carlo standard errors
    expect(Math.abs(number("truth.placebo") - 0.05)).toBeLessThan(3 * Math.sqrt((0.05 * 0.95) / 100));
  });

  it("a forecast total: another sign, and beyond our interval", async () => {
    const {number, interval, holds} = await figuresOf("forecast-total");
    expect(number("old.impact")).toBeGreaterThan(0);
    expect(number("truth.effect")).toBeLessThan(0);
    expect(number("old.impact")).toBeGreaterThan(interval("proofbook.effect")[1] + 50_000);
    expect(holds("proofbook.effect", number("truth.effect"))).toBe(true);
  });

  it("a skipped loser: twice what it was", async () => {
    const {number} = await figuresOf("double-count");
    expect(Math.abs(number("truth.effect"))).toBeGreaterThan(10_000);
    expect(number("old.saved")).toBeCloseTo(2 * number("truth.effect"), 6);
    expect(number("proofbook.effect")).toBeCloseTo(number("truth.effect"), 6);
    expect(number("proofbook.derisking") + number("proofbook.timing")).toBeCloseTo(number("truth.effect"), 6);
  });

  it("a losing trader: a coin that saves money", async () => {
    const {number, interval, holds} = await figuresOf("loser-as-skill");
    expect(number("truth.timing")).toBe(0);
    expect(number("old.value")).toBeGreaterThan(interval("proofbook.timing")[1]);
    expect(holds("proofbook.timing", 0)).toBe(true);
    expect(interval("proofbook.derisking")[0]).toBeGreaterThan(0);
    expect(number("proofbook.shift")).toBeGreaterThan(0.05);
  });

  it("look-ahead: 20 points of R² and a gain, where nothing can be known", async () => {
    const {number, holds} = await figuresOf("look-ahead");
    expect(number("truth.r2")).toBe(0);
    expect(number("truth.gain")).toBe(0);
    expect(number("old.r2")).toBeGreaterThan(0.2);
    expect(number("old.gain")).toBeGreaterThan(10_000);
    expect(holds("proofbook.r2", 0)).toBe(true);
    expect(number("proofbook.caught")).toBe(3);
  });

  it("shuffled folds: 10 points of R², where the walk-forward finds less than nothing", async () => {
    const {number, words, interval} = await figuresOf("shuffled-folds");
    expect(number("truth.r2")).toBe(0);
    expect(number("old.r2")).toBeGreaterThan(0.1);
    expect(interval("proofbook.r2")[1]).toBeLessThan(number("old.r2"));
    expect(words("proofbook.split")).toBe("leak");
  });

  it("a prediction for a treatment: another sign", async () => {
    const {number, interval, holds} = await figuresOf("treatment-by-prediction");
    expect(number("old.effect")).toBeGreaterThan(0);
    expect(number("truth.effect")).toBeLessThan(-200);
    expect(holds("proofbook.effect", number("truth.effect"))).toBe(true);
    expect(interval("proofbook.effect")[1]).toBeLessThan(0);
  });

  it("accuracy against one half: certain, and below the constant answer", async () => {
    const {number, interval} = await figuresOf("accuracy-against-half");
    expect(number("old.accuracy")).toBeGreaterThan(0.55);
    expect(number("old.p")).toBeLessThan(1e-6);
    expect(number("truth.accuracy")).toBeGreaterThan(number("old.accuracy") + 0.02);
    expect(number("proofbook.majority")).toBeCloseTo(number("truth.accuracy"), 12);
    expect(interval("proofbook.difference")[1]).toBeLessThan(0.01);
  });

  it("a word for a number: moderate, where there is nothing", async () => {
    const {number, words, holds} = await figuresOf("moderate-words");
    expect(words("old.words")).toBe("moderate");
    expect(number("truth.r2")).toBe(0);
    expect(number("old.r2")).toBeGreaterThan(0.02);
    expect(holds("proofbook.r2", 0)).toBe(true);
    expect(words("proofbook.decision")).toBe("not enough evidence");
  });

  it("two verdicts: one here, however it is asked", async () => {
    const {number, words} = await figuresOf("two-verdicts");
    expect([words("old.first"), words("old.second")].sort()).toEqual(["deploy", "do not deploy"]);
    expect(number("proofbook.verdicts")).toBe(1);
    expect(words("proofbook.decision")).toBe("not enough evidence");
  });

  it("ids and passwords: all that were planted are found", async () => {
    const {number} = await figuresOf("ids-and-secrets");
    expect(number("truth.credentials")).toBeGreaterThan(2);
    expect(number("proofbook.credentials")).toBe(number("truth.credentials"));
    expect(number("proofbook.ids")).toBe(number("truth.ids"));
  });
});

describe("every exhibit", () => {
  it("comes from simulated desks, and says which", async () => {
    for (const id of exhibitIds) {
      const {origin, desks} = await rebuild(id);
      expect(origin.simulated).toBe(true);
      expect(desks.length).toBeGreaterThan(0);
      for (const desk of desks) expect(desk).toMatch(/ traders, \d+ days, seed \d+$/);
    }
  });

  it("states no number in its words: each is a figure", async () => {
    for (const id of exhibitIds) {
      const {old, truth, proofbook} = await rebuild(id);
      for (const {parts, figures} of [old, truth, proofbook]) {
        const words = parts.filter((part) => typeof part === "string").join("");
        expect(words.replaceAll("R²", "")).not.toMatch(/\d/);
        const named = parts.flatMap((part) => (typeof part === "string" ? [] : [part.figure]));
        expect(named).toEqual(figures.map((figure) => figure.id));
      }
    }
  });

  it("names a page and a test that are there", async () => {
    for (const id of exhibitIds) {
      const {page, test} = (await rebuild(id)).impossible;
      expect(existsSync(join(root, test)), test).toBe(true);
      const source = page === "../" ? "src/index.md" : `src/pages/${page.slice(2)}.md`;
      expect(existsSync(join(root, source)), source).toBe(true);
    }
  });

  it("is rebuilt to the same bytes", async () => {
    for (const id of ["double-count", "loser-as-skill"] as const)
      expect(canonicalJson(await rebuildExhibit(id))).toBe(canonicalJson(await rebuild(id)));
  });

  it("is asked for by name", () => {
    expect(() => rebuildExhibit("nothing" as ExhibitId)).toThrow("invalid exhibit; not one of demo-as-portfolio");
  });
});

import {describe, expect, it} from "vitest";
import type {Latest} from "../../src/lib/pipeline/latest.ts";
import {whyChanged} from "../../src/lib/pipeline/why.ts";

const before: Latest = {
  key: "k",
  components: {
    name: "s",
    code: "c1",
    params: {split: {train: 166, kind: "rolling"}, seed: 1, list: [1, 2]},
    inputs: {features: "f1", plan: "p1"},
    files: {"daily.csv": "d1"},
    packages: "l1",
  },
  detail: {
    modules: {"src/lib/models/ridge.ts": "r1", "src/lib/features/index.ts": "i1"},
    shaken: {"src/lib/models/ten.ts": "t1"},
    packages: {"apache-arrow": {version: "17.0.0", integrity: "x"}, tslib: {version: "2.6.0", integrity: "t"}},
  },
};
const change = (components: Partial<Latest["components"]>, detail: Partial<Latest["detail"]> = {}): Latest => ({
  key: "other",
  components: {...before.components, ...components},
  detail: {...before.detail, ...detail},
});
const params = before.components.params as Record<string, unknown>;

describe("whyChanged", () => {
  it.each<[string, Latest, string[]]>([
    ["nothing", before, []],
    [
      "a module",
      change({code: "c2"}, {modules: {...before.detail.modules, "src/lib/models/ridge.ts": "r2"}}),
      ["models/ridge.ts changed"],
    ],
    [
      "a module that is used now",
      change({code: "c2"}, {modules: {...before.detail.modules, "tests/x.ts": "x"}}),
      ["tests/x.ts is now used"],
    ],
    [
      "a module that is used no more",
      change({code: "c2"}, {modules: {"src/lib/models/ridge.ts": "r1"}}),
      ["features/index.ts is no longer used"],
    ],
    [
      "a constant written out",
      change({code: "c2"}, {shaken: {"src/lib/models/ten.ts": "t2"}}),
      ["models/ten.ts changed"],
    ],
    [
      "the way of bundling",
      change({code: "c2"}),
      ["code is bundled differently (esbuild, tsconfig.json, or the list of entry modules)"],
    ],
    ["unused code only", change({}, {shaken: {"src/lib/models/ten.ts": "t2"}}), []],
    [
      "a parameter",
      change({params: {...params, split: {train: 200, kind: "rolling"}}}),
      ["parameter split.train: 166 → 200"],
    ],
    ["a parameter that is new", change({params: {...params, gap: null}}), ["parameter gap: none → null"]],
    ["a parameter that is gone", change({params: {...params, seed: undefined}}), ["parameter seed: 1 → none"]],
    ["a list", change({params: {...params, list: [1]}}), ["parameter list: [1,2] → [1]"]],
    [
      "all parameters",
      change({params: 3}),
      ['parameters: {"list":[1,2],"seed":1,"split":{"kind":"rolling","train":... → 3'],
    ],
    ["a file", change({files: {"daily.csv": "d2"}}), ["daily.csv changed"]],
    ["files", change({files: {"fills.csv": "x"}}), ["daily.csv is gone", "fills.csv is new"]],
    ["an input", change({inputs: {features: "f2", plan: "p1"}}), ["input features changed"]],
    [
      "a package",
      change(
        {packages: "l2"},
        {packages: {...before.detail.packages, "apache-arrow": {version: "18.0.0", integrity: "y"}}},
      ),
      ["apache-arrow 17.0.0 → 18.0.0"],
    ],
    [
      "packages",
      change(
        {packages: "l2"},
        {packages: {"apache-arrow": {version: "17.0.0", integrity: "y"}, zod: {version: "4.0.0", integrity: "z"}}},
      ),
      ["apache-arrow 17.0.0 has other content", "tslib 2.6.0 is no longer used", "zod 4.0.0 is new"],
    ],
  ])("tells %s", (_, now, reasons) => {
    expect(whyChanged(now, before)).toEqual(reasons);
  });

  it("names the first three of many, and cuts long values", () => {
    const now = change({params: {...params, a: 1, b: 2, c: 3, d: "x".repeat(100), e: 5}});
    expect(whyChanged(now, before)).toEqual([
      "parameter a: none → 1",
      "parameter b: none → 2",
      "parameter c: none → 3",
      "2 more parameters",
    ]);
    const long = change({params: {...params, seed: `${"x".repeat(80)}1`}});
    const longer = {...long, components: {...long.components, params: {...params, seed: `${"x".repeat(80)}2`}}};
    expect(whyChanged(longer, long)).toHaveLength(1); // they differ beyond what is shown
    expect(whyChanged(longer, long)[0]).toMatch(/^parameter seed: "x{56}\.\.\. → "x{56}\.\.\.$/);
  });

  it("has nothing to compare with at first", () => {
    expect(whyChanged(before, null)).toEqual(["first run"]);
  });
});

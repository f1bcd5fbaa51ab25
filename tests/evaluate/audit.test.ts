import {describe, expect, it} from "vitest";
import {
  assembleWalkForward,
  auditCuts,
  auditFeatures,
  auditPolicy,
  auditPredictions,
  type FoldItem,
  type FoldResult,
  fitFold,
  foldItems,
  foldTesting,
  notAuditable,
  type PolicyInputs,
  type Rebuilt,
  type RefitItem,
  rebuildPanels,
  rebuildRewritten,
  refitModule,
  refitRewritten,
  rewriteFuture,
  rewrites,
  walkForwardFolds,
} from "../../src/lib/evaluate/index.ts";
import {buildPanel, type Feature, type FeatureSource, features} from "../../src/lib/features/index.ts";
import type {Desk} from "../../src/lib/ingest/desk.ts";
import {float64, int32, stream, table} from "../../src/lib/numeric/index.ts";
import {smallDesk} from "../features/small-desk.ts";

const desk = smallDesk({traders: 3, days: 60});
const folds = walkForwardFolds(60, {kind: "expanding", train: 30, test: 12, purge: 0, embargo: 1});
const cuts = auditCuts(60, folds, 2);
const someFeatures = ["net_lag1", "net_mean_5", "rank_20", "market_return_lag1", "trades_lag1", "monday"];

/** A feature that reaches around its past: it looks its own row up in the desk. */
function leaky(
  name: string,
  value: (rows: {net: Float64Array; of: (r: number) => number}) => (r: number) => number,
): FeatureSource {
  return (from: Desk): Feature => {
    const [trader, day, net] = [int32(from.daily, "trader"), int32(from.daily, "day"), float64(from.daily, "net")];
    const at = value({net, of: (r) => trader[r]});
    let row = 0;
    return {
      ...(features[0] as Feature),
      name,
      compute: (past) => {
        const r = row++; // rows are visited in order, once
        expect(past.day).toBe(day[r]);
        return at(r) + 0;
      },
    };
  };
}

const orMissing = (v: number) => (Number.isFinite(v) ? v : Number.NaN);
const leaks: Record<string, FeatureSource> = {
  same_day: leaky(
    "same_day",
    ({net}) =>
      (r) =>
        orMissing(net[r]),
  ),
  centred_mean: leaky("centred_mean", ({net, of}) => (r) => {
    const window = [-2, -1, 0, 1, 2].map((k) => r + k).filter((s) => of(s) === of(r));
    return orMissing(window.reduce((sum, s) => sum + net[s], 0) / window.length);
  }),
  full_sample_scaler: leaky("full_sample_scaler", ({net, of}) => {
    const known = net.filter(Number.isFinite);
    const mean = known.reduce((s, v) => s + v, 0) / known.length;
    const sd = Math.sqrt(known.reduce((s, v) => s + (v - mean) ** 2, 0) / known.length);
    return (r) => orMissing(of(r - 1) === of(r) ? (net[r - 1] - mean) / sd : Number.NaN);
  }),
  last_row_of_the_desk: leaky(
    "last_row_of_the_desk",
    ({net}) =>
      () =>
        net.length,
  ),
};

describe("auditCuts", () => {
  it("lie inside test windows, before their last day, so that rewritten days are tested there", () => {
    for (const test of [1, 2, 3, 7, 12])
      for (const count of [1, 2, 3, 20]) {
        const list = walkForwardFolds(60, {kind: "expanding", train: 30, test, purge: 0, embargo: 1});
        const found = auditCuts(60, list, count);
        expect(found.length).toBe(Math.min(count, list.length));
        for (const cut of found) {
          const fold = list.find((f) => f.test.start <= cut + 1 && cut + 1 < f.test.end)!;
          expect(cut).toBeGreaterThanOrEqual(fold.train.end - 1);
          expect(cut + 1).toBeLessThan(fold.test.end);
        }
      }
  });

  it("are spread over the days where there is no fold", () => {
    expect(auditCuts(21, [], 3)).toEqual([5, 10, 15]);
    expect(auditCuts(2, [], 3)).toEqual([0]);
    expect(auditCuts(1, [], 3)).toEqual([]);
  });
});

describe("rewriteFuture", () => {
  const cut = 30;
  it("changes every value after the cut and none before, whatever the way", () => {
    for (const how of ["noise", "negated"] as const) {
      const other = rewriteFuture(desk, cut, how, 1);
      const check = (a: typeof desk.daily, b: typeof desk.daily, later: (r: number) => boolean) => {
        for (const [name, column] of Object.entries(a.columns)) {
          if (!(column instanceof Float64Array)) {
            expect(b.columns[name]).toEqual(column);
            continue;
          }
          const now = float64(b, name);
          column.forEach((v, r) => {
            if (!later(r) || (how === "negated" && v === 0))
              expect(now[r] === v || (Number.isNaN(v) && Number.isNaN(now[r]))).toBe(true);
            else if (!(how === "negated" && Number.isNaN(v))) expect(now[r], `${name} row ${r}`).not.toBe(v);
          });
        }
      };
      check(desk.daily, other.daily, (r) => int32(desk.daily, "day")[r] > cut);
      check(desk.market!, other.market!, (r) => (desk.market!.columns.date as string[])[r] > desk.days[cut]);
      check(desk.interventions!, other.interventions!, () => true);
      expect(float64(other.daily, "trades").filter((v) => v < 0).length > 0).toBe(how === "negated");
      expect(float64(other.market!, "close").every((v) => v > 0)).toBe(true);
    }
  });

  it("missing: later rows are gone, but the day after the cut, which is being decided", () => {
    const {daily, market, accounts, days} = rewriteFuture(desk, cut, "missing", 1);
    const day = int32(daily, "day");
    expect(Math.max(...day)).toBe(cut + 1);
    day.forEach((d, r) => {
      expect(Number.isNaN(float64(daily, "net")[r])).toBe(d === cut + 1);
    });
    expect((market!.columns.date as string[]).every((d) => d <= desk.days[cut])).toBe(true);
    expect([accounts, days]).toEqual([desk.accounts, desk.days]);
  });

  it("is the same future from the same seed, another from another, and needs a day to cut at", () => {
    const net = (seed: number) => rewriteFuture(desk, cut, "noise", seed).daily.columns.net;
    expect(net(1)).toEqual(net(1));
    expect(net(1)).not.toEqual(net(2));
    expect(() => rewriteFuture(desk, 60, "noise", 1)).toThrow("invalid cut; not a day index from 0 to 59: 60");
  });
});

const featuresOf = (from: Desk, catalogue: readonly FeatureSource[], at = cuts) =>
  auditFeatures(rebuildPanels(from, {names: "all", cuts: at, seed: 1}, catalogue));

describe("auditFeatures", () => {
  it("finds nothing in the features there are", () => {
    const check = featuresOf(desk, features);
    expect(check).toMatchObject({
      id: "audit.features",
      status: "clean",
      first: null,
      rewrites: ["noise", "negated", "missing"],
    });
    expect(check.cutDates).toEqual(cuts.map((c) => desk.days[c]));
    const rows = cuts.map((c) => int32(desk.daily, "day").filter((d) => d <= c + 1).length);
    expect(check.compared).toBe(3 * features.length * rows.reduce((a, b) => a + b));
  });

  for (const [name, leak] of Object.entries(leaks))
    it(`catches and names a seeded leak: ${name}`, () => {
      const check = featuresOf(desk, [...features, leak]);
      expect(check.status).toBe("leak");
      expect(check.first).toMatchObject({column: name, cut: desk.days[cuts[0]]});
      expect(check.first!.row).toMatch(/^T00[123] 2025-\d\d-\d\d$/);
      expect(check.evidence).toBe(`The past moved when the future was rewritten: ${name}.`);
    });

  it("catches a selection of features by how they did on the whole sample", () => {
    const total = (from: Desk) => float64(from.daily, "net").reduce((sum, v) => sum + v, 0);
    const chosen: FeatureSource = (from) => ({
      ...features[0],
      name: "chosen",
      reads: total(from) === total(desk) ? ["net"] : ["not there"],
    });
    const check = featuresOf(desk, [...features, chosen]);
    expect(check.first).toMatchObject({column: "chosen", row: "(the whole column)", cut: desk.days[cuts[0]]});
  });

  it("says which row moved first: a same-day leak moves the day after the cut, and no earlier one", () => {
    const full = smallDesk({traders: 2, days: 40, absent: 0});
    const check = featuresOf(full, [leaks.same_day], [20]);
    expect(check.first).toEqual({
      column: "same_day",
      row: `T001 ${full.days[21]}`,
      cut: full.days[20],
      rewrite: "noise",
    });
  });

  it("cannot audit what has no rows", () => {
    expect(featuresOf(desk, features, []).status).toBe("not auditable");
    expect(notAuditable("audit.predictions.var", "Title", "Made elsewhere.")).toMatchObject({
      status: "not auditable",
      compared: 0,
    });
  });
});

describe("auditPredictions", () => {
  const {panel} = buildPanel(desk, someFeatures);
  type Fit = (item: FoldItem) => Promise<FoldResult>;

  const audit = async (...given: Parameters<typeof auditBoth>) => (await auditBoth(...given))[1];

  /** What all signals share, made again: as a worker would, from copies. */
  async function rebuiltAt(at: readonly number[]): Promise<Rebuilt[]> {
    const made: Rebuilt[] = [];
    for (const cut of at)
      for (const rewrite of rewrites) {
        const fold = foldTesting(folds, cut);
        made.push(await rebuildRewritten(structuredClone({desk, features: someFeatures, cut, rewrite, fold, seed: 7})));
      }
    return made;
  }

  async function auditBoth(
    learner: string,
    fitWith: Fit = fitFold,
    {cuts: at = cuts, ...over}: Partial<Parameters<typeof auditPredictions>[0]> & {cuts?: readonly number[]} = {},
  ) {
    const results: FoldResult[] = [];
    const items = foldItems({learner, seed: 7, folds, panel});
    for (const item of items) results.push(await fitWith(item));
    const {predictions, models} = assembleWalkForward(results);
    const run = async (list: readonly RefitItem[]) => {
      const found: FoldResult[] = [];
      for (const item of structuredClone(list)) found.push(await refitRewritten(item, {fitWith}));
      return found;
    };
    return auditPredictions({
      desk,
      signal: learner,
      label: learner,
      training: {learner, seed: 7},
      folds,
      predictions,
      models,
      rebuilt: await rebuiltAt(at),
      run,
      ...over,
    });
  }

  it("finds nothing in the walk-forward there is, run here or elsewhere", async () => {
    for (const learner of ["ridge", "forest"]) {
      const over = learner === "forest" ? {cuts: cuts.slice(1)} : {};
      const check = await audit(learner, fitFold, over);
      expect(check).toMatchObject({id: `audit.predictions.${learner}`, status: "clean", first: null});
      expect(check.compared).toBeGreaterThan(20);
      if (learner === "ridge") expect(await audit(learner, fitFold, {run: undefined})).toEqual(check);
    }
  });

  it("compares what was fitted too, and names the setting or weight of the fold that moved", async () => {
    const [clean] = await auditBoth("ridge");
    expect(clean).toMatchObject({id: "audit.models.ridge", status: "clean", first: null});
    // rows used, two settings and a weight a feature, for two cuts and three rewrites
    expect(clean.compared).toBe(cuts.length * 3 * (3 + someFeatures.length));
    const tuned: Fit = async (item) => {
      const result = await fitFold(item);
      const future = item.net.filter((_, i) => item.day[i] >= item.fold.test.start).reduce((sum, v) => sum + v, 0);
      return {...result, model: {...result.model, chosen: {...result.model.chosen, stop: future}}};
    };
    const [leak, predictions] = await auditBoth("ridge", tuned);
    expect(leak).toMatchObject({status: "leak", first: {column: "chosen.stop", cut: desk.days[cuts[0]]}});
    expect(leak.first!.row).toMatch(/^fold \d 2025-/);
    expect(predictions.status).toBe("clean");
    const [unpublished] = await auditBoth("ridge", fitFold, {models: []});
    expect([unpublished.status, unpublished.first?.column]).toEqual(["leak", "(rows)"]);
  });

  it("catches a learner that is fitted on its test rows too", async () => {
    const peeking: Fit = (item) => fitFold({...item, fold: {...item.fold, train: {start: 0, end: item.fold.test.end}}});
    const check = await audit("ridge", peeking);
    expect(check.status).toBe("leak");
    expect(check.first).toMatchObject({column: "value", cut: desk.days[cuts[0]], rewrite: "noise"});
    expect((await audit("forest", peeking, {cuts: cuts.slice(0, 1)})).status).toBe("leak");
  });

  it("catches a scaler that is fitted on all rows", async () => {
    const scaled: Fit = (item) =>
      fitFold({
        ...item,
        columns: item.columns.map((column) => {
          const known = column.filter((v) => !Number.isNaN(v));
          const mean = known.reduce((s, v) => s + v, 0) / known.length;
          const most = known.reduce((s, v) => Math.max(s, Math.abs(v - mean)), 1e-9);
          return column.map((v) => Math.round((20 * (v - mean)) / most));
        }),
      });
    const check = await audit("ridge", scaled);
    expect([check.status, check.first?.column]).toEqual(["leak", "value"]);
  });

  it("catches a target scale that is taken from all of the trader's rows", async () => {
    const full: Fit = (item) => {
      const sizes = new Map<number, number>();
      item.net.forEach((v, i) => {
        if (Number.isFinite(v)) sizes.set(item.trader[i], Math.max(sizes.get(item.trader[i]) ?? 0, Math.abs(v)));
      });
      return fitFold({...item, scale: item.scale.map((_, i) => sizes.get(item.trader[i])!)});
    };
    expect((await audit("ridge", full)).status).toBe("leak");
  });

  it("catches predictions that are not those of this code: another seed", async () => {
    const items = foldItems({learner: "forest", seed: 8, folds, panel});
    const {predictions} = assembleWalkForward(await Promise.all(items.map(fitFold)));
    expect((await audit("forest", fitFold, {predictions, cuts: cuts.slice(0, 1)})).status).toBe("leak");
  });

  it("catches predictions of rows that the past does not have", async () => {
    const items = foldItems({learner: "ridge", seed: 7, folds, panel});
    const {predictions} = assembleWalkForward(await Promise.all(items.map(fitFold)));
    const first = int32(predictions, "day").indexOf(folds[0].test.start);
    const keep = [...int32(predictions, "day").keys()].filter((r) => r !== first);
    const holed = table(
      Object.fromEntries(
        Object.entries(predictions.columns).map(([name, c]) => [
          name,
          (c as Float64Array).filter((_, r) => keep.includes(r)) as Float64Array,
        ]),
      ),
    );
    const check = await audit("ridge", fitFold, {predictions: holed});
    expect([check.status, check.first?.column]).toEqual(["leak", "(rows)"]);
  });

  it("leaves out cuts that no fold tests, and says when nothing is left", async () => {
    const check = await audit("ridge", fitFold, {cuts: [5]});
    expect([check.status, check.cutDates]).toEqual(["not auditable", []]);
    const task = await import(/* @vite-ignore */ refitModule.href);
    expect([task.rebuildRewritten.name, task.refitRewritten.name]).toEqual(["rebuildRewritten", "refitRewritten"]);
  });
});

describe("auditPolicy", () => {
  const [trader, day, net] = [int32(desk.daily, "trader"), int32(desk.daily, "day"), float64(desk.daily, "net")];
  const random = stream(1, "signal");
  const inputs: PolicyInputs = {trader, day, net, value: net.map(() => random.uniform())};
  const audit = (policy: (inputs: PolicyInputs) => Float64Array) =>
    auditPolicy({signal: "p", label: "P", inputs, policy, desk, cuts, seed: 1});
  const median = (list: number[]) => list.sort((a, b) => a - b)[list.length >> 1] ?? 0;

  it("passes a policy whose threshold is of earlier days", () => {
    const honest = ({day: at, value}: PolicyInputs) =>
      value.map((v, r) => (v > median([...value.keys()].filter((s) => at[s] < at[r]).map((s) => value[s])) ? 0.5 : 1));
    const check = audit(honest);
    expect(check).toMatchObject({id: "audit.policy.p", status: "clean"});
    expect(check.compared).toBeGreaterThan(100);
  });

  it("catches a threshold computed before the split", () => {
    const whole = ({value}: PolicyInputs) => {
      const cut = median([...value].filter(Number.isFinite));
      return value.map((v) => v - cut); // any dependence on the whole sample will do
    };
    expect(audit(whole).first).toMatchObject({column: "multiplier", cut: desk.days[cuts[0]]});
  });

  it("catches a multiplier that knows the day's P&L", () => {
    const check = audit((rows) => rows.net.map((v) => (v < 0 ? 0 : 1)));
    expect(check.status).toBe("leak");
    expect(check.first!.row.slice(5)).toBe(desk.days[cuts[0] + 1]);
  });
});

import {describe, expect, it} from "vitest";
import {
  auditLabels,
  auditRows,
  auditSample,
  auditSplit,
  auditTarget,
  auditTiming,
  auditTraders,
  byTraderGroup,
  checkFacts,
  evidenceOfKinds,
  firstLeak,
  joinChecks,
  leakageKinds,
  notAuditable,
  rewriteFuture,
  sidesOf,
  stationOf,
  walkForwardFolds,
} from "../../src/lib/evaluate/index.ts";
import {buildPanel, features} from "../../src/lib/features/index.ts";
import type {Desk} from "../../src/lib/ingest/desk.ts";
import {float64, int32, stream, table, take} from "../../src/lib/numeric/index.ts";
import {smallDesk} from "../features/small-desk.ts";

const desk = smallDesk({traders: 3, days: 60});
const split = {kind: "expanding", train: 30, test: 10, purge: 0, embargo: 1} as const;
const folds = walkForwardFolds(60, split);
const rows = {trader: int32(desk.daily, "trader"), day: int32(desk.daily, "day")};
const sides = folds.map((fold) => sidesOf(rows, fold));

describe("sidesOf", () => {
  it("is the fold's ranges of days, row by row", () => {
    for (const {fold, train, test} of sides)
      rows.day.forEach((d, r) => {
        expect(train.includes(r)).toBe(d >= fold.train.start && d < fold.train.end);
        expect(test.includes(r)).toBe(d >= fold.test.start && d < fold.test.end);
      });
  });
});

describe("auditSplit", () => {
  it("finds nothing in walk-forward folds with the declared gap, and counts the rows it looked at", () => {
    const check = auditSplit({rows, sides, split, desk});
    expect(check).toMatchObject({id: "audit.split", status: "clean", rewrites: [], first: null});
    expect(check.compared).toBe(sides.reduce((sum, s) => sum + s.train.length + s.test.length, 0));
  });
  it("names the fold and row where the gap is a day too short", () => {
    const check = auditSplit({rows, sides, split: {purge: 1, embargo: 1}, desk});
    expect(check.status).toBe("leak");
    expect(check.first).toMatchObject({column: "fold 1", cut: null, rewrite: null});
    expect(check.first!.row).toContain(desk.days[folds[0].test.start]);
    expect(check.evidence).toContain("with 1 between it and training; the declared gap is 2");
    expect(check.evidence.match(/Fold/g)).toHaveLength(3);
  });
  it("names a fold that trains on days after those it tests", () => {
    const swapped = sides.map(({fold, train, test}) => ({fold, train: test, test: train}));
    expect(auditSplit({rows, sides: swapped, split, desk}).evidence).toContain("and trains on days up to");
  });
  it("has nothing to look at without folds", () => {
    expect(auditSplit({rows, sides: [], split, desk}).status).toBe("not auditable");
  });
});

describe("auditRows", () => {
  it("finds nothing where each trader-day is there once", () => {
    expect(auditRows({rows, sides, desk})).toMatchObject({status: "clean", compared: rows.day.length});
  });
  it("names a trader-day that stands twice", () => {
    const twice = take(desk.daily, [...rows.day.keys(), 7]);
    const both = {trader: int32(twice, "trader"), day: int32(twice, "day")};
    const name = `${desk.accounts[rows.trader[7]]} ${desk.days[rows.day[7]]}`;
    expect(auditRows({rows: both, sides: [], desk}).first).toMatchObject({column: "(rows)", row: name});
  });
  it("names a row on both sides of a fold", () => {
    const [{fold, train, test}] = sides;
    const check = auditRows({rows, sides: [{fold, train: Int32Array.of(...train, test[2]), test}], desk});
    expect(check.first).toMatchObject({
      column: "fold 1",
      row: `${desk.accounts[rows.trader[test[2]]]} ${desk.days[rows.day[test[2]]]}`,
    });
  });
});

describe("auditTraders", () => {
  it("finds nothing where each group is tested by models of the others", () => {
    const apart = byTraderGroup(folds, 3).map((fold) => sidesOf(rows, fold));
    expect(auditTraders({rows, sides: apart, desk})).toMatchObject({status: "clean", compared: apart.length});
  });
  it("names a trader whom a fold both trains on and tests", () => {
    const check = auditTraders({rows, sides, desk});
    expect(check.first).toMatchObject({column: "fold 1", row: desk.accounts[0]});
    expect(check.evidence).toContain("tests the same trader");
  });
});

describe("auditLabels", () => {
  /** P&L of the day and of the next `beyond` calendar days of the desk, by the trader. */
  const summed =
    (beyond: number) =>
    ({daily}: Desk): Float64Array => {
      const [trader, day, net] = [int32(daily, "trader"), int32(daily, "day"), float64(daily, "net")];
      return net.map((_, r) => {
        let sum = 0;
        for (let s = r; s < net.length && trader[s] === trader[r] && day[s] <= day[r] + beyond; s++) sum += net[s];
        return sum;
      });
    };
  const full = smallDesk({traders: 2, days: 60, absent: 0});
  const own = {trader: int32(full.daily, "trader"), day: int32(full.daily, "day")};
  const audit = (beyond: number, purge: number, embargo: number) => {
    const given = {...split, purge, embargo};
    const list = walkForwardFolds(60, given).map((fold) => sidesOf(own, fold));
    return auditLabels({
      desk: full,
      future: (cut, how) => rewriteFuture(full, cut, how, 1),
      cuts: [25, 44],
      label: summed(beyond),
      rows: own,
      sides: list,
      split: given,
    });
  };
  it("measures how far a label reaches, and passes exactly where purge covers it", () => {
    for (const beyond of [0, 1, 4])
      for (const purge of [0, 1, 3, 4, 5])
        for (const embargo of [0, 2])
          expect([beyond, purge, audit(beyond, purge, embargo).status]).toEqual([
            beyond,
            purge,
            purge >= beyond ? "clean" : "leak",
          ]);
    expect(audit(4, 4, 1).evidence).toContain("Labels reach 4 days");
  });
  it("names the training row whose label reaches the test", () => {
    const check = audit(4, 0, 0);
    // the first test window begins on day 30: the earliest label that reaches it is that of day 26
    expect(check.first).toMatchObject({column: "fold 1", row: `T001 ${full.days[26]}`});
  });
});

describe("auditTarget", () => {
  const {panel} = buildPanel(desk, ["net_lag1", "net_mean_5", "market_return_lag1", "monday"]);
  const net = float64(panel, "net");
  const withFeature = (values: Float64Array) => table({...panel.columns, hidden: values});

  it("finds nothing in features of the past", () => {
    expect(auditTarget({panel, desk})).toMatchObject({status: "clean", compared: 4});
  });
  it("finds the target under any monotone transform, rising or falling, with a tenth of noise", () => {
    const random = stream(3, "noise");
    for (const copy of [
      net,
      net.map(Math.cbrt),
      net.map((v) => -Math.atan(v / 100)),
      net.map((v) => v + 0.1 * random.normal() * v),
    ])
      expect(auditTarget({panel: withFeature(Float64Array.from(copy)), desk}).first).toMatchObject({column: "hidden"});
  });
  it("does not take differences between traders for it", () => {
    const level = Float64Array.from(int32(panel, "trader"), (t) => t);
    const shifted = table({...panel.columns, net: net.map((v, r) => v / 1e6 + level[r])});
    expect(auditTarget({panel: table({...shifted.columns, level}), desk}).status).toBe("clean");
  });
  it("does not judge on fewer than 30 days", () => {
    const few = take(
      panel,
      [...int32(panel, "day").keys()].filter((r) => int32(panel, "day")[r] < 29),
    );
    expect(auditTarget({panel: few, desk}).status).toBe("not auditable");
  });
});

describe("auditTiming", () => {
  const card = {name: "x", reads: ["net"], lookBack: 5, knownAt: "previous close"};
  const of = (change: object) => auditTiming({features: [{...card, ...change}], desk: {days: desk.days, market: null}});
  it("passes the registry that there is, and every market bar", () => {
    const check = auditTiming({features, desk});
    expect(check).toMatchObject({status: "clean", compared: features.length + desk.market!.rows});
  });
  it("names what is known too late, has no look-back, or reads data as a fact of the calendar", () => {
    expect(of({}).status).toBe("clean");
    for (const change of [
      {knownAt: "close"},
      {knownAt: ""},
      {knownAt: "toString"},
      {lookBack: Number.NaN},
      {lookBack: -1},
      {lookBack: 2.5},
      {knownAt: "calendar"},
    ])
      expect(of(change).first, JSON.stringify(change)).toMatchObject({column: "x", row: "(registry)"});
  });
  it("names a bar that stands on another day than its date", () => {
    const day = int32(desk.market!, "day").slice();
    const at = day.indexOf(20);
    day[at] = 19;
    const check = auditTiming({features: [], desk: {...desk, market: table({...desk.market!.columns, day})}});
    expect(check.first).toMatchObject({column: "market", row: desk.days[20]});
  });
});

describe("auditSample", () => {
  const tested = take(
    desk.daily,
    [...rows.day.keys()].filter((r) => rows.day[r] >= folds[0].test.start),
  );
  it("passes where every trader-day of the test windows was tested", () => {
    const check = auditSample({desk, folds, predictions: new Map([["ridge", tested]])});
    expect(check).toMatchObject({status: "clean", compared: tested.rows});
  });
  it("names the learner and the trader-day that was left out, or that should not be there", () => {
    const fewer = take(tested, [...Array(tested.rows).keys()].slice(1));
    const name = `${desk.accounts[int32(tested, "trader")[0]]} ${desk.days[int32(tested, "day")[0]]}`;
    expect(auditSample({desk, folds, predictions: new Map([["ridge", fewer]])}).first).toMatchObject({
      column: "ridge",
      row: name,
    });
    const more = auditSample({desk, folds: folds.slice(1), predictions: new Map([["ridge", tested]])});
    expect(more.evidence).toContain("no day of a test window");
  });
});

describe("checks as a whole", () => {
  const facts = (wrong: number, compared = 5) =>
    checkFacts({
      id: "audit.x",
      title: "X",
      compared,
      wrong: Array.from({length: wrong}, (_, k) => ({column: `c${k}`, row: "r", what: `Wrong ${k}.`})),
      sound: "Sound.",
      nothing: "Nothing.",
    });
  it("say at most three wrong facts, and how many more", () => {
    expect(facts(0).evidence).toBe("Sound.");
    expect(facts(0, 0)).toMatchObject({status: "not auditable", evidence: "Nothing."});
    expect(facts(2).evidence).toBe("Wrong 0. Wrong 1.");
    expect(facts(5).evidence).toBe("Wrong 0. Wrong 1. Wrong 2. And 2 more.");
  });
  it("join to a leak if any part is one, and to what could be audited", () => {
    const blind = notAuditable("a", "A", "No.");
    expect(joinChecks("j", "J", "things", [blind]).status).toBe("not auditable");
    expect(joinChecks("j", "J", "things", [blind, facts(0)])).toMatchObject({status: "clean", compared: 5});
    expect(joinChecks("j", "J", "things", [facts(0), facts(1)])).toMatchObject({
      status: "leak",
      compared: 10,
      first: {column: "c0"},
    });
    expect(firstLeak([facts(0), facts(1), facts(2)])?.evidence).toBe("Wrong 0.");
    expect(firstLeak([facts(0)])).toBe(null);
    expect(stationOf("audit.predictions.my.signal")).toBe("predictions");
  });
  it("are evidence of the eight kinds of leakage, the worst first", () => {
    expect(leakageKinds.map((k) => k.id)).toEqual(["L1.1", "L1.2", "L1.3", "L1.4", "L2", "L3.1", "L3.2", "L3.3"]);
    const named = (id: string, wrong: number) => ({...facts(wrong), id});
    const kinds = evidenceOfKinds([named("audit.split", 0), named("audit.rows", 1), named("audit.timing", 0)]);
    const of = (id: string) => kinds.find((k) => k.id === id)!;
    expect(of("L1.1")).toMatchObject({status: "leak"});
    expect(of("L1.1").evidence.map((e) => e.status)).toEqual(["leak", "clean"]);
    expect(of("L2").status).toBe("clean");
    expect(of("L1.3")).toMatchObject({status: "not auditable", evidence: []});
  });
});

import {describe, expect, it} from "vitest";
import {rewriteFuture, rewrites} from "../../src/lib/evaluate/index.ts";
import {
  buildFamilyChunk,
  buildPanel,
  coreFeatures,
  type FamilyPart,
  type Feature,
  familyChunkModule,
  familyModule,
  familyNames,
  features,
  joinFamilies,
  loadFamily,
  planFamily,
} from "../../src/lib/features/index.ts";
import type {Desk} from "../../src/lib/ingest/desk.ts";
import {float64, int32, table, take, text} from "../../src/lib/numeric/index.ts";
import {StudyError} from "../../src/lib/study/index.ts";
import {smallDesk} from "./small-desk.ts";

const desk = smallDesk();
const probe = (more: Partial<Feature>): Feature => ({
  name: "probe",
  label: "Probe",
  unit: "count",
  family: "performance",
  description: "",
  reads: ["net"],
  lookBack: 3,
  knownAt: "previous close",
  compute: () => 0,
  ...more,
});

describe("buildPanel", () => {
  it("has the rows of daily and a column for every feature, all with a card", () => {
    const {panel, report} = buildPanel(desk, "all");
    expect(Object.keys(panel.columns)).toEqual(["trader", "day", "net", ...features.map((f) => f.name)]);
    expect(panel.columns.net).toEqual(desk.daily.columns.net);
    expect(report.used.map((f) => f.name)).toEqual(features.map((f) => f.name));
    expect(report.unavailable).toEqual([]);
    expect(JSON.stringify(report)).not.toContain("compute");
    for (const [name, share] of Object.entries(report.missing)) {
      const column = float64(panel, name);
      expect(share).toBe(column.filter(Number.isNaN).length / panel.rows);
      if (!["market_vol_rank_250", "market_return_60", "market_break_60"].includes(name))
        expect(share, name).toBeLessThan(0.6);
    }
    expect(features.length).toBeGreaterThanOrEqual(80);
  });

  it("hands a feature only the trader's rows of earlier days, no more than its look-back, and the desk's days before", () => {
    const [trader, day, net] = [int32(desk.daily, "trader"), int32(desk.daily, "day"), float64(desk.daily, "net")];
    let row = -1;
    const watch = probe({
      reads: ["net", "desk.mean", "market.close"],
      lookBack: 3,
      compute(past) {
        row++;
        const earlier = [...day.keys()].filter((r) => trader[r] === trader[row] && day[r] < day[row]).slice(-3);
        const {own, ownDays, from, to} = past;
        expect([...own.net.subarray(from, to)]).toEqual(earlier.map((r) => net[r]));
        expect([...ownDays.subarray(from, to)]).toEqual(earlier.map((r) => day[r]));
        expect(own.net.filter((v) => !Number.isNaN(v)).length).toBe(earlier.length); // nothing outside of the window,
        expect(new Float64Array(own.net.buffer).filter((v) => !Number.isNaN(v)).length).toBe(earlier.length); // nor behind it
        expect(ownDays.filter((d) => d >= 0).length).toBe(earlier.length);
        expect(Object.keys(own)).toEqual(["net"]); // what is not declared is not handed out
        expect(past.desk.mean.length).toBe(Math.min(day[row], 3));
        expect(new Float64Array(past.desk.mean.buffer).length).toBe(Math.min(day[row], 3));
        expect(past.marketReturn.length).toBe(Math.min(day[row], 3));
        expect(past.market.every((bars) => bars.close.length <= 3 && bars.close.buffer.byteLength <= 24)).toBe(true);
        expect(past.day).toBe(day[row]);
        return earlier.length;
      },
    });
    const {panel} = buildPanel(desk, "all", [watch]);
    expect(row).toBe(panel.rows - 1);
  });

  it("keeps look-backs apart", () => {
    const lengths = (name: string, lookBack: number) => probe({name, lookBack, compute: (p) => p.to - p.from});
    const {panel} = buildPanel(desk, "all", [lengths("two", 2), lengths("nine", 9), lengths("none", 0)]);
    expect(Math.max(...float64(panel, "two"))).toBe(2);
    expect(Math.max(...float64(panel, "nine"))).toBe(9);
    expect(Math.max(...float64(panel, "none"))).toBe(0);
  });

  it("reports what is not there, by the columns it lacks, and builds the rest", () => {
    const {panel, report} = buildPanel(smallDesk({rich: false}), "all");
    const lacking = Object.fromEntries(report.unavailable.map((f) => [f.name, f.needs]));
    const absent = ["trades", "volume", "fees", "market.close", "traded_value", "hour_entropy", "opens", "gain_trips"];
    const expected = features.filter((f) =>
      f.reads.some((c) => absent.includes(c) || /^(gain|loss|symbol|value)_/.test(c)),
    );
    expect(Object.keys(lacking)).toEqual(expected.map((f) => f.name));
    expect(lacking.trades_lag1).toEqual(["trades"]);
    expect(lacking.market_atr_14).toEqual(["market.close", "market.high", "market.low"]);
    expect(report.unavailable.find((f) => f.name === "market_vol_20")!.why).toBe("there is no market data.");
    expect(report.unavailable.find((f) => f.name === "trades_pay_20")!.why).toBe("the daily rows have no trades.");
    expect(report.remarks).toEqual(["There is no market data: features of the market are not built."]);
    expect("trades_lag1" in panel.columns).toBe(false);
    expect(report.used.length + report.unavailable.length).toBe(features.length);
  });

  it("reports what is constant or missing throughout, and keeps it", () => {
    const constant = probe({name: "flat", compute: () => 1});
    const empty = probe({name: "empty", compute: () => Number.NaN});
    const {panel, report} = buildPanel(desk, "all", [constant, empty, probe({compute: (p) => p.day})]);
    expect(report.constant).toEqual(["flat"]);
    expect(report.missing).toEqual({flat: 0, empty: 1, probe: 0});
    expect(report.empty).toEqual(["empty"]);
    expect(Object.keys(panel.columns)).toContain("empty");
  });

  it("takes names in any order, and refuses unknown ones with the nearest", () => {
    const {panel} = buildPanel(desk, ["rank_20", "net_lag1"]);
    expect(Object.keys(panel.columns).slice(3)).toEqual(["net_lag1", "rank_20"]);
    const wrong = () => buildPanel(desk, ["net_lag_1", "net_lag1", "moon"]);
    expect(wrong).toThrow(StudyError);
    expect(wrong).toThrow('there is no "net_lag_1"; did you mean "net_lag1"?');
    expect(wrong).toThrow('there is no "moon"');
    expect(wrong).toThrow("There are: net_lag1, net_mean_3");
  });

  it("makes infinities missing and says whose and when, and refuses a catalogue with a name twice", () => {
    const burst = probe({compute: (p) => (p.day === 4 ? Number.NEGATIVE_INFINITY : 0)});
    const {panel: burstPanel, report: said} = buildPanel(smallDesk({absent: 0}), "all", [burst]);
    const infinities = float64(burstPanel, "probe").filter((v) => !Number.isFinite(v));
    expect(infinities.every(Number.isNaN)).toBe(true);
    expect(said.infinite).toEqual([{name: "probe", count: infinities.length, first: "T001 on 2025-01-08"}]);
    expect(() => buildPanel(desk, "all", [probe({}), probe({})])).toThrow('"probe" is taken twice');
    expect(() => buildPanel(desk, "all", [probe({name: "net"})])).toThrow('"net" is taken twice');
  });

  it("copes with one trader on one day, and with an empty table", () => {
    const one = smallDesk({traders: 1, days: 1, absent: 0, rich: false});
    const {panel, report} = buildPanel(one, "all");
    expect(panel.rows).toBe(1);
    expect(report.missing.net_lag1).toBe(1);
    const none = {...one, daily: table({trader: new Int32Array(0), day: new Int32Array(0), net: new Float64Array(0)})};
    expect(buildPanel(none, "all").panel.rows).toBe(0);
    expect(buildPanel(none, "all").report.remarks[0]).toBe("The desk has no rows: no feature has a value.");
  });

  it("says what is odd: one trader, ten days, a market of another time, bars on few days, huge values", () => {
    const remarks = (from: Desk) => buildPanel(from, "all").report.remarks.join(" ");
    expect(remarks(smallDesk({traders: 1}))).toContain("There is one trader");
    expect(remarks(smallDesk({days: 10}))).toMatch(/The desk has 10 days: \d+ of \d+ features would look back further/);
    const {market} = desk;
    const elsewhere = {...market!.columns, day: new Int32Array(market!.rows).fill(-1)};
    const other = {
      ...desk,
      market: table({...elsewhere, date: text(market!, "date").map((d) => d.replace("2025", "1999"))}),
    };
    expect(remarks(other)).toContain(
      `The market data (1999-01-02 to 1999-04-23) have no bar on any of the desk's days (2025-01-02 to 2025-04-23)`,
    );
    const {used, unavailable} = buildPanel(other, "all").report;
    expect(used.some((f) => f.family === "technical")).toBe(false);
    expect(unavailable.find((f) => f.name === "market_macd")!.why).toBe("no bar on a day of the desk has close.");
    const few = Int32Array.from({length: market!.rows}, (_, r) => r).filter((r) => int32(market!, "day")[r] < 40);
    expect(remarks({...desk, market: take(market!, few)})).toContain("bars on 40 of the desk's 80 days");
    const {huge} = buildPanel(desk, "all", [probe({compute: (p) => (p.day === 7 ? -2e6 : 1)})]).report;
    expect(huge).toEqual([{name: "probe", largest: -2e6, at: "T001 on 2025-01-13"}]);
    const closeOnly = {
      day: market!.columns.day,
      date: market!.columns.date,
      symbol: market!.columns.symbol,
      close: market!.columns.close,
    };
    const lacking = buildPanel({...desk, market: table(closeOnly)}, "all").report.unavailable;
    expect(lacking.find((f) => f.name === "market_adx_14")!.needs).toEqual(["market.high", "market.low"]);
    expect(lacking.some((f) => f.name === "market_rsi_14")).toBe(false);
  });

  it("survives numbers near the largest there are, and says so", () => {
    const wild = {
      ...desk,
      daily: table({...desk.daily.columns, net: float64(desk.daily, "net").map((v) => v * 1e300)}),
    };
    const {panel, report} = buildPanel(wild, "all");
    for (const {name} of report.used)
      expect(
        float64(panel, name).some((v) => Math.abs(v) === Number.POSITIVE_INFINITY),
        name,
      ).toBe(false);
  });

  it("has no feature that sees a row of its own day or later, whatever those hold: every value, every way, every cut", () => {
    const small = smallDesk({traders: 3, days: 75, seed: 5});
    const before = buildPanel(small, "all").panel;
    for (const cut of [0, 30, 61])
      for (const how of rewrites) {
        const after = buildPanel(rewriteFuture(small, cut, how, 3), "all").panel;
        const at = (t: typeof before, r: number) => `${int32(t, "trader")[r]} ${int32(t, "day")[r]}`;
        const place = new Map(Array.from({length: after.rows}, (_, r) => [at(after, r), r]));
        for (const {name} of features)
          for (let r = 0; r < before.rows; r++) {
            if (int32(before, "day")[r] > cut + 1) continue;
            const [old, now] = [float64(before, name)[r], float64(after, name)[place.get(at(before, r))!]];
            if (!Object.is(old, now))
              expect.fail(`${name} moved at ${at(before, r)} when days after ${cut} were ${how}: ${old} to ${now}`);
          }
      }
  });

  it("gives a growing desk the same past: days that are added later change nothing", () => {
    const whole = smallDesk({traders: 3, days: 75, seed: 6});
    const day = int32(whole.daily, "day");
    const cut = 50;
    const early = Int32Array.from(day.keys()).filter((r) => day[r] < cut);
    const {market} = whole;
    const bars = Int32Array.from({length: market!.rows}, (_, b) => b).filter(
      (b) => text(market!, "date")[b] < whole.days[cut],
    );
    const shorter = {
      ...whole,
      days: whole.days.slice(0, cut),
      daily: take(whole.daily, early),
      market: take(market!, bars),
    };
    const [long, short] = [buildPanel(whole, "all").panel, buildPanel(shorter, "all").panel];
    for (const {name} of features)
      expect(float64(short, name), name).toEqual(Float64Array.from(early, (r) => float64(long, name)[r]));
  });

  it("keeps each look-back: rows older than declared change nothing", () => {
    const lone = smallDesk({traders: 1, days: 160, absent: 0, seed: 8});
    const older = (back: number) => ({
      ...lone,
      daily: table(
        Object.fromEntries(
          Object.entries(lone.daily.columns).map(([name, column]) => [
            name,
            // Sizes stay, so that the scale (which is of 60 rows and declared apart) stays; signs and order do not.
            column instanceof Float64Array && name !== "net"
              ? column.map((v, r) => (r < 159 - back ? v + 1 : v))
              : column,
          ]),
        ) as typeof lone.daily.columns,
      ),
    });
    const own = features.filter((f) =>
      f.reads.some((c) => !c.startsWith("market.") && !c.startsWith("desk.") && c !== "net"),
    );
    expect(own.length).toBeGreaterThan(15);
    for (const {name, lookBack} of own) {
      const [a, b] = [lone, older(lookBack)].map((from) => float64(buildPanel(from, [name]).panel, name)[159]);
      expect(b, name).toBe(a);
    }
  });

  it("is the same in chunks, and by family, to the last bit", async () => {
    const whole = buildPanel(desk, "all");
    for (const chunks of [1, 2, 3, 9]) {
      const families: FamilyPart[] = [];
      for (const family of familyNames) {
        const {items, assemble} = await planFamily(desk, family, "all", chunks);
        if (family === "performance") expect(items.length).toBe(Math.min(chunks, desk.accounts.length));
        const results: Float64Array[][] = [];
        for (const item of structuredClone(items)) results.push(await buildFamilyChunk(item));
        families.push(assemble(results));
      }
      expect(joinFamilies(desk, families)).toEqual(whole);
    }
  });

  it("plans only what was asked of a family", async () => {
    const monday = await planFamily(desk, "calendar", ["monday"], 2);
    const results: Float64Array[][] = [];
    for (const item of monday.items) results.push(await buildFamilyChunk(item));
    expect(Object.keys(monday.assemble(results).features.columns)).toEqual(["monday"]);
    const none = await planFamily(desk, "technical", ["monday"], 2);
    expect([none.items.length, none.assemble([]).report.used.length]).toEqual([0, 0]);
    await expect(planFamily(desk, "calendar", "all", 0)).rejects.toThrow("invalid chunks; not 1 or more: 0");
    expect((await import(/* @vite-ignore */ familyChunkModule.href)).buildFamilyChunk.name).toBe("buildFamilyChunk");
  });

  it("has families that are modules, and a core that is part of the whole", async () => {
    const all = [];
    for (const family of familyNames) all.push(...(await loadFamily(family)));
    expect(all.map((f) => f.name)).toEqual(features.map((f) => f.name));
    for (const family of familyNames) expect((await loadFamily(family)).every((f) => f.family === family)).toBe(true);
    expect(() => familyModule("market")).toThrow("invalid feature family");
    const {report} = buildPanel(desk, "core");
    expect(report.used.map((f) => f.name).sort()).toEqual([...coreFeatures].sort());
  });

  it("does not depend on the traders' size: a desk in cents has the same features as in dollars", () => {
    const cents = {...desk, daily: table({...desk.daily.columns, net: float64(desk.daily, "net").map((v) => v * 128)})};
    const names = features.filter((f) => !f.reads.includes("fees")).map((f) => f.name);
    const [a, b] = [buildPanel(desk, names).panel, buildPanel(cents, names).panel];
    for (const name of names) expect(b.columns[name], name).toEqual(a.columns[name]); // 128 is a power of two: exact
  });
});

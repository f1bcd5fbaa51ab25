import {describe, expect, it} from "vitest";
import {buildPanel, type Feature, features} from "../../src/lib/features/index.ts";
import {float64, int32, table} from "../../src/lib/numeric/index.ts";
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
      expect(share, name).toBeLessThan(0.5);
    }
    expect(features.length).toBeGreaterThanOrEqual(14);
  });

  it("hands a feature only the trader's rows of earlier days, no more than its look-back, and the desk's days before", () => {
    const [trader, day, net] = [int32(desk.daily, "trader"), int32(desk.daily, "day"), float64(desk.daily, "net")];
    let row = -1;
    const watch = probe({
      lookBack: 3,
      compute(past) {
        row++;
        const earlier = [...day.keys()].filter((r) => trader[r] === trader[row] && day[r] < day[row]).slice(-3);
        expect([...past.own.net]).toEqual(earlier.map((r) => net[r]));
        expect([...past.ownDays]).toEqual(earlier.map((r) => day[r]));
        expect(past.desk.mean.length).toBe(Math.min(day[row], 3));
        expect(past.marketReturn.length).toBe(Math.min(day[row], 3));
        expect(past.day).toBe(day[row]);
        return earlier.length;
      },
    });
    const {panel} = buildPanel(desk, "all", [watch]);
    expect(row).toBe(panel.rows - 1);
  });

  it("keeps look-backs apart", () => {
    const lengths = (name: string, lookBack: number) => probe({name, lookBack, compute: (p) => p.own.net.length});
    const {panel} = buildPanel(desk, "all", [lengths("two", 2), lengths("nine", 9), lengths("none", 0)]);
    expect(Math.max(...float64(panel, "two"))).toBe(2);
    expect(Math.max(...float64(panel, "nine"))).toBe(9);
    expect(Math.max(...float64(panel, "none"))).toBe(0);
  });

  it("reports what is not there, by the columns it lacks, and builds the rest", () => {
    const {panel, report} = buildPanel(smallDesk({rich: false}), "all");
    const lacking = Object.fromEntries(report.unavailable.map((f) => [f.name, f.needs]));
    expect(lacking).toEqual({
      trades_lag1: ["trades"],
      trades_vs_habit_20: ["trades"],
      fees_share_5: ["fees"],
      market_return_lag1: ["market.close"],
      market_vol_20: ["market.close"],
    });
    expect("trades_lag1" in panel.columns).toBe(false);
    expect(report.used.length + report.unavailable.length).toBe(features.length);
  });

  it("reports what is constant or missing throughout, and keeps it", () => {
    const constant = probe({name: "flat", compute: () => 1});
    const empty = probe({name: "empty", compute: () => Number.NaN});
    const {panel, report} = buildPanel(desk, "all", [constant, empty, probe({compute: (p) => p.day})]);
    expect(report.constant).toEqual(["flat"]);
    expect(report.missing).toEqual({flat: 0, empty: 1, probe: 0});
    expect(Object.keys(panel.columns)).toContain("empty");
  });

  it("takes names in any order, and refuses unknown ones with the nearest", () => {
    const {panel} = buildPanel(desk, ["rank_20", "net_lag1"]);
    expect(Object.keys(panel.columns).slice(3)).toEqual(["net_lag1", "rank_20"]);
    const wrong = () => buildPanel(desk, ["net_lag_1", "net_lag1", "moon"]);
    expect(wrong).toThrow(StudyError);
    expect(wrong).toThrow('there is no "net_lag_1"; did you mean "net_lag1"?');
    expect(wrong).toThrow('there is no "moon"');
    expect(wrong).toThrow("There are: net_lag1, net_mean_5");
  });

  it("refuses an infinite value, saying whose and when, and a catalogue with a name twice", () => {
    const burst = probe({compute: (p) => (p.day === 4 ? Number.NEGATIVE_INFINITY : 0)});
    expect(() => buildPanel(smallDesk({absent: 0}), "all", [burst])).toThrow(
      'feature "probe" is -Infinity for T001 on 2025-01-08',
    );
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
  });

  it("does not depend on the traders' size: a desk in cents has the same features as in dollars", () => {
    const cents = {...desk, daily: table({...desk.daily.columns, net: float64(desk.daily, "net").map((v) => v * 128)})};
    const names = features.filter((f) => !f.reads.includes("fees")).map((f) => f.name);
    const [a, b] = [buildPanel(desk, names).panel, buildPanel(cents, names).panel];
    for (const name of names) expect(b.columns[name], name).toEqual(a.columns[name]); // 128 is a power of two: exact
  });
});

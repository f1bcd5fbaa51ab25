import {existsSync, readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {describe, expect, it} from "vitest";
import {buildPanel, featureStability, pastScale, psi} from "../../src/lib/features/index.ts";
import {float64, int32, stream, table} from "../../src/lib/numeric/index.ts";
import {smallDesk} from "./small-desk.ts";

const folder = fileURLToPath(new URL("../../../shared/reference", import.meta.url));
const there = existsSync(`${folder}/expected/drift.json`);
if (!there) console.warn(`skipped: no reference cases (drift.json) in ${folder}`);
const sample = (name: string, n: number, shift = 0) => {
  const random = stream(1, name);
  return Float64Array.from({length: n}, () => shift + random.normal());
};

describe("psi", () => {
  it.skipIf(!there)("is the reference's, deciles of the reference sample", () => {
    const {scipy} = JSON.parse(readFileSync(`${folder}/expected/drift.json`, "utf8"));
    const lines = readFileSync(`${folder}/data/drift_ref_cur.csv`, "utf8").trim().split("\n");
    const header = lines[0].split(",");
    const cells = lines.slice(1).map((line) => line.split(","));
    const values = (which: string) => {
      const known = cells
        .map((c) => c[header.indexOf(which)])
        .filter((cell) => cell !== undefined && cell.trim() !== "");
      return Float64Array.from(known, Number);
    };
    // The reference clips current values to the range of the reference sample: what falls outside is in the outer bins here too.
    expect(psi(values("reference"), values("current")).psi).toBeCloseTo(scipy.psi_reference_deciles_formula, 9);
  });

  it("raises a false alarm about as often as its level, at any sample size", () => {
    for (const [n, m] of [
      [100, 100],
      [500, 60],
      [2000, 2000],
    ]) {
      let alarms = 0;
      let sum = 0;
      for (let trial = 0; trial < 300; trial++) {
        const found = psi(sample(`r${n}-${m}-${trial}`, n), sample(`c${n}-${m}-${trial}`, m), {level: 0.05});
        if (found.drifted) alarms++;
        sum += found.psi / found.expected;
      }
      expect(alarms / 300, `${n}, ${m}`).toBeLessThan(0.1);
      expect(alarms / 300, `${n}, ${m}`).toBeGreaterThan(0.01);
      expect(Math.abs(sum / 300 - 1)).toBeLessThan(0.15);
    }
  });

  it("sees a shift, a new value and new gaps; has no alarm to give where there is one value or none", () => {
    const reference = sample("a", 1000);
    expect(psi(reference, sample("b", 1000, 0.5))).toMatchObject({drifted: true, bins: 10});
    expect(
      psi(
        reference,
        reference.map((v, i) => (i % 3 === 0 ? Number.NaN : v)),
      ),
    ).toMatchObject({drifted: true, bins: 11});
    expect(psi(new Float64Array(50).fill(1), new Float64Array(50).fill(1)).drifted).toBe(false);
    expect(psi(new Float64Array(50).fill(1), new Float64Array(50).fill(2)).drifted).toBe(true);
    expect(psi(new Float64Array(0), reference).drifted).toBe(false);
    expect(psi(reference, sample("b", 1000, 0.2), {effective: [10, 10]}).drifted).toBe(false); // few independent values
    const same = psi(reference, reference);
    expect([same.psi, same.p]).toEqual([0, 1]);
    expect(same.threshold).toBeCloseTo(21.665994 * (2 / 1000), 8); // the 99 % point of χ² with 9 degrees of freedom, tables
  });
});

describe("featureStability", () => {
  it("tells a relation that turns from one that stays, and a drift from none", () => {
    const random = stream(7, "stability");
    const [traders, days] = [5, 200];
    const rows = Array.from({length: traders * days}, (_, r) => ({trader: Math.floor(r / days), day: r % days}));
    const [steady, turning, drifting] = [0, 1, 2].map(() => Float64Array.from(rows, () => random.normal()));
    const panel = table({
      trader: Int32Array.from(rows, (r) => r.trader),
      day: Int32Array.from(rows, (r) => r.day),
      net: Float64Array.from(rows, ({day}, r) => steady[r] + (day < 100 ? 1 : -1) * turning[r] + random.normal()),
      steady,
      turning,
      drifting: drifting.map((v, r) => v + rows[r].day / 50),
    });
    const names = ["steady", "turning", "drifting"];
    const features = names.map((name) => ({name, lookBack: 1, reads: ["net"]}));
    const found = featureStability({panel, features, scale: new Float64Array(rows.length).fill(1)});
    const by = Object.fromEntries(found.map((f) => [f.name, f]));
    expect([by.steady.sameSign, by.turning.sameSign]).toEqual([1, 0.5]);
    expect([by.steady.drifted, by.drifting.drifted]).toEqual([0, 3]);
    expect(by.steady.periods.map((p) => [p.from, p.to, p.rows])).toEqual([
      [0, 49, 250],
      [50, 99, 250],
      [100, 149, 250],
      [150, 199, 250],
    ]);
    expect(() => featureStability({panel, features, scale: new Float64Array(0), periods: 1})).toThrow(
      "invalid periods",
    );
  });

  it("runs on every feature of a panel, and says little of little", () => {
    const desk = smallDesk({traders: 3, days: 60});
    const {panel, report} = buildPanel(desk, "all");
    const found = featureStability({panel, features: report.used, scale: pastScale(desk.daily, desk.days.length)});
    expect(found.map((f) => f.name)).toEqual(report.used.map((f) => f.name));
    const early = found.find((f) => f.name === "net_mean_60")!;
    expect(early.periods[0].rows).toBe(int32(panel, "day").filter((d) => d < 15).length);
    expect(early.periods[0].correlation).toBeNaN(); // not a value yet
    expect(float64(panel, "net_mean_60").subarray(0, 10).every(Number.isNaN)).toBe(true);
  });
});

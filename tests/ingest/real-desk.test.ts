import {existsSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, test} from "vitest";
import {folderFiles, readFolder, recogniseSignals} from "../../src/lib/ingest/index.ts";
import {float64} from "../../src/lib/numeric/index.ts";

const FOLDER = join(import.meta.dirname, "../../../shared/real/desk-2025");
const there = existsSync(FOLDER);
if (!there) console.warn("skipped: the real desk ../shared/real/desk-2025 is not here");

// Facts from that folder's README.
describe.skipIf(!there)("the real desk", () => {
  const desk = there ? readFolder(folderFiles(FOLDER)) : expect.fail("unreachable");
  const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

  test("has 11 traders and 105 days, a row for each, none set aside", () => {
    expect([desk.accounts.length, desk.days.length, desk.daily.rows]).toEqual([11, 105, 11 * 105]);
    expect([desk.days[0], desk.days[104]]).toEqual(["2025-01-24", "2025-06-19"]);
    expect(desk.setAside.rows).toBe(0);
    expect(desk.origin.simulated).toBe(false);
  });

  test("adds up to the stated totals", () => {
    const net = float64(desk.daily, "net");
    expect(sum(net)).toBeCloseTo(121_332.6, 1);
    expect(net.filter((x) => x === 0).length).toBe(288);
    expect(sum(float64(desk.predictions!, "large_loss"))).toBe(78);
    expect(new Set(float64(desk.predictions!, "fold"))).toEqual(new Set([1, 2, 3, 4, 5]));
  });

  test("keeps predictions on the rows of their P&L", () => {
    // Both tables are sorted by trader and day and complete, so rows correspond.
    const net = float64(desk.daily, "net");
    expect(desk.predictions!.columns.trader).toEqual(desk.daily.columns.trader);
    expect(desk.predictions!.columns.day).toEqual(desk.daily.columns.day);
    expect(float64(desk.predictions!, "value_at_risk_5").filter((q, i) => net[i] < q).length).toBe(61);
    const p = float64(desk.predictions!, "loss_probability");
    const halved = (cut: number) => sum(Array.from(p, (x, i) => (x > cut ? -0.5 * net[i] : 0)));
    expect(p.filter((x) => x > 0.15).length).toBe(70);
    expect(halved(0.15)).toBeCloseTo(80_372.08, 2);
    expect(p.filter((x) => x > 0.1).length).toBe(336);
    expect(halved(0.1)).toBeCloseTo(-49_242.78, 2);
  });

  test("has two signals and a label", () => {
    const {signals, labels, unrecognised} = recogniseSignals(desk.predictions);
    expect(signals).toEqual([
      {
        name: "value_at_risk_5",
        label: "5 % value at risk",
        kind: "quantile",
        level: 0.05,
        outcome: null,
        source: "given",
      },
      {
        name: "loss_probability",
        label: "Probability of a large loss",
        kind: "probability",
        level: null,
        outcome: "large_loss",
        source: "given",
      },
    ]);
    expect(labels).toEqual(["large_loss"]);
    expect(unrecognised).toEqual([]);
    expect(desk.quality.checks.find((c) => c.id === "zero-days")!.count).toBe(288);
    expect(desk.quality.checks.some((c) => c.severity === "error")).toBe(false);
  });
});

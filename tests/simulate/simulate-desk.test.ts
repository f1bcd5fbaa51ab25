import {describe, expect, test} from "vitest";
import {recogniseSignals} from "../../src/lib/ingest/index.ts";
import {float64, int32} from "../../src/lib/numeric/index.ts";
import {directDesk, simulate, simulateDesk, simulateFills} from "../../src/lib/simulate/index.ts";
import {deskNames} from "../../src/lib/study/index.ts";

const desk = simulateDesk({desk: "demo", seed: 7});

describe("a simulated desk", () => {
  test("is marked as simulated, comes from no file, and lost no row to the contract", () => {
    expect(desk.origin).toEqual({simulated: true, description: "Simulated demo desk, seed 7", files: []});
    expect(desk.accounts).toEqual(Array.from({length: 20}, (_, i) => `D${String(i + 1).padStart(2, "0")}`));
    expect(desk.days).toHaveLength(500);
    expect(desk.setAside.rows).toBe(0);
    expect(desk.quality.files.map((f) => f.file)).toEqual([
      "simulated desk",
      "simulated market",
      "simulated interventions",
    ]);
    expect(desk.quality.checks.filter((c) => c.severity === "error")).toEqual([]);
  });

  test("has the columns that features and estimators read", () => {
    expect(Object.keys(desk.daily.columns)).toEqual(["trader", "day", "net", "gross", "fees", "trades", "volume"]);
    expect(new Set(desk.market!.columns.symbol as string[]).size).toBe(5);
    expect(float64(desk.interventions!, "multiplier").every((m) => m === 0.5)).toBe(true);
    expect(desk.predictions).toBeNull();
  });

  test.each(deskNames)("%s: the direct way gives the same tables, bit for bit", (name) => {
    const size = name === "tiny" ? {} : {traders: 6, days: 120};
    const read = simulateDesk({desk: name, seed: 3, ...size});
    const direct = directDesk(simulate({desk: name, seed: 3, ...size}));
    for (const key of [
      "origin",
      "accounts",
      "days",
      "daily",
      "predictions",
      "interventions",
      "market",
      "truth",
      "setAside",
    ] as const)
      expect(direct[key], key).toEqual(read[key]);
  });

  test("days on which nobody is there are no days of the desk", () => {
    const options = {desk: "demo", seed: 5, traders: 1, days: 200} as const;
    const alone = directDesk(simulate(options));
    expect(alone.days.length).toBeLessThan(200);
    expect(int32(alone.market!, "day").filter((d) => d === -1)).toHaveLength(5 * (200 - alone.days.length));
    expect(alone.daily).toEqual(simulateDesk(options).daily);
    expect(alone.market).toEqual(simulateDesk(options).market);
  });

  test("predictions are recognised as what they are", () => {
    const signals = recogniseSignals(simulateDesk({desk: "leaky", seed: 1, traders: 4, days: 60}).predictions);
    expect(signals.signals.map((s) => [s.name, s.kind])).toEqual([
      ["loss_probability", "probability"],
      ["predicted_net", "net"],
    ]);
    const withScore = simulateDesk({desk: "demo", seed: 1, traders: 4, days: 60, predictions: "score"});
    expect(Object.keys(withScore.predictions!.columns)).toEqual(["trader", "day", "fold", "loss_probability"]);
  });

  test("with fills, the day's fills add up to the day's own columns", () => {
    const options = {desk: "demo", seed: 2, traders: 3, days: 40} as const;
    const {daily} = simulateDesk({...options, fills: true});
    const [fills, value, fees] = ["fills", "traded_value", "fill_fees"].map((name) => float64(daily, name));
    const simulated = simulateFills(simulate(options));
    expect(fills.reduce((a, b) => a + b, 0)).toBe(simulated.count);
    fees.forEach((x, r) => {
      expect(x).toBeCloseTo(float64(daily, "fees")[r], 6);
    });
    expect(value.every((x, r) => x > 0 === float64(daily, "trades")[r] > 0)).toBe(true);
  });
});

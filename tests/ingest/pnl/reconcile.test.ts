import {describe, expect, it} from "vitest";
import {reconcile, type SummaryDay, type TraderDay} from "../../../src/lib/ingest/pnl/index.ts";

const computed = (date: string, given: Partial<TraderDay>): TraderDay => {
  const {realised = 0, unrealised = 0, fees = 0} = given;
  const gross = realised + unrealised;
  return {
    ...{
      trader: "A",
      date,
      net: gross - fees,
      gross,
      realised,
      unrealised,
      fees,
      feesByKind: {},
      fills: 2,
      shares: 2,
      symbols: 1,
    },
    ...{tradedValue: 1, first: null, last: null},
    ...given,
  };
};
const summary = (date: string, net: number, more: Partial<SummaryDay> = {}): SummaryDay => ({
  ...{account: "A", date, net, gross: Number.NaN, fees: Number.NaN},
  ...more,
});
const D = (day: number) => `2025-01-${String(day).padStart(2, "0")}`;
const reasons = (given: SummaryDay[], fills: TraderDay[], other: TraderDay[] = []) =>
  reconcile(given, fills, {tolerance: 0.01, other}).differences.map((d) => [d.date, d.reason, d.difference]);

describe("reconciliation", () => {
  it("says where fills and a summary agree, up to the tolerance", () => {
    const report = reconcile(
      [summary(D(2), 10.01), summary(D(3), 5), summary(D(9), 7)],
      [computed(D(2), {realised: 10}), computed(D(3), {realised: 5}), computed(D(3), {trader: "B", realised: 99})],
      {tolerance: 0.01},
    );
    // B has no summary; the ninth is after the last fill: neither is compared.
    expect(report).toMatchObject({
      accounts: 1,
      days: 2,
      agreeing: 2,
      differences: [],
      reasons: [],
      totals: {summary: 15.01, fills: 15},
    });
  });

  it("says the likely reason of a difference", () => {
    const fills = [
      computed(D(2), {realised: 10, fees: 2}),
      computed(D(3), {realised: 10, fees: 0}),
      computed(D(6), {realised: 10, unrealised: 4, fees: 1}),
      computed(D(7), {realised: 3}),
      computed(D(8), {realised: 30}),
      computed(D(9), {realised: 1}),
      computed(D(14), {realised: 1}),
    ];
    const given = [
      summary(D(2), 10),
      summary(D(3), 7.5, {fees: 2.5}),
      summary(D(6), 9),
      summary(D(7), 5),
      summary(D(8), 8),
      summary(D(13), 40),
    ];
    expect(reasons(given, fills, [computed(D(7), {realised: 5})])).toEqual([
      [D(13), "no fills", -40],
      [D(8), "unknown", 22],
      [D(6), "realised only", 4],
      [D(3), "fees missing from the fills", 2.5],
      [D(2), "summary before fees", -2],
      [D(7), "other method", -2],
      [D(9), "no summary", 1],
      [D(14), "no summary", 1],
    ]);
  });

  it("sees P&L that stands on the day before or after", () => {
    const fills = [computed(D(2), {realised: 10}), computed(D(3), {realised: 0})];
    expect(reasons([summary(D(2), 3), summary(D(3), 7)], fills)).toEqual([
      [D(2), "day boundary", 7],
      [D(3), "day boundary", -7],
    ]);
  });
});

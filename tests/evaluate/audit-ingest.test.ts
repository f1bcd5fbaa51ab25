import {describe, expect, it} from "vitest";
import {auditIngest, readAgain, rewriteFuture} from "../../src/lib/evaluate/index.ts";
import type {Desk} from "../../src/lib/ingest/desk.ts";
import {float64, int32, table, take} from "../../src/lib/numeric/index.ts";
import {smallDesk} from "../features/small-desk.ts";

const desk = smallDesk({traders: 3, days: 40});
const cuts = [15, 28];
const audit = (ingest: (from: Desk) => Desk, of = desk) =>
  auditIngest({desk: ingest(of), future: (cut, how) => ingest(rewriteFuture(of, cut, how, 1)), cuts});

describe("readAgain", () => {
  it("reads back what was written, to the last bit, names with commas and quotes too", () => {
    const odd: Desk = {...desk, accounts: ['a "b", c', "b;c", "ü"]};
    const again = readAgain(odd);
    expect(again.accounts).toEqual(odd.accounts);
    expect(again.days).toEqual(odd.days);
    for (const [name, column] of Object.entries(odd.daily.columns))
      expect(again.daily.columns[name], name).toEqual(column);
    expect(again.interventions!.columns).toEqual(odd.interventions!.columns);
    expect(float64(again.market!, "close")).toEqual(float64(odd.market!, "close"));
    expect(again.setAside.rows).toBe(0);
  });
  it("needs neither market nor interventions", () => {
    const plain = readAgain(smallDesk({traders: 2, days: 12, rich: false}));
    expect([plain.market, plain.interventions, Object.keys(plain.daily.columns)]).toEqual([
      null,
      null,
      ["trader", "day", "net"],
    ]);
  });
});

describe("auditIngest", () => {
  it("finds nothing in the contract, whatever the future holds", () => {
    const check = audit(readAgain);
    expect(check).toMatchObject({id: "audit.ingest", status: "clean", first: null});
    expect(check.cutDates).toEqual(cuts.map((c) => desk.days[c]));
    const past = (cut: number) => int32(desk.daily, "day").filter((d) => d <= cut).length;
    const bars = (cut: number) => (desk.market!.columns.date as string[]).filter((d) => d <= desk.days[cut]).length;
    const values = Object.values(desk.daily.columns).filter((c) => c instanceof Float64Array).length;
    expect(check.compared).toBe(3 * cuts.reduce((sum, cut) => sum + values * past(cut) + 5 * bars(cut), 0));
  });

  it("names a value of the past that a later one has changed", () => {
    const filled = audit(
      (from) => {
        const trades = float64(from.daily, "trades").slice();
        for (let r = trades.length - 2; r >= 0; r--) if (Number.isNaN(trades[r])) trades[r] = trades[r + 1];
        return {...from, daily: table({...from.daily.columns, trades})};
      },
      {
        ...desk,
        daily: table({
          ...desk.daily.columns,
          trades: float64(desk.daily, "trades").map((v, r) => (r % 2 ? v : Number.NaN)),
        }),
      },
    );
    expect(filled).toMatchObject({status: "leak", first: {column: "trades", cut: desk.days[cuts[0]]}});
    expect(filled.evidence).toContain("trades");
  });

  it("names rows of the past that are gone with the future: only those who stay", () => {
    const survivors = audit((from) => {
      const [trader, day] = [int32(from.daily, "trader"), int32(from.daily, "day")];
      const there = new Set(trader.filter((_, r) => day[r] >= 38));
      return {
        ...from,
        daily: take(
          from.daily,
          [...trader.keys()].filter((r) => there.has(trader[r])),
        ),
      };
    });
    expect(survivors.first).toMatchObject({column: "(rows)", rewrite: "missing"});
  });

  it("names a market bar that came a day early, and an intervention", () => {
    const early = audit((from) => {
      const close = float64(from.market!, "close");
      return {
        ...from,
        market: table({...from.market!.columns, close: close.map((_, r) => close[Math.min(r + 2, close.length - 1)])}),
      };
    });
    expect(early.first).toMatchObject({column: "market.close"});
    expect(early.first!.row).toMatch(/^(AAA|BBB) 2025-/);
    const limits: Desk = {
      ...desk,
      interventions: table({
        trader: Int32Array.of(0, 0),
        day: Int32Array.of(5, 30),
        multiplier: Float64Array.of(0.5, 0.7),
      }),
    };
    const spread = audit((from) => {
      const m = float64(from.interventions!, "multiplier");
      return {
        ...from,
        interventions: table({...from.interventions!.columns, multiplier: m.map(() => m[m.length - 1])}),
      };
    }, limits);
    expect(spread.first).toMatchObject({column: "interventions.multiplier", row: `T001 ${desk.days[5]}`});
  });

  it("has nothing to compare without cuts", () => {
    expect(auditIngest({desk, future: () => desk, cuts: []})).toMatchObject({status: "not auditable", cutDates: []});
  });
});

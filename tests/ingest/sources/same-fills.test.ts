import fc from "fast-check";
import {expect, test} from "vitest";
import {
  type SourceFill,
  type SourceId,
  signedFill,
  sourceFormat,
  totalFees,
} from "../../../src/lib/ingest/sources/index.ts";
import {named} from "./sample.ts";

/** A fill as a desk would tell it, whatever the platform. Money in whole cents, so that every platform writes it exactly. */
interface Told {
  readonly day: number;
  readonly second: number;
  readonly symbol: string;
  readonly side: "buy" | "sell" | "short";
  readonly quantity: number;
  readonly cents: number;
  readonly commission: number;
  readonly ecn: number;
}

const told: fc.Arbitrary<Told> = fc.record({
  day: fc.integer({min: 1, max: 28}),
  second: fc.integer({min: 34_200, max: 57_599}),
  symbol: fc.constantFrom("BRVO", "KLMN", "BRK.B", "ES 12-25"),
  side: fc.constantFrom("buy", "sell", "short"),
  quantity: fc.integer({min: 1, max: 99_999}),
  cents: fc.integer({min: 1, max: 9_999_999}),
  commission: fc.integer({min: 0, max: 5000}),
  ecn: fc.integer({min: -500, max: 500}),
});

const two = (n: number) => String(n).padStart(2, "0");
const clock = (s: number) => `${two(Math.floor(s / 3600))}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
const money = (cents: number) => (cents / 100).toFixed(2);
const accounting = (cents: number) => {
  const text = money(Math.abs(cents)).replace(/\B(?=(\d{3})+\.)/g, ",");
  return `"${cents < 0 ? `(${text})` : text}"`;
};
const sides = (buy: string, sell: string, short: string) => ({buy, sell, short});

/** The same fills as each platform would write them. */
const WRITERS: Readonly<Partial<Record<SourceId, (fills: readonly Told[]) => string>>> = {
  "propreports-fills": (fills) =>
    [
      "Date/Time,Account,B/S,Qty,Symbol,Price,Comm,Ecn Fee",
      ...fills.map(
        (f) =>
          `03/${two(f.day)}/25 ${clock(f.second)},A-1,${sides("B", "S", "T")[f.side]},"${f.quantity.toLocaleString("en-US")}",${f.symbol},${accounting(f.cents)},${accounting(f.commission)},${accounting(f.ecn)}`,
      ),
      "Equities,,,,,,,",
    ].join("\r\n"),
  tradervue: (fills) =>
    [
      "Date\tTime\tSymbol\tQuantity\tPrice\tSide\tCommission\tTransFee\tECNFee\tAccount",
      ...fills.map(
        (f) =>
          `3/${f.day}/2025\t${clock(f.second)}\t${f.symbol}\t${f.quantity}\t${money(f.cents)}\t${sides("BOT", "SLD", "Short")[f.side]}\t${money(f.commission)}\t0\t${money(f.ecn)}\tA-1`,
      ),
    ].join("\n"),
  tradenote: (fills) =>
    [
      "Account,T/D,S/D,Currency,Type,Side,Symbol,Qty,Price,Exec Time,Comm,SEC,TAF,NSCC,Nasdaq,ECN Remove,ECN Add,Gross Proceeds,Net Proceeds,Clr Broker,Liq,Note",
      ...fills.map(
        (f) =>
          `A-1,03/${two(f.day)}/2025,,USD,3,${sides("B", "S", "SS")[f.side]},${f.symbol},${f.quantity},${money(f.cents)},${clock(f.second)},${money(f.commission)},0,0,0,0,${f.ecn > 0 ? money(f.ecn) : 0},${f.ecn < 0 ? money(f.ecn) : 0},,,,,`,
      ),
    ].join("\n"),
  "das-executions": (fills) =>
    [
      "Time,Symb,Side,Price,Qty,Route,Broker,Account,Type,Cloid,ECNFee,Commission,",
      ...fills.map(
        (f) =>
          `2025-03-${two(f.day)} ${clock(f.second)},${f.symbol},${sides("B", "S", "SS")[f.side]},${money(f.cents)},${f.quantity},ARCA,X,A-1,Margin,1,${money(f.ecn)},${money(f.commission)},`,
      ),
    ].join("\n"),
  metatrader5: (fills) =>
    [
      "Account:;;;A-1",
      "Time;Deal;Symbol;Type;Direction;Volume;Price;Order;Commission;Fee;Swap;Profit;Balance",
      ...fills.map(
        (f, i) =>
          `2025.03.${two(f.day)} ${clock(f.second)};${i};${f.symbol};${sides("buy", "sell", "sell")[f.side]};in;${f.quantity};${spaced(f.cents)};1;${spaced(-f.commission)};${spaced(-f.ecn)};0.00;0.00;0.00`,
      ),
    ].join("\r\n"),
  "ib-flex": (fills) =>
    `<FlexQueryResponse><FlexStatements><FlexStatement accountId="A-1"><Trades>\n${fills
      .map(
        (f) =>
          `<Trade symbol="${f.symbol}" dateTime="202503${two(f.day)};${clock(f.second).replaceAll(":", "")}" buySell="${f.side === "buy" ? "BUY" : "SELL"}" quantity="${f.side === "buy" ? "" : "-"}${f.quantity}" tradePrice="${money(f.cents)}" ibCommission="${money(-f.commission)}" taxes="${money(-f.ecn)}" />`,
      )
      .join("\n")}\n</Trades></FlexStatement></FlexStatements></FlexQueryResponse>`,
};

function spaced(cents: number): string {
  const text = money(Math.abs(cents)).replace(/\B(?=(\d{3})+\.)/g, " ");
  return cents < 0 ? `- ${text}` : text;
}

function essence(fill: SourceFill): unknown[] {
  const {account, date, time, symbol, price} = fill;
  return [account, date, time, symbol, signedFill(fill), price, Math.round(100 * totalFees(fill.fees))];
}

test.each(Object.keys(WRITERS) as SourceId[])("%s: what was written is what is read", (id) => {
  fc.assert(
    fc.property(fc.array(told, {minLength: 1, maxLength: 20}), (fills) => {
      const rows = sourceFormat(id).read(named("export.csv", WRITERS[id]!(fills)), {
        account: "A-1",
        dateFormat: undefined,
      });
      expect(rows.aside).toEqual([]);
      expect(rows.fills.map(essence)).toEqual(
        fills.map((f) => [
          "A-1",
          `2025-03-${two(f.day)}`,
          f.second,
          f.symbol,
          f.side === "buy" ? f.quantity : -f.quantity,
          f.cents / 100,
          f.commission + f.ecn,
        ]),
      );
      if (["propreports-fills", "tradervue", "tradenote", "das-executions"].includes(id))
        expect(rows.fills.map((f) => f.side)).toEqual(fills.map((f) => f.side));
    }),
    {numRuns: 100},
  );
});

import {describe, expect, test} from "vitest";
import {realisedDays} from "../../../src/lib/ingest/sources/index.ts";
import {countedRows, countLines, idsOf, readAs, readSample, sampleText, shortly} from "./sample.ts";

const DAS = "das-executions-2025-03-14.csv";

describe("DAS Trader executions", () => {
  test("the date is that of the file's name; short sales and rebates; a time that is none is set aside", () => {
    const rows = readSample("das-executions", DAS);
    expect(shortly(rows.fills)).toEqual([
      "2 TR1042 2025-03-14 34202 BRVO buy 400 @ 10.05",
      "3 TR1042 2025-03-14 34202 BRVO buy 600 @ 10.05",
      "4 TR1042 2025-03-14 34875 BRVO sell 1000 @ 10.21",
      "5 TR1042 2025-03-14 35560 KLMN short 300 @ 5.5",
      "6 TR1042 2025-03-14 35999 KLMN buy 300 @ 5.58",
    ]);
    expect(rows.fills.map((f) => f.fees.ecn)).toEqual([1.2, 1.8, -2, -0.6, 0.9]);
    expect(rows.fills.map((f) => f.orderId)).toEqual(["88001", "88001", "88002", "88003", "88004"]);
    expect(rows.aside.map((a) => a.reason)).toEqual(['Time is not a time of day ("25:01:00")']);
    expect(rows.notes[0]).toContain("2025-03-14, is that of the file's name");
    // the window's own P / L is before fees: 160 − 24 − (1.2 + 1.8 − 2 − 0.6 + 0.9)
    expect(realisedDays(rows)!.map((d) => [d.date, Number(d.net.toFixed(2)), d.gross])).toEqual([
      ["2025-03-14", 134.7, 136],
    ]);
  });

  test("a name without a date is refused, with what would help; the study's date settles it", () => {
    const text = sampleText(DAS);
    expect(() => readAs("das-executions", text, {}, "trades.csv")).toThrow(
      /trades\.csv: its rows have a time of day and no date[\s\S]*executions-2025-01-31\.csv[\s\S]*date: "2025-01-31"/,
    );
    expect(readAs("das-executions", text, {date: "2025-06-02"}, "trades.csv").fills[0].date).toBe("2025-06-02");
    expect(() => readAs("das-executions", text, {}, "2025-03-14 to 2025-03-15.csv")).toThrow("does not say one date");
  });

  test("a date beside or within the time wins over the name", () => {
    const dated = "Date,Time,Symbol,Side,Price,Qty,Route,Account,Cloid\n03/17/25,09:30:00,X,B,1,2,R,A,1\n";
    expect(readAs("das-executions", dated, {}, DAS).fills[0]).toMatchObject({date: "2025-03-17", time: 34200});
    const within = "Time,Symbol,Side,Price,Qty,Route,Account,Cloid\n03/17/25 09:30:00,X,B,1,2,R,A,1\n";
    expect(readAs("das-executions", within, {}, DAS).fills[0]).toMatchObject({date: "2025-03-17", time: 34200});
  });
});

describe("Tradervue", () => {
  test("five ways to write a date, none of them day-first; no time, no fees, no account", () => {
    const rows = readSample("tradervue", "tradervue.csv", {account: "T"});
    expect(shortly(rows.fills)).toEqual([
      "2 T 2025-03-03 34505 BRVO buy 100 @ 24.52",
      "3 T 2025-03-03 52875 BRVO sell 100 @ 24.89",
      "4 T 2025-03-04 36000 ESM5 buy 1 @ 5790.25",
      "5 T 2025-03-04 36030 ESM5 sell 1 @ 5791",
      "6 T 2025-03-05 NaN EURUSD short 10000 @ 1.0712",
      "7 T 2025-03-05 41400 EURUSD buy 10000 @ 1.0698",
    ]);
    expect(rows.fills[1].fees).toEqual({commission: 1, transaction: 0.08, ecn: -0.2});
    expect(rows.aside.map((a) => a.reason)).toEqual(['Date is not a date ("13/05/2025")']);
  });

  test("times may be absent where a fee of its own tells it", () => {
    const text = "Date,Symbol,Quantity,Price,Side,Commission,TransFee\n3/3/2025,X,1,10,B,0,0\n";
    expect(idsOf("x", text)).toEqual(["tradervue"]);
    expect(shortly(readAs("tradervue", text, {account: "T"}).fills)).toEqual(["2 T 2025-03-03 NaN X buy 1 @ 10"]);
  });

  test("its header may be left out; a sale may be a quantity below zero; tabs will do", () => {
    expect(shortly(readSample("tradervue", "tradervue-no-header.csv", {account: "T"}).fills)).toEqual([
      "1 T 2025-03-03 34505 BRVO buy 100 @ 24.52",
      "2 T 2025-03-03 52875 BRVO sell 100 @ 24.89",
    ]);
    const signed = "Date\tTime\tSymbol\tQuantity\tPrice\n1/6/2025\t10:00:00\tX\t-5\t2\n";
    expect(shortly(readAs("tradervue", signed, {account: "T"}).fills)).toEqual(["2 T 2025-01-06 36000 X sell 5 @ 2"]);
    expect(idsOf("x", signed)).toEqual(["tradervue"]);
  });
});

describe("MetaTrader 5", () => {
  const rows = readSample("metatrader5", "metatrader5-report.csv");

  test("deals only: in, out and in/out; spaces within numbers; costs below zero", () => {
    expect(shortly(rows.fills)).toEqual([
      "14 50012345 2025-03-03 32400 EURUSD buy 1 @ 1.04",
      "15 50012345 2025-03-03 54000 EURUSD sell 1 @ 1.0425",
      "16 50012345 2025-03-04 36000 XAUUSD sell 0.5 @ 2910.4",
      "17 50012345 2025-03-05 39600 XAUUSD buy 1.5 @ 2915",
      "18 50012345 2025-03-05 45000 XAUUSD sell 1 @ 2920.5",
    ]);
    expect(rows.fills.map((f) => f.effect)).toEqual(["open", "close", "open", "reverse", "close"]);
    expect(rows.fills.map((f) => f.fees)).toEqual([
      {commission: 3.5},
      {commission: 3.5},
      {commission: 2, fee: 0.1},
      {commission: 6, swap: 1.25},
      {commission: 4},
    ]);
    expect(rows.fills.every((f) => f.currency === "EUR")).toBe(true);
  });

  test("deposits, credits and charges are no deals, and are counted as what they are", () => {
    const of = (what: string) => rows.besides.filter((b) => b.what === what).map((b) => b.line);
    expect([of("balance operation"), of("charge of the account"), of("total"), of("header")]).toEqual([
      [12, 13],
      [19],
      [20],
      [11],
    ]);
    expect(rows.aside).toEqual([]);
    expect(rows.rowsRead + rows.besides.length).toBe(countLines(sampleText("metatrader5-report.csv")));
  });

  test("its own profits add up to the change of its balance", () => {
    // balance after the first deposit 10 000.00, after the last deal 11 099.65 (before the charge)
    const net = realisedDays(rows)!.reduce((sum, day) => sum + day.net, 0);
    expect(net).toBeCloseTo(11_099.65 - 10_000, 8);
  });

  test("deals alone, tabs, UTF-16 as the terminal writes it", () => {
    const text =
      "Time\tDeal\tSymbol\tType\tDirection\tVolume\tPrice\tOrder\tCommission\tSwap\tProfit\tBalance\n2025.01.06 10:00\t1\tX\tbuy\tin\t0.10\t1.5\t1\t0\t0\t0\t100\n";
    const bytes = new Uint8Array(Buffer.from(`\ufeff${text}`, "utf16le"));
    expect(idsOf("deals.csv", bytes)).toEqual(["metatrader5"]);
    expect(shortly(readAs("metatrader5", text, {account: "A"}).fills)).toEqual([
      "2 A 2025-01-06 36000 X buy 0.1 @ 1.5",
    ]);
  });
});

describe("Interactive Brokers Flex", () => {
  const rows = readSample("ib-flex", "ib-flex.xml");

  test("executions of two accounts; attributes that are absent are not guessed", () => {
    expect(shortly(rows.fills)).toEqual([
      "8 U7770001 2025-03-03 34265 BRVO buy 200 @ 24.5",
      "9 U7770001 2025-03-03 57599 BRVO sell 200 @ 25",
      "11 U7770001 2025-03-04 36900 ODAX  250321C21000000 sell 2 @ 310.5",
      "12 U7770001 2025-03-04 39600 EUR.GBP buy 1000 @ 0.84",
      "19 U7770002 2025-03-03 NaN KLMN sell 50 @ 5.5",
    ]);
    expect(rows.fills[2]).toMatchObject({
      multiplier: 5,
      effect: "reverse",
      currency: "EUR",
      fxToBase: 1.05,
      id: "0000b.01",
    });
    expect(rows.fills[4]).toMatchObject({
      multiplier: null,
      effect: null,
      currency: null,
      fxToBase: null,
      id: null,
      fees: {},
    });
  });

  test("costs are above zero, and in the currency of the price", () => {
    expect(rows.fills[1].fees).toEqual({commission: 1.02, taxes: 0.5});
    expect(rows.fills[3].fees).toEqual({commission: 2.1 / 1.05}); // paid in USD, the base currency
  });

  test("a cancelled trade and its cancellation are set aside, and so is what lacks a price", () => {
    expect(rows.aside.map((a) => `${a.line} ${a.reason}`)).toEqual([
      "13 was cancelled on line 14",
      "14 cancels the trade on line 13",
      "20 tradePrice is absent",
    ]);
    expect(rows.aside[0].text).toContain('symbol="AT&amp;T"');
    expect(rows.besides.map((b) => `${b.line} ${b.what}`)).toEqual(["6 summary", "7 order", "10 closed lot"]);
    expect(countedRows(rows)).toBe(rows.rowsRead);
  });

  test("days in the base currency, as the broker realises them (after fees)", () => {
    expect(realisedDays(rows)!.map((d) => [d.account, d.date, d.net])).toEqual([
      ["U7770001", "2025-03-03", 97.48],
      ["U7770001", "2025-03-04", 126],
      ["U7770002", "2025-03-03", -3.25],
    ]);
  });

  test.each([
    [
      "a document type",
      '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><FlexQueryResponse><Trades/></FlexQueryResponse>',
      "declares a document type",
    ],
    ["a file that is cut off", sampleText("ib-flex.xml").slice(0, 1500), "broken or cut off at line"],
    [
      "no executions",
      '<FlexQueryResponse><FlexStatements><FlexStatement accountId="U1"><Trades><Order symbol="X" levelOfDetail="ORDER"/></Trades></FlexStatement></FlexStatements></FlexQueryResponse>',
      "holds no execution",
    ],
    [
      "elements nested without end",
      `<FlexQueryResponse>${"<a>".repeat(40)}<b x="1"/>${"</a>".repeat(40)}</FlexQueryResponse>`,
      "nested more than 12 deep",
    ],
  ])("%s is refused", (_, text, what) => {
    expect(() => readAs("ib-flex", text)).toThrow(what);
  });

  const one = (attributes: string) =>
    readAs(
      "ib-flex",
      `<FlexQueryResponse><FlexStatements><FlexStatement accountId="U1"><Trades><Trade ${attributes}/></Trades></FlexStatement></FlexStatements></FlexQueryResponse>`,
    );
  test.each([
    ['symbol="X" tradeDate="20250303" quantity="0" tradePrice="1"', "quantity is 0: not a fill"],
    ['symbol="X" tradeDate="20250303" tradePrice="1"', "quantity is absent"],
    ['symbol="X" quantity="1" tradePrice="1"', "tradeDate and dateTime are absent"],
    ['symbol="X" tradeDate="20250230" quantity="1" tradePrice="1"', 'tradeDate is not a date ("20250230")'],
    ['symbol="X" dateTime="20250303;256161" quantity="1" tradePrice="1"', 'dateTime is not a time of day ("256161")'],
    ['symbol="X" tradeDate="20250303" quantity="1" tradePrice="q"', 'tradePrice "q" is not a number'],
    [
      'symbol="X" tradeDate="20250303" quantity="1" tradePrice="1" buySell="EXERCISE"',
      'buySell is not understood ("EXERCISE")',
    ],
    [
      'symbol="X" tradeDate="20250303" quantity="1" tradePrice="1" currency="dollar"',
      'currency is not an ISO 4217 code ("dollar")',
    ],
    [
      'symbol="X" tradeDate="20250303" quantity="1" tradePrice="1" fxRateToBase="-1"',
      'fxRateToBase is not above 0 ("-1")',
    ],
    [
      'symbol="X" tradeDate="20250303" quantity="1" tradePrice="1" currency="EUR" ibCommission="-1" ibCommissionCurrency="CHF"',
      "no rate on file joins them",
    ],
    ['tradeDate="20250303" quantity="1" tradePrice="1"', "symbol is empty"],
  ])("%s: %s", (attributes, reason) => {
    expect(one(attributes).aside.map((a) => a.reason)).toEqual([expect.stringContaining(reason)]);
  });

  test("month and day in an open order need the study", () => {
    const open = 'symbol="X" tradeDate="01/02/2025" quantity="1" tradePrice="1"';
    expect(() => one(open)).toThrow(/MM\/DD\/YYYY or as DD\/MM\/YYYY/);
    expect(one('symbol="X" tradeDate="31-Jan-25" quantity="1" tradePrice="1"').fills[0].date).toBe("2025-01-31");
  });
});

test("TradeNote: B, S, SS and BC; a note over two lines belongs to its row", () => {
  const rows = readSample("tradenote", "tradenote.csv");
  expect(shortly(rows.fills)).toEqual([
    "2 ZT00007 2025-03-03 35279 BRVO short 50 @ 24.88",
    "3 ZT00007 2025-03-03 35302 BRVO buy 25 @ 24.65",
    "5 ZT00007 2025-03-03 35340 BRVO buy 25 @ 24.6",
  ]);
  expect(rows.fills[0].fees).toEqual({commission: 0.5, sec: 0.06, taf: 0.01, "ecn add": -0.02});
  expect([rows.joined, rows.rowsRead, rows.aside[0].reason]).toEqual([1, 4, "Qty is 0: not a fill"]);
});

test.each([
  [DAS, "das-executions"],
  ["tradervue.csv", "tradervue"],
  ["tradervue-no-header.csv", "tradervue"],
  ["metatrader5-report.csv", "metatrader5"],
  ["ib-flex.xml", "ib-flex"],
  ["tradenote.csv", "tradenote"],
])("%s is recognised as %s, under any name", (name, id) => {
  expect(idsOf("x.dat", sampleText(name))).toEqual([id]);
});

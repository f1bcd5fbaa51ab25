import {describe, expect, test} from "vitest";
import {countLines, idsOf, readAs, readSample, sampleText, shortly} from "./sample.ts";

describe("PropReports summary by date", () => {
  const rows = readSample("propreports-summary", "propreports-summary.csv", {account: "QX-101"});

  test("reads parentheses, thousands commas and two-digit years; equities and options of a date are one day", () => {
    expect(
      rows.days.map((d) => [
        d.account,
        d.date,
        Number(d.net.toFixed(2)),
        Number(d.gross.toFixed(2)),
        d.trades,
        d.volume,
      ]),
    ).toEqual([
      ["QX-101", "2025-03-03", 793.13, 840.4, 47, 12430], // 1225.88 − 432.75; 1250.40 − 410; 41 + 6; 12400 + 30
      ["QX-101", "2025-03-04", -2158.4, -2104.15, 58, 18950],
      ["QX-101", "2025-03-05", -5.13, 0, 12, 2000],
    ]);
    expect(rows.days[0].more).toEqual([{line: 3, text: expect.stringContaining("03/03/25,Op,6")}]);
    expect(rows.dateFormat).toBe("MM/DD/YY");
  });

  test("fees by kind, a rebate below zero", () => {
    expect(rows.days[1].fees).toEqual({
      commission: 37.9,
      ecn: 12.05,
      sec: 0.95,
      cat: 0.16,
      taf: 2.21,
      nscc: 0.41,
      clr: 0.57,
    });
    expect(rows.days[0].fees.ecn).toBe(-3.1);
  });

  test("lines of totals are no rows, and are compared with what they total", () => {
    expect(rows.besides.filter((b) => b.what === "total").map((b) => b.line)).toEqual([6, 7, 8]);
    expect(rows.stated.map(({what, stated, summed}) => [what, stated, Number(summed.toFixed(2))])).toEqual([
      ["net, Equities", -937.65, -937.65],
      ["net, Options", -432.75, -432.75],
      ["net, Total", -1370.4, -1370.4],
    ]);
    expect(rows.rowsRead).toBe(4);
    expect(rows.rowsRead + rows.besides.length).toBe(countLines(sampleText("propreports-summary.csv")));
  });

  test("the file's name stands for an account that is not named, and that is said", () => {
    const unnamed = readAs("propreports-summary", sampleText("propreports-summary.csv"), {}, "QX-7.csv");
    expect(new Set(unnamed.days.map((d) => d.account))).toEqual(new Set(["QX-7"]));
    expect(unnamed.notes[0]).toContain('the file\'s name, "QX-7", stands for it');
  });

  test("costs written below zero are costs all the same; net that does not follow is used and said", () => {
    const header = "Date,Orders,Fills,Qty,Gross,Comm,SEC,Net\n";
    const negative = readAs(
      "propreports-summary",
      `${header}01/02/25,1,1,100,50,-2,-1,47\n01/03/25,1,1,100,10,(1),0,9\n`,
    );
    expect(negative.days.map((d) => d.fees)).toEqual([{commission: 2, sec: 1}, {commission: 1}]);
    expect(negative.notes).toHaveLength(1); // the account
    const off = readAs("propreports-summary", `${header}01/02/25,1,1,100,50,2,1,47\n01/03/25,1,1,100,10,1,0,5\n`);
    expect(off.days[1].net).toBe(5);
    expect(off.notes[1]).toMatch(/not gross less the fees listed on 1 of 2 lines \(the first is line 3\)/);
  });

  test("rows that cannot be read are set aside, each with its line and reason", () => {
    const bad = readAs(
      "propreports-summary",
      "Date,Orders,Fills,Qty,Gross,Net\n02/30/25,1,1,1,1,1\n,1,1,1,1,1\n01/02/25,1,1,1,1,\n01/02/25,x,1,1,1,1\n01/02/25,1\n,,,,,\n01/06/25,1,1,1,1,1\n",
    );
    expect(bad.aside.map((a) => `${a.line} ${a.reason}`)).toEqual([
      '2 Date is not a date ("02/30/25")',
      "3 Date is empty",
      "4 Net is empty",
      '5 Orders "x" is not a number',
      "6 has 2 fields where the header has 6",
      "7 every field is empty",
    ]);
    expect(bad.days).toHaveLength(1);
  });
});

describe("PropReports fills", () => {
  const rows = readSample("propreports-fills", "propreports-fills.csv");

  test("sides B, S, SS and T, two accounts, times to the second", () => {
    expect(shortly(rows.fills)).toEqual([
      "2 QX-101 2025-03-03 34267 BRVO short 500 @ 24.115",
      "3 QX-101 2025-03-03 35092 BRVO buy 300 @ 23.9",
      "4 QX-101 2025-03-03 35110 BRVO buy 200 @ 23.95",
      "5 QX-102 2025-03-03 36120 KLMN buy 1200 @ 5.421",
      "6 QX-102 2025-03-03 57511 KLMN sell 1200 @ 5.489",
    ]);
    expect(rows.fills[0]).toMatchObject({
      fees: {commission: 1, ecn: -1.05, sec: 0.27, cat: 0.01, taf: 0.08, nscc: 0.02, clr: 0.02},
      currency: "USD",
      id: "F1",
      orderId: "OX1",
      zone: null,
    });
  });

  test("a fill that was taken back, and a side that is none, are set aside; the line of totals is no row", () => {
    expect(rows.aside.map((a) => `${a.line} ${a.reason}`)).toEqual([
      "7 its status says that it was taken back (Cancelled)",
      '8 B/S is not understood ("X"): neither bought nor sold',
    ]);
    expect(rows.besides.map((b) => `${b.line} ${b.what}`)).toEqual(["1 header", "9 total"]);
  });

  test("without a column for the account, the study must say it", () => {
    const text = "Date/Time,B/S,Qty,Symbol,Price\n03/03/2025 10:00:00,B,1,X,2\n";
    expect(() => readAs("propreports-fills", text)).toThrow(/no column holds the account[\s\S]*source\.files/);
    expect(readAs("propreports-fills", text, {account: "Q"}).fills[0].account).toBe("Q");
  });
});

describe("PropReports trades", () => {
  const rows = readSample("propreports-trades", "propreports-trades.csv");

  test("dates on lines of their own; each day the sum of its round trips", () => {
    expect(rows.days.map((d) => [d.account, d.date, Number(d.net.toFixed(2)), d.gross, d.trades, d.volume])).toEqual([
      ["QX-101", "2025-03-03", 69.19, 77.5, 2, 1500],
      ["QX-101", "2025-03-04", 9.2, 10, 1, 100],
    ]);
    expect(rows.stated.map((s) => [s.line, s.stated, Number(s.summed.toFixed(2))])).toEqual([
      [6, 69.19, 69.19],
      [10, 9.2, 9.2],
    ]);
    expect(rows.besides.map((b) => `${b.line} ${b.what}`).sort()).toEqual(
      ["1 heading", "2 date", "3 header", "6 total", "7 date", "8 header", "10 total"].sort(),
    );
  });

  test("a trade above the first date has no day", () => {
    const header = "Opened,Closed,Symbol,Entry,Exit,Qty,Gross,Net";
    const early = readAs(
      "propreports-trades",
      `${header}\n1,2,X,1,2,1,1,1\n01/02/25\n1,2,X,1,2,1,1,1\n1,2,,1,2,1,1,1\n1,2,Y,1,2,1,1,\n1,2,Y,1,2,1,q,1\n`,
    );
    expect(early.aside.map((a) => `${a.line} ${a.reason}`)).toEqual([
      "2 no line above it gives its date",
      "5 Symbol is empty",
      "6 Net is empty",
      '7 Gross "q" is not a number',
    ]);
    expect(early.days.map((d) => d.date)).toEqual(["2025-01-02"]);
  });
});

test("each is recognised from its content and nothing else", () => {
  for (const id of ["propreports-summary", "propreports-fills", "propreports-trades"])
    expect(idsOf("report.txt", sampleText(`${id}.csv`))).toEqual([id]);
});

import {readFileSync} from "node:fs";
import {join} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";
import {describe, expect, test} from "vitest";
import {folderParts} from "../../src/lib/ingest/folder-parts.ts";
import {folderFiles, IngestError, readDesk, readFolder} from "../../src/lib/ingest/index.ts";
import {aFolder, asides, dailyRows} from "./a-folder.ts";

function sample(name: string): string {
  return readFileSync(new URL(`samples/${name}`, import.meta.url), "utf8");
}

type Rules = Parameters<typeof folderFiles>[1];

function desk(files: Readonly<Record<string, string | Uint8Array>>, options: Parameters<typeof readFolder>[1] = {}) {
  return readFolder(folderFiles(aFolder(files), options.files as Rules), options);
}

const rounded = (rows: readonly string[]) =>
  rows.map((row) => row.replace(/-?[\d.]+$/, (x) => String(Number(Number(x).toFixed(2)))));

describe("a folder of exports", () => {
  test("several files of several accounts, and a trader with two of them", () => {
    const summary = sample("propreports-summary.csv");
    const files = {
      "a.csv": summary,
      "b.csv": "Date,Orders,Fills,Qty,Gross,Comm,Net\n03/03/25,1,2,100,10,1,9\n03/06/25,1,2,100,(10),1,(11)\n",
      "flex.xml": sample("ib-flex.xml"),
    };
    const found = desk(files, {traders: {a: "Kim", b: "Kim", U7770001: "Lou", nobody: "X"}});
    expect(rounded(dailyRows(found))).toEqual([
      "Kim 2025-03-03 802.13", // 793.13 + 9
      "Kim 2025-03-04 -2158.4",
      "Kim 2025-03-05 -5.13",
      "Kim 2025-03-06 -11",
      "Lou 2025-03-03 97.48",
      "Lou 2025-03-04 126",
      "U7770002 2025-03-03 -3.25",
    ]);
    expect(found.quality.files.map((f) => [f.file, f.rowsRead, f.rowsUsed, f.rowsSetAside, f.taken?.as])).toEqual([
      ["a.csv", 4, 4, 0, "PropReports summary by date"],
      ["b.csv", 2, 2, 0, "PropReports summary by date"],
      ["flex.xml", 8, 5, 3, "Interactive Brokers Flex Query"],
    ]);
    const check = (id: string) => found.quality.checks.find((c) => c.id === id);
    expect(check("recognised")).toMatchObject({
      severity: "info",
      count: 3,
      examples: expect.arrayContaining([
        "flex.xml was taken for Interactive Brokers Flex Query: its root element is FlexQueryResponse",
      ]),
    });
    expect(check("several-accounts")?.examples).toEqual(["Kim: a and b"]);
    expect(check("absent-accounts")?.examples).toEqual(["nobody"]);
    expect(check("days-from-fills")).toMatchObject({count: 3});
    expect(check("no-row")?.examples[0]).toBe("a.csv: 1 × header, the first on line 1");
    expect(check("stated-totals")).toBeUndefined();
    expect(asides(found).map((a) => a.slice(0, 12))).toEqual(["flex.xml:13 ", "flex.xml:14 ", "flex.xml:20 "]);
  });

  test("fills beside daily rows: both are used, and what the platform reports is not counted twice", () => {
    const found = desk({
      "daily.csv": "account_id,date,net\nTR1042,2025-03-14,134.7\nTR1042,2025-03-17,5\n",
      "das 2025-03-14.csv": sample("das-executions-2025-03-14.csv"),
    });
    expect(dailyRows(found)).toEqual(["TR1042 2025-03-14 134.7", "TR1042 2025-03-17 5"]);
    expect(Array.from(found.daily.columns.fills as Float64Array).map((x) => (Number.isNaN(x) ? null : x))).toEqual([
      5,
      null,
    ]);
    expect((found.daily.columns.gain_trips as Float64Array)[0]).toBe(2); // the sale closes two lots with a gain
  });

  test("a trader's daily rows are not counted again from the fills of an account of the same trader", () => {
    const files = {
      "daily.csv": "account_id,date,net\nKim,2025-03-14,99\n",
      "das 2025-03-14.csv": sample("das-executions-2025-03-14.csv"),
    };
    const found = desk(files, {traders: {TR1042: "Kim"}});
    expect(dailyRows(found)).toEqual(["Kim 2025-03-14 99"]);
    expect((found.daily.columns.fills as Float64Array)[0]).toBe(5);
    expect(dailyRows(desk(files))).toHaveLength(2); // without the mapping they are two traders
  });

  test("two exports that overlap: rows that agree count once, rows that disagree not at all", () => {
    const header = "Date,Orders,Fills,Qty,Gross,Net\n";
    const found = desk(
      {
        "jan.csv": `${header}01/02/25,1,1,1,5,5\n01/03/25,1,1,1,6,6\n01/06/25,1,1,1,7,7\n`,
        "late.csv": `${header}01/03/25,1,1,1,6,6\n01/06/25,1,1,1,8,8\n01/07/25,1,1,1,9,9\n`,
      },
      {files: [{file: "*.csv", account: "Q"}]},
    );
    expect(dailyRows(found)).toEqual(["Q 2025-01-02 5", "Q 2025-01-03 6", "Q 2025-01-07 9"]);
    expect(asides(found)).toEqual([
      "jan.csv:4 contradicts late.csv line 3: same account and date, other values",
      "late.csv:2 repeats jan.csv line 3 exactly",
      "late.csv:3 contradicts jan.csv line 4: same account and date, other values",
    ]);
    expect(found.quality.files.map((f) => [f.rowsRead, f.rowsUsed, f.rowsSetAside])).toEqual([
      [3, 2, 1],
      [3, 1, 2],
    ]);
  });

  test("rows in the desk's own form are found by their header, and fills.csv may be an export", () => {
    const found = desk({
      "pnl 2025.txt": "trader;day;pnl\nA;2025-01-02;1\nA;2025-01-03;2\n",
      "model.csv": "account,date,p_loss\nA,2025-01-03,.4\n",
      "spx.csv": "Date,Open,High,Low,Close,Volume\n2025-01-02,1,2,1,2,5\n",
      "fills.csv":
        "Date,Time,Symbol,Quantity,Price,Side,Commission,TransFee,ECNFee,Account\n1/2/2025,10:00:00,X,5,2,Buy,0,0,0,A\n",
      "notes.txt": "remember the milk",
    });
    expect(dailyRows(found)).toEqual(["A 2025-01-02 1", "A 2025-01-03 2"]);
    expect([found.predictions!.rows, found.market!.rows]).toEqual([1, 1]);
    expect(found.quality.files.map((f) => [f.file, f.taken?.as])).toEqual([
      ["pnl 2025.txt", "daily rows"],
      ["model.csv", "predictions"],
      ["fills.csv", "Tradervue generic import"],
      ["spx.csv", "market bars"],
    ]);
  });

  test("a day in another currency than the study's is not added up", () => {
    const files = {"deals.csv": sample("metatrader5-report.csv")};
    expect(() => desk(files, {currency: "USD"})).toThrow(
      /its P&L is in EUR, and the study's currency is USD[\s\S]*currency: "EUR"/,
    );
    expect(rounded(dailyRows(desk(files, {currency: "EUR"})))).toEqual([
      "50012345 2025-03-03 243",
      "50012345 2025-03-04 -2.1",
      "50012345 2025-03-05 858.75",
    ]);
  });

  test("daily rows in Parquet, exports beside them", async () => {
    const folder = aFolder({"das 2025-03-14.csv": sample("das-executions-2025-03-14.csv")});
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    const path = join(folder, "daily.parquet").replaceAll("'", "''");
    await connection.run(
      `COPY (SELECT 'TR1042' AS account_id, DATE '2025-03-14' AS date, 134.7 AS net) TO '${path}' (FORMAT parquet)`,
    );
    connection.closeSync();
    instance.closeSync();
    const found = await readDesk(folderFiles(folder));
    expect(dailyRows(found)).toEqual(["TR1042 2025-03-14 134.7"]);
    expect((found.daily.columns.fills as Float64Array)[0]).toBe(5);
  });

  test("readDesk reads what readFolder reads", async () => {
    const files = folderFiles(aFolder({"deals.csv": sample("metatrader5-report.csv")}));
    expect(await readDesk(files)).toEqual(readFolder(files));
  });

  test("fills alone, of a platform that reports no P&L, are no days", () => {
    expect(() => desk({"t.csv": sample("tradenote.csv")})).toThrow(/no other file gives a day's P&L/);
  });
});

describe("what is not clear is not guessed", () => {
  test("a file that may be several things lists them, and the study settles it", () => {
    const both = "account,date,time,net,quantity,price\nA,2025-01-02,2025-01-02 10:00,1,5,2\n";
    expect(() => desk({"rows.csv": both})).toThrow(
      /rows\.csv: its content fits several things\n.*daily \(.*fills \([\s\S]*--source rows\.csv=daily[\s\S]*as: "daily" or "fills"/,
    );
    expect(dailyRows(desk({"rows.csv": both}, {files: [{file: "rows.csv", as: "daily"}]}))).toEqual(["A 2025-01-02 1"]);
  });

  test("a rule for a file that is not there", () => {
    expect(() => folderFiles(aFolder({"daily.csv": "x"}), [{file: "das-*.csv", as: "das-executions"}])).toThrow(
      /says what a file is that is not there\n.*"das-\*\.csv"/,
    );
  });

  test("a file that is not what the study says", () => {
    expect(() => desk({"x.csv": "a,b\n1,2\n"}, {files: [{file: "*", as: "tradenote"}]})).toThrow(
      /x\.csv: no line is the header of TradeNote's template/,
    );
  });

  test("a rule of the study reads a file that nobody would recognise", () => {
    const text = sample("generic-fills.txt");
    const columns = {
      account_id: "Konto",
      time: "Zeitpunkt",
      symbol: "Papier",
      side: "Richtung",
      quantity: "Stück",
      price: "Kurs",
      fees: "Gebühr",
    };
    const found = desk(
      {"daily.csv": "account_id,date,net\nK-1,2025-03-03,47\n", "konto.txt": text},
      {files: [{file: "konto.txt", as: "fills", columns}]},
    );
    expect((found.daily.columns.fill_fees as Float64Array)[0]).toBe(3);
    expect((found.daily.columns.gain_trips as Float64Array)[0]).toBe(1);
  });
});

test("an export of each kind under the name daily.csv is read as what it is", () => {
  const found = desk({"daily.csv": sample("propreports-trades.csv")});
  expect(rounded(dailyRows(found))).toEqual(["QX-101 2025-03-03 69.19", "QX-101 2025-03-04 9.2"]);
  expect(() => desk({"daily.csv": "x,y\n1,2\n"})).toThrow(IngestError);
});

test("an export of more fills than a call has arguments (some 125,000)", () => {
  const line = (i: number) => `3/${1 + (i % 28)}/2025,09:35:05,BRVO,100,24.52,${i % 2 === 0 ? "Buy" : "Sell"}`;
  const text = ["Date,Time,Symbol,Quantity,Price,Side", ...Array.from({length: 130_000}, (_, i) => line(i))].join("\n");
  const parts = folderParts(folderFiles(aFolder({"all.csv": text})), {});
  expect(parts.fills).toHaveLength(130_000);
});

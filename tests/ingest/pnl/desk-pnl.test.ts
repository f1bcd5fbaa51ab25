import {readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {folderFiles, readDeskAndPnl} from "../../../src/lib/ingest/index.ts";
import {simulate, writeSimulation} from "../../../src/lib/simulate/index.ts";
import {aFolder, asides, dailyRows} from "../a-folder.ts";

const PNL = {method: "fifo", currency: "USD", overnight: "marked", tolerance: 0.01} as const;
const read = (folder: string, more: object = {}, largeBytes?: number) =>
  readDeskAndPnl(folderFiles(folder), {currency: "USD", pnl: {...PNL, ...more}, largeBytes});

const FILLS = [
  "account_id,time,symbol,side,quantity,price,fees",
  "A,2025-01-02 10:00,X,BUY,10,100,1",
  "A,2025-01-02 11:00,X,SELL,5,102,1",
  "A,2025-01-03 10:00,X,SELL,5,99,1",
  "A,2025-01-03 10:00,X,SELL,5,0,1",
  "B,2025-01-03 10:00,X,SELL,1,50,0",
  "",
].join("\n");

describe("a folder with fills", () => {
  it("and no daily rows: each day's P&L comes from the fills", async () => {
    const {desk, pnl} = await read(
      aFolder({"fills.csv": FILLS, "market.csv": "date,symbol,close\n2025-01-02,X,101\n2025-01-03,X,51\n"}),
    );
    expect(dailyRows(desk)).toEqual(["A 2025-01-02 13", "A 2025-01-03 -11", "B 2025-01-03 -1"]);
    expect(pnl).toMatchObject({derived: ["A", "B"], reconciliation: null});
    expect(asides(desk)).toEqual([
      'fills.csv:5 price "0" is not above 0 (what expires worthless belongs into the table of expiries)',
    ]);
    expect(desk.quality.files.find((file) => file.file === "fills.csv")).toMatchObject({
      rowsRead: 5,
      rowsUsed: 4,
      rowsSetAside: 1,
    });
    expect([...(desk.daily.columns.fills as Float64Array)]).toEqual([2, 1, 1]);
  });

  it("and daily rows: the rows stand, and are reconciled", async () => {
    const daily = "account_id,date,net\nA,2025-01-02,8\nA,2025-01-03,-7\n";
    const {desk, pnl} = await read(aFolder({"fills.csv": FILLS, "daily.csv": daily}));
    expect(dailyRows(desk)).toEqual(["A 2025-01-02 8", "A 2025-01-03 -7", "B 2025-01-03 0"]);
    expect(pnl!.derived).toEqual(["B"]);
    expect(pnl!.reconciliation).toMatchObject({accounts: 1, days: 2, agreeing: 1});
    expect(pnl!.reconciliation!.differences).toEqual([
      {account: "A", date: "2025-01-03", summary: -7, fills: -6, difference: 1, reason: "unknown"},
    ]);
  });

  it("the day after the rollover is where a fill's behaviour counts too", async () => {
    const {desk} = await read(
      aFolder({
        "fills.csv":
          "account_id,time,symbol,side,quantity,price\nA,2025-01-05 18:00,X,BUY,1,1\nA,2025-01-06 10:00,X,SELL,1,2\n",
      }),
      {rollover: "17:00"},
    );
    expect(dailyRows(desk)).toEqual(["A 2025-01-06 1"]);
    expect(desk.setAside.rows).toBe(0);
    expect([...(desk.daily.columns.fills as Float64Array)]).toEqual([2]);
  });

  it("a simulated desk's fills give its own books to the cent, whether they are held in memory or not", async () => {
    const folder = aFolder({});
    writeSimulation(simulate({desk: "tiny", seed: 3, traders: 3, days: 20}), folder, {fills: true});
    const books = await read(folder);
    const {reconciliation} = books.pnl!;
    expect(reconciliation!.days).toBeGreaterThan(40);
    expect(reconciliation!.differences).toEqual([]);
    const alone = aFolder({"provenance.json": '{"simulated": true}'});
    writeFileSync(join(alone, "fills.csv"), readFileSync(join(folder, "fills.csv")));
    const [small, large] = [await read(alone), await read(alone, {}, 1)];
    expect(dailyRows(large.desk)).toEqual(dailyRows(small.desk));
    expect(large.pnl!.pnl.days).toEqual(small.pnl!.pnl.days);
    const columns = expect.arrayContaining([{name: "price", role: "price"}]);
    expect(large.desk.quality.files.find((file) => file.file === "fills.csv")).toEqual({
      ...small.desk.quality.files.find((file) => file.file === "fills.csv")!,
      columns,
    });
    expect(large.desk.daily).toEqual(small.desk.daily);
    expect(large.desk.quality.checks.find((check) => check.id === "large-fills")!.count).toBe(1);
    const traded = dailyRows(small.desk).map((row) => row.split(" ").slice(0, 2).join(" "));
    const given = new Map(
      dailyRows(books.desk).map((row) => [row.split(" ").slice(0, 2).join(" "), Number(row.split(" ")[2])]),
    );
    for (const [i, row] of dailyRows(small.desk).entries())
      expect(Number(row.split(" ")[2])).toBeCloseTo(given.get(traded[i])!, 6);
  });
});

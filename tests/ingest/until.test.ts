import {expect, test} from "vitest";
import {folderFiles, readDeskAndPnl} from "../../src/lib/ingest/index.ts";
import {aFolder, asides, dailyRows} from "./a-folder.ts";

const PNL = {method: "fifo", currency: "USD", overnight: "marked", tolerance: 0.01} as const;
const read = (files: Record<string, string>, options: object = {}, pnl: object = {}, largeBytes?: number) =>
  readDeskAndPnl(folderFiles(aFolder(files)), {currency: "USD", ...options, pnl: {...PNL, ...pnl}, largeBytes});
const FILLS = [
  "account,time,symbol,side,quantity,price",
  "A,2025-01-02 10:00:00,X,BUY,1,10",
  "A,2025-01-03 10:00:00,X,SELL,1,12",
  "A,2025-01-03 19:00:00,X,BUY,1,12",
  "A,2025-01-06 10:00:00,X,SELL,1,99",
  "",
].join("\n");

test("rows later than the day of the report are set aside as time travel, whatever the size of their file", async () => {
  for (const large of [undefined, 1]) {
    const {desk, pnl} = await read({"fills.csv": FILLS}, {until: "2025-01-03"}, {}, large);
    expect(dailyRows(desk)).toEqual(["A 2025-01-02 0", "A 2025-01-03 2"]);
    expect(asides(desk)).toEqual([
      expect.stringMatching(/^fills\.csv:5 .*(later than 2025-01-03|after the day of the report)/),
    ]);
    expect(pnl!.pnl.positions).toHaveLength(1);
  }
  const both = await read(
    {
      "daily.csv": "account,date,net\nA,2025-01-02,1\nA,2025-01-07,1\n",
      "market.csv": "date,close\n2025-01-02,1\n2025-01-08,1\n",
    },
    {until: "2025-01-06"},
  );
  expect(asides(both.desk).map((row) => row.split(",")[0])).toEqual([
    "daily.csv:3 it is later than 2025-01-06",
    "market.csv:3 it is later than 2025-01-06",
  ]);
  expect(both.desk.quality.checks.find(({id}) => id === "time-travel")).toMatchObject({severity: "warning", count: 2});
});

test("where the trading day begins the evening before, the last evening is no time travel", async () => {
  const {desk} = await read({"fills.csv": FILLS}, {until: "2025-01-03"}, {rollover: "17:00"});
  expect(dailyRows(desk)).toEqual(["A 2025-01-02 0", "A 2025-01-03 2", "A 2025-01-06 0"]);
  expect(desk.setAside.rows).toBe(1);
});

test("a Flex statement says on which day it ends: later executions are not in its P&L", async () => {
  const trade = (date: string, side: string, pnl: number) =>
    `<Trade symbol="X" quantity="${side === "BUY" ? 1 : -1}" tradePrice="5" tradeDate="${date}" buySell="${side}" fifoPnlRealized="${pnl}" currency="USD" levelOfDetail="EXECUTION" />\n`;
  const trades = trade("20250102", "BUY", 0) + trade("20250103", "SELL", 7) + trade("20250107", "BUY", 1000);
  const text = `<FlexQueryResponse queryName="q" type="AF"><FlexStatements><FlexStatement accountId="U1" fromDate="20250102" toDate="20250103"><Trades>\n${trades}</Trades></FlexStatement></FlexStatements></FlexQueryResponse>`;
  const {desk} = await read({"flex.xml": text});
  expect(dailyRows(desk)).toEqual(["U1 2025-01-02 0", "U1 2025-01-03 7"]);
  expect(asides(desk)).toEqual([
    expect.stringMatching(/^flex\.xml:4 it is later than 2025-01-03, the day of the report/),
  ]);
});

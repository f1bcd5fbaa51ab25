import {describe, expect, it} from "vitest";
import {folderFiles, readDeskAndPnl} from "../../src/lib/ingest/index.ts";
import {aFolder, dailyRows} from "./a-folder.ts";

const PNL = {method: "fifo", currency: "USD", overnight: "marked", tolerance: 0.01} as const;
const read = (rows: readonly string[], pnl: object = {}, files: Record<string, string> = {}) =>
  readDeskAndPnl(
    folderFiles(aFolder({"fills.csv": ["account,time,symbol,side,quantity,price", ...rows, ""].join("\n"), ...files})),
    {currency: "USD", pnl: {...PNL, ...pnl}},
  );
const check = ({desk}: Awaited<ReturnType<typeof read>>) => desk.quality.checks.find(({id}) => id === "first-sales")!;

const OLD = ["A,2025-01-06,X,SELL,10,12", "A,2025-01-07,Y,BUY,1,1", "B,2025-01-06,X,SS,10,12"];

describe("positions from before the files begin", () => {
  it("are said to be unknown where a sale comes first, the likelier ones first; short sales that are marked are none", async () => {
    const found = check(await read([...OLD, "A,2025-01-06,W,SELL,1,5", "A,2025-01-06,W,BUY,1,4"]));
    expect(found).toMatchObject({severity: "warning", count: 2});
    expect(found.examples).toEqual([
      "fills.csv line 2: A sells X on 2025-01-06 before any purchase on file, never bought back",
      "fills.csv line 5: A sells W on 2025-01-06 before any purchase on file, bought back later",
    ]);
    expect(check(await read(["A,2025-01-06,W,SELL,1,5", "A,2025-01-07,W,BUY,1,4"])).severity).toBe("info");
    expect(check(await read(["A,2025-01-06,W,BUY,1,5"])).severity).toBe("ok");
    const daily = {"daily.csv": "account,date,net\nA,2025-01-06,1\nA,2025-01-07,1\nB,2025-01-06,1\n"};
    expect(check(await read(OLD, {}, daily)).severity).toBe("info"); // daily rows stand
  });

  it("can be given: P&L is then that of the sale, and marks count from the date on", async () => {
    const opening = [{account: "A", date: "2025-01-03", symbol: "X", quantity: 10, price: 8}];
    const given = await read(OLD, {opening});
    expect(dailyRows(given.desk).slice(0, 2)).toEqual(["A 2025-01-06 40", "A 2025-01-07 0"]); // 10 × (12 − 8)
    expect(check(given).count).toBe(0);
    const market = {"market.csv": "date,symbol,close\n2025-01-03,X,11\n2025-01-06,X,12\n"};
    const marked = await read(OLD, {opening}, market);
    expect(dailyRows(marked.desk)[0]).toBe("A 2025-01-06 10"); // 10 × (12 − 11): the gain up to the date is not the desk's
    expect(marked.desk.days[0]).toBe("2025-01-06");
    expect(marked.pnl!.pnl.files.map(({name}) => name)).toEqual(["fills.csv"]);
  });

  it("are refused where fills stand before them", async () => {
    const opening = [{account: "A", date: "2025-01-06", symbol: "X", quantity: 10, price: 8}];
    await expect(read(OLD, {opening})).rejects.toThrow(
      /positions of A at the end of 2025-01-06, and it has fills on that day/,
    );
  });
});

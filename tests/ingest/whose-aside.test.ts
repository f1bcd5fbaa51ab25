import {expect, test} from "vitest";
import {coverageOf, type Desk, folderFiles, readDeskAndPnl} from "../../src/lib/ingest/index.ts";
import {aFolder, readFiles} from "./a-folder.ts";

/** "line trader date" of each row set aside; "?" where it is not known. */
function whose({setAside: {rows, columns}}: Desk): string[] {
  const {line, trader, date} = columns;
  return Array.from({length: rows}, (_, i) => `${line[i]} ${trader[i] || "?"} ${date[i] || "?"}`);
}

const DAS = "Time,Symbol,Side,Price,Qty,Account,P / L,Route,Cloid,Liq\n";

test("rows that exports lose say whose they are and of which date, each where it can be read", () => {
  const summary = "Date,Orders,Fills,Qty,Gross,Net\n";
  expect(
    whose(
      readFiles({
        "T1.csv": `${summary}01/02/25,1,1,1,1,1\n01/03/25,1,1,1,1,x\n13/13/25,1,1,1,1,1\n`,
        "2025-01-02.csv": `${DAS}09:30:00,X,B,10,1,Ann,0,,,\n09:31:00,X,S,ten,1,Ann,5,,,\n09:32:00,X,S,11,1,,5,,,\n09:33:00,X,S,11,1,Ann,5,,,\n`,
      }),
    ),
  ).toEqual(["3 T1 2025-01-03", "4 T1 ?", "3 Ann 2025-01-02", "4 ? 2025-01-02"]);
  const flex = (trades: string) =>
    `<FlexQueryResponse queryName="q" type="AF"><FlexStatements><FlexStatement accountId="U1"><Trades>${trades}</Trades></FlexStatement></FlexStatements></FlexQueryResponse>`;
  const trade = (more: string) =>
    `<Trade symbol="X" tradeDate="20250102" buySell="BUY" fifoPnlRealized="1" ${more} />\n`;
  expect(
    whose(
      readFiles({
        "flex.xml": flex(trade('quantity="1" tradePrice="2"') + trade('quantity="1"') + trade('accountId=" "')),
      }),
    ),
  ).toEqual(["2 U1 2025-01-02", "3 U1 2025-01-02"]); // a blank account is the statement's
  const daily = "account_id,date,net\nA,2025-01-02,1\nB,2025-13-01,1\n,2025-01-03,1\n";
  expect(whose(readFiles({"daily.csv": daily}))).toEqual(["3 B ?", "4 ? 2025-01-03"]);
});

test("a day whose only fill is set aside is shown as that, and a day that lacks a fill is named", async () => {
  const rows = [
    "A,2025-01-02,X,BUY,1,10",
    "A,2025-01-03,X,BUY,1,0",
    "A,2025-01-06,X,SELL,1,11",
    "A,2025-01-06,X,BUY,1,-1",
  ];
  const files = folderFiles(
    aFolder({"fills.csv": ["account,time,symbol,side,quantity,price", ...rows, "B,2025-01-03,X,BUY,1,1"].join("\n")}),
  );
  const pnl = {method: "fifo", currency: "USD", overnight: "marked", tolerance: 0.01} as const;
  const {desk} = await readDeskAndPnl(files, {pnl, traders: {A: "Kim"}});
  expect(coverageOf(desk).total).toEqual({traded: 3, idle: 0, missing: 0, aside: 1, away: 2});
  expect(whose(desk)).toEqual(["3 Kim 2025-01-03", "5 Kim 2025-01-06"]);
  expect(desk.quality.checks.find(({id}) => id === "incomplete-days")).toMatchObject({
    severity: "warning",
    count: 1,
    examples: [expect.stringMatching(/^fills\.csv line 5: Kim 2025-01-06: price "-1" is not above 0/)],
  });
});

import {describe, expect, test} from "vitest";
import {folderFiles, readDeskAndPnl} from "../../../src/lib/ingest/index.ts";
import {aFolder, asides, dailyRows} from "../a-folder.ts";

/** A desk of files as a study reads it; the numbers below are worked out by hand. */
async function deskOf(
  files: Readonly<Record<string, string>>,
  {pnl = {}, ...options}: Record<string, object | string> = {},
) {
  const said = {currency: "USD", ...options};
  const more = {method: "fifo", currency: "USD", overnight: "marked", tolerance: 0.01, ...(pnl as object)} as const;
  const {desk, pnl: found} = await readDeskAndPnl(folderFiles(aFolder(files)), {...said, pnl: more});
  const check = (id: string) => desk.quality.checks.find((each) => each.id === id);
  const column = (name: string) => [...(desk.daily.columns[name] as Float64Array)];
  return {desk, found, rows: dailyRows(desk), check, column};
}

function flex(...statements: string[]): string {
  return `<FlexQueryResponse><FlexStatements>\n${statements.join("\n")}\n</FlexStatements></FlexQueryResponse>\n`;
}

const execution = (attributes: string) => `<Trade levelOfDetail="EXECUTION" ${attributes}/>`;
const FUTURE = 'symbol="ESH5" multiplier="50" currency="USD" fxRateToBase="1" ibCommissionCurrency="USD"';
const OPTION = 'symbol="SPY   250307P00550000" multiplier="100" currency="USD" fxRateToBase="1"';
/** Two contracts are bought on the Sunday evening of Monday's session, and sold one by one; three puts are sold, and expire. */
const SESSION = [
  execution(
    `${FUTURE} dateTime="20250302;180512 EST" tradeDate="20250303" quantity="2" tradePrice="5900" ibCommission="-4.5"`,
  ),
  execution(
    `${FUTURE} dateTime="20250303;101512 EST" tradeDate="20250303" quantity="-1" tradePrice="5910" ibCommission="-2.25"`,
  ),
  execution(
    `${FUTURE} dateTime="20250304;101512 EST" tradeDate="20250304" quantity="-1" tradePrice="5890" ibCommission="-2.25"`,
  ),
  execution(
    `${OPTION} dateTime="20250304;101612 EST" tradeDate="20250304" quantity="-3" tradePrice="1.25" ibCommission="-2.1"`,
  ),
  execution(`${OPTION} dateTime="20250307;162000 EST" tradeDate="20250307" quantity="3" tradePrice="0" notes="Ep"`),
];

describe("Interactive Brokers Flex", () => {
  const statement = `<FlexStatement accountId="U1">\n${SESSION.join("\n")}\n</FlexStatement>`;

  test("an evening belongs to the trade date that the broker says, and comes first; what expires is closed for nothing", async () => {
    for (const pnl of [{}, {rollover: "17:00", timeZone: "America/New_York"}]) {
      const {rows, desk, found, column, check} = await deskOf({"flex.xml": flex(statement)}, {pnl});
      // 50 × 10 − 6.75; 50 × −10 − 4.35; 3 × 100 × 1.25
      expect(rows).toEqual(["U1 2025-03-03 493.25", "U1 2025-03-04 -504.35", "U1 2025-03-07 375"]);
      expect([desk.setAside.rows, found!.pnl.positions]).toEqual([0, []]);
      // from 18:05:12 on Sunday to 10:15:12 on Monday, and to Tuesday
      expect([column("gain_minutes")[0], column("loss_minutes")[1]]).toEqual([970, 2410]);
      expect(check("first-sales")!.count).toBe(1); // the puts, not the future
    }
  });

  test("a price of 0 that does not close anything is still a mistake", async () => {
    const opened = SESSION[4].replace('notes="Ep"', 'notes="" openCloseIndicator="O"');
    const {desk} = await deskOf({"flex.xml": flex(statement.replace(SESSION[4], opened))});
    expect(asides(desk)).toEqual([expect.stringContaining('price "0" is not above 0')]);
  });

  test("elements that share a line are told apart: one of them set aside takes no other with it", async () => {
    const wrong = SESSION[3].replace('quantity="-3"', 'quantity="three"');
    const text = flex(statement.replace(SESSION[3], wrong).replace(SESSION[4], "")).replaceAll("\n", "");
    const {rows, desk} = await deskOf({"flex.xml": text});
    expect(rows).toEqual(["U1 2025-03-03 493.25", "U1 2025-03-04 -502.25"]); // without the put's 2.10
    expect(asides(desk)).toEqual(['flex.xml:4 quantity "three" is not a number']);
  });

  test("accounts of one report have base currencies of their own, and are never added up as if they had one", async () => {
    const euro = `<FlexStatement accountId="U2"><AccountInformation accountId="U2" currency="EUR"/>
      ${execution('symbol="SAP" currency="EUR" fxRateToBase="1" tradeDate="20250303" quantity="10" tradePrice="250" fifoPnlRealized="0"')}
      ${execution('symbol="SAP" currency="EUR" fxRateToBase="1" tradeDate="20250304" quantity="-10" tradePrice="260" fifoPnlRealized="100"')}
      </FlexStatement>`;
    const dollar = `<FlexStatement accountId="U1"><AccountInformation accountId="U1" currency="USD"/>
      ${execution('symbol="X" currency="USD" fxRateToBase="1" tradeDate="20250303" quantity="1" tradePrice="5" fifoPnlRealized="0"')}
      </FlexStatement>`;
    await expect(deskOf({"flex.xml": flex(dollar, euro)})).rejects.toThrow(
      /its P&L is in EUR, and the study's currency is USD/,
    );
    const silent = flex(dollar, euro).replace(/ fifoPnlRealized="\d+"/g, "");
    await expect(deskOf({"flex.xml": silent})).rejects.toThrow("no rate turns EUR into USD on 2025-03-03");
    const rates = [{date: "2025-03-03", currency: "EUR", rate: 1.05}];
    const {rows} = await deskOf({"flex.xml": silent}, {pnl: {rates}});
    expect(rows).toEqual(["U1 2025-03-03 0", "U2 2025-03-03 0", "U2 2025-03-04 105"]);
  });

  test("a cancellation takes back the trade of its own side", async () => {
    const at = (more: string) => execution(`symbol="X" tradeDate="20250303" tradePrice="10" ${more}`);
    const trades = [
      at('dateTime="20250303;100000" quantity="5" buySell="BUY"'),
      at('dateTime="20250303;110000" quantity="-5" buySell="SELL"'),
      at('dateTime="20250303;120000" quantity="-5" transactionType="TradeCancel"'),
    ];
    const {desk, found} = await deskOf({
      "f.xml": flex(`<FlexStatement accountId="U1">\n${trades.join("\n")}\n</FlexStatement>`),
    });
    expect(asides(desk)).toEqual(["f.xml:3 was cancelled on line 5", "f.xml:5 cancels the trade on line 3"]);
    expect(found!.pnl.positions.map(({quantity}) => quantity)).toEqual([-5]);
  });
});

describe("PropReports", () => {
  const HEADER = "Opened,Closed,Held,Symbol,Type,Entry,Exit,Qty,Gross,Comm,Net";

  test("trades of several accounts under lines that name them; a total of the date beside that of its kind", async () => {
    const text = `"Account: T-7"\n03/03/2025,,,,,,,,,,\n${HEADER}\n09:31,09:45,,ACME,Short,10,9,100,100,1,99\nEquities,,,,,,,100,100,1,99\n10:31,10:45,,OP,Long,1,2,1,10,1,9\nOptions,,,,,,,1,10,1,9\nTotal,,,,,,,101,110,2,108\n"Account: T-8",,,,,,,,,,\n03/03/2025,,,,,,,,,,\n${HEADER}\n09:31,09:45,,ACME,Long,10,9,100,(100),1,(101)\nTotal,,,,,,,100,(100),1,(101)\nGrand Total,,,,,,,201,10,3,7\n`;
    const {rows, check} = await deskOf({"trades.csv": text});
    expect(rows).toEqual(["T-7 2025-03-03 108", "T-8 2025-03-03 -101"]);
    expect(check("stated-totals")).toBeUndefined();
  });

  test("a summary whose accounts stand on lines of their own", async () => {
    const header = "Date,Type,Orders,Fills,Qty,Gross,Comm,Net";
    const text = `"Account: T-7"\n${header}\n3/3/2025,Eq,4,5,"1,400","1,800.00",2,"1,798.00"\nTotal,,4,5,"1,400","1,800.00",2,"1,798.00"\nAccount:,T-8\n${header}\n3/3/2025,Eq,1,1,1,(10),1,(11)\nTotal,,1,1,1,(10),1,(11)\n`;
    const {rows, desk, check} = await deskOf({"summary.csv": text});
    expect(rows).toEqual(["T-7 2025-03-03 1798", "T-8 2025-03-03 -11"]);
    expect([desk.setAside.rows, check("stated-totals")]).toEqual([0, undefined]);
  });

  test("fills of several accounts: headings between them are no rows", async () => {
    const header = "Account,Date/Time,B/S,Qty,Symbol,Price,Comm";
    const text = `${header}\nT-7,03/03/2025 09:31:00,SS,100,ACME,10,1\nT-7,03/03/2025 09:32:00,BC,100,ACME,9,1\nAccount: T-8,,,,,,\n${header}\nT-8,03/03/2025 09:31:00,T,100,ACME,10,1\n`;
    const {rows, desk} = await deskOf({"f.csv": text});
    expect(rows).toEqual(["T-7 2025-03-03 98", "T-8 2025-03-03 -1"]);
    expect(desk.setAside.rows).toBe(0);
  });
});

describe("DAS Trader", () => {
  const trades = (...lines: string[]) =>
    `Time,Symbol,Side,Price,Qty,Route,Account,Cloid,ECNFee,P / L\n${lines.join("\n")}\n`;
  const [BOUGHT, SOLD, AGAIN, LAST] = [
    "9:30:02,X,B,10,400,SMRT,T1,1,1,0",
    "9:35:02,X,S,11,400,SMRT,T1,2,1,400",
    "1:30:02 PM,X,SS,10,100,SMRT,T1,3,1,0",
    "1:31:02 PM,X,B,11,100,SMRT,T1,4,1,-100",
  ];

  test("orders that were cancelled or rejected are no fills", async () => {
    const text =
      "Time,Symb,B/S,Price,Qty,Route,Status,Account,Cloid\n09:30:02,X,B,10,400,A,Executed,T1,1\n09:31:02,X,B,10,400,A,Canceled,T1,2\n09:32:02,X,S,9,400,A,Rejected,T1,3\n09:33:02,X,S,11,400,A,Executed,T1,4\n";
    const {rows, column, desk} = await deskOf({"Orders 3-14-2025.csv": text});
    expect([rows, column("fills")]).toEqual([["T1 2025-03-14 400"], [2]]);
    expect(desk.quality.files[0].taken!.besides).toContainEqual({what: "order without a fill", count: 2, first: 3});
  });

  test("one account's day in two files is one day, and what stands in both counts once", async () => {
    const {rows} = await deskOf({
      "03-14-25 morning.csv": trades(BOUGHT, SOLD),
      "03-14-25.csv": trades(SOLD, AGAIN, LAST),
    });
    expect(rows).toEqual(["T1 2025-03-14 296"]); // 400 − 100 − 4
  });
});

describe("MetaTrader 5", () => {
  test("after the rollover a platform's own P&L is of the next weekday too", async () => {
    const text =
      "Time,Deal,Symbol,Type,Direction,Volume,Price,Order,Commission,Profit\n2025.03.07 16:00:00,1,X,buy,in,1,10,1,-1,0\n2025.03.07 18:00:00,2,X,sell,out,1,20,2,-1,10\n2025.03.07 18:00:01,3,X,sell canceled,out,1,20,2,0,0\n";
    expect((await deskOf({"d.csv": text})).rows).toEqual(["d 2025-03-07 8"]);
    const {rows, desk} = await deskOf({"d.csv": text}, {pnl: {rollover: "17:00"}});
    expect(rows).toEqual(["d 2025-03-07 -1", "d 2025-03-10 9"]);
    expect(desk.setAside.rows).toBe(0);
  });
});

describe("the desk's own fills", () => {
  test("a date and a time of day in two columns", async () => {
    const text =
      "Date,Time,Account,Ticker,Side,Qty,Price,Commission\n2025-03-03,9:30:00AM,A,X,BUY,10,10,1\n2025-03-03,3:45 PM,A,X,SELL,10,11,1\n2025-03-03,24:00,A,X,BUY,1,10,0\n";
    const {rows, column} = await deskOf({"fills.csv": text});
    expect([rows, column("gain_minutes")]).toEqual([["A 2025-03-03 8"], [375]]);
    await expect(
      readDeskAndPnl(folderFiles(aFolder({"fills.csv": text})), {
        pnl: {method: "fifo", currency: "USD", overnight: "marked", tolerance: 0.01},
        largeBytes: 1,
      }),
    ).rejects.toThrow(/fills\.csv: its dates and its times of day stand in two columns/);
  });

  test("times that carry a zone are moved to the exchange's, for P&L and behaviour alike, whatever the file's size", async () => {
    // New York is 5 hours behind until 2025-03-09, then 4
    const text =
      "account,time,symbol,side,quantity,price\nA,2025-03-08T03:00:00Z,X,buy,1,10\nA,2025-03-10T14:30:00Z,X,sell,1,11\nA,2025-03-11T03:00:00Z,X,buy,1,10\n";
    for (const largeBytes of [undefined, 1]) {
      const {desk} = await readDeskAndPnl(folderFiles(aFolder({"fills.csv": text})), {
        pnl: {method: "fifo", currency: "USD", overnight: "marked", tolerance: 0.01, timeZone: "America/New_York"},
        largeBytes,
      });
      expect(dailyRows(desk)).toEqual(["A 2025-03-07 0", "A 2025-03-10 1"]);
      expect(desk.daily.columns.fills).toEqual(Float64Array.of(1, 2));
      expect(desk.daily.columns.gain_minutes).toEqual(Float64Array.of(0, 3630)); // 22:00 on Friday to 10:30 on Monday, as clocks show
    }
    expect((await deskOf({"fills.csv": text})).found!.pnl.notes).toEqual([
      expect.stringContaining("times carry a zone"),
    ]);
  });

  test("behaviour starts from the positions that the study gives, for large files too", async () => {
    const text =
      "account,time,symbol,side,quantity,price\nA,2025-03-04 10:00,X,S,10,105\nA,2025-03-04 11:00,Y,S,40,9\nB,2025-03-04 12:00,X,B,1,9\n";
    const pnl = {
      opening: [
        {account: "A", date: "2025-03-03", symbol: "X", quantity: 10, price: 100},
        {account: "A", date: "2025-03-03", symbol: "Y", quantity: 10, price: 40},
      ],
      splits: [{symbol: "Y", date: "2025-03-04", from: 1, to: 4}],
    };
    for (const largeBytes of [undefined, 1]) {
      const {desk} = await readDeskAndPnl(folderFiles(aFolder({"fills.csv": text})), {
        traders: {A: "Kim", B: "Kim"},
        pnl: {method: "fifo", currency: "USD", overnight: "marked", tolerance: 0.01, ...pnl},
        largeBytes,
      });
      expect(dailyRows(desk)).toEqual(["Kim 2025-03-04 10"]); // 50 − 40
      const of = (name: string) => (desk.daily.columns[name] as Float64Array)[0];
      expect([of("gain_trips"), of("loss_trips"), of("opens")]).toEqual([1, 1, 1]);
    }
  });

  test("contracts without a size, and decisions taken after trading began, are said", async () => {
    const fills =
      "account,time,symbol,side,quantity,price\nA,2025-03-04 10:00,ESH5,B,1,105\nA,2025-03-04 11:00,ESH5,S,1,106\n";
    const predictions = "account_id,date,predicted_net\nA,2025-03-04,1\n";
    const files = {"fills.csv": fills, "predictions.csv": predictions};
    const late = await deskOf(files, {decideBy: "23:59"});
    expect(late.check("contract-sizes")).toMatchObject({severity: "warning", examples: ["fills.csv line 2: ESH5"]});
    expect(late.check("late-decisions")).toMatchObject({
      severity: "warning",
      examples: ["A 2025-03-04: the first fill is of 10:00, the decision of 23:59"],
    });
    for (const options of [{}, {decideBy: "09:30"}])
      expect((await deskOf(files, options as Record<string, string>)).check("late-decisions")).toBeUndefined();
  });
});

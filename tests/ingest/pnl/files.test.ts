import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";
import {afterAll, describe, expect, it} from "vitest";
import {type FillInput, type FillsPnl, fillsPnl, type PnlOptions} from "../../../src/lib/ingest/pnl/index.ts";
import {aFill} from "./fill-of.ts";

const folder = mkdtempSync(join(tmpdir(), "proofbook-pnl-"));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const OPTIONS: PnlOptions = {method: "fifo", currency: "USD"};
const HEADER = "account_id,exec_id,time,symbol,side,quantity,price,commission,sec";
let made = 0;

function csv(lines: readonly string[], header = HEADER, end = "\n"): FillInput {
  const path = join(folder, `fills-${made++}.csv`);
  writeFileSync(path, `${[header, ...lines].join(end)}${end}`);
  return {kind: "csv", name: "fills.csv", path};
}

async function parquet(from: FillInput, select = "*"): Promise<FillInput> {
  if (from.kind === "rows") throw new Error("a file is needed");
  const path = join(folder, `fills-${made++}.parquet`);
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(`COPY (SELECT ${select} FROM read_csv($1)) TO '${path}'`, [from.path]);
  connection.closeSync();
  instance.closeSync();
  return {kind: "parquet", name: "fills.parquet", path};
}

const pnl = (input: FillInput, options: Partial<PnlOptions> = {}) => fillsPnl([input], {...OPTIONS, ...options});
const told = (result: FillsPnl) => result.aside.map(({file, line, reason}) => `${file}:${line} ${reason}`);

/** 600 fills of three accounts and symbols over four days, with positions that stay open overnight and cross zero. */
const CLEAN = Array.from({length: 600}, (_, i) => {
  const random = (i * 7919) % 1009;
  const day = ["2025-01-02", "2025-01-03", "2025-01-06", "2025-01-07"][Math.floor(i / 150)];
  const clock = `${String(9 + Math.floor((i % 150) / 30)).padStart(2, "0")}:${String(random % 60).padStart(2, "0")}:${String(i % 60).padStart(2, "0")}`;
  const [account, symbol] = [`T${random % 3}`, ["AAPL", 'O"BRIEN', "'; DROP TABLE fills; --"][(random % 7) % 3]];
  const quoted = symbol.includes('"') ? `"${symbol.replaceAll('"', '""')}"` : symbol;
  return `${account},E${i},${day} ${clock},${quoted},${random % 2 === 0 ? "BUY" : "Sell short"},${1 + (random % 90)},${(100 + (random % 77) / 100).toFixed(2)},0.35,${(random % 5) / 1000}`;
});

function rowsOf(lines: readonly string[]): FillInput {
  const rows = lines.map((line, i) => {
    const [account, id, stamp, symbol, side, quantity, price, commission, sec] = line
      .replaceAll('"O""BRIEN"', 'O"BRIEN')
      .split(",");
    const [h, m, s] = stamp.slice(11).split(":").map(Number);
    return aFill(
      {
        ...{
          account,
          id,
          symbol,
          side: side === "BUY" ? "buy" : "short",
          date: stamp.slice(0, 10),
          time: 3600 * h + 60 * m + s,
        },
        ...{quantity: Number(quantity), price: Number(price), fees: {commission: Number(commission), sec: Number(sec)}},
      },
      i + 2,
    );
  });
  return {kind: "rows", name: "fills.csv", rows};
}

const essence = ({days, positions, unmarked}: FillsPnl) => ({days, positions, unmarked});

describe("files that the database reads by itself", () => {
  it("give what the same fills give row by row: CSV and Parquet, read typed or checked, either method", async () => {
    const file = csv(CLEAN);
    const closes = ["2025-01-02", "2025-01-03", "2025-01-07"].map((date, i) => ({
      date,
      symbol: "AAPL",
      close: 100.25 + i,
    }));
    for (const method of ["fifo", "average"] as const) {
      const options = {method, closes, traders: {T1: "Ann", T2: "Ann"}};
      const byRows = await pnl(rowsOf(CLEAN), options);
      expect(byRows.days).toHaveLength(8);
      expect(byRows.decimals).toEqual({price: 8, quantity: 8});
      const typed = await pnl(file, {...options, threads: 2});
      expect(typed.decimals).toEqual({price: 2, quantity: 0}); // read typed: the widest is for what is checked row by row
      expect(essence(typed)).toEqual(essence(byRows));
      expect(essence(await pnl(await parquet(file), options))).toEqual(essence(byRows));
      const checked = await pnl(csv([...CLEAN, "T9,E0,2025-01-02 10:00:00,X,buy,0,1,0,0"]), options);
      expect(essence(checked)).toEqual(essence(byRows));
      expect(told(checked)).toEqual(['fills.csv:602 quantity "0" is 0: not a fill']);
    }
  });

  it("match in the order of time, then of the ids, whatever the prices", async () => {
    const lines = [
      "T0,10,2025-01-03 10:00:00,Z,BUY,1,10,0,0",
      "T0,9,2025-01-03 10:00:00,Z,BUY,1,12,0,0",
      "T0,11,2025-01-03 11:00:00,Z,SELL,1,15,0,0",
    ];
    const file = csv(lines);
    for (const input of [file, await parquet(file), rowsOf(lines)]) {
      const {positions, days} = await pnl(input);
      expect(positions.map(({quantity, basis}) => [quantity, basis])).toEqual([[1, 10]]);
      expect(days[0].realised).toBe(3);
    }
  });

  it("match across the weekend where the trading day begins the evening before", async () => {
    const header = "account_id,time,symbol,side,quantity,price,commission,sec";
    const lines = [
      "T0,2025-01-06 09:00:00,Z,BUY,1,20,0,0",
      "T0,2025-01-03 17:00:00,Z,BUY,1,10,0,0",
      "T0,2025-01-06 10:00:00,Z,SELL,1,30,0,0",
    ];
    const file = csv(lines, header);
    for (const input of [file, await parquet(file)]) {
      const {positions, days} = await pnl(input, {rollover: "17:00"});
      expect(days.map(({date, realised}) => [date, realised])).toEqual([["2025-01-06", 20]]);
      expect(positions[0].basis).toBe(20);
    }
  });

  it("read numbers as large as there can be: those that are too large to be kept by the groups, otherwise", async () => {
    const header = "account_id,time,symbol,side,quantity,price,commission,sec";
    for (const [quantity, price, decimals] of [
      ["4000000000", "0.01", {price: 2, quantity: 0}], // kept by the groups
      ["499999999", "0.00000001", {price: 8, quantity: 0}], // too large to be kept: the file is read twice
      ["1", "20000000.25", {price: 2, quantity: 0}],
      ["1", "600000000.25", {price: 2, quantity: 0}],
      ["1", "499999999.12345678", {price: 8, quantity: 8}], // no double is that exact: read as text
    ] as const) {
      const lines = [
        `T0,2025-01-03 10:00:00,Z,BUY,${quantity},${price},0,0`,
        "T0,2025-01-03 11:00:00,Z,BUY,1,0.25,0,0",
      ];
      const {positions, files, ...found} = await pnl(
        csv([...lines, "T0,2025-01-03 12:00:00,Z,SELL,1,0.5,0,0"], header),
      );
      expect(found.decimals).toEqual(decimals);
      const bought = BigInt(quantity) * BigInt(Math.round(Number(price) * 1e8));
      const basis = bought - BigInt(Math.round(Number(price) * 1e8)) + 25_000_000n; // the first unit is sold
      expect(positions[0].basis).toBe(Number(basis) / 1e8);
      expect(files[0].rowsSetAside).toBe(0);
    }
  });

  it("keep digits: a price with more decimals than the first rows show is found, and everything read again", async () => {
    const lines = CLEAN.map((line, i) => (i === 599 ? "T0,E599,2025-01-07 15:00:00,ODD,BUY,3,1.23456789,0,0" : line));
    const result = await pnl(csv(lines), {});
    const late = Array.from({length: 40_000}, (_, i) => `T0,F${i},2025-01-08 10:00:00,Z,BUY,1,1.5,0,0`);
    const far = await pnl(csv([...late, "T0,G,2025-01-08 10:00:00,ODD,BUY,3,1.23456789,0,0"]));
    for (const {positions, decimals} of [result, far]) {
      expect(decimals.price).toBe(8);
      expect(positions.find(({symbol}) => symbol === "ODD")!.basis).toBe(3.70370367);
    }
  });

  it("stay typed where later rows have words for sides, and rebates, that the first rows do not show", async () => {
    const bought = Array.from({length: 8000}, (_, i) => `T0,F${i},2025-01-0${1 + (i % 8)} 10:00:00,Z,BUY,1,1.5,0.1,0`);
    const sold = ["T0,G,2025-01-08 11:00:00,Z,Sell short,8000,2,-0.25,0"];
    const file = csv([...bought, ...sold]);
    for (const input of [file, await parquet(file)]) {
      const {days, decimals} = await pnl(input);
      expect(decimals).toEqual({price: 1, quantity: 0});
      expect(days.map(({realised, fees, fills}) => [realised, fees, fills])).toEqual([
        ...Array.from({length: 7}, () => [0, 100, 1000]),
        [4000, 99.75, 1001],
      ]);
    }
  });

  it("set aside what cannot be used, each with its line and reason: rows read = used + set aside", async () => {
    const bad = [
      "A,1,2025-01-02 10:00:00,X,BUY,10,0,0,0",
      "A,2,2025-01-02 10:00:01,X,BUY,10,-5,0,0",
      "A,3,2025-01-02 10:00:02,X,BUY,0,5,0,0",
      "A,4,2025-01-02 10:00:03,X,BUY,-10,5,0,0",
      "A,5,2025-01-02 10:00:04,X,hold,10,5,0,0",
      "A,6,2025-01-02 10:00:05,X,BUY,NaN,5,0,0",
      "A,7,2025-01-02 10:00:06,X,BUY,10,inf,0,0",
      "A,8,2025-01-02 10:00:07,X,BUY,9007199254740993,5,0,0",
      "A,9,2025-01-02 10:00:08,,BUY,10,5,0,0",
      ",10,2025-01-02 10:00:09,X,BUY,10,5,0,0",
      "A,11,2025-02-30 10:00:00,X,BUY,10,5,0,0",
      "A,12,2025-01-02 25:00:00,X,BUY,10,5,0,0",
      "A,13,2025-01-02 10:00:10,X,BUY,10,5,free,0",
      "A,14,2025-01-02 10:00:11,X,BUY,5000000000,5000000000,0,0",
      "A,15,2025-01-02 10:00:12,X,BUY,10,5",
      "A,16,2025-01-09 10:00:00,X,BUY,10,5,0,0",
      "A,17,2025-01-02 10:00:13,X,BUY,10,5,0,0",
      "A,17,2025-01-02 10:00:13,X,BUY,10,5,0,0",
      "A,18,2025-01-02 10:00:14,X,BUY,10,5,0,0",
      "A,18,2025-01-02 10:00:14,X,BUY,10,6,0,0",
      "A,19,2025-01-02 10:00:15,X,,10,5,0,0",
      "A,20,2025-01-02 10:00:16,X,SELL,-10,5.5,0,0",
      '=cmd|"/c calc"!A1,21,2025-01-02 10:00:17,X,BUY,10,5,0,0',
      '"A,22,2025-01-02 10:00:18,X,BUY,10,5,0,0',
    ];
    const result = await pnl(csv(bad), {until: "2025-01-08"});
    expect(told(result)).toEqual([
      'fills.csv:2 price "0" is not above 0 (what expires worthless belongs into the table of expiries)',
      'fills.csv:3 price "-5" is not above 0 (what expires worthless belongs into the table of expiries)',
      'fills.csv:4 quantity "0" is 0: not a fill',
      'fills.csv:5 side "BUY" says that it was bought, and the quantity is negative',
      'fills.csv:6 side "hold" is neither a purchase nor a sale that is understood (write buy or sell)',
      'fills.csv:7 quantity "NaN" is not a number',
      'fills.csv:8 price "inf" is not a number',
      'fills.csv:9 quantity "9007199254740993" is beyond ±1e10 (an id, or another column?)',
      "fills.csv:10 the symbol is empty",
      "fills.csv:11 the account is empty",
      'fills.csv:12 time "2025-02-30 10:00:00" is not a time of the file\'s kind',
      'fills.csv:13 time "2025-01-02 25:00:00" is not a time of the file\'s kind',
      "fills.csv:14 a fee is not a number",
      'fills.csv:15 price "5000000000" times the quantity is beyond 1e12',
      "fills.csv:16 the line cannot be split into the 9 columns of the header (missing columns)",
      'fills.csv:17 time "2025-01-09 10:00:00" is after the day of the report',
      'fills.csv:19 id "17" repeats an execution of the same account and day, equal in all: the first is used',
      'fills.csv:20 id "18" contradicts another execution of the same id, account and day: nobody can say which is right',
      'fills.csv:21 id "18" contradicts another execution of the same id, account and day: nobody can say which is right',
      'fills.csv:22 side "" is neither a purchase nor a sale that is understood (write buy or sell)',
      "fills.csv:25 the line cannot be split into the 9 columns of the header (unquoted value)",
    ]);
    expect(result.files).toEqual([{name: "fills.csv", rowsRead: 24, rowsUsed: 3, rowsSetAside: 21}]);
    // A name that a spreadsheet would run is a name like any other here; whoever writes it out quotes it.
    expect(result.days.map(({trader, realised, fills}) => [trader, realised, fills])).toEqual([
      ['=cmd|"/c calc"!A1', 0, 1],
      ["A", 5, 2],
    ]);
  });

  it("times with a zone, dates as Americans write them, a clock of twelve hours, dates alone", async () => {
    const head = "account,datetime,symbol,qty,price";
    const days = async (lines: readonly string[], options: Partial<PnlOptions> = {}) =>
      (await pnl(csv(lines, head), options)).days.map((d) => [d.date, d.fills, d.first]);
    const zone = {timeZone: "America/New_York"};
    expect(await days(["A,2025-01-03T02:30:00Z,X,1,1", "A,2025-01-03T14:30:00Z,X,-1,1"], zone)).toEqual([
      ["2025-01-02", 1, 77_400],
      ["2025-01-03", 1, 34_200],
    ]);
    expect(await days(["A,2025-01-03T02:30:00Z,X,1,1"])).toEqual([["2025-01-03", 1, 9000]]);
    expect(
      await days(["A,01/13/2025 9:30:00 AM,X,1,1", "A,01/14/2025 12:05:30 PM,X,1,1", "A,01/15/2025 12:00:01 AM,X,1,1"]),
    ).toEqual([
      ["2025-01-13", 1, 34_200],
      ["2025-01-14", 1, 43_530],
      ["2025-01-15", 1, 1],
    ]);
    expect(await days(["A,20250113,X,1,1"])).toEqual([["2025-01-13", 1, null]]);
    expect(await days(["A,2025-01-13,X,1,1"])).toEqual([["2025-01-13", 1, null]]);
  });

  it("other delimiters, line ends, a byte-order mark; a mapping of the study", async () => {
    const semicolons = csv(
      ["A;2025-01-02 10:00:00;X;1;1", "A;2025-01-02 11:00:00;X;-1;3"],
      "\ufeffaccount;time;symbol;quantity;price",
      "\r\n",
    );
    expect((await pnl(semicolons)).days.map((d) => [d.trader, d.realised])).toEqual([["A", 2]]);
    const own = csv(["A,2025-01-02 10:00:00,X,B,1,1,7"], "Konto,Zeit,Titel,Richtung,Stück,Kurs,Spesen");
    const columns = {
      account: "Konto",
      time: "Zeit",
      symbol: "Titel",
      side: "Richtung",
      quantity: "Stück",
      price: "Kurs",
      fees: {costs: "Spesen"},
    };
    expect((await fillsPnl([{...own, columns} as FillInput], OPTIONS)).days[0].feesByKind).toEqual({costs: 7});
    await expect(fillsPnl([own], OPTIONS)).rejects.toThrow("no column holds the account of a fill");
    await expect(fillsPnl([{...own, columns: {...columns, side: "Seite"}} as FillInput], OPTIONS)).rejects.toThrow(
      '"Seite" that is not there',
    );
  });

  it("currencies, rates and multipliers of a file, read typed or checked", async () => {
    const head = "account,execid,time,symbol,quantity,price,currency,fxrate,multiplier,fee";
    const lines = [
      "A,1,2025-01-02 10:00:00,ES,2,5000.25,USD,,50,2.1",
      "A,2,2025-01-03 10:00:00,ES,-1,5010.75,usd,,50,2.1",
      "A,3,2025-01-02 10:00:00,DAX,1,18000,EUR,1.1,25,1",
      "A,4,2025-01-02 11:00:00,DAX,-1,18010,EUR,1.1,25,1",
    ];
    const typed = await pnl(csv(lines, head));
    expect(typed.decimals.quantity).toBe(0);
    // 1 × 10.5 × 50, and 10 × 25 × 1.1 less (1 + 1) × 1.1 and what the ES costs.
    expect(typed.days.map(({date, realised, fees}) => [date, realised, fees])).toEqual([
      ["2025-01-02", 275, 4.3],
      ["2025-01-03", 525, 2.1],
    ]);
    const checked = await pnl(csv([...lines, "A,4,2025-01-02 11:00:00,DAX,-1,18010,EUR,1.1,25,1"], head));
    expect(essence(checked)).toEqual(essence(typed));
    expect(told(checked)).toHaveLength(1);
  });

  it("files that are none end in an error that says so, and the network is never asked", async () => {
    const path = join(folder, "no.parquet");
    writeFileSync(path, "PAR1 but not really PAR1");
    await expect(fillsPnl([{kind: "parquet", name: "no.parquet", path}], OPTIONS)).rejects.toThrow(
      "cannot be read as Parquet",
    );
    const remote = {kind: "parquet", name: "remote", path: "https://127.0.0.1:9/fills.parquet"} as const;
    await expect(fillsPnl([remote], OPTIONS)).rejects.toThrow(/remote: the file cannot be read as Parquet/);
    writeFileSync(join(folder, "zip.csv"), Buffer.from([0x1f, 0x8b, 8, 0, 0]));
    await expect(fillsPnl([{kind: "csv", name: "zip.csv", path: join(folder, "zip.csv")}], OPTIONS)).rejects.toThrow(
      "gzip",
    );
    await expect(fillsPnl([{kind: "csv", name: "gone.csv", path: join(folder, "gone.csv")}], OPTIONS)).rejects.toThrow(
      "ENOENT",
    );
    await expect(fillsPnl([csv([])], OPTIONS)).rejects.toThrow("a header and no rows");
  });

  it("tells what it is doing", async () => {
    const steps: string[] = [];
    await pnl(csv(CLEAN), {progress: (step) => steps.push(step)});
    expect([...new Set(steps)]).toEqual(["read", "add up", "match", "mark"]);
  });
});

it("refuses options that make no sense", async () => {
  const wrong = (options: Partial<PnlOptions>) => expect(pnl(rowsOf(CLEAN.slice(0, 1)), options)).rejects;
  await wrong({method: "lifo" as never}).toThrow("invalid method");
  await wrong({rollover: "5pm"}).toThrow("invalid rollover");
  await wrong({splits: [{symbol: "X", date: "2025-01-02", from: 0, to: 1}]}).toThrow("invalid split of X");
  await wrong({expiries: [{symbol: "X", date: "2025-01-02", price: Number.NaN}]}).toThrow("invalid expiry of X");
  await wrong({until: "tomorrow"}).toThrow("invalid date");
  await expect(fillsPnl([], OPTIONS)).rejects.toThrow("no fills are given");
});

import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";
import {describe, expect, it} from "vitest";
import {type Desk, folderFiles, readDeskAndPnl} from "../../../src/lib/ingest/index.ts";
import {stream} from "../../../src/lib/numeric/index.ts";
import {aFolder} from "../a-folder.ts";

const PNL = {method: "fifo", currency: "USD", overnight: "marked", tolerance: 0.01} as const;
const read = (folder: string, largeBytes: number, options: object = {}, pnl: object = {}) =>
  readDeskAndPnl(folderFiles(folder), {currency: "USD", ...options, pnl: {...PNL, ...pnl}, largeBytes});

const HEADER = "Account,Time,Symbol,Side,Qty,Price,Commission,SEC,Note";

/** Fills of three accounts on twelve days, in no order of time: sales first, short sales, ties within a second, odd quantities. */
function fills(): string[] {
  const {uniform} = stream(5, "large");
  const one = <T>(of: readonly T[]) => of[Math.floor(uniform() * of.length)];
  return Array.from({length: 900}, () => {
    const day = `2025-01-${String(6 + Math.floor(uniform() * 12)).padStart(2, "0")}`;
    const clock = one(["09:30:00", "10:15:30.25", "12:00:01", "15:59:59", "00:00:00", "20:10:00"]);
    const [account, symbol] = [one(["A", "B", "C; DROP TABLE every"]), one(["X", "Y", "=Z"])];
    const price = (100 + 10 * uniform()).toFixed(2);
    return [
      account,
      `${day} ${clock}`,
      symbol,
      one(["BUY", "SELL", "BUY", "SELL", "SS"]),
      one([1, 10, 2.5, 0.1]),
      price,
    ]
      .concat(one(["0.35", "", "-0.1"]), one(["0.01", ""]), one(["", "a, b"].map((note) => `"${note}"`)))
      .join(",");
  });
}

const check = (desk: Desk, id: string) => desk.quality.checks.find((each) => each.id === id);
const rest = ({daily, accounts, days, market, interventions, quality}: Desk) => ({
  ...{daily, accounts, days, market, interventions},
  calendar: quality.calendar,
  abilities: quality.abilities,
  counts: quality.files.map(({rowsRead, rowsUsed, rowsSetAside, sha256}) => ({
    rowsRead,
    rowsUsed,
    rowsSetAside,
    sha256,
  })),
});
const aside = ({setAside: {columns}}: Desk) =>
  (columns.line as Int32Array).reduce<unknown[]>(
    (all, line, i) => all.concat([[columns.file[i], line, columns.trader[i], columns.date[i], columns.row[i]]]),
    [],
  );

describe("a file of fills that the database reads alone gives what the same rows give in a small file", () => {
  const traders = {A: "Kim", B: "Kim"};

  it("a clean CSV file, with lines that are there twice", async () => {
    const rows = fills();
    const folder = aFolder({"fills.csv": [HEADER, ...rows, rows[3], rows[3], rows[40], ""].join("\n")});
    const [small, large] = [await read(folder, 1e9, {traders}), await read(folder, 1, {traders})];
    expect(rest(large.desk)).toEqual(rest(small.desk));
    expect(large.pnl).toEqual({...small.pnl!, pnl: {...small.pnl!.pnl, decimals: large.pnl!.pnl.decimals}});
    for (const id of ["duplicate-fills", "first-sales", "half-days", "incomplete-days"])
      expect(check(large.desk, id), id).toEqual(check(small.desk, id));
    expect(check(large.desk, "duplicate-fills")!.count).toBeGreaterThanOrEqual(3);
    expect(check(large.desk, "first-sales")!.count).toBeGreaterThanOrEqual(2);
    expect(Object.keys(large.desk.daily.columns)).toContain("opens_soon_after_loss");
    const told = large.desk.quality.files[0];
    expect(told.dateFormat).toBe("YYYY-MM-DD");
    expect(told.columns).toContainEqual({name: "SEC", role: "fee"});
  });

  it("a CSV file with rows that cannot be used: whose they are is said", async () => {
    const rows = fills();
    const bad = ["A,2025-01-07 10:00:00,X,HOLD,1,100,,,", "B,2025-01-08 10:00:00,X,BUY,1,0,,,"];
    const folder = aFolder({"fills.csv": [HEADER, ...rows.slice(0, 300), ...bad, ...rows.slice(300), ""].join("\n")});
    const large = await read(folder, 1, {traders});
    expect(aside(large.desk).map((row) => (row as unknown[]).slice(0, 4))).toEqual([
      ["fills.csv", 302, "Kim", "2025-01-07"],
      ["fills.csv", 303, "Kim", "2025-01-08"],
    ]);
    expect(check(large.desk, "incomplete-days")).toMatchObject({severity: "warning", count: 2});
    expect(check(large.desk, "incomplete-days")!.examples[0]).toMatch(
      /^fills\.csv line 302: Kim 2025-01-07: side "HOLD"/,
    );
    const good = aFolder({"fills.csv": [HEADER, ...rows, ""].join("\n")});
    expect(large.desk.daily).toEqual((await read(good, 1e9, {traders})).desk.daily);
  });

  it("a quote that is left open swallows no rows, and names have no invisible characters", async () => {
    const rows = fills();
    const folder = (lines: readonly string[]) => aFolder({"fills.csv": [HEADER, ...lines, ""].join("\n")});
    const quoted = rows.map((row) => row.replace(/^([^,]+)/, '"$1"'));
    expect((await read(folder(quoted), 1, {traders})).desk.daily).toEqual(
      (await read(folder(rows), 1, {traders})).desk.daily,
    );
    const open = folder(rows.map((row, k) => (k === 40 ? '"' : "") + row.replace(/"[^"]*"$/, "")));
    await expect(read(open, 1, {traders})).rejects.toThrow(
      /fills\.csv: lines of it would be read as parts of other lines.*\n.*lines with text.*open quote is line 42\n/,
    );
    const hidden = folder(rows.map((row, k) => (k === 7 ? `\u202e${row}` : row)));
    const [small, large] = [await read(hidden, 1e9, {traders}), await read(hidden, 1, {traders})];
    expect(aside(large.desk).map((row) => (row as unknown[])[1])).toEqual([9]);
    expect(aside(small.desk).map((row) => (row as unknown[])[1])).toEqual([9]);
  });

  it("beside a small file of the same traders, and beside daily rows", async () => {
    const rows = fills();
    const daily = [
      "account_id,date,net",
      ...Array.from({length: 12}, (_, d) => `A,2025-01-${String(d + 6).padStart(2, "0")},${d - 5}`),
    ];
    const folder = aFolder({
      "daily.csv": `${daily.join("\n")}\n`,
      "fills.csv": [HEADER, ...rows, ""].join("\n"),
      "more.csv": ["Account,Time,Symbol,Side,Qty,Price", "A,2025-01-09 11:00:00,X,SELL,3,105", ""].join("\n"),
    });
    const files = folderFiles(folder, [{file: "more.csv", as: "fills"}]);
    const both = (largeBytes: number) => readDeskAndPnl(files, {currency: "USD", pnl: PNL, largeBytes});
    const [small, large] = [await both(1e9), await both(1000)];
    expect(large.desk.daily).toEqual(small.desk.daily);
    expect(large.pnl!.reconciliation).toEqual(small.pnl!.reconciliation);
    expect(check(large.desk, "fills-without-day")!.count).toBe(0);
  });

  it("Parquet; and what the file cannot say is refused", async () => {
    const folder = aFolder({});
    const path = join(folder, "fills.parquet");
    const csv = aFolder({"fills.csv": [HEADER, ...fills(), ""].join("\n")});
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    await connection.run(
      `copy (select * from read_csv('${join(csv, "fills.csv")}', all_varchar = false)) to '${path}' (format parquet)`,
    );
    connection.closeSync();
    instance.closeSync();
    const [small, large] = [await read(csv, 1e9), await read(folder, 1)];
    expect(large.desk.daily).toEqual(small.desk.daily);
    writeFileSync(join(csv, "fills.csv"), "account,time,symbol,quantity,price\nA,2025-01-02 10:00:00,X,1,1\n");
    await expect(read(csv, 1)).rejects.toThrow(/nothing says which of its fills buy and which sell/);
  });
});

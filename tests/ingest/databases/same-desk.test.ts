import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {snapshotFolder, takeSnapshot} from "../../../src/lib/ingest/databases/index.ts";
import {type Desk, folderFiles, readDesk} from "../../../src/lib/ingest/index.ts";
import {float64} from "../../../src/lib/numeric/index.ts";
import {simulate, writeSimulation} from "../../../src/lib/simulate/index.ts";
import {hasMariadb, inMariadb, startMariadb} from "../../servers/mariadb-server.ts";
import {hasPostgres, inPostgres, startPostgres} from "../../servers/postgres-server.ts";
import type {Server} from "../../servers/server.ts";
import {read, scratch, source, VARIABLE} from "./reading.ts";
import {sqliteFile} from "./sqlite-file.ts";

/** The tables of a small desk, one column an entry: its type in ANSI SQL and its cells as the CSV has them. */
type Cells = Readonly<Record<string, readonly string[][]>>;

const KINDS = ["daily", "predictions", "fills", "market", "interventions"] as const;
const TABLES = Object.fromEntries(KINDS.map((kind) => [kind, {table: `desk_${kind}`}]));

/** A simulated desk with odd names and a contradiction, as CSV; fills of a month are enough. */
function csvDesk(): {readonly folder: string; readonly cells: Cells} {
  const folder = mkdtempSync(join(tmpdir(), "proofbook-desk-"));
  writeSimulation(simulate({desk: "tiny", seed: 3}), folder, {fills: true});
  const names: Record<string, string> = {
    D01: "O'Brien; DROP TABLE fills; --",
    D02: 'Ann "the cut" Lee, Jr',
    D03: "Zoë <img src=x>",
  };
  const cells: Record<string, string[][]> = {predictions: predictions(names)};
  for (const kind of ["daily", "fills", "market", "interventions"]) {
    const rows = readFileSync(join(folder, `${kind}.csv`), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => line.split(","));
    cells[kind] = (kind === "fills" ? rows.slice(0, 3001) : rows).map(([first, ...rest]) => [
      names[first] ?? first,
      ...rest,
    ]);
  }
  cells.daily.push(
    ["contradiction", "2023-01-03", "1.25", "", "", "", "", "1"],
    ["contradiction", "2023-01-03", "1.26", "", "", "", "", "1"],
  );
  for (const kind of KINDS) {
    const quoted = (cell: string) => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
    writeFileSync(join(folder, `${kind}.csv`), `${cells[kind].map((row) => row.map(quoted).join(",")).join("\n")}\n`);
  }
  return {folder, cells};

  function predictions(called: Readonly<Record<string, string>>): string[][] {
    const days = readFileSync(join(folder, "daily.csv"), "utf8")
      .trimEnd()
      .split("\n")
      .slice(1)
      .map((line) => line.split(","));
    return [
      ["account_id", "date", "loss_probability", "large_loss"],
      ...days.map(([account, date], i) => [
        called[account] ?? account,
        date,
        i % 10 === 3 ? "" : String(((i * 37) % 101) / 303),
        String(i % 2),
      ]),
    ];
  }
}

/** How a column is declared: money and quantities are exact, probabilities are doubles, labels are booleans. */
function typeOf(header: string, dialect: "postgres" | "mariadb" | "duckdb" | "sqlite"): string {
  if (/^(account_id|symbol|side)$/.test(header)) return dialect === "mariadb" ? "varchar(80)" : "text";
  if (header === "date") return dialect === "sqlite" ? "text" : "date";
  if (header === "time")
    return {postgres: "timestamp", mariadb: "datetime", duckdb: "timestamp", sqlite: "text"}[dialect];
  if (header === "loss_probability")
    return {postgres: "double precision", mariadb: "double", duckdb: "double", sqlite: "real"}[dialect];
  if (/^(large_loss|simulated)$/.test(header)) return dialect === "sqlite" ? "integer" : "boolean";
  return dialect === "sqlite" ? "real" : "decimal(20, 6)";
}

/** create table and insert, with literals: these are the test's own cells, in standard SQL. */
function statements(cells: Cells, dialect: Parameters<typeof typeOf>[1]): string[] {
  const literal = (cell: string, header: string) => {
    if (cell === "") return "null";
    if (/^(large_loss|simulated)$/.test(header) && dialect !== "sqlite") return cell === "1" ? "true" : "false";
    if (header === "loss_probability") return `cast('${cell}' as ${typeOf(header, dialect)})`; // a bare literal is a decimal to some
    return /^(account_id|symbol|side|date|time)$/.test(header) ? `'${cell.replaceAll("'", "''")}'` : cell;
  };
  return KINDS.flatMap((kind) => {
    const [header, ...rows] = cells[kind];
    const values = rows.map((row) => `(${row.map((cell, k) => literal(cell, header[k])).join(", ")})`);
    return [
      `create table desk_${kind} (${header.map((name) => `${name} ${typeOf(name, dialect)}`).join(", ")})`,
      `insert into desk_${kind} values ${values.join(",\n")}`,
    ];
  });
}

/** All that a desk is, but where it comes from and how its files were written. */
function content({accounts, days, daily, predictions, interventions, market, setAside, quality}: Desk) {
  const {file, line, reason} = setAside.columns;
  const aside = Array.from({length: setAside.rows}, (_, i) => `${file[i]}:${line[i]} ${reason[i]}`);
  const counts = quality.files.map(({rowsRead, rowsUsed, rowsSetAside}) => ({rowsRead, rowsUsed, rowsSetAside}));
  return {accounts, days, daily, predictions, interventions, market, aside, counts, simulated: true};
}

const servers: Server[] = [];
let made: string | undefined;
afterAll(async () => {
  for (const server of servers) await server.stop();
  if (made !== undefined) rmSync(made, {recursive: true, force: true});
});

describe("the same desk from every source is the same desk, to the cent", () => {
  let csv: Desk;
  let cells: Cells;
  beforeAll(async () => {
    const desk = csvDesk();
    made = desk.folder;
    cells = desk.cells;
    csv = await readDesk(folderFiles(desk.folder));
  });
  const expectSame = async (folder: string) => {
    const desk = await readDesk(folderFiles(folder));
    expect(desk.origin.simulated).toBe(true); // its rows say so
    expect(content(desk)).toEqual(content(csv));
  };

  test("CSV (that it is a desk with something in it)", () => {
    expect(csv.accounts).toContain("O'Brien; DROP TABLE fills; --");
    expect(csv.daily.rows).toBe(120);
    expect(csv.setAside.rows).toBe(2);
    expect(float64(csv.daily, "net").filter((x) => x !== 0).length).toBeGreaterThan(60);
    expect(Object.keys(csv.daily.columns)).toContain("traded_value");
    for (const part of [csv.predictions, csv.interventions, csv.market]) expect(part!.rows).toBeGreaterThan(10);
  });

  test("Parquet", async () => {
    const folder = scratch();
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    for (const sql of statements(cells, "duckdb")) await connection.run(sql);
    for (const kind of KINDS)
      await connection.run(`copy desk_${kind} to '${join(folder, `${kind}.parquet`)}' (format parquet)`);
    connection.closeSync();
    instance.closeSync();
    const named = (desk: Desk) => JSON.parse(JSON.stringify(content(desk)).replaceAll(".parquet", ".csv"));
    const desk = await readDesk(folderFiles(folder));
    expect(named(desk)).toEqual(JSON.parse(JSON.stringify(content(csv))));
    expect(desk.daily).toEqual(csv.daily);
  });

  test("SQLite", async () => {
    const home = scratch();
    const path = await sqliteFile(statements(cells, "sqlite").join(";\n"), "desk.sqlite", home);
    const from = source({file: "desk.sqlite", tables: TABLES});
    const surroundings = {base: dirname(path), env: {}};
    await takeSnapshot(home, from, surroundings);
    await expectSame(snapshotFolder(home, from, surroundings));
  });

  test.skipIf(!hasPostgres)("PostgreSQL", async () => {
    const server = await startPostgres();
    servers.push(server);
    await inPostgres(server, async (db) => {
      for (const sql of statements(cells, "postgres")) await db.query(sql);
    });
    const {folder, snapshot} = await read(server.url, {tables: TABLES});
    await expectSame(folder);
    expect(JSON.stringify(snapshot)).not.toMatch(new RegExp(`${VARIABLE}|127\\.0\\.0\\.1|${server.port}|desk:`));
    // by a query with a bound parameter, the same rows
    const query =
      "select account_id, date, net::text as net, gross, fees, trades, volume, simulated from desk_daily where net > $1 or true";
    const asked = await read(server.url, {tables: {...TABLES, daily: {query, parameters: [0]}}});
    await expectSame(asked.folder);
  });

  test.skipIf(!hasMariadb)("MariaDB", async () => {
    const server = await startMariadb();
    servers.push(server);
    await inMariadb(server, async (db) => {
      for (const sql of statements(cells, "mariadb")) await db.query(sql);
    });
    await expectSame((await read(server.url, {tables: TABLES})).folder);
  });
});

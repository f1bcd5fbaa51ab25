import type {CheckedFile, Row} from "../contract.ts";
import {type ChargedFill, chargedFill} from "../fills.ts";
import {readSide} from "../sources/sides.ts";
import {join, type Sql, sql} from "../sql/index.ts";
import {checkRows, markRepeats} from "./check.ts";
import type {Engine} from "./engine.ts";
import {openFile} from "./open-file.ts";
import type {OpenFile} from "./opened-file.ts";
import {tradingDay} from "./pieces.ts";
import {copyToRaw, createRaw, feeColumn} from "./raw.ts";
import {buys, sellsShort} from "./sides.ts";
import {typedRelation} from "./typed.ts";
import type {AsideFill, FillInput, PnlOptions} from "./types.ts";

/** A file of fills that the database reads by itself. */
export type LargeInput = Extract<FillInput, {readonly path: string}>;

/** Fills that are held in memory beside those of large files: of the same traders perhaps, so that they belong into one order. */
export interface HeldFills {
  /** Rows under the names of their traders; null: there are none. */
  readonly file: CheckedFile | null;
  /** Names of all files of the folder: which comes first where lines and times are equal. */
  readonly names: readonly string[];
}

/** Which of a large file's rows are set aside, with what can be said of them. */
export interface AsideRow {
  readonly line: number;
  readonly account: string | null;
  readonly date: string | null;
}

export interface LargeTable {
  readonly opened: readonly OpenFile[];
  /** By input: whether `every` has hashes of its lines. */
  readonly hashed: readonly boolean[];
  /** By input: rows that are set aside, as far as they could be split. */
  readonly aside: readonly (readonly AsideRow[])[];
  /** Where a row of `every` stands. */
  readonly at: (file: number, row: number) => {readonly file: string; readonly line: number};
}

/**
 * Makes the table `every`: all fills that are used, of large files and of those held in memory, one row each, with file (its
 * place), row, trader, account, symbol, currency, day, minute (minutes since midnight of the day, NULL without a time), q (below 0
 * sold; NULL where the side is not understood), p, value and fee, as DOUBLE; short; and h, a hash of the line where it was read
 * typed. What does not fit into memory is on disk.
 * And the table `unused`: input and row of what is set aside.
 * @param clean by input: whether P&L has used every row, so that typed columns do.
 */
export async function makeLargeTable(
  engine: Engine,
  inputs: readonly LargeInput[],
  held: HeldFills,
  clean: readonly boolean[],
  options: PnlOptions,
): Promise<LargeTable> {
  await engine.run(sql`SET preserve_insertion_order = true`); // rows are numbered as they stand in the file
  await engine.run(sql`CREATE TABLE trader_of (account VARCHAR, trader VARCHAR)`);
  await engine.fill("trader_of", (append) => {
    for (const [account, trader] of Object.entries(options.traders ?? {})) append([account, trader]);
  });
  await engine.run(sql`CREATE TABLE every (file INTEGER, row BIGINT, trader VARCHAR, account VARCHAR, symbol VARCHAR, currency VARCHAR,
    day DATE, minute DOUBLE, q DOUBLE, p DOUBLE, value DOUBLE, fee DOUBLE, short BOOLEAN, h UBIGINT)`);
  await engine.run(sql`CREATE TABLE unused (input INTEGER, row BIGINT)`);
  const opened: OpenFile[] = [];
  const hashed: boolean[] = [];
  const aside: (readonly AsideRow[])[] = [];
  const lines = new Map<number, (row: number) => number>();
  for (const [k, input] of inputs.entries()) {
    const file = await openFile(engine, input, options);
    opened.push(file);
    const place = held.names.indexOf(input.name);
    const typed = clean[k] && file.typed !== null && (await copyTyped(engine, file, place, options));
    hashed.push(typed);
    const checked = typed ? {aside: [], rejects: []} : await copyChecked(engine, file, k, place, options);
    lines.set(place, (row) => file.line(row, checked.rejects));
    aside.push(checked.aside);
  }
  await copyHeld(engine, held);
  return {
    opened,
    hashed,
    aside,
    at: (file, row) => ({file: held.names[file], line: lines.get(file)?.(row) ?? row}),
  };
}

/** Minutes since midnight of a trading day of a local time stamp, as minutesOfDay has them: midnight itself is no time. */
function minutes(stamp: Sql, day: Sql): Sql {
  const micros = sql`(epoch_us(${stamp}) % 86400000000)`;
  const clock = sql`CAST(${micros} // 60000000 AS DOUBLE) + CAST(${micros} % 60000000 AS DOUBLE) / 1e6 / 60`;
  return sql`CASE WHEN ${micros} <> 0 THEN ${clock} + 1440 * (CAST(${stamp} AS DATE) - ${day}) END`;
}

/** false: a cell is not what the first rows promised, and nothing was copied. */
async function copyTyped(
  engine: Engine,
  file: OpenFile,
  place: number,
  {currency: home, rollover = null}: PnlOptions,
): Promise<boolean> {
  const {columns} = file;
  const feeKinds = Object.keys(columns.fees);
  const typed = {...file.typed!, columns, feeKinds, rollover, home};
  const day = tradingDay(sql`time`, rollover);
  const side =
    columns.side === null
      ? sql`quantity`
      : sql`CASE WHEN ${buys(sql`side`)} THEN abs(quantity) ELSE -abs(quantity) END`;
  try {
    await engine.run(sql`INSERT INTO every
      SELECT ${place}, row, coalesce(trader, f.account), f.account, symbol, currency, day, ${minutes(sql`time`, sql`day`)}, q, price, abs(q * price), fee, short, h FROM (
        SELECT row, h, account, symbol, ${columns.currency === null ? sql`''` : sql`currency`} AS currency, time, ${day} AS day,
          CAST(${side} AS DOUBLE) AS q, price, ${sumOf(feeKinds, (fee) => fee)} AS fee, ${columns.side === null ? sql`FALSE` : sellsShort(sql`side`)} AS short
        FROM (${typedRelation(typed, sql`, ${file.text.row} AS row, hash(t) AS h`)})
      ) f LEFT JOIN trader_of o ON f.account = o.account`);
    return true;
  } catch (error) {
    if (!/^(Conversion|Invalid Input|Out of Range) Error/.test(error instanceof Error ? error.message : ""))
      throw error;
    return false;
  }
}

function sumOf(feeKinds: readonly string[], of: (fee: Sql) => Sql): Sql {
  const parts = feeKinds.map((_, k) => sql`coalesce(${of(feeColumn(k))}, 0)`);
  return parts.length === 0 ? sql`CAST(0 AS DOUBLE)` : join(parts, sql` + `);
}

async function copyChecked(
  engine: Engine,
  file: OpenFile,
  input: number,
  place: number,
  {currency: home, timeZone = null, rollover = null, until = null}: PnlOptions,
): Promise<{aside: AsideRow[]; rejects: readonly AsideFill[]}> {
  const feeKinds = Object.keys(file.columns.fees);
  await engine.run(createRaw(feeKinds));
  await engine.run(copyToRaw({...file.text, file: input, dates: file.dates, columns: file.columns}, feeKinds));
  const rejects = await file.rejects();
  await engine.run(checkRows({feeKinds, home, timeZone, until, day: (stamp) => tradingDay(stamp, rollover)}));
  await engine.run(markRepeats(feeKinds));
  await engine.run(sql`INSERT INTO unused
    SELECT ${input}, row FROM checked WHERE reason IS NOT NULL UNION SELECT ${input}, row FROM repeats`);
  await engine.run(sql`INSERT INTO every
    SELECT ${place}, row, coalesce(trader, c.account), c.account, symbol, currency, day,
      CASE WHEN timed THEN ${minutes(sql`stamp`, sql`day`)} END, CASE WHEN buy THEN 1 ELSE -1 END * (CAST(q AS DOUBLE) / 1e8), CAST(p AS DOUBLE) / 1e8,
      (CAST(q AS DOUBLE) / 1e8) * (CAST(p AS DOUBLE) / 1e8),
      ${sumOf(feeKinds, (fee) => sql`CAST(${fee} AS DOUBLE) / 1e8`)}, ${sellsShort(sql`r.side`)}, NULL
    FROM checked c JOIN (SELECT row, side FROM raw) r USING (row) LEFT JOIN trader_of o ON c.account = o.account
    WHERE row NOT IN (SELECT row FROM unused WHERE input = ${input}) ORDER BY row`);
  const rows = await engine.rows<{row: bigint; account: string | null; date: string | null}>(sql`
    SELECT row, nullif(account, '') AS account, strftime(day, '%Y-%m-%d') AS date FROM checked
    WHERE row IN (SELECT row FROM unused WHERE input = ${input}) ORDER BY row`);
  for (const table of [sql`raw`, sql`checked`, sql`repeats`]) await engine.run(sql`DROP TABLE ${table}`);
  return {
    aside: rows.map(({row, account, date}) => ({line: file.line(Number(row), rejects), account, date})),
    rejects,
  };
}

async function copyHeld(engine: Engine, {file, names}: HeldFills): Promise<void> {
  if (file === null || file.rows.length === 0) return;
  const charged = chargedFill(file);
  const text = (value: number) => (Number.isNaN(value) ? null : String(value)); // the fewest digits that give it back
  const cells = (row: Row, fill: ChargedFill) => [
    names.indexOf(row.file ?? file.source.name),
    row.line,
    ...[row.account, row.own ?? row.account, row.symbol, row.currency ?? "", row.date],
    ...[text(fill.time), text(fill.quantity), text(fill.price), text(fill.value), text(fill.fee)],
    readSide(row.side) === "short" ? "1" : "0",
  ];
  await engine.run(sql`CREATE TABLE held_fill (file INTEGER, row BIGINT, trader VARCHAR, account VARCHAR, symbol VARCHAR, currency VARCHAR,
    day VARCHAR, minute VARCHAR, q VARCHAR, p VARCHAR, value VARCHAR, fee VARCHAR, short VARCHAR)`);
  await engine.fill("held_fill", (append) => {
    for (const row of file.rows) append(cells(row, charged(row)));
  });
  await engine.run(sql`INSERT INTO every
    SELECT file, row, trader, account, symbol, currency, CAST(day AS DATE), CAST(minute AS DOUBLE), CAST(q AS DOUBLE), CAST(p AS DOUBLE), CAST(value AS DOUBLE), CAST(fee AS DOUBLE), short = '1', NULL
    FROM held_fill`);
  await engine.run(sql`DROP TABLE held_fill`);
}

import {IngestError} from "../error.ts";
import {type Sql, sql} from "../sql/index.ts";
import {asideReason} from "./aside.ts";
import {checkRows, keepGood, markRepeats} from "./check.ts";
import type {Engine} from "./engine.ts";
import {type Loaded, markIn} from "./loaded.ts";
import type {OpenFile} from "./opened-file.ts";
import {addUp, DAY_COLUMNS, type Fills, IN_TIME, OF_DAY, OF_SIDE, tradingDay} from "./pieces.ts";
import {WIDEST} from "./precision.ts";
import {copyToRaw, createRaw, TEXT_ROLES} from "./raw.ts";
import {rowsToRaw} from "./rows.ts";
import type {AsideFill, FillFile, FillInput, PnlOptions} from "./types.ts";

/** Reads files as text and checks every row: what cannot be used is set aside. */
export async function loadChecked(
  engine: Engine,
  inputs: readonly FillInput[],
  opened: readonly (OpenFile | null)[],
  {currency: home, timeZone = null, rollover = null, until = null}: PnlOptions,
): Promise<Loaded> {
  const feeKinds = feeKindsOf(inputs, opened);
  await engine.run(sql`SET preserve_insertion_order = true`); // rows are numbered as they stand in the file
  await engine.run(createRaw(feeKinds));
  const rejects: AsideFill[] = [];
  const rejected = inputs.map(() => 0);
  const marks: Pick<FillFile, "simulated">[] = inputs.map(() => ({}));
  for (const [index, input] of inputs.entries()) {
    if (input.kind === "rows") {
      await rowsToRaw(engine, input.rows, index, feeKinds);
      continue;
    }
    const file = opened[index]!;
    marks[index] = await markIn(engine, file);
    await readAll(
      engine,
      file.name,
      copyToRaw({...file.text, file: index, dates: file.dates, columns: file.columns}, feeKinds),
    );
    for (const reject of await file.rejects()) {
      rejects.push(reject);
      rejected[index]++;
    }
  }
  const day = (stamp: Sql) => tradingDay(stamp, rollover);
  await engine.run(checkRows({feeKinds, home, timeZone, until, day}));
  await engine.run(markRepeats(feeKinds));
  await engine.run(keepGood(feeKinds));
  const fills: Fills = {of: checkedFills, inTime: IN_TIME, precision: WIDEST, feeKinds};
  await engine.run(addUp(sql`fill`, fills));
  const counts = await engine.rows<{file: number; n: bigint}>(sql`SELECT file, count(*) AS n FROM raw GROUP BY file`);
  const aside = [...rejects, ...(await asideRows(engine, inputs, opened, rejects))];
  const files = inputs.map((input, index) => {
    const rowsRead = Number(counts.find(({file}) => file === index)?.n ?? 0) + rejected[index];
    const rowsSetAside = aside.filter(({file}) => file === input.name).length;
    return {name: input.name, rowsRead, rowsUsed: rowsRead - rowsSetAside, rowsSetAside, ...marks[index]};
  });
  const [{n}] = await engine.rows<{n: bigint}>(sql`SELECT count(*) AS n FROM fill`);
  const used = files.reduce((sum, file) => sum + file.rowsUsed, 0);
  if (Number(n) !== used) throw new Error(`${n} fills are used, and the rows read less those set aside are ${used}`);
  const moved = timeZone === null && rollover === null ? [] : await movedRows(engine, inputs);
  return {
    fills,
    files,
    aside: aside.sort(byFileAndLine(inputs)),
    moved,
    notes: opened.flatMap((file) => file?.notes ?? []),
  };
}

/** Fills of some days of the table `fill`, as `Fills.of` gives them. */
function checkedFills(days: Sql): Sql {
  return sql`SELECT ${DAY_COLUMNS}, f.time, f.id, f.q, f.p, f.buy AS bought FROM fill f JOIN (${days}) d ON ${OF_DAY} WHERE ${OF_SIDE}`;
}

/** A file that the database cannot read at all is an error of ours, with its own words as what was found. */
async function readAll(engine: Engine, name: string, query: Sql): Promise<void> {
  try {
    await engine.run(query);
  } catch (error) {
    throw new IngestError(name, {
      what: "the file cannot be read",
      found: (error instanceof Error ? error.message : String(error)).split("\n")[0].slice(0, 300),
      fix: "export it again as UTF-8 text (CSV) or Parquet; a line holds one row of at most 2 MB",
    });
  }
}

async function asideRows(
  engine: Engine,
  inputs: readonly FillInput[],
  opened: readonly (OpenFile | null)[],
  rejects: readonly AsideFill[],
): Promise<AsideFill[]> {
  const rows = await engine.rows<Record<string, string | null> & {file: number; row: bigint; reason: string}>(sql`
    SELECT r.*, coalesce(c.reason, d.reason) AS reason FROM checked c JOIN raw r USING (file, row) LEFT JOIN repeats d USING (file, row)
    WHERE c.reason IS NOT NULL OR d.reason IS NOT NULL ORDER BY file, row`);
  return rows.map((row) => {
    const input = inputs[row.file];
    const number = Number(row.row);
    const reason = asideReason(row.reason, (role) => row[role] ?? "");
    if (input.kind === "rows") {
      const fill = input.rows[number - 1];
      return {file: input.name, line: fill.line, reason, text: fill.text};
    }
    const text = TEXT_ROLES.map((role) => row[role]).filter((value) => value !== null);
    return {file: input.name, line: opened[row.file]!.line(number, rejects), reason, text: text.join(",")};
  });
}

async function movedRows(engine: Engine, inputs: readonly FillInput[]): Promise<Loaded["moved"]> {
  const rows = await engine.rows<{file: number; row: bigint; date: string; micros: bigint | null}>(
    sql`SELECT file, row, strftime(day, '%Y-%m-%d') AS date, CASE WHEN timed THEN epoch_us(stamp) - epoch_us(CAST(day AS TIMESTAMP)) END AS micros
      FROM checked WHERE reason IS NULL ORDER BY file, row`,
  );
  return rows.flatMap(({file, row, date, micros}) => {
    const input = inputs[file];
    const fill = input.kind === "rows" ? input.rows[Number(row) - 1] : null;
    if (fill === null) return [];
    const minutes = micros === null ? Number.NaN : Number(micros) / 60e6;
    const same = fill.date === date && !(Math.abs(minutes - fill.time / 60) > 1e-6);
    return same ? [] : [{file: input.name, line: fill.line, date, minutes}];
  });
}

/** Kinds of fees of all inputs, in the order in which files have them; of rows by name. */
function feeKindsOf(inputs: readonly FillInput[], opened: readonly (OpenFile | null)[]): string[] {
  const kinds = new Set<string>();
  for (const [index, input] of inputs.entries()) {
    if (input.kind === "rows") {
      const own = new Set<string>();
      for (const {fees} of input.rows) for (const kind in fees) own.add(kind);
      for (const kind of [...own].sort()) kinds.add(kind);
    } else for (const kind of Object.keys(opened[index]!.columns.fees)) kinds.add(kind);
  }
  return [...kinds];
}

function byFileAndLine(inputs: readonly FillInput[]): (a: AsideFill, b: AsideFill) => number {
  const place = new Map(inputs.map(({name}, index) => [name, index]));
  return (a, b) => place.get(a.file)! - place.get(b.file)! || a.line - b.line;
}

import {IngestError} from "../error.ts";
import {type Sql, sql} from "../sql/index.ts";
import {asideReason} from "./aside.ts";
import {checkRows, keepGood, markRepeats} from "./check.ts";
import type {Engine} from "./engine.ts";
import {anyMarked} from "./marked.ts";
import {type OpenFile, openFile} from "./open-file.ts";
import {addUp, DAY_COLUMNS, type Fills, OF_DAY, OF_SIDE, tradingDay} from "./pieces.ts";
import {WIDEST} from "./precision.ts";
import {copyToRaw, createRaw, TEXT_ROLES} from "./raw.ts";
import {rowsToRaw} from "./rows.ts";
import {findHabits, group, repeatedIds, type TypedFile, troubles, typedFills} from "./typed.ts";
import type {AsideFill, FillFile, FillInput, FillsPnl, PnlOptions} from "./types.ts";

/** Fills that are added up in `piece`, and where they can be read again. */
export interface Loaded {
  readonly fills: Fills;
  readonly files: readonly FillFile[];
  readonly aside: readonly AsideFill[];
  readonly moved: FillsPnl["moved"];
  readonly notes: readonly string[];
}

/**
 * Reads fills and adds them up. One file that is clean is read once, with typed columns and nothing checked row by row;
 * what its groups say (see `troubles`) or an error decides whether it is clean. Anything else is read as text, checked row
 * by row, and what cannot be used is set aside with its reason. Both ways give the same result for a clean file.
 */
export async function loadFills(engine: Engine, inputs: readonly FillInput[], options: PnlOptions): Promise<Loaded> {
  const opened = await Promise.all(
    inputs.map((input) => (input.kind === "rows" ? null : openFile(engine, input, options))),
  );
  const [only] = opened;
  if (opened.length === 1 && only !== null && only !== undefined) {
    const loaded = await loadClean(engine, only, options);
    if (loaded !== null) return loaded;
  }
  return loadChecked(engine, inputs, opened, options);
}

/** null: something is wrong with the file, or with reading it so. Nothing is left behind then. */
async function loadClean(engine: Engine, file: OpenFile, options: PnlOptions): Promise<Loaded | null> {
  if (file.typed === null || file.typed.precision.wide) return null;
  const {columns, name, notes} = file;
  const {currency: home, rollover = null, until = null} = options;
  const found: TypedFile = {...file.typed, columns, feeKinds: Object.keys(columns.fees), rollover, home};
  await engine.run(sql`SET preserve_insertion_order = false`); // of no use here, and it holds threads up
  const load = async (typed: TypedFile): Promise<Loaded | null> => {
    const grouped = await groupClean(engine, typed, until);
    if (grouped === null) return null;
    const {rows, ...fills} = grouped;
    return {
      fills,
      files: [{name, rowsRead: rows, rowsUsed: rows, rowsSetAside: 0, ...(await markIn(engine, file))}],
      aside: [],
      moved: [],
      notes,
    };
  };
  // Where the groups and their fills do not fit into memory, the groups alone do, and the file is read twice.
  for (const kept of found.kept ? [true, false] : [false]) {
    try {
      const typed = {...found, kept};
      const loaded = await load(typed);
      if (loaded !== null) return loaded;
      await dropGroups(engine);
      // The first rows need not say how the others are written.
      const habits = await findHabits(engine, typed);
      const again = JSON.stringify(habits) === JSON.stringify(typed.habits) ? null : await load({...typed, habits});
      if (again === null) break;
      return again;
    } catch (error) {
      const told = error instanceof Error ? error.message : "";
      const full = kept && /^Out of Memory Error/.test(told);
      if (!full && !/^(Conversion|Invalid Input|Out of Range) Error/.test(told)) throw error;
      if (!full) break;
    }
    await dropGroups(engine);
  }
  await dropGroups(engine);
  return null;
}

function dropGroups(engine: Engine): Promise<void> {
  return engine.run(sql`DROP TABLE IF EXISTS tally`);
}

async function groupClean(
  engine: Engine,
  typed: TypedFile,
  until: string | null,
): Promise<(Fills & {rows: number}) | null> {
  const {columns, feeKinds, precision} = typed;
  await engine.run(group(typed, until));
  const [found] = await engine.rows<{troubles: bigint; rows: bigint | null}>(troubles());
  if (found.troubles > 0n || found.rows === null) return null;
  if (columns.id !== null && (await anyRepeated(engine, repeatedIds(typed)))) return null;
  return {of: (days) => typedFills(typed, days), precision, feeKinds, rows: Number(found.rows)};
}

async function anyRepeated(engine: Engine, query: Sql): Promise<boolean> {
  const [{n}] = await engine.rows<{n: bigint}>(query);
  return n > 0n;
}

async function loadChecked(
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
  const fills: Fills = {of: checkedFills, precision: WIDEST, feeKinds};
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

async function markIn(engine: Engine, {text, mark}: OpenFile): Promise<Pick<FillFile, "simulated">> {
  return mark !== null && (await anyMarked(engine, text.from, mark)) ? {simulated: true} : {};
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
  const rows = await engine.rows<{file: number; row: bigint; date: string}>(
    sql`SELECT file, row, strftime(day, '%Y-%m-%d') AS date FROM checked WHERE reason IS NULL ORDER BY file, row`,
  );
  return rows.flatMap(({file, row, date}) => {
    const input = inputs[file];
    const fill = input.kind === "rows" ? input.rows[Number(row) - 1] : null;
    return fill === null || fill.date === date ? [] : [{file: input.name, line: fill.line, date}];
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

import {type Sql, sql} from "../sql/index.ts";
import type {Engine} from "./engine.ts";
import type {LargeTable} from "./large-table.ts";
import type {OpenFile} from "./opened-file.ts";

/** Lines of a file that are the same in every column, whether it is read or not. Rows that are set aside do not count. */
export interface RepeatedLines {
  readonly file: string;
  /** Rows beyond the first of each. */
  readonly count: number;
  /** The first of them, by line: where it stands, where it stands again, how often in all. */
  readonly examples: readonly {
    readonly line: number;
    readonly also: number;
    readonly times: number;
    readonly account: string;
    readonly date: string;
  }[];
}

const EXAMPLES = 5;

/** Counts the repeated lines of a large file: by a hash of each, and those with equal hashes in full. */
export async function repeatedLines(
  engine: Engine,
  file: OpenFile,
  {
    input,
    place,
    at,
    hashed,
  }: {readonly input: number; readonly place: number; readonly hashed: boolean} & Pick<LargeTable, "at">,
): Promise<RepeatedLines> {
  const lines = sql`SELECT ${file.text.row} AS row, t AS cells FROM ${file.text.from} t`;
  const used = sql`row NOT IN (SELECT row FROM unused WHERE input = ${input})`;
  const hashes = hashed
    ? sql`SELECT row, h FROM every WHERE file = ${place}`
    : sql`SELECT row, hash(cells) AS h FROM (${lines})`;
  await engine.run(sql`CREATE TABLE line AS ${hashes}`);
  await engine.run(sql`CREATE TABLE again AS
    SELECT row FROM line WHERE h IN (SELECT h FROM line WHERE ${used} GROUP BY h HAVING count(*) > 1) AND ${used}`);
  const [{n}] = await engine.rows<{n: bigint}>(sql`SELECT count(*) AS n FROM again`);
  const found = n === 0n ? {count: 0, examples: []} : await inFull(engine, lines, place, at);
  for (const table of [sql`line`, sql`again`]) await engine.run(sql`DROP TABLE ${table}`);
  if (!hashed || n > 0n) await file.rejects(); // of the text that was read again: those of the first reading are known
  return {file: file.name, ...found};
}

async function inFull(engine: Engine, lines: Sql, place: number, at: LargeTable["at"]) {
  await engine.run(sql`CREATE TABLE same AS
    SELECT first_two[1] AS first_row, first_two[2] AS next_row, times FROM (
      SELECT min(row, 2) AS first_two, count(*) AS times FROM (${lines}) WHERE row IN (SELECT row FROM again) GROUP BY cells
    ) WHERE times > 1`);
  const [{count}] = await engine.rows<{count: bigint | null}>(
    sql`SELECT CAST(sum(times - 1) AS BIGINT) AS count FROM same`,
  );
  const rows = await engine.rows<{
    first_row: bigint;
    next_row: bigint;
    times: bigint;
    account: string;
    date: string;
  }>(sql`
    SELECT first_row, next_row, times, trader AS account, strftime(day, '%Y-%m-%d') AS date
    FROM (SELECT * FROM same ORDER BY first_row LIMIT ${EXAMPLES}) JOIN every e ON e.file = ${place} AND e.row = first_row ORDER BY first_row`);
  await engine.run(sql`DROP TABLE same`);
  return {
    count: Number(count ?? 0n),
    examples: rows.map(({first_row, next_row, times, account, date}) => ({
      line: at(place, Number(first_row)).line,
      also: at(place, Number(next_row)).line,
      times: Number(times),
      ...{account, date},
    })),
  };
}

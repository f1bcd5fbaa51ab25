import {DOMAIN, LOCK, PUBLISHED, SETTINGS, SETUP} from "./schema.ts";
import {curveQuery, impactQuery, type Query, rowsQuery} from "./sql.ts";
import type {SliceDomain, SliceState} from "./state.ts";

/** A result table, as much of it as is read here; apache-arrow's Table is one, whichever copy made it. */
export interface ResultTable {
  readonly numRows: number;
  getChild(name: string): {get(row: number): unknown; toArray(): ArrayLike<number>} | null;
}

/** What runs SQL. */
export interface SliceConnection {
  /** Makes the table `published` of an Arrow IPC stream. */
  insert(arrow: Uint8Array): Promise<void>;
  /** Runs a statement that reads no variable. */
  run(sql: string): Promise<ResultTable>;
  /** Sets the variables of the queries, which must not contradict each other, then runs them. Calls do not mix. */
  query(...queries: readonly Query[]): Promise<ResultTable[]>;
  /** The same, in parts, for results too large to hold at once. */
  stream(query: Query): AsyncIterable<ResultTable>;
  close(): Promise<void>;
}

/** Impact of a slice or of one trader within it; see `impactQuery`. P&L in study currency. */
export interface SliceImpact {
  readonly rows: number;
  readonly changed: number;
  readonly meanMultiplier: number | null;
  readonly actual: number;
  readonly policy: number;
  readonly delta: number;
  readonly derisking: number;
  readonly timing: number;
  readonly hitRate: number | null;
  readonly chance: number | null;
}

export interface SliceResult {
  readonly total: SliceImpact & {readonly days: number};
  /** Traders with rows in the slice, in order of their names. */
  readonly traders: readonly (SliceImpact & {readonly trader: string})[];
  /** Cumulative P&L at the end of each day of the slice; `day` as in the domain. */
  readonly curve: {
    readonly day: ArrayLike<number>;
    readonly actual: ArrayLike<number>;
    readonly policy: ArrayLike<number>;
  };
}

/** One row as it is downloaded. */
export interface SliceRow {
  readonly trader: string;
  readonly date: string;
  readonly weekday: number;
  readonly fold: number;
  readonly value: number | null;
  readonly multiplier: number;
  readonly net: number;
  readonly policy: number;
}

export interface SliceEngine {
  readonly domain: SliceDomain;
  slice(state: SliceState): Promise<SliceResult>;
  /** The rows of a slice by trader and day, in parts. */
  rows(state: SliceState): AsyncIterable<SliceRow[]>;
}

/**
 * Loads the published table and answers slices of it: two statements each.
 * @throws Error if the table has not the columns it should have, naming the first that differs.
 */
export async function openSlice(connection: SliceConnection, arrow: Uint8Array, primary: string): Promise<SliceEngine> {
  for (const sql of SETTINGS) await connection.run(sql);
  await connection.insert(arrow);
  await checkColumns(connection);
  for (const sql of [...SETUP, ...LOCK]) await connection.run(sql);
  const domain = await readDomain(connection, primary);
  const dayOf = new Map(domain.days.map((each) => [each.day, each]));
  return {
    domain,
    async slice(state) {
      // Sent together: the engine works on the second while the first travels back.
      const [impact, curve] = await connection.query(impactQuery(state, domain), curveQuery(state, domain));
      const read = impactReader(impact);
      const column = (name: string) => curve.getChild(name)!.toArray();
      return {
        total: {...read(0), days: curve.numRows},
        traders: Array.from({length: impact.numRows - 1}, (_, k) => {
          const code = impact.getChild("account")!.get(k + 1) as number;
          return {trader: domain.traders[code], ...read(k + 1)};
        }),
        curve: {day: column("day"), actual: column("actual"), policy: column("policy")},
      };
    },
    async *rows(state) {
      for await (const part of connection.stream(rowsQuery(state, domain))) {
        const column = (name: string) => part.getChild(name)!.toArray();
        const [account, day, fold, level] = ["account", "day", "fold", "level"].map(column);
        const [multiplier, net, policy] = ["multiplier", "net", "policy"].map(column);
        yield Array.from({length: part.numRows}, (_, k) => ({
          trader: domain.traders[account[k]],
          date: dayOf.get(day[k])!.date,
          weekday: dayOf.get(day[k])!.weekday,
          fold: fold[k],
          value: level[k] < 0 ? null : domain.levels[level[k]],
          multiplier: multiplier[k],
          net: net[k],
          policy: policy[k],
        }));
      }
    },
  };
}

function impactReader(table: ResultTable): (row: number) => SliceImpact {
  const columns = new Map(IMPACT_FIELDS.map((name) => [name, table.getChild(name)!]));
  return (row) =>
    Object.fromEntries(IMPACT_FIELDS.map((name) => [name, columns.get(name)!.get(row)])) as unknown as SliceImpact;
}

const IMPACT_FIELDS: readonly (keyof SliceImpact)[] = [
  "rows",
  "changed",
  "meanMultiplier",
  "actual",
  "policy",
  "delta",
  "derisking",
  "timing",
  "hitRate",
  "chance",
];

async function checkColumns(connection: SliceConnection): Promise<void> {
  const found = await connection.run("SELECT column_name AS name, column_type AS type FROM (DESCRIBE published)");
  const types = new Map(texts(found, "name").map((name, k) => [name, texts(found, "type")[k]]));
  for (const [name, type] of Object.entries(PUBLISHED)) {
    if (types.get(name) !== type)
      throw new Error(
        `The published table's column "${name}" is ${types.get(name) ?? "absent"}; it should be ${type}. Build the site again.`,
      );
  }
}

async function readDomain(connection: SliceConnection, primary: string): Promise<SliceDomain> {
  const [accounts, days, levels, signals] = [
    await connection.run(DOMAIN.accounts),
    await connection.run(DOMAIN.days),
    await connection.run(DOMAIN.levels),
    await connection.run(DOMAIN.signals),
  ];
  const values = Float64Array.from(levels.getChild("value")!.toArray());
  const dates = texts(days, "date");
  const [day, weekday] = [days.getChild("day")!.toArray(), days.getChild("weekday")!.toArray()];
  const names = texts(signals, "name");
  const bound = (name: "low" | "high", k: number) => {
    const level = signals.getChild(name)!.get(k) as number | null;
    return level === null || level < 0 ? null : values[level];
  };
  if (names.length === 0)
    throw new Error("The published table has no rows: no day has both a prediction and a policy.");
  return {
    traders: texts(accounts, "name"),
    days: dates.map((date, k) => ({day: day[k], date, weekday: weekday[k]})),
    levels: values,
    weekdays: [1, 2, 3, 4, 5, 6, 7].filter((each) => Array.prototype.includes.call(weekday, each)),
    signals: names.map((name, k) => ({name, low: bound("low", k), high: bound("high", k)})),
    primary: names.includes(primary) ? primary : names[0],
  };
}

function texts(table: ResultTable, name: string): string[] {
  const column = table.getChild(name)!;
  return Array.from({length: table.numRows}, (_, k) => String(column.get(k)));
}

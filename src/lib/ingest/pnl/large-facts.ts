import {isoDate} from "../calendar.ts";
import {IngestError} from "../error.ts";
import {type FillTotals, feeNumbers, fillTotaller} from "../fills.ts";
import {addToDayEnds, type DayEnd, type DayEnds} from "../half-days.ts";
import type {KnownPositions} from "../known-positions.ts";
import {sql} from "../sql/index.ts";
import {type Engine, type EngineOptions, openEngine} from "./engine.ts";
import {type FirstSale, firstSales} from "./first-sales.ts";
import {type AsideRow, type HeldFills, type LargeInput, makeLargeTable} from "./large-table.ts";
import type {OpenFile} from "./opened-file.ts";
import {type RepeatedLines, repeatedLines} from "./repeated-lines.ts";
import type {FillColumns, PnlOptions} from "./types.ts";

/** What large files of fills say beyond P&L: what is said of a small one too, found without holding their rows. */
export interface LargeFacts {
  /** Of all fills, those that are held in memory too: a trader's may stand in both. */
  readonly totals: FillTotals;
  /** Last fill of each day with a time, and how many there are. */
  readonly ends: DayEnds;
  /** Lines that are there more than once, by input. */
  readonly repeated: readonly RepeatedLines[];
  /** Accounts and symbols whose first fill sells, of all fills. */
  readonly firstSales: readonly FirstSale[];
  /** By input: whose the rows are that are set aside. */
  readonly aside: readonly (readonly AsideRow[])[];
  /** By input: its columns and what they were taken for, and how dates are written. */
  readonly columns: readonly (readonly {readonly name: string; readonly role: string}[])[];
  readonly dates: readonly string[];
}

/**
 * Reads large files once more and goes through all fills trader by trader in the order of time, sorted by the database (on disk,
 * where it must), so that no more than a trader's day and open lots are held.
 * @param clean by input: whether P&L has used every row.
 * @param known what the study says of a trader's positions.
 * @param progress told what share is done, from 0 to 1.
 */
export async function largeFacts(
  inputs: readonly LargeInput[],
  held: HeldFills,
  clean: readonly boolean[],
  options: PnlOptions & EngineOptions,
  known: (trader: string) => KnownPositions,
  progress: (share: number) => void = () => {},
): Promise<LargeFacts> {
  const engine = await openEngine(options);
  try {
    const table = await makeLargeTable(engine, inputs, held, clean, options);
    progress(0.4);
    for (const file of table.opened) if (file.columns.side === null) await requireSales(engine, held, file);
    const charged =
      table.opened.some(({columns}) => Object.keys(columns.fees).length > 0) ||
      (held.file !== null && feeNumbers(held.file).length > 0);
    const {totals, ends} = await throughTime(
      engine,
      {charged, known, several: Object.keys(options.traders ?? {}).length > 0},
      (share) => progress(0.4 + 0.4 * share),
    );
    const sales = await firstSales(engine, table.at);
    progress(0.85);
    const repeated: RepeatedLines[] = [];
    for (const [k, file] of table.opened.entries())
      repeated.push(
        await repeatedLines(engine, file, {
          input: k,
          place: held.names.indexOf(file.name),
          at: table.at,
          hashed: table.hashed[k],
        }),
      );
    progress(1);
    return {
      totals,
      ends,
      repeated,
      firstSales: sales,
      aside: table.aside,
      columns: table.opened.map(({columns}) => rolesOf(columns)),
      dates: table.opened.map(({dates}) => dates),
    };
  } finally {
    engine.close();
  }
}

/** @throws IngestError where nothing in a file says what was bought and what sold: all of it would be bought. */
async function requireSales(engine: Engine, {names}: HeldFills, {name, columns}: OpenFile): Promise<void> {
  const [{n}] = await engine.rows<{n: bigint}>(
    sql`SELECT count(*) AS n FROM every WHERE file = ${names.indexOf(name)} AND q < 0`,
  );
  if (n === 0n)
    throw new IngestError(name, {
      what: "nothing says which of its fills buy and which sell",
      found: `no column of sides, and no ${columns.quantity} below 0`,
      fix: "export it with a column side (buy, sell), or with a minus for what is sold",
    });
}

/** All fills in the order of trader, date, time and line. */
async function throughTime(
  engine: Engine,
  {
    charged,
    known,
    several,
  }: {readonly charged: boolean; readonly known: (trader: string) => KnownPositions; readonly several: boolean},
  progress: (share: number) => void,
) {
  const [{n}] = await engine.rows<{n: bigint}>(sql`SELECT count(*) AS n FROM every`);
  const total = Number(n);
  const totaller = fillTotaller(known);
  const ends = new Map<string, DayEnd>();
  const dates = new Map<number, string>();
  const query = sql`SELECT trader, CAST(day - DATE '1970-01-01' AS INTEGER), minute, symbol, q, p, value, fee${several ? sql`, account` : sql``} FROM every
    ORDER BY trader, day, coalesce(minute, -1e6), row, file`;
  let done = 0;
  for await (const [
    traders,
    days,
    times,
    symbols,
    quantities,
    prices,
    values,
    fees,
    accounts = traders,
  ] of engine.batches(query)) {
    for (let i = 0; i < traders.length; i++) {
      const epoch = days[i] as number;
      const date = dates.get(epoch) ?? isoDate(epoch);
      dates.set(epoch, date);
      const time = (times[i] as number | null) ?? Number.NaN;
      totaller.add(traders[i] as string, {
        date,
        time,
        symbol: symbols[i] as string,
        account: accounts[i] as string,
        quantity: (quantities[i] as number | null) ?? Number.NaN,
        price: prices[i] as number,
        value: values[i] as number,
        fee: fees[i] as number,
      });
      addToDayEnds(ends, date, time);
    }
    done += traders.length;
    progress(done / total);
  }
  return {totals: totaller.totals(charged), ends};
}

/** The columns that are read, and what for. */
function rolesOf(columns: FillColumns): {name: string; role: string}[] {
  const {fees, ...others} = columns;
  const roles = Object.entries(others).flatMap(([role, name]) =>
    name === null ? [] : [{name, role: ROLE_WORDS[role as keyof typeof ROLE_WORDS]}],
  );
  return [...roles, ...Object.values(fees).map((name) => ({name, role: "fee"}))];
}

const ROLE_WORDS = {
  account: "account",
  time: "time of the fill (its date as written is the trading day)",
  symbol: "symbol",
  quantity: "quantity",
  price: "price",
  side: "side",
  id: "id of the fill",
  currency: "currency",
  fxToBase: "rate to the study's currency",
  multiplier: "contract multiplier",
} as const satisfies Record<Exclude<keyof FillColumns, "fees">, string>;

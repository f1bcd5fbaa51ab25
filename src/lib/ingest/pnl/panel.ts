import {isoDate} from "../calendar.ts";
import {sql} from "../sql/index.ts";
import {makeCells, plainDays} from "./cells.ts";
import {fromUnits, MOST_DECIMALS, tenTo} from "./decimal.ts";
import type {Engine} from "./engine.ts";
import {makeRates, RATE_DECIMALS} from "./fx.ts";
import {MONEY_DECIMALS, type Precision, toMoney} from "./precision.ts";
import type {FillsPnl, OpenPosition, PnlOptions, TraderDay, Unmarked} from "./types.ts";

/** A trader, day and currency, as the database adds it up: whole units, money with 16 decimals and fees with 8. */
interface Cell {
  readonly trader: string;
  readonly day: number;
  readonly currency: string;
  readonly n: bigint;
  readonly symbols: bigint;
  readonly realised: bigint;
  readonly unrealised: bigint;
  readonly q: bigint;
  readonly v: bigint;
  readonly first: number | null;
  readonly last: number | null;
  readonly [fee: `fee${number}`]: bigint;
}

/** The trader-day panel, and what is open at the end, from `tally`, `piece` and `valued`. */
export async function makePanel(
  engine: Engine,
  precision: Precision,
  feeKinds: readonly string[],
  {currency: home, traders = {}, rates = []}: PnlOptions,
): Promise<Pick<FillsPnl, "days" | "positions" | "unmarked">> {
  await engine.run(sql`CREATE TABLE trader_of (account VARCHAR, trader VARCHAR)`);
  await engine.fill("trader_of", (append) => {
    for (const [account, trader] of Object.entries(traders)) append([account, trader]);
  });
  await engine.run(makeCells(precision, feeKinds));
  const [{foreign}] = await engine.rows<{foreign: boolean | null}>(
    sql`SELECT bool_or(currency <> '') AS foreign FROM cell`,
  );
  const ofFills = await engine.rows<{currency: string; date: string; rate: number}>(
    sql`SELECT currency, strftime(day, '%Y-%m-%d') AS date, max(fx) AS rate FROM tally WHERE fx IS NOT NULL GROUP BY ALL`,
  );
  const rate = makeRates(home, rates, ofFills);
  const plain = foreign === true || precision.wide ? sql`FALSE` : sql`plain`;
  const days = await plainDays(engine, plain, precision, feeKinds);
  const sums = new Map<string, Sum>();
  for (const cell of await engine.rows<Cell>(
    sql`SELECT * REPLACE (day - DATE '1970-01-01' AS day) FROM cell WHERE NOT (${plain}) ORDER BY trader, day, currency`,
  )) {
    const date = isoDate(Number(cell.day));
    const key = `${cell.trader}\u0000${date}`;
    const sum = sums.get(key) ?? emptySum(cell.trader, date, feeKinds.length);
    add(sum, cell, rate.at(cell.currency, date), precision);
    sums.set(key, sum);
  }
  for (const sum of sums.values()) days.push(finish(sum, feeKinds, precision));
  return {
    days: days.sort(byTraderAndDate),
    positions: await openPositions(engine, precision),
    unmarked: await unmarkedDays(engine),
  };
}

/** Money as whole units with the decimals of money and of a rate, so that currencies add up exactly too. */
interface Sum {
  readonly trader: string;
  readonly date: string;
  realised: bigint;
  unrealised: bigint;
  readonly fees: bigint[];
  fills: number;
  symbols: number;
  shares: bigint;
  value: bigint;
  first: number | null;
  last: number | null;
}

function emptySum(trader: string, date: string, kinds: number): Sum {
  const none = {realised: 0n, unrealised: 0n, fees: Array.from({length: kinds}, () => 0n), shares: 0n, value: 0n};
  return {trader, date, ...none, fills: 0, symbols: 0, first: null, last: null};
}

function add(sum: Sum, cell: Cell, rate: bigint, precision: Precision): void {
  sum.realised += cell.realised * rate;
  sum.unrealised += cell.unrealised * rate;
  sum.value += cell.v * toMoney(precision) * rate;
  for (let k = 0; k < sum.fees.length; k++) sum.fees[k] += BigInt(cell[`fee${k}`]) * rate * FEE_TO_MONEY;
  sum.fills += Number(cell.n);
  sum.symbols += Number(cell.symbols);
  sum.shares += cell.q;
  if (cell.first !== null) sum.first = sum.first === null ? cell.first : Math.min(sum.first, cell.first);
  if (cell.last !== null) sum.last = sum.last === null ? cell.last : Math.max(sum.last, cell.last);
}

/** Decimals of money times a rate. */
const SCALE = MONEY_DECIMALS + RATE_DECIMALS;
const FEE_TO_MONEY = tenTo(MONEY_DECIMALS - MOST_DECIMALS);

function finish(sum: Sum, feeKinds: readonly string[], precision: Precision): TraderDay {
  const fees = sum.fees.reduce((total, fee) => total + fee, 0n);
  const gross = sum.realised + sum.unrealised;
  return {
    trader: sum.trader,
    date: sum.date,
    net: fromUnits(gross - fees, SCALE),
    gross: fromUnits(gross, SCALE),
    realised: fromUnits(sum.realised, SCALE),
    unrealised: fromUnits(sum.unrealised, SCALE),
    fees: fromUnits(fees, SCALE),
    feesByKind: Object.fromEntries(feeKinds.map((kind, k) => [kind, fromUnits(sum.fees[k], SCALE)])),
    fills: sum.fills,
    shares: fromUnits(sum.shares, precision.quantity),
    symbols: sum.symbols,
    tradedValue: fromUnits(sum.value, SCALE),
    first: sum.first,
    last: sum.last,
  };
}

async function openPositions(engine: Engine, precision: Precision): Promise<OpenPosition[]> {
  const rows = await engine.rows<{
    account: string;
    symbol: string;
    currency: string;
    position: bigint;
    k: bigint;
    basis: bigint;
    beyond: bigint;
    since: string;
    is_marked: boolean;
  }>(sql`
    WITH latest AS (
      SELECT * FROM valued JOIN (SELECT i, max(day) AS day FROM valued GROUP BY i) USING (i, day) WHERE position <> 0
    ), final AS (SELECT i, arg_max(k, day) AS k FROM factor GROUP BY i)
    SELECT account, symbol, currency, position, coalesce(k, 1) AS k, basis, beyond, strftime(since, '%Y-%m-%d') AS since, is_marked
    FROM latest JOIN instrument USING (i) LEFT JOIN final USING (i) ORDER BY i`);
  return rows.map((row) => ({
    account: row.account,
    symbol: row.symbol,
    currency: row.currency,
    quantity: fromUnits(row.position, precision.quantity) / Number(row.k),
    basis: fromUnits(row.basis, MONEY_DECIMALS),
    since: row.since,
    unrealised: row.is_marked ? fromUnits(row.beyond, MONEY_DECIMALS) : null,
  }));
}

async function unmarkedDays(engine: Engine): Promise<Unmarked[]> {
  const rows = await engine.rows<{symbol: string; date: string}>(sql`
    SELECT DISTINCT symbol, strftime(day, '%Y-%m-%d') AS date FROM valued JOIN instrument USING (i) WHERE position <> 0 AND NOT fresh ORDER BY symbol, date`);
  const days = new Map<string, string[]>();
  for (const {symbol, date} of rows) {
    const own = days.get(symbol);
    if (own === undefined) days.set(symbol, [date]);
    else own.push(date);
  }
  return [...days].map(([symbol, own]) => ({symbol, days: own}));
}

function byTraderAndDate(a: TraderDay, b: TraderDay): number {
  return compare(a.trader, b.trader) || compare(a.date, b.date);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

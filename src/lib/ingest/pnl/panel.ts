import {sql} from "../sql/index.ts";
import {fromUnits, MOST_DECIMALS, tenTo} from "./decimal.ts";
import type {Engine} from "./engine.ts";
import {makeRates, RATE_DECIMALS} from "./fx.ts";
import {eachFee} from "./pieces.ts";
import {MONEY_DECIMALS, type Precision, toMoney} from "./precision.ts";
import type {FillsPnl, OpenPosition, PnlOptions, TraderDay, Unmarked} from "./types.ts";

/** A trader, day and currency, as the database adds it up. */
interface Cell {
  readonly trader: string;
  readonly date: string;
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

/** The trader-day panel, and what is open at the end, from `piece` and `valued`. */
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
  const seconds = (at: "first" | "last") =>
    at === "first" ? sql`CAST(epoch(min(first)) AS DOUBLE) % 86400` : sql`CAST(epoch(max(last)) AS DOUBLE) % 86400`;
  await engine.run(sql`CREATE TABLE owner AS
    SELECT i, coalesce(trader, account) AS trader, currency FROM instrument LEFT JOIN trader_of USING (account)`);
  const cells = await engine.rows<Cell>(sql`
    WITH traded AS (
      SELECT trader, currency, p.day, CAST(sum(n) AS BIGINT) AS n, count(*) AS symbols, sum(bq + sq) AS q, sum(bv + sv) AS v,
        ${seconds("first")} AS first, ${seconds("last")} AS last ${eachFee(feeKinds, (fee) => sql`sum(${fee})`)}
      FROM piece p JOIN owner USING (i) GROUP BY trader, currency, p.day
    ), earned AS (
      SELECT trader, currency, v.day, sum(realised) AS realised, sum(unrealised) AS unrealised,
        bool_or(fresh OR realised <> 0 OR unrealised <> 0) AS counts
      FROM valued v JOIN owner USING (i) GROUP BY trader, currency, v.day
    )
    SELECT trader, strftime(day, '%Y-%m-%d') AS date, currency, coalesce(n, 0) AS n, coalesce(symbols, 0) AS symbols, realised, unrealised,
      coalesce(q, 0) AS q, coalesce(v, 0) * ${toMoney(precision)} AS v, first, last ${eachFee(feeKinds, (fee) => sql`coalesce(${fee}, 0)`)}
    FROM earned LEFT JOIN traded USING (trader, currency, day) WHERE counts OR n IS NOT NULL
    ORDER BY trader, day, currency`);
  const ofFills = await engine.rows<{currency: string; date: string; rate: number}>(
    sql`SELECT currency, strftime(day, '%Y-%m-%d') AS date, max(fx) AS rate FROM piece JOIN instrument USING (i) WHERE fx IS NOT NULL GROUP BY ALL`,
  );
  const rate = makeRates(home, rates, ofFills);
  const days = new Map<string, Sum>();
  for (const cell of cells) {
    const key = `${cell.trader}\u0000${cell.date}`;
    const sum = days.get(key) ?? emptySum(cell, feeKinds.length);
    add(sum, cell, rate.at(cell.currency, cell.date));
    days.set(key, sum);
  }
  return {
    days: [...days.values()].map((sum) => finish(sum, feeKinds, precision)).sort(byTraderAndDate),
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

function emptySum({trader, date}: Cell, kinds: number): Sum {
  const none = {realised: 0n, unrealised: 0n, fees: Array.from({length: kinds}, () => 0n), shares: 0n, value: 0n};
  return {trader, date, ...none, fills: 0, symbols: 0, first: null, last: null};
}

function add(sum: Sum, cell: Cell, rate: bigint): void {
  sum.realised += cell.realised * rate;
  sum.unrealised += cell.unrealised * rate;
  sum.value += cell.v * rate;
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

import {closeSync, openSync, writeSync} from "node:fs";
import {DuckDBInstance} from "@duckdb/node-api";
import {simulate, simulateFills} from "../../src/lib/simulate/index.ts";

/** 09:30 in seconds after midnight. */
const OPEN = 34_200;
/** One trader-day of so many ends with a position: its last round trip is closed on the next morning. */
const OVERNIGHT = 10;
/** Shares that one execution fills at most: an order is filled in parts. */
const PART = 300;

/**
 * Writes a CSV file of simulated fills, as a broker exports them: desks of 20 traders and 500 days (about 670,000
 * orders each, filled in parts) one after another, one trader-day of ten with a position overnight.
 * @param ids whether each has an execution id.
 */
export function writeFills(path: string, rows: number, {ids = false}: {ids?: boolean} = {}): void {
  const file = openSync(path, "w");
  writeSync(file, `account_id,${ids ? "exec_id," : ""}time,symbol,side,quantity,price,commission,sec\n`);
  const clock = Array.from({length: 86_400}, (_, s) =>
    [s / 3600, (s % 3600) / 60, s % 60].map((n) => String(Math.floor(n)).padStart(2, "0")).join(":"),
  );
  let written = 0;
  let lines: string[] = [];
  for (let seed = 1; written < rows; seed++) {
    const simulation = simulate({desk: "demo", seed});
    const fills = simulateFills(simulation);
    const {dates, market, traders} = simulation;
    const last = lastTrips(fills);
    for (let i = 0; i < fills.count && written < rows; i++) {
      const [trader, day, quantity] = [fills.trader[i], fills.day[i], fills.quantity[i]];
      const carried =
        (day + trader) % OVERNIGHT === 0 && day + 1 < dates.length && fills.trip[i] === last[i] && fills.fee[i] === 0;
      const stamp = carried ? `${dates[day + 1]} ${clock[OPEN]}` : `${dates[day]} ${clock[OPEN + fills.second[i]]}`;
      const sec = quantity < 0 ? (Math.round(quantity * -0.00002 * 1000 * 100) / 100 / 1000 + 0.001).toFixed(4) : "0";
      const before = `D${seed}-${traders[trader].account},`;
      const middle = `${stamp},${market.symbols[fills.symbol[i]]},${quantity > 0 ? "BUY" : "SELL"},`;
      for (let left = Math.abs(quantity); left > 0 && written < rows; left -= PART) {
        const fee = left === Math.abs(quantity) ? `${fills.fee[i]},${sec}` : "0,0"; // the order's fees stand at its first part
        lines.push(`${before}${ids ? `X${written},` : ""}${middle}${Math.min(left, PART)},${fills.price[i]},${fee}`);
        written++;
      }
      if (lines.length >= 50_000) {
        writeSync(file, `${lines.join("\n")}\n`);
        lines = [];
      }
    }
  }
  if (lines.length > 0) writeSync(file, `${lines.join("\n")}\n`);
  closeSync(file);
}

/** For each fill the number of the trip that its trader-day entered last. */
function lastTrips({count, trader, day, trip}: ReturnType<typeof simulateFills>): Int32Array {
  const last = new Int32Array(count);
  for (let start = 0; start < count; ) {
    let end = start;
    let most = 0;
    for (; end < count && trader[end] === trader[start] && day[end] === day[start]; end++)
      most = Math.max(most, trip[end]);
    last.fill(most, start, end);
    start = end;
  }
  return last;
}

/** The same rows as Parquet, numbers as DOUBLE. */
export async function toParquet(csv: string, parquet: string): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:", {threads: "2", memory_limit: "2GB"});
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT * REPLACE (price::DOUBLE AS price, commission::DOUBLE AS commission, sec::DOUBLE AS sec) FROM read_csv($1)) TO '${parquet}'`,
    [csv],
  );
  connection.closeSync();
  instance.closeSync();
}

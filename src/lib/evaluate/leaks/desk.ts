import type {Desk} from "../../ingest/desk.ts";
import {epochDay, isoDate} from "../../ingest/index.ts";
import {stream, table} from "../../numeric/index.ts";
import type {RawRows} from "./types.ts";

/** Traders, days, and the day after which the last trader is gone. */
export const leakDesk = {traders: 4, days: 96, lastDayOfLeaver: 70} as const;

/**
 * A small desk of noise, for pipelines with leaks in them: four traders of unlike size, one of whom leaves; days off;
 * missing numbers of trades (two traders report theirs on Fridays only); a market that moves everyone a little; and corrections of P&L that come three days later.
 * Nothing of it can be predicted, so that whoever predicts it has cheated.
 */
export function noiseDesk(seed: number): RawRows {
  const random = stream(seed, "leaks", "desk");
  const {traders, days, lastDayOfLeaver} = leakDesk;
  const dates = weekdays(days);
  const market = Array.from({length: days}, () => random.normal());
  const rows: {trader: number; day: number; net: number; gross: number; trades: number; risk: number}[] = [];
  for (let trader = 0; trader < traders; trader++)
    for (let day = 0; day < days; day++) {
      const [off, z, unknown] = [random.uniform() < 0.05, random.normal(), random.uniform() < 0.05];
      if (off || (trader === traders - 1 && day > lastDayOfLeaver)) continue;
      const trades = 1 + random.integer(20);
      const gross = 100 * (trader + 1) * (z + 0.3 * market[day]);
      rows.push({
        trader,
        day,
        net: gross - trades,
        gross,
        trades: unknown || (trader < 2 && day % 5 !== 1) ? Number.NaN : trades,
        risk: random.uniform(),
      });
    }
  const revised = rows.filter((row) => random.uniform() < 0.3 && row.day + 3 < days);
  const desk: Desk = {
    origin: {simulated: true, description: "Desk of noise", files: []},
    accounts: Array.from({length: traders}, (_, i) => `T${i + 1}`),
    days: dates,
    daily: table({
      trader: Int32Array.from(rows, (r) => r.trader),
      day: Int32Array.from(rows, (r) => r.day),
      net: Float64Array.from(rows, (r) => r.net),
      gross: Float64Array.from(rows, (r) => r.gross),
      trades: Float64Array.from(rows, (r) => r.trades),
      fees: Float64Array.from(rows, (r) => r.gross - r.net),
      risk: Float64Array.from(rows, (r) => r.risk),
    }),
    predictions: null,
    interventions: null,
    market: bars(dates, market),
    truth: null,
    quality: {files: [], checks: [], abilities: []},
    setAside: table({}),
  };
  return {
    desk,
    revisions: table({
      trader: Int32Array.from(revised, (r) => r.trader),
      day: Int32Array.from(revised, (r) => r.day),
      known: Int32Array.from(revised, (r) => r.day + 3),
      net: Float64Array.from(revised, (r) => r.net + 50 * random.normal()),
    }),
  };
}

/** The first `count` weekdays from Thursday 2 January 2025. */
function weekdays(count: number): string[] {
  const dates: string[] = [];
  for (let day = epochDay(2025, 1, 2); dates.length < count; day++) if ((day + 3) % 7 < 5) dates.push(isoDate(day));
  return dates;
}

function bars(dates: readonly string[], returns: readonly number[]) {
  let level = 100;
  const close = returns.map((r) => {
    level *= Math.exp(r / 100);
    return level;
  });
  const column = (of: (close: number) => number) => Float64Array.from(close, of);
  return table({
    day: Int32Array.from(dates, (_, i) => i),
    date: [...dates],
    symbol: dates.map(() => "IDX"),
    open: column((c) => c * 0.999),
    high: column((c) => c * 1.004),
    low: column((c) => c * 0.996),
    close: column((c) => c),
    volume: column((c) => 1000 * c),
  });
}

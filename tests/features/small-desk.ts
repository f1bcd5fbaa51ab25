import {epochDay, isoDate} from "../../src/lib/ingest/calendar.ts";
import type {Desk} from "../../src/lib/ingest/desk.ts";
import {stream, table} from "../../src/lib/numeric/index.ts";

export interface SmallDeskOptions {
  readonly traders?: number;
  readonly days?: number;
  readonly seed?: number;
  /** Share of trader-days without a row. Default 0.1. */
  readonly absent?: number;
  /** With trades, volume, fees and what fills give, market bars of two symbols, and interventions. Default true. */
  readonly rich?: boolean;
}

/** A desk of unlike traders (each ten times the one before), Monday to Friday, made of noise alone. */
export function smallDesk({traders = 4, days = 80, seed = 1, absent = 0.1, rich = true}: SmallDeskOptions = {}): Desk {
  const random = stream(seed, "small desk");
  const dates = weekdays(days);
  const rows: {trader: number; day: number; net: number; trades: number; fees: number}[] = [];
  for (let trader = 0; trader < traders; trader++)
    for (let day = 0; day < days; day++) {
      if (random.uniform() < absent) continue;
      const idle = random.uniform() < 0.1;
      const net = idle ? 0 : 10 * [1, 10, 100, 1000][trader % 4] * random.normal();
      const trades = random.uniform() < 0.05 ? Number.NaN : idle ? 0 : 1 + random.integer(20);
      rows.push({trader, day, net, trades, fees: idle ? 0 : -Math.abs(net) / 20});
    }
  const int = (of: (r: (typeof rows)[number]) => number) => Int32Array.from(rows, of);
  const float = (of: (r: (typeof rows)[number]) => number) => Float64Array.from(rows, of);
  const axes = {trader: int((r) => r.trader), day: int((r) => r.day)};
  return {
    origin: {simulated: true, description: "Small desk", files: []},
    accounts: Array.from({length: traders}, (_, i) => `T${String(i + 1).padStart(3, "0")}`),
    days: dates,
    daily: table({
      ...axes,
      net: float((r) => r.net),
      ...(rich ? {trades: float((r) => r.trades), fees: float((r) => r.fees), ...fillColumns(rows.length, seed)} : {}),
    }),
    predictions: null,
    interventions: rich
      ? table({trader: Int32Array.of(0), day: Int32Array.of(days - 1), multiplier: Float64Array.of(0.5)})
      : null,
    market: rich ? bars(dates, seed) : null,
    truth: null,
    quality: {files: [], checks: [], abilities: []},
    setAside: table({}),
  };
}

/** The first `count` weekdays from Thursday 2 January 2025. */
export function weekdays(count: number): string[] {
  const dates: string[] = [];
  for (let day = epochDay(2025, 1, 2); dates.length < count; day++) if ((day + 3) % 7 < 5) dates.push(isoDate(day));
  return dates;
}

/** Volume and what fills give: noise, a tenth of it missing. */
function fillColumns(rows: number, seed: number): Record<string, Float64Array> {
  const random = stream(seed, "fill columns");
  const column = (draw: () => number) =>
    Float64Array.from({length: rows}, () => (random.uniform() < 0.1 ? Number.NaN : draw()));
  const count = (most: number) => column(() => random.integer(most + 1));
  const amount = (most: number) => column(() => most * random.uniform());
  return {
    volume: count(500),
    fills: count(30),
    traded_value: amount(1e5),
    fill_fees: amount(20),
    symbol_herfindahl: amount(1),
    hour_entropy: amount(1),
    gain_trips: count(5),
    loss_trips: count(5),
    gain_timed: count(4),
    loss_timed: count(4),
    gain_minutes: amount(300),
    loss_minutes: amount(300),
    opens: count(9),
    opens_soon_after_loss: count(3),
    opens_after_gain: count(4),
    opens_after_loss: count(4),
    value_after_gain: amount(1e4),
    value_after_loss: amount(1e4),
  };
}

/** Bars of two symbols on every desk day, and on one Saturday of the first only. */
function bars(dates: readonly string[], seed: number) {
  const random = stream(seed, "bars");
  const more = stream(seed, "more of bars");
  const list = ["AAA", "BBB"].flatMap((symbol, s) =>
    [...dates.map((date, day) => ({date, day})), ...(s === 0 ? [{date: "2025-01-04", day: -1}] : [])].map((at) => {
      const close = 100 * Math.exp(random.normal() / 50);
      const open = close * Math.exp(more.normal() / 100);
      return {
        ...at,
        symbol,
        close,
        open,
        high: Math.max(open, close) * (1 + more.uniform() / 50),
        low: Math.min(open, close) * (1 - more.uniform() / 50),
        volume: 1000 + more.integer(1000),
      };
    }),
  );
  list.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  return table({
    day: Int32Array.from(list, (b) => b.day),
    date: list.map((b) => b.date),
    symbol: list.map((b) => b.symbol),
    open: Float64Array.from(list, (b) => b.open),
    high: Float64Array.from(list, (b) => b.high),
    low: Float64Array.from(list, (b) => b.low),
    close: Float64Array.from(list, (b) => b.close),
    volume: Float64Array.from(list, (b) => b.volume),
  });
}

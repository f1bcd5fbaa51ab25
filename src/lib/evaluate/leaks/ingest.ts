import type {Desk} from "../../ingest/desk.ts";
import {float64, int32, type Table, table, take, text} from "../../numeric/index.ts";
import {present, quantile} from "./columns.ts";
import type {Leak, RawRows} from "./types.ts";

const check = "audit.ingest";

/** Leaks on the way in: before any feature is built. */
export const ingestLeaks: readonly Leak[] = [
  {
    id: "forward-filled-revisions",
    name: "Corrected values under the first date",
    kind: "L2",
    description: "P&L that was corrected days later stands in the table as if it had been known on the day.",
    inPractice: "The books are exported once, at the end; every trade break is already mended in them.",
    caughtBy: {check, place: "net"},
    seed: (s) => ({...s, ingest: (raw) => withDaily(s.ingest(raw), (daily) => corrected(daily, raw))}),
  },
  {
    id: "survivorship-filter",
    name: "Only traders who are still there",
    kind: "L3.3",
    description: "Traders without a row on the last day are left out of all days.",
    inPractice: "The list of accounts is that of today, joined to the history.",
    caughtBy: {check, place: "(rows)"},
    seed: (s) => ({...s, ingest: (raw) => survivors(s.ingest(raw))}),
  },
  {
    id: "back-filled-gaps",
    name: "Gaps filled from the next value",
    kind: "L1.2",
    description: "A missing number of trades is taken from the trader's next day that has one.",
    inPractice: "bfill, or interpolation, to be rid of missing values before anything else.",
    caughtBy: {check, place: "trades"},
    seed: (s) => ({...s, ingest: (raw) => withDaily(s.ingest(raw), backFilled)}),
  },
  {
    id: "time-zone-shift",
    name: "Bars a day early",
    kind: "L2",
    description: "Market bars are dated by another time zone and so stand a day before their close.",
    inPractice: "The vendor stamps in UTC, the desk in New York; midnight lies between.",
    caughtBy: {check, place: "market.open"},
    seed: (s) => ({...s, ingest: (raw) => barsADayEarly(s.ingest(raw))}),
  },
  {
    id: "outliers-limited-at-ingest",
    name: "Outliers pulled in by limits from all days",
    kind: "L1.2",
    description: "P&L beyond the 5th and 95th hundredth of all days is set to those limits.",
    inPractice: "Data cleaning before the split, with the outcome itself as the criterion.",
    caughtBy: {check, place: "net"},
    seed: (s) => ({...s, ingest: (raw) => withDaily(s.ingest(raw), limitedOutliers)}),
  },
  {
    id: "smoothed-prices",
    name: "Prices smoothed on both sides",
    kind: "L1.2",
    description: "Each close is the mean of itself and its two neighbours.",
    inPractice: "A denoising filter applied to the whole series before any window is cut.",
    caughtBy: {check, place: "market.close"},
    seed: (s) => ({...s, ingest: (raw) => withMarket(s.ingest(raw), smoothedCloses)}),
  },
];

const withDaily = (desk: Desk, change: (daily: Table) => Table): Desk => ({...desk, daily: change(desk.daily)});
const withMarket = (desk: Desk, change: (market: Table) => Table): Desk =>
  desk.market === null ? desk : {...desk, market: change(desk.market)};

function corrected(daily: Table, {revisions}: RawRows): Table {
  const [trader, day, value] = [int32(revisions, "trader"), int32(revisions, "day"), float64(revisions, "net")];
  const by = new Map(Array.from(value, (v, r) => [`${trader[r]} ${day[r]}`, v]));
  const [who, when] = [int32(daily, "trader"), int32(daily, "day")];
  const net = float64(daily, "net").map((v, r) => by.get(`${who[r]} ${when[r]}`) ?? v);
  return table({...daily.columns, net});
}

function survivors(desk: Desk): Desk {
  const [trader, day] = [int32(desk.daily, "trader"), int32(desk.daily, "day")];
  const last = desk.days.length - 2; // one day of grace: nobody is there every day
  const there = new Set(trader.filter((_, r) => day[r] >= last));
  const rows = Int32Array.from(trader.keys()).filter((r) => there.has(trader[r]));
  return {...desk, daily: take(desk.daily, rows)};
}

function backFilled(daily: Table): Table {
  const [trader, trades] = [int32(daily, "trader"), float64(daily, "trades").slice()];
  for (let r = trades.length - 2; r >= 0; r--)
    if (Number.isNaN(trades[r]) && trader[r + 1] === trader[r]) trades[r] = trades[r + 1];
  return table({...daily.columns, trades});
}

function barsADayEarly(desk: Desk): Desk {
  return withMarket(desk, (market) => {
    const at = new Map(desk.days.map((d, i) => [d, i]));
    const kept = take(
      market,
      Int32Array.from({length: market.rows}, (_, r) => r).filter((r) => text(market, "date")[r] > desk.days[0]),
    );
    const date = text(kept, "date").map((d) => desk.days[(at.get(d) ?? 1) - 1]);
    return table({...kept.columns, date, day: Int32Array.from(date, (d) => at.get(d)!)});
  });
}

function limitedOutliers(daily: Table): Table {
  const net = float64(daily, "net");
  const [low, high] = [quantile(present(net), 0.05), quantile(present(net), 0.95)];
  return table({...daily.columns, net: net.map((v) => Math.max(low, Math.min(high, v)))});
}

function smoothedCloses(market: Table): Table {
  const close = float64(market, "close");
  const smooth = close.map((v, r) => (r === 0 || r === close.length - 1 ? v : (close[r - 1] + v + close[r + 1]) / 3));
  return table({...market.columns, close: smooth});
}

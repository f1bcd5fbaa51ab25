import {describe, expect, it} from "vitest";
import {type Bars, buildPanel, features, pastScale} from "../../src/lib/features/index.ts";
import {
  adx,
  atr,
  bollingerPosition,
  drawdownFromHigh,
  gap,
  macdHistogram,
  parkinson,
  rsi,
  volumeAnomaly,
} from "../../src/lib/features/indicators.ts";
import {float64, int32, table, text} from "../../src/lib/numeric/index.ts";
import {smallDesk} from "./small-desk.ts";

/** Each feature against its description, taken literally and slowly, on every row of a desk of noise. */
const desk = smallDesk({traders: 4, days: 90, seed: 3});
const {daily, days} = desk;
const [trader, day, net] = [int32(daily, "trader"), int32(daily, "day"), float64(daily, "net")];
const [trades, fees] = [float64(daily, "trades"), float64(daily, "fees")];
const scale = pastScale(daily, days.length);
const {panel} = buildPanel(desk, "all");
const rows = [...day.keys()];

const own = (r: number, n = 1000) => rows.filter((s) => trader[s] === trader[r] && day[s] < day[r]).slice(-n);
const total = (list: number[]) => list.reduce((s, v) => s + v, 0);
const mean = (list: number[]) => (list.length === 0 ? Number.NaN : total(list) / list.length);
const sd = (list: number[]) => Math.sqrt(total(list.map((v) => (v - mean(list)) ** 2)) / (list.length - 1));
const limit = (v: number, most = 10) => (Number.isNaN(v) ? v : Math.min(Math.max(v, -most), most));
const given = (list: unknown[], least: number, value: () => number) => (list.length < least ? Number.NaN : value());
const deskDay = (t: number) => rows.filter((s) => day[s] === t);
const deskMean = (t: number) =>
  mean(
    deskDay(t)
      .filter((s) => scale[s] > 0)
      .map((s) => limit(net[s] / scale[s])),
  );

function marketReturn(t: number): number {
  const {market} = desk;
  const bar = (symbol: string, at: number) =>
    float64(market!, "close")[
      [...int32(market!, "day").keys()].find(
        (b) => int32(market!, "day")[b] === at && (market!.columns.symbol as string[])[b] === symbol,
      )!
    ];
  return mean(["AAA", "BBB"].map((s) => Math.log(bar(s, t) / bar(s, t - 1))));
}

/** Bars of a symbol up to the desk's day before t. */
function barsBefore(symbol: string, t: number, most: number): Bars {
  const {market} = desk;
  const list = [...int32(market!, "day").keys()]
    .filter((b) => text(market!, "symbol")[b] === symbol && t > 0 && text(market!, "date")[b] <= days[t - 1])
    .slice(-most);
  const column = (name: string) => Float64Array.from(list, (b) => float64(market!, name)[b]);
  return {
    open: column("open"),
    high: column("high"),
    low: column("low"),
    close: column("close"),
    volume: column("volume"),
  };
}
const symbols = ["AAA", "BBB"];
const ofBars = (most: number, indicator: (b: Bars) => number) => (r: number) =>
  mean(symbols.map((s) => indicator(barsBefore(s, day[r], most))).filter((v) => !Number.isNaN(v)));
const lastReturn = ({close}: Bars) => Math.log(close[close.length - 1] / close[close.length - 2]);
const returnsBefore = (t: number, most: number) =>
  Array.from({length: most}, (_, k) => t - most + k)
    .filter((s) => s >= 0)
    .map((s) => (s < 1 ? Number.NaN : marketReturn(s)));
const known = (list: number[]) => list.filter((v) => !Number.isNaN(v));
const nets = (r: number, n: number) => own(r, n).map((s) => net[s]);
const column = (name: string) => (r: number, n: number) => own(r, n).map((s) => float64(daily, name)[s]);
const [volume, value, opens] = ["volume", "traded_value", "opens"].map(column);
const sumOf = (name: string, r: number, n = 20) => {
  const list = known(column(name)(r, n));
  return list.length === 0 ? Number.NaN : total(list);
};
const per = (amount: string, count: string, r: number, least: number) =>
  sumOf(count, r) >= least ? sumOf(amount, r) / sumOf(count, r) : Number.NaN;
const logOf = (a: number, b: number) => (a > 0 && b > 0 ? limit(Math.log(a / b), 5) : Number.NaN);
const losses = (list: number[]) => Math.sqrt(mean(list.map((v) => Math.min(v, 0) ** 2)));
const habit = (list: number[]) => {
  const before = known(list.slice(0, -1));
  return given(before, 10, () => limit(list[list.length - 1] / mean(before)));
};
const afterLoss = (x: number[], n: number[]) => {
  const after = (sign: number) => known(x.filter((_, k) => k > 0 && Math.sign(n[k - 1]) === sign));
  return after(-1).length < 3 || after(1).length < 3 ? Number.NaN : logOf(mean(after(-1)), mean(after(1)));
};
const run = (r: number, sign: number) => {
  const traded = nets(r, 20)
    .filter((v) => v !== 0)
    .reverse();
  const other = traded.findIndex((v) => Math.sign(v) !== sign);
  return given(own(r, 20), 1, () => Math.min(10, other < 0 ? traded.length : other));
};
const drop = (list: number[]) => {
  const cumulative = [0, ...list.map((_, k) => total(list.slice(0, k + 1)))];
  return Math.max(...cumulative) - cumulative[list.length];
};
const longest = (list: number[]) =>
  Math.max(
    0,
    ...list
      .filter((v) => v !== 0)
      .map((v) => (v < 0 ? "L" : "W"))
      .join("")
      .split("W")
      .map((s) => s.length),
  );
/** The centred cumulative sum of squares, by its formula. */
const breakOf = (list: number[]): {statistic: number; age: number} => {
  if (list.length < 30) return {statistic: Number.NaN, age: Number.NaN};
  const squares = list.map((v) => v ** 2);
  const d = squares.map((_, k) => Math.abs(total(squares.slice(0, k + 1)) / total(squares) - (k + 1) / list.length));
  const statistic = Math.sqrt(list.length / 2) * Math.max(...d);
  return {statistic, age: statistic > 1.358 ? list.length - 1 - d.indexOf(Math.max(...d)) : 60};
};
const rank = (window: number) => (r: number) => {
  const recent = rows.filter((s) => day[s] < day[r] && day[s] >= day[r] - window);
  const sums = [...new Set(recent.map((s) => trader[s]))].map((i) => ({
    i,
    sum: total(recent.filter((s) => trader[s] === i).map((s) => net[s])),
  }));
  const mine = sums.find(({i}) => i === trader[r]);
  if (mine === undefined || sums.length < 2) return Number.NaN;
  const others = sums.filter(({i}) => i !== trader[r]);
  const [below, same] = [others.filter((o) => o.sum < mine.sum), others.filter((o) => o.sum === mine.sum)];
  return (below.length + same.length / 2) / others.length;
};
const unitsOn = (t: number) =>
  deskDay(t)
    .filter((s) => scale[s] > 0)
    .map((s) => limit(net[s] / scale[s]));
const lastDays = (r: number, n: number) => Array.from({length: n}, (_, k) => day[r] - n + k).filter((t) => t >= 0);
const dispersion = (t: number) => (unitsOn(t).length < 2 ? Number.NaN : sd(unitsOn(t)));
const volRatio = (now: number[], usual: number[], least: number) =>
  usual.length < 20 || now.length < least ? Number.NaN : limit(Math.log(sd(now) / sd(usual)), 5);

type Definitions = Record<string, (r: number) => number>;
const windows: [number, number, number][] = [
  [3, 3, 2],
  [5, 5, 2],
  [10, 5, 3],
  [20, 10, 5],
  [60, 20, 10],
];
const performance: Definitions = Object.assign(
  {net_lag1: (r: number) => limit(mean(nets(r, 1)) / scale[r])},
  ...windows.map(([n, least, traded]): Definitions => {
    const of = (measure: (list: number[], r: number) => number) => (r: number) =>
      given(own(r, n), least, () => measure(nets(r, n), r));
    return {
      [`net_mean_${n}`]: of((list, r) => limit(mean(list) / scale[r])),
      [`net_sd_${n}`]: of((list, r) => limit(sd(list) / scale[r])),
      [`sharpe_${n}`]: of((list) => (sd(list) === 0 ? Number.NaN : limit(mean(list) / sd(list)))),
      [`sortino_${n}`]: of((list) => limit(mean(list) / losses(list))),
      [`win_rate_${n}`]: (r) => {
        const nonzero = nets(r, n).filter((v) => v !== 0);
        return given(nonzero, traded, () => nonzero.filter((v) => v > 0).length / nonzero.length);
      },
      [`profit_factor_${n}`]: of((list) => total(list.filter((v) => v > 0)) / total(list.map(Math.abs))),
      [`drawdown_${n}`]: (r) => given(own(r, n), Math.min(least, 10), () => limit(drop(nets(r, n)) / scale[r], 50)),
      [`losing_run_${n}`]: of(longest),
    };
  }),
  ...[
    [3, 12, 3],
    [10, 40, 5],
    [20, 80, 10],
  ].map(
    ([span, n, least]): Definitions => ({
      [`net_ewma_${span}`]: (r) =>
        given(own(r, n), least, () => {
          const list = nets(r, n).reverse();
          const weights = list.map((_, k) => ((span - 1) / (span + 1)) ** k);
          return limit(total(list.map((v, k) => weights[k] * v)) / total(weights) / scale[r]);
        }),
    }),
  ),
  {downside_20: (r: number) => given(own(r, 20), 10, () => limit(losses(nets(r, 20)) / scale[r]))},
);

const behaviour: Definitions = {
  loss_streak: (r) => run(r, -1),
  win_streak: (r) => run(r, 1),
  big_loss_recent: (r) =>
    given(own(r, 20), 1, () => {
      if (Number.isNaN(scale[r])) return Number.NaN;
      const at = nets(r, 20)
        .reverse()
        .findIndex((v) => v < -2 * scale[r]);
      return at < 0 ? 20 : at;
    }),
  traded_share_10: (r) =>
    day[r] < 5 ? Number.NaN : own(r).filter((s) => day[s] >= day[r] - 10 && net[s] !== 0).length / Math.min(10, day[r]),
  days_away: (r) => given(own(r, 1), 1, () => Math.min(20, day[r] - day[own(r, 1)[0]] - 1)),
  concentration_20: (r) =>
    given(own(r, 20), 10, () => {
      const sizes = nets(r, 20).map(Math.abs);
      return total(sizes.map((v) => (v / total(sizes)) ** 2));
    }),
  net_after_loss_20: (r) => {
    const list = nets(r, 20);
    const after = list.filter((_, k) => k > 0 && list[k - 1] < 0);
    return given(after, 3, () => limit(mean(after) / scale[r]));
  },
  trades_lag1: (r) => Math.log1p(mean(own(r, 1).map((s) => trades[s]))),
  trades_vs_habit_20: (r) => habit(own(r, 21).map((s) => trades[s])),
  trades_z_60: (r) => {
    const list = own(r, 60).map((s) => trades[s]);
    return given(known(list), 20, () => limit((list[list.length - 1] - mean(known(list))) / sd(known(list))));
  },
  busy_days_20: (r) => {
    const list = known(own(r, 20).map((s) => trades[s]));
    return given(list, 10, () => list.filter((v) => v > 1.5 * mean(list)).length / list.length);
  },
  trades_pay_20: (r) => {
    const list = own(r, 20).filter((s) => !Number.isNaN(trades[s]));
    return given(list, 10, () => {
      const [x, y] = [list.map((s) => trades[s]), list.map((s) => net[s])];
      return total(x.map((v, k) => (v - mean(x)) * (y[k] - mean(y)))) / ((list.length - 1) * sd(x) * sd(y));
    });
  },
  revenge_trades_20: (r) =>
    afterLoss(
      own(r, 20).map((s) => trades[s]),
      nets(r, 20),
    ),
  volume_vs_habit_20: (r) => habit(volume(r, 21)),
  volume_after_loss_20: (r) => afterLoss(volume(r, 20), nets(r, 20)),
  ...Object.fromEntries(
    [
      [5, 3],
      [20, 10],
    ].map(([n, least]) => [
      `fees_share_${n}`,
      (r: number) =>
        given(own(r, n), least, () => {
          const paid = total(own(r, n).map((s) => Math.abs(fees[s])));
          return paid / (paid + total(nets(r, n).map(Math.abs)));
        }),
    ]),
  ),
  turnover_vs_habit_20: (r) => habit(value(r, 21)),
  fee_rate_20: (r) => limit((10_000 * sumOf("fill_fees", r)) / sumOf("traded_value", r), 1000),
  symbol_concentration_5: (r) => mean(known(column("symbol_herfindahl")(r, 5))),
  hour_entropy_5: (r) => mean(known(column("hour_entropy")(r, 5))),
  hour_entropy_dev_20: (r) => {
    const list = column("hour_entropy")(r, 20);
    return given(known(list), 5, () => list[list.length - 1] - mean(known(list)));
  },
  round_trips_lag1: (r) => Math.log1p(mean(column("gain_trips")(r, 1)) + mean(column("loss_trips")(r, 1))),
  trip_win_rate_20: (r) => {
    const [gains, all] = [sumOf("gain_trips", r), sumOf("gain_trips", r) + sumOf("loss_trips", r)];
    return all >= 5 ? gains / all : Number.NaN;
  },
  gain_hold_20: (r) => Math.log1p(per("gain_minutes", "gain_timed", r, 1)),
  loss_hold_20: (r) => Math.log1p(per("loss_minutes", "loss_timed", r, 1)),
  disposition_20: (r) => logOf(per("loss_minutes", "loss_timed", r, 3), per("gain_minutes", "gain_timed", r, 3)),
  revenge_20: (r) =>
    total(known(opens(r, 20))) >= 5 ? sumOf("opens_soon_after_loss", r) / sumOf("opens", r) : Number.NaN,
  size_after_loss_20: (r) =>
    logOf(per("value_after_loss", "opens_after_loss", r, 3), per("value_after_gain", "opens_after_gain", r, 3)),
};

const technical: Definitions = {
  market_return_lag1: (r) => (day[r] < 2 ? Number.NaN : marketReturn(day[r] - 1)),
  ...Object.fromEntries(
    [5, 20, 60].map((n) => [
      `market_return_${n}`,
      (r: number) => (day[r] < n ? Number.NaN : total(returnsBefore(day[r], n))),
    ]),
  ),
  ...Object.fromEntries(
    [
      [5, 4],
      [20, 10],
      [60, 20],
    ].map(([n, least]) => [
      `market_vol_${n}`,
      (r: number) => given(known(returnsBefore(day[r], n)), least, () => sd(known(returnsBefore(day[r], n)))),
    ]),
  ),
  market_trend_20: (r) => (day[r] < 20 ? Number.NaN : mean(returnsBefore(day[r], 20)) / sd(returnsBefore(day[r], 20))),
  // Indicators of bars have tests of their own; here: which bars they are given.
  market_rsi_14: ofBars(120, rsi),
  market_macd: ofBars(120, macdHistogram),
  market_bollinger_20: ofBars(20, bollingerPosition),
  market_drawdown_60: ofBars(60, drawdownFromHigh),
  market_atr_14: ofBars(120, atr),
  market_adx_14: ofBars(120, adx),
  market_parkinson_20: ofBars(20, parkinson),
  market_gap_lag1: ofBars(2, gap),
  market_range_lag1: ofBars(1, ({high, low}) => Math.log(high[0] / low[0])),
  market_volume_anomaly_20: ofBars(21, volumeAnomaly),
  market_breadth_lag1: (r) =>
    day[r] < 2 ? Number.NaN : mean(symbols.map((s) => (lastReturn(barsBefore(s, day[r], 2)) > 0 ? 1 : 0))),
  market_breadth_20: (r) =>
    day[r] < 2
      ? Number.NaN
      : mean(
          symbols.map((s) => {
            const close = [...barsBefore(s, day[r], 20).close];
            return close[close.length - 1] > mean(close) ? 1 : 0;
          }),
        ),
  market_dispersion_lag1: (r) =>
    day[r] < 2 ? Number.NaN : sd(symbols.map((s) => lastReturn(barsBefore(s, day[r], 2)))),
};

const regime: Definitions = {
  market_vol_regime: (r) => volRatio(known(returnsBefore(day[r], 5)), known(returnsBefore(day[r], 60)), 4),
  market_vol_rank_250: (r) => {
    const list = returnsBefore(day[r], 269);
    const at = (end: number) => (end < 20 ? Number.NaN : sd(list.slice(end - 20, end)));
    const then = known(list.map((_, end) => at(end)));
    return given(
      then,
      60,
      () =>
        (then.filter((v) => v < at(list.length)).length + then.filter((v) => v === at(list.length)).length / 2) /
        then.length,
    );
  },
  market_break_60: (r) => breakOf(known(returnsBefore(day[r], 60))).statistic,
  market_break_age_60: (r) => breakOf(known(returnsBefore(day[r], 60))).age,
  net_vol_regime: (r) => volRatio(nets(r, 5), nets(r, 60), 5),
  net_break_60: (r) => breakOf(nets(r, 60)).statistic,
  net_break_age_60: (r) => breakOf(nets(r, 60)).age,
};

const ofDesk: Definitions = {
  desk_mean_lag1: (r) => (day[r] < 1 ? Number.NaN : deskMean(day[r] - 1)),
  desk_mean_5: (r) => (day[r] < 5 ? Number.NaN : mean([1, 2, 3, 4, 5].map((k) => deskMean(day[r] - k)))),
  desk_winners_lag1: (r) => (day[r] < 1 ? Number.NaN : mean(deskDay(day[r] - 1).map((s) => (net[s] > 0 ? 1 : 0)))),
  desk_dispersion_lag1: (r) => (day[r] < 1 ? Number.NaN : dispersion(day[r] - 1)),
  desk_dispersion_20: (r) => {
    const list = known(lastDays(r, 20).map(dispersion));
    return given(list, 10, () => mean(list));
  },
  desk_crowding_20: (r) => {
    const list = lastDays(r, 20).filter((t) => unitsOn(t).length > 0);
    return given(
      list,
      10,
      () => sd(list.map(deskMean)) ** 2 / mean(list.map((t) => mean(unitsOn(t).map((v) => v ** 2)))),
    );
  },
  desk_present_lag1: (r) =>
    day[r] < 1
      ? Number.NaN
      : deskDay(day[r] - 1).length / Math.max(...Array.from({length: day[r]}, (_, t) => deskDay(t).length)),
  net_vs_desk_lag1: (r) => {
    const [s] = own(r, 1);
    return s !== undefined && day[s] === day[r] - 1 ? limit(net[s] / scale[r]) - deskMean(day[s]) : Number.NaN;
  },
  rank_5: rank(5),
  rank_20: rank(20),
  rank_60: rank(60),
};

const weekday = (r: number) => new Date(`${days[day[r]]}T00:00Z`).getUTCDay();
const onDates = (list: string[]) => (r: number) => (list.includes(days[day[r]]) ? 1 : 0);
const expiries = ["2025-01-17", "2025-02-21", "2025-03-21", "2025-04-18"];
const calendar: Definitions = {
  monday: (r) => (weekday(r) === 1 ? 1 : 0),
  tuesday: (r) => (weekday(r) === 2 ? 1 : 0),
  thursday: (r) => (weekday(r) === 4 ? 1 : 0),
  friday: (r) => (weekday(r) === 5 ? 1 : 0),
  month_start: onDates(["2025-02-03", "2025-03-03", "2025-04-01", "2025-05-01"]),
  month_end: onDates(["2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30"]),
  quarter_end: onDates(["2025-03-31"]),
  expiry: onDates(expiries),
  expiry_week: (r) =>
    expiries.some((e) => {
      const ahead = (Date.parse(e) - Date.parse(days[day[r]])) / 86_400_000;
      return ahead >= 0 && ahead < 5;
    })
      ? 1
      : 0,
  after_holiday: () => 0, // this desk trades every Monday to Friday; date-facts.test.ts has others
  before_holiday: () => 0,
};

const definitions: Definitions = {...performance, ...behaviour, ...technical, ...regime, ...ofDesk, ...calendar};
/** Needs a year, or is about things that this desk does not have. */
const mostlyMissing = ["market_vol_rank_250", "market_return_60"];

describe("features", () => {
  it("all have a definition here", () => {
    expect(Object.keys(definitions)).toEqual(features.map((f) => f.name));
  });

  for (const {name, description} of features)
    it(`${name}: ${description}`, () => {
      const column = float64(panel, name);
      let values = 0;
      rows.forEach((r) => {
        const expected = definitions[name](r);
        if (Number.isNaN(expected)) expect(column[r], `row ${r}`).toBeNaN();
        else {
          expect(column[r], `row ${r}`).toBeCloseTo(expected, 9);
          values++;
        }
      });
      if (!mostlyMissing.includes(name)) expect(values).toBeGreaterThan(rows.length / 3);
    });

  it("limit what one tail day does", () => {
    const wild = {...desk, daily: table({...daily.columns, net: net.map((v, r) => (r === 30 ? -1e9 : v))})};
    const column = float64(buildPanel(wild, ["net_lag1"]).panel, "net_lag1");
    expect(column[31]).toBe(-10);
  });

  it("rank of equal traders is in the middle, of a lone one missing", () => {
    const equal = {...desk, daily: table({...daily.columns, net: net.map(() => 1)})};
    const full = smallDesk({traders: 3, days: 30, absent: 0, rich: false});
    const same = {...full, daily: table({...full.daily.columns, net: float64(full.daily, "net").map(() => 1)})};
    expect(new Set(float64(buildPanel(same, ["rank_20"]).panel, "rank_20").slice(1, 30))).toEqual(new Set([0.5]));
    expect(float64(buildPanel(smallDesk({traders: 1}), ["rank_20"]).panel, "rank_20").every(Number.isNaN)).toBe(true);
    expect(float64(buildPanel(equal, ["rank_20"]).panel, "rank_20").some((v) => v > 0.5)).toBe(true); // absences differ
  });
});

import {describe, expect, it} from "vitest";
import {buildPanel, features, pastScale} from "../../src/lib/features/index.ts";
import {float64, int32, table} from "../../src/lib/numeric/index.ts";
import {smallDesk} from "./small-desk.ts";

/** Each feature against its description, taken literally and slowly, on every row of a desk of noise. */
const desk = smallDesk({traders: 4, days: 70, seed: 3});
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

const definitions: Record<string, (r: number) => number> = {
  net_lag1: (r) => limit(mean(own(r, 1).map((s) => net[s])) / scale[r]),
  net_mean_5: (r) => given(own(r, 5), 5, () => limit(mean(own(r, 5).map((s) => net[s])) / scale[r])),
  net_mean_20: (r) => given(own(r, 20), 10, () => limit(mean(own(r, 20).map((s) => net[s])) / scale[r])),
  net_mean_60: (r) => given(own(r, 60), 20, () => limit(mean(own(r, 60).map((s) => net[s])) / scale[r])),
  net_ewma_10: (r) =>
    given(own(r, 40), 5, () => {
      const list = own(r, 40).reverse();
      const weights = list.map((_, k) => (9 / 11) ** k);
      return limit(total(list.map((s, k) => weights[k] * net[s])) / total(weights) / scale[r]);
    }),
  net_sd_20: (r) => given(own(r, 20), 10, () => limit(sd(own(r, 20).map((s) => net[s])) / scale[r])),
  downside_20: (r) =>
    given(own(r, 20), 10, () => limit(Math.sqrt(mean(own(r, 20).map((s) => Math.min(net[s], 0) ** 2))) / scale[r])),
  win_rate_10: (r) => {
    const traded = own(r, 10).filter((s) => net[s] !== 0);
    return given(traded, 3, () => traded.filter((s) => net[s] > 0).length / traded.length);
  },
  drawdown_60: (r) =>
    given(own(r, 60), 10, () => {
      const list = own(r, 60).map((s) => net[s]);
      const cumulative = [0, ...list.map((_, k) => total(list.slice(0, k + 1)))];
      return limit((Math.max(...cumulative) - cumulative[list.length]) / scale[r], 50);
    }),
  loss_streak: (r) =>
    given(own(r, 20), 1, () => {
      const traded = own(r, 20)
        .map((s) => net[s])
        .filter((v) => v !== 0)
        .reverse();
      const win = traded.findIndex((v) => v > 0);
      return Math.min(10, win < 0 ? traded.length : win);
    }),
  big_loss_recent: (r) =>
    given(own(r, 20), 1, () => {
      if (Number.isNaN(scale[r])) return Number.NaN;
      const at = own(r, 20)
        .reverse()
        .findIndex((s) => net[s] < -2 * scale[r]);
      return at < 0 ? 20 : at;
    }),
  traded_share_10: (r) =>
    day[r] < 5 ? Number.NaN : own(r).filter((s) => day[s] >= day[r] - 10 && net[s] !== 0).length / Math.min(10, day[r]),
  days_away: (r) => given(own(r, 1), 1, () => Math.min(20, day[r] - day[own(r, 1)[0]] - 1)),
  trades_lag1: (r) => Math.log1p(mean(own(r, 1).map((s) => trades[s]))),
  trades_vs_habit_20: (r) => {
    const habit = own(r, 21)
      .slice(0, -1)
      .filter((s) => trades[s] >= 0);
    return given(habit, 10, () => limit(trades[own(r, 1)[0]] / mean(habit.map((s) => trades[s]))));
  },
  fees_share_5: (r) =>
    given(own(r, 5), 3, () => {
      const paid = total(own(r, 5).map((s) => Math.abs(fees[s])));
      return paid / (paid + total(own(r, 5).map((s) => Math.abs(net[s]))));
    }),
  desk_mean_lag1: (r) => (day[r] < 1 ? Number.NaN : deskMean(day[r] - 1)),
  desk_mean_5: (r) => (day[r] < 5 ? Number.NaN : mean([1, 2, 3, 4, 5].map((k) => deskMean(day[r] - k)))),
  desk_winners_lag1: (r) => (day[r] < 1 ? Number.NaN : mean(deskDay(day[r] - 1).map((s) => (net[s] > 0 ? 1 : 0)))),
  rank_20: (r) => {
    const recent = rows.filter((s) => day[s] < day[r] && day[s] >= day[r] - 20);
    const sums = [...new Set(recent.map((s) => trader[s]))].map((i) => ({
      i,
      sum: total(recent.filter((s) => trader[s] === i).map((s) => net[s])),
    }));
    const mine = sums.find(({i}) => i === trader[r]);
    if (mine === undefined || sums.length < 2) return Number.NaN;
    const others = sums.filter(({i}) => i !== trader[r]);
    return (
      (others.filter((o) => o.sum < mine.sum).length + others.filter((o) => o.sum === mine.sum).length / 2) /
      others.length
    );
  },
  market_return_lag1: (r) => (day[r] < 2 ? Number.NaN : marketReturn(day[r] - 1)),
  market_vol_20: (r) => {
    const list = Array.from({length: 20}, (_, k) => day[r] - 20 + k)
      .filter((t) => t >= 1)
      .map(marketReturn);
    return given(list, 10, () => sd(list));
  },
  monday: (r) => (new Date(`${days[day[r]]}T00:00Z`).getUTCDay() === 1 ? 1 : 0),
  friday: (r) => (new Date(`${days[day[r]]}T00:00Z`).getUTCDay() === 5 ? 1 : 0),
  month_end: (r) => (["2025-01-31", "2025-02-28", "2025-03-31"].includes(days[day[r]]) ? 1 : 0),
};

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
      expect(values).toBeGreaterThan(rows.length / 2);
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

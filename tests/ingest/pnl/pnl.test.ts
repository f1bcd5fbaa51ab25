import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {type FillsPnl, fillsPnl, type PnlMethod, type PnlOptions} from "../../../src/lib/ingest/pnl/index.ts";
import type {SourceFill} from "../../../src/lib/ingest/sources/types.ts";
import {aFill} from "./fill-of.ts";
import {type Event, fillOfEvent, ORACLES} from "./lot-queue.ts";

const DAYS = ["2025-01-02", "2025-01-03", "2025-01-06", "2025-01-07"];
const METHODS: readonly PnlMethod[] = ["fifo", "average"];

async function pnlOf(fills: readonly Partial<SourceFill>[], options: Partial<PnlOptions> = {}): Promise<FillsPnl> {
  const rows = fills.map((fill, i) => aFill(fill, i + 2));
  return fillsPnl([{kind: "rows", name: "fills.csv", rows}], {method: "fifo", currency: "USD", ...options});
}

const cents = (x: number) => Math.round(x * 100);

const event = fc.record({
  date: fc.constantFrom(...DAYS),
  buy: fc.boolean(),
  quantity: fc.bigInt({min: 1n, max: 9n}),
  cents: fc.bigInt({min: 1n, max: 2000n}),
});
const events = fc
  .array(event, {minLength: 1, maxLength: 40})
  .map((list) => [...list].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0)));
/** Many books at once, one account each: the database is opened once for them. */
const books = fc.array(events, {minLength: 40, maxLength: 60});

const account = (book: number) => `A${String(book).padStart(2, "0")}`;
const fillsOf = (list: readonly (readonly Event[])[]) =>
  list.flatMap((book, k) => book.map((each, i) => ({...fillOfEvent(each, 34_200 + i), account: account(k)})));
const of = (pnl: FillsPnl, book: number) => pnl.days.filter((day) => day.trader === account(book));
const openOf = (pnl: FillsPnl, book: number) => pnl.positions.find((position) => position.account === account(book));

describe("P&L from fills", () => {
  it("first in first out is that of a queue of lots, day by day and to the cent", async () => {
    await fc.assert(
      fc.asyncProperty(books, async (list) => {
        const pnl = await pnlOf(fillsOf(list));
        for (const [k, book] of list.entries()) {
          const oracle = ORACLES.fifo(book);
          expect(of(pnl, k).map((day) => [day.date, cents(day.realised)])).toEqual([...oracle.realised]);
          expect(openOf(pnl, k)?.quantity ?? 0).toBe(Number(oracle.position));
          expect(cents(openOf(pnl, k)?.basis ?? 0)).toBe(oracle.basis);
        }
      }),
      {numRuns: 6},
    );
  });

  it("at average cost it is that of one mean price", async () => {
    await fc.assert(
      fc.asyncProperty(books, async (list) => {
        const pnl = await pnlOf(fillsOf(list), {method: "average"});
        for (const [k, book] of list.entries()) {
          const oracle = ORACLES.average(book);
          const days = of(pnl, k);
          expect(days.map((day) => day.date)).toEqual([...oracle.realised.keys()]);
          for (const day of days) expect(day.realised * 100).toBeCloseTo(oracle.realised.get(day.date)!, 6);
          expect((openOf(pnl, k)?.basis ?? 0) * 100).toBeCloseTo(oracle.basis, 6);
        }
      }),
      {numRuns: 6},
    );
  });

  it("realised + unrealised = received less paid + worth of what is held, exactly; methods agree where they must", async () => {
    const prices = fc.array(fc.integer({min: 1, max: 2000}), {minLength: 4, maxLength: 4});
    await fc.assert(
      fc.asyncProperty(books, prices, async (list, closes) => {
        const marks = DAYS.map((date, i) => ({date, symbol: "X", close: closes[i] / 100}));
        const mills = (i: number) => (i % 7) - 1; // rebates among them
        const fills = fillsOf(list).map((fill, i) => ({...fill, fees: {commission: mills(i) / 1000, sec: 0.001}}));
        const [fifo, average] = await Promise.all(
          METHODS.map((method) => pnlOf(fills, {method, closes: marks, until: DAYS[3]})),
        );
        let i = 0;
        for (const [k, book] of list.entries()) {
          const cash = book.reduce((sum, e) => sum + (e.buy ? -e.quantity : e.quantity) * e.cents, 0n);
          const position = book.reduce((sum, e) => sum + (e.buy ? e.quantity : -e.quantity), 0n);
          const worth = cash + position * BigInt(closes[3]);
          const fees = book.reduce((sum) => sum + mills(i++) + 1, 0);
          for (const pnl of [fifo, average]) {
            const sum = (name: "realised" | "unrealised" | "fees" | "net") =>
              of(pnl, k).reduce((total, day) => total + day[name], 0);
            expect(Math.abs(100 * (sum("realised") + sum("unrealised")) - Number(worth))).toBeLessThan(1e-7);
            expect(Math.round(1e6 * sum("fees"))).toBe(1000 * fees);
            expect(1000 * sum("net")).toBeCloseTo(10 * Number(worth) - fees, 6);
          }
          if (position === 0n) {
            const realised = (pnl: FillsPnl) => of(pnl, k).reduce((sum, day) => sum + day.realised, 0);
            expect(realised(average)).toBeCloseTo(realised(fifo), 9);
          }
          // Marked to market, the method decides only what is called realised: each day's net is the same.
          expect(of(average, k).map((day) => day.net.toFixed(8))).toEqual(of(fifo, k).map((day) => day.net.toFixed(8)));
        }
        expect(fifo.unmarked).toEqual([]);
      }),
      {numRuns: 5},
    );
  });

  it("does not depend on the order of rows, on threads, or on a fill being reported in two parts", async () => {
    await fc.assert(
      fc.asyncProperty(books, fc.nat(), fc.constantFrom(...METHODS), async (list, at, method) => {
        const fills = fillsOf(list);
        const whole = await pnlOf(fills, {method});
        const place = fills.map((_, i) => ((i + at) * 7919) % 10_007);
        const shuffled = fills.map((_, i) => i).sort((a, b) => place[a] - place[b]);
        const again = await pnlOf(
          shuffled.map((i) => fills[i]),
          {method, threads: 2},
        );
        expect(again.days).toEqual(whole.days);
        expect(again.positions).toEqual(whole.positions);
        const parts = fills.flatMap((fill) => {
          const {quantity} = fill;
          return quantity! < 2
            ? [fill]
            : [
                {...fill, quantity: 1},
                {...fill, quantity: quantity! - 1},
              ];
        });
        const same = (pnl: FillsPnl) =>
          pnl.days.map(({trader, date, realised, shares}) => [
            trader,
            date,
            method === "fifo" ? realised : realised.toFixed(9),
            shares,
          ]);
        expect(same(await pnlOf(parts, {method}))).toEqual(same(whole));
      }),
      {numRuns: 4},
    );
  });
});

describe("single cases, worked by hand", () => {
  const buy = (date: string, quantity: number, price: number, more: Partial<SourceFill> = {}) => ({
    date,
    side: "buy" as const,
    quantity,
    price,
    ...more,
  });
  const sell = (date: string, quantity: number, price: number, more: Partial<SourceFill> = {}) => ({
    date,
    side: "sell" as const,
    quantity,
    price,
    ...more,
  });
  const money = (pnl: FillsPnl) => pnl.days.map((day) => [day.date, day.realised, day.unrealised]);

  it("a position that flips through zero, and a short sale", async () => {
    // Long 10 at 1; 15 sold at 2 close them (+10) and open 5 short; bought back at 1.5: +2.5.
    const fills = [buy(DAYS[0], 10, 1), sell(DAYS[1], 15, 2), buy(DAYS[2], 5, 1.5)];
    for (const method of METHODS)
      expect(money(await pnlOf(fills, {method}))).toEqual([
        [DAYS[0], 0, 0],
        [DAYS[1], 10, 0],
        [DAYS[2], 2.5, 0],
      ]);
  });

  it("partial closes: the oldest lot against the mean", async () => {
    // 10 at 1, 10 at 3; 10 sold at 4: first in first out 30, at the mean of 2: 20. The rest at 4: 10 and 20.
    const fills = [
      buy(DAYS[0], 10, 1, {time: 1}),
      buy(DAYS[0], 10, 3, {time: 2}),
      sell(DAYS[1], 10, 4),
      sell(DAYS[2], 10, 4),
    ];
    expect(money(await pnlOf(fills)).map((d) => d[1])).toEqual([0, 30, 10]);
    expect(money(await pnlOf(fills, {method: "average"})).map((d) => d[1])).toEqual([0, 20, 20]);
  });

  it("splits: quantities and prices of before in those of after, money untouched", async () => {
    // 10 at 6; 3 for 2 → 15 at 4; 1 for 5 → 3 at 20. One sold at 30: 10; two left, bought for 40.
    const splits = [
      {symbol: "X", date: DAYS[1], from: 2, to: 3},
      {symbol: "X", date: DAYS[2], from: 5, to: 1},
    ];
    const closes = [
      {date: DAYS[0], symbol: "X", close: 7},
      {date: DAYS[1], symbol: "X", close: 5},
      {date: DAYS[2], symbol: "X", close: 25},
      {date: DAYS[3], symbol: "X", close: 26},
    ];
    for (const method of METHODS) {
      const pnl = await pnlOf([buy(DAYS[0], 10, 6), sell(DAYS[2], 1, 30)], {method, splits, closes, until: DAYS[3]});
      expect(money(pnl)).toEqual([
        [DAYS[0], 0, 10],
        [DAYS[1], 0, 5],
        [DAYS[2], 10, -5],
        [DAYS[3], 0, 2],
      ]);
      expect(pnl.positions).toEqual([
        {account: "A", symbol: "X", currency: "", quantity: 2, basis: 40, since: DAYS[0], unrealised: 12},
      ]);
    }
  });

  it("a split of another symbol changes nothing, and a part of a share is valued to the unit", async () => {
    const splits = [{symbol: "X", date: DAYS[1], from: 2, to: 3}];
    const pnl = await pnlOf(
      [
        buy(DAYS[0], 1, 10),
        sell(DAYS[1], 1, 10),
        buy(DAYS[0], 1, 10, {symbol: "Y"}),
        sell(DAYS[1], 1, 10, {symbol: "Y"}),
      ],
      {splits},
    );
    // One share is 1.5 after the split at 6.666…: one sold at 10 earns 3.333…
    expect(pnl.days[1].realised).toBe(3.3333333333333335);
    expect(pnl.positions.map(({symbol, quantity, basis}) => [symbol, quantity, basis])).toEqual([
      ["X", 0.5, 3.3333333333333335],
    ]);
  });

  it("marks: closes where there are some, else the latest since the lot was bought, else the basis; and says which days", async () => {
    const closes = [
      {date: "2024-12-31", symbol: "X", close: 99},
      {date: DAYS[1], symbol: "X", close: 12},
      {date: DAYS[3], symbol: "Z", close: 1},
    ];
    const pnl = await pnlOf([buy(DAYS[0], 10, 10), sell(DAYS[2], 5, 13)], {closes, until: DAYS[3]});
    expect(money(pnl)).toEqual([
      [DAYS[0], 0, 0],
      [DAYS[1], 0, 20],
      [DAYS[2], 15, -10],
    ]);
    expect(pnl.unmarked).toEqual([{symbol: "X", days: [DAYS[0], DAYS[2], DAYS[3]]}]);
    expect(pnl.positions[0]).toMatchObject({quantity: 5, basis: 50, unrealised: 10});
    expect((await pnlOf([buy(DAYS[0], 1, 1)])).positions[0].unrealised).toBe(null);
  });

  it("expiries close what is open at their price: worthless, or settled", async () => {
    const fills = [
      buy(DAYS[0], 2, 3, {symbol: "C", multiplier: 100}),
      sell(DAYS[0], 1, 1.5, {symbol: "P", side: "short"}),
    ];
    const expiries = [
      {symbol: "C", date: DAYS[2], price: 5},
      {symbol: "P", date: DAYS[2], price: 0},
    ];
    for (const method of METHODS) {
      const pnl = await pnlOf(fills, {method, expiries});
      expect(money(pnl)).toEqual([
        [DAYS[0], 0, 0],
        [DAYS[2], 401.5, 0],
      ]);
      expect(pnl.positions).toEqual([]);
    }
  });

  it("currencies by the rate of the day, from the table or from the fills", async () => {
    const fills = [
      buy(DAYS[0], 10, 1, {currency: "EUR", fees: {commission: 0.5}}),
      sell(DAYS[1], 10, 2, {currency: "EUR", fxToBase: 9}),
      buy(DAYS[0], 1, 1, {symbol: "U", currency: "USD"}),
      sell(DAYS[1], 1, 4, {symbol: "U"}), // no currency: the study's
    ];
    const pnl = await pnlOf(fills, {
      rates: [
        {date: "2025-01-01", currency: "EUR", rate: 1.1},
        {date: DAYS[1], currency: "EUR", rate: 1.25},
      ],
    });
    expect(pnl.days.map(({realised, fees}) => [realised, fees])).toEqual([
      [0, 0.55],
      [15.5, 0],
    ]);
    const own = fills.map((fill, i) => (i < 2 ? {...fill, fxToBase: i === 0 ? 2 : 3} : fill));
    expect((await pnlOf(own)).days.map(({realised, fees}) => [realised, fees])).toEqual([
      [0, 1],
      [33, 0],
    ]);
    await expect(pnlOf([buy(DAYS[0], 1, 1, {currency: "EUR"})])).rejects.toThrow(
      "no rate turns EUR into USD on 2025-01-02",
    );
  });

  it("accounts of a trader: positions apart, days together", async () => {
    const fills = [
      buy(DAYS[0], 1, 1, {account: "A1"}),
      sell(DAYS[0], 1, 5, {account: "A2"}),
      buy(DAYS[1], 1, 2, {account: "A2"}),
    ];
    const pnl = await pnlOf(fills, {traders: {A1: "Ann", A2: "Ann"}});
    expect(pnl.days.map((day) => [day.trader, day.date, day.realised, day.fills, day.shares])).toEqual([
      ["Ann", DAYS[0], 0, 2, 2],
      ["Ann", DAYS[1], 3, 1, 1],
    ]);
  });

  it("the trading day is that of the exchange, and from the rollover on the next weekday's", async () => {
    const utc = (date: string, hour: number) => buy(date, 1, 1, {time: hour * 3600, zone: "Z"});
    const dates = async (fills: Partial<SourceFill>[], options: Partial<PnlOptions>) =>
      (await pnlOf(fills, options)).days.map((day) => day.date);
    // 03:00 UTC is the evening before in New York; Tokyo is ahead.
    expect(await dates([utc("2025-01-03", 3)], {timeZone: "America/New_York"})).toEqual(["2025-01-02"]);
    expect(await dates([utc("2025-01-03", 20)], {timeZone: "Asia/Tokyo"})).toEqual(["2025-01-04"]);
    expect(await dates([utc("2025-01-03", 3)], {})).toEqual(["2025-01-03"]);
    // Clocks change on 2025-03-09 in New York: 04:30 UTC is 23:30 the day before, then 00:30.
    expect(await dates([utc("2025-03-09", 4.5), utc("2025-03-10", 4.5)], {timeZone: "America/New_York"})).toEqual([
      "2025-03-08",
      "2025-03-10",
    ]);
    const chicago = {timeZone: "America/Chicago", rollover: "17:00"};
    expect(
      await dates(
        [
          buy("2025-01-03", 1, 1, {time: 16.99 * 3600}),
          buy("2025-01-03", 1, 1, {time: 17 * 3600}),
          buy("2025-01-05", 1, 1, {time: 18 * 3600}),
        ],
        chicago,
      ),
    ).toEqual(["2025-01-03", "2025-01-06"]);
    expect(
      await dates([buy("2025-01-02", 1, 1, {time: 9 * 3600, zone: "America/New_York"})], {
        timeZone: "America/New_York",
      }),
    ).toEqual(["2025-01-02"]);
  });

  it("what a desk's daily table needs", async () => {
    const pnl = await pnlOf([
      buy(DAYS[0], 10, 1.5, {time: 34_200.5, fees: {sec: 0.01, commission: 1}}),
      sell(DAYS[0], 10, 2, {time: 40_000, fees: {commission: -0.25}}),
      buy(DAYS[0], 1, 100, {symbol: "Y", time: Number.NaN}),
    ]);
    expect(pnl.days).toEqual([
      {
        ...{
          trader: "A",
          date: DAYS[0],
          net: 4.24,
          gross: 5,
          realised: 5,
          unrealised: 0,
          fees: 0.76,
          feesByKind: {commission: 0.75, sec: 0.01},
        },
        ...{fills: 3, shares: 21, symbols: 2, tradedValue: 135, first: 34_200.5, last: 40_000},
      },
    ]);
    expect(pnl.feeKinds).toEqual(["commission", "sec"]);
  });
});

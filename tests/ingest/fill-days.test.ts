import {describe, expect, it} from "vitest";
import {minutesOfDay} from "../../src/lib/ingest/dates.ts";
import {behaviourOf, type Fill, type FillBehaviour, signedQuantity} from "../../src/lib/ingest/fill-days.ts";
import {knownPositions} from "../../src/lib/ingest/known-positions.ts";
import {emptyBook, matchFill} from "../../src/lib/ingest/round-trips.ts";
import {asides, readFiles} from "./a-folder.ts";

const fill = (date: string, time: number, quantity: number, price: number, symbol = "X"): Fill => ({
  date,
  time,
  symbol,
  quantity,
  price,
  value: Math.abs(quantity * price),
});

/** Fills of one trader, each day with what is open from the days before. */
function behaviourByDay(fills: readonly Fill[]): Map<string, FillBehaviour> {
  const book = emptyBook();
  const dates = [...new Set(fills.map(({date}) => date))];
  return new Map(
    dates.map((date) => [
      date,
      behaviourOf(
        fills.filter((each) => each.date === date),
        book,
      ),
    ]),
  );
}

describe("matchFill", () => {
  it("closes the oldest lots first, and opens what is left on the other side", () => {
    const book = emptyBook();
    const at = (minute: number, quantity: number, price: number) =>
      matchFill(book, fill("2025-01-02", minute, quantity, price), minute);
    expect(at(0, 10, 100)).toEqual({closed: [], opened: 10});
    expect(at(5, 10, 110)).toEqual({closed: [], opened: 10});
    expect(at(30, -15, 105)).toEqual({
      closed: [
        {pnl: 50, minutes: 30},
        {pnl: -25, minutes: 25},
      ],
      opened: 0,
    });
    expect(at(40, -8, 120)).toEqual({closed: [{pnl: 50, minutes: 35}], opened: 3}); // flat, then short 3
    expect(at(45, 3, 121)).toEqual({closed: [{pnl: -3, minutes: 5}], opened: 0});
    expect(at(46, Number.NaN, 1)).toEqual({closed: [], opened: 0});
  });

  it("leaves nothing of fractions that add up, in either order", () => {
    for (const quantities of [
      [0.1, 0.2, -0.3],
      [0.3, -0.1, -0.2],
    ]) {
      const book = emptyBook();
      const found = quantities.map((quantity, k) => matchFill(book, fill("2025-01-02", k, quantity, 100 + k), k));
      expect(found.at(-1)!.opened).toBe(0);
      expect([...book.positions.values()].flatMap(({lots}) => lots)).toEqual([]);
      expect(found.flatMap(({closed}) => closed)).toHaveLength(2);
    }
  });

  it("keeps symbols apart, and conserves quantity", () => {
    const book = emptyBook();
    matchFill(book, fill("2025-01-02", 0, 5, 1, "A"), 0);
    expect(matchFill(book, fill("2025-01-02", 0, -5, 1, "B"), 0)).toEqual({closed: [], opened: 5});
  });

  it("keeps accounts of one trader apart", () => {
    const book = emptyBook();
    matchFill(book, {...fill("2025-01-02", 0, 5, 1, "A"), account: "1"}, 0);
    expect(matchFill(book, {...fill("2025-01-02", 0, -5, 2, "A"), account: "2"}, 0)).toEqual({closed: [], opened: 5});
  });

  it("starts from what was held, goes through splits, and loses what expires", () => {
    const known = knownPositions(
      {
        opening: [{account: "1", date: "2025-01-01", symbol: "A", quantity: 100, price: 40}],
        splits: [{symbol: "A", date: "2025-01-03", from: 1, to: 4}],
        expiries: [{symbol: "A", date: "2025-01-03", price: 0}],
      },
      {"1": "Kim"},
    );
    expect(known("1").opening).toEqual([]);
    const book = emptyBook(known("Kim"));
    const at = (date: string, quantity: number, price: number) =>
      matchFill(book, {...fill(date, 60, quantity, price, "A"), account: "1"}, 60);
    expect(at("2025-01-02", -50, 44)).toEqual({closed: [{pnl: 200, minutes: Number.NaN}], opened: 0}); // when bought is not known
    expect(at("2025-01-03", -100, 9)).toEqual({closed: [{pnl: -100, minutes: Number.NaN}], opened: 0}); // 200 are left, at 10 each
    expect(at("2025-01-06", -100, 9)).toEqual({closed: [], opened: 100}); // the other 100 expired on Friday
  });
});

describe("behaviourByDay", () => {
  it("adds up by hand", () => {
    const days = behaviourByDay([
      fill("2025-01-02", 600, 10, 100), // opens, nothing closed before
      fill("2025-01-02", 610, -10, 99), // a loss after 10 minutes
      fill("2025-01-02", 625, 20, 99), // opens 15 minutes after the loss: soon
      fill("2025-01-02", 655, -20, 101), // a gain after 30 minutes
      fill("2025-01-02", 660, 5, 100, "Y"), // opens after a gain, 50 minutes after the loss: not soon
      fill("2025-01-03", 600, -5, 90, "Y"), // a loss held over night: 23 hours
      fill("2025-01-03", Number.NaN, 1, 100), // opens; without a time
    ]);
    const first = days.get("2025-01-02")!;
    expect(first).toMatchObject({
      gain_trips: 1,
      loss_trips: 1,
      gain_timed: 1,
      loss_timed: 1,
      gain_minutes: 30,
      loss_minutes: 10,
      opens: 3,
      opens_soon_after_loss: 1,
      opens_after_loss: 1,
      opens_after_gain: 1,
      value_after_loss: 1980,
      value_after_gain: 500,
    });
    const [x, y] = [1000 + 990 + 1980 + 2020, 500];
    expect(first.symbol_herfindahl).toBeCloseTo((x ** 2 + y ** 2) / (x + y) ** 2, 12);
    const shares = [4 / 5, 1 / 5]; // hours 10 and 11
    expect(first.hour_entropy).toBeCloseTo(-shares.reduce((s, p) => s + p * Math.log(p), 0) / Math.log(24), 12);
    expect(days.get("2025-01-03")).toMatchObject({loss_trips: 1, loss_minutes: 1380, opens: 1, opens_after_loss: 1});
  });

  it("does not let later days change earlier ones", () => {
    const fills = [fill("2025-01-02", 600, 10, 100), fill("2025-01-03", 600, -10, 99), fill("2025-01-06", 1, 1, 1)];
    for (const end of [1, 2]) {
      const [whole, part] = [behaviourByDay(fills), behaviourByDay(fills.slice(0, end))];
      for (const [date, day] of part) expect(whole.get(date)).toEqual(day);
    }
  });
});

describe("fills.csv", () => {
  const daily = "account,date,net\nA,2025-01-02,1\nA,2025-01-03,1\nA,2025-01-06,1\n";

  it("gives behaviour by trader and day, in the order of time whatever that of the file", () => {
    const desk = readFiles({
      "daily.csv": daily,
      "fills.csv": [
        "account,time,symbol,side,quantity,price",
        "A,2025-01-02 10:10,X,SELL,10,99",
        "A,2025-01-02 10:00,X,Buy,10,100",
        "A,2025-01-06 3:00 PM,X,buy,1,100",
        "A,2025-01-06 15:05,X,??,1,100",
      ].join("\n"),
    });
    const column = (name: string) => [...(desk.daily.columns[name] as Float64Array)];
    expect(column("loss_trips")).toEqual([1, 0, 0]);
    expect(column("loss_minutes")).toEqual([10, 0, 0]);
    expect(column("opens")).toEqual([1, 0, 1]);
    expect(column("fills")).toEqual([2, 0, 2]);
    expect(column("symbol_herfindahl")).toEqual([1, Number.NaN, 1]);
    expect(desk.quality.abilities.find((a) => a.what === "Use single fills")!.why).toBe(
      "fills.csv, added up by trader and day: fills and traded_value; round trips first in, first out (without 1 fill whose side is not understood: write buy or sell).",
    );
    expect(asides(desk)).toEqual([]);
  });

  it("says what it cannot give without sides, signs or times", () => {
    const desk = readFiles({"daily.csv": daily, "fills.csv": "account,date,quantity,price\nA,2025-01-02,1,1\n"});
    for (const name of ["gain_trips", "hour_entropy", "symbol_herfindahl"])
      expect(name in desk.daily.columns).toBe(false);
    expect(desk.quality.abilities.find((a) => a.what === "Use single fills")!.why).toBe(
      "fills.csv, added up by trader and day: fills and traded_value; no round trips, since neither a side nor a sign of the quantity says what was bought and what sold; no holding times, since the fills have no time of day.",
    );
    const signed = readFiles({
      "daily.csv": daily,
      "fills.csv": "account,date,quantity,price\nA,2025-01-02,1,1\nA,2025-01-03,-1,2\n",
    });
    expect([...(signed.daily.columns.gain_trips as Float64Array)]).toEqual([0, 1, Number.NaN]);
    expect([...(signed.daily.columns.gain_timed as Float64Array)]).toEqual([0, 0, Number.NaN]);
  });
});

it("reads sides and times as written", () => {
  expect(["BUY", "b", "sell short", "S", "cover"].map((side) => signedQuantity(-2, side, false))).toEqual([
    2, 2, -2, -2, 2,
  ]);
  expect([signedQuantity(-2, "", true), signedQuantity(2, "", false), signedQuantity(2, "x", true)]).toEqual([
    -2,
    Number.NaN,
    Number.NaN,
  ]);
  const times = ["2025-01-02T09:30:30Z", "2025-01-02 12:05 AM", "2025-01-02 12:05 PM", "2025-01-02 23:59:59-05:00"];
  expect(times.map(minutesOfDay)).toEqual([570.5, 5, 725, 1439 + 59 / 60]);
  expect(["2025-01-02", "2025-01-02 00:00:00", "x"].map(minutesOfDay)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
});

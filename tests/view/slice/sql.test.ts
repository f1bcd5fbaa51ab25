import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {type Random, stream, table} from "../../../src/lib/numeric/index.ts";
import {encodeTable} from "../../../src/lib/pipeline/arrow.ts";
import {
  curveQuery,
  impactQuery,
  isoWeekday,
  openSlice,
  rowsQuery,
  type SliceConnection,
  type SliceEngine,
  type SliceRow,
  type SliceState,
  wholeTable,
} from "../../../src/lib/view/slice/index.ts";
import {connectInNode} from "./duckdb-node.ts";

interface Row extends SliceRow {
  readonly signal: string;
}

// Names that sort by bytes, and that would end a statement if they were pasted into one.
const TRADERS = ["T02", "T10", "Zoë", "a,b", "x'); DROP TABLE slice; --", "ä"];
const DATES = ["2024-12-27", "2024-12-30", "2024-12-31", "2025-01-02", "2025-01-03", "2025-01-06", "2025-01-11"];
const ORIGIN = {simulated: true, description: "a random table for a test"};

/** Random rows: gaps, missing values, zero P&L, cuts, raises and rows left alone. */
function randomRows(random: Random): Row[] {
  const rows: Row[] = [];
  for (const signal of ["forest", "loss's odds"])
    for (const date of DATES)
      for (const trader of TRADERS) {
        if (random.uniform() < 0.15) continue;
        const value = random.uniform() < 0.1 ? null : (Math.round(random.normal() * 20) + 0) / 10; // + 0: no −0
        const multiplier = value === null ? 1 : [0, 0.5, 1, 1, 1.2][random.integer(5)];
        const net = random.uniform() < 0.2 ? 0 : random.normal() * 1000;
        const weekday = isoWeekday(date);
        rows.push({
          signal,
          trader,
          date,
          weekday,
          fold: 1 + random.integer(3),
          value,
          multiplier,
          net,
          policy: multiplier * net,
        });
      }
  return rows;
}

function publish(rows: readonly Row[]): Uint8Array {
  const numbers = (of: (row: Row) => number) => Float64Array.from(rows, of);
  const integers = (of: (row: Row) => number) => Int32Array.from(rows, of);
  return encodeTable(
    table({
      account: rows.map((r) => r.trader),
      date: rows.map((r) => r.date),
      day: integers((r) => 3 + DATES.indexOf(r.date)), // out-of-sample days do not start at 0
      weekday: integers((r) => r.weekday),
      signal: rows.map((r) => r.signal),
      fold: integers((r) => r.fold),
      value: numbers((r) => r.value ?? Number.NaN),
      multiplier: numbers((r) => r.multiplier),
      net: numbers((r) => r.net),
    }),
    ORIGIN,
  );
}

function randomState(random: Random): SliceState {
  const some = <T>(items: readonly T[]) => (random.uniform() < 0.5 ? [] : items.filter(() => random.uniform() < 0.5));
  const maybe = <T>(value: T) => (random.uniform() < 0.6 ? null : value);
  const dates = ["2024-12-28", "2024-12-31", "2025-01-05", "2025-01-06", "2026-01-01"];
  return {
    signal: ["forest", "loss's odds"][random.integer(2)],
    traders: some(TRADERS),
    from: maybe(dates[random.integer(4)]),
    to: maybe(dates[random.integer(5)]),
    weekdays: some([1, 2, 4, 5, 6]),
    min: maybe(Math.round(random.normal() * 10) / 10),
    max: maybe(Math.round(random.normal() * 20) / 10),
    changed: (["all", "all", "yes", "no"] as const)[random.integer(4)],
  };
}

// ---- the literal oracle: METHODS.md section 2, row by row ----

function select(rows: readonly Row[], s: SliceState): Row[] {
  return rows.filter(
    (r) =>
      r.signal === s.signal &&
      (s.traders.length === 0 || s.traders.includes(r.trader)) &&
      (s.from === null || r.date >= s.from) &&
      (s.to === null || r.date <= s.to) &&
      (s.weekdays.length === 0 || s.weekdays.includes(r.weekday)) &&
      (s.min === null || (r.value !== null && r.value >= s.min)) &&
      (s.max === null || (r.value !== null && r.value <= s.max)) &&
      (s.changed === "all" || (r.multiplier !== 1) === (s.changed === "yes")),
  );
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function impact(rows: readonly Row[]) {
  const means = new Map(
    TRADERS.map((trader) => {
      const m = rows.filter((r) => r.trader === trader).map((r) => r.multiplier);
      return [trader, sum(m) / m.length];
    }),
  );
  const live = rows.filter((r) => r.net !== 0);
  const tried = live.filter((r) => r.multiplier !== 1);
  // A random row of the slice: its chance to lose, for each cut; to gain, for each raise.
  const lossShare = live.filter((r) => r.net < 0).length / live.length;
  return {
    rows: rows.length,
    changed: rows.filter((r) => r.multiplier !== 1).length,
    meanMultiplier: rows.length === 0 ? null : sum(rows.map((r) => r.multiplier)) / rows.length,
    actual: sum(rows.map((r) => r.net)),
    policy: sum(rows.map((r) => r.multiplier * r.net)),
    delta: sum(rows.map((r) => (r.multiplier - 1) * r.net)),
    derisking: sum(rows.map((r) => (means.get(r.trader)! - 1) * r.net)),
    timing: sum(rows.map((r) => (r.multiplier - means.get(r.trader)!) * r.net)),
    hitRate: tried.length === 0 ? null : tried.filter((r) => (r.multiplier - 1) * r.net > 0).length / tried.length,
    chance:
      tried.length === 0 ? null : sum(tried.map((r) => (r.multiplier < 1 ? lossShare : 1 - lossShare))) / tried.length,
  };
}

function expectClose(found: object, wanted: object) {
  expect(Object.keys(found).sort()).toEqual(Object.keys(wanted).sort());
  for (const [key, value] of Object.entries(wanted)) {
    const got = (found as Record<string, unknown>)[key];
    if (typeof value === "number" && typeof got === "number") expect(Math.abs(got - value), key).toBeLessThan(1e-8);
    else expect(got, key).toBe(value);
  }
}

describe("slices of a random table", () => {
  const random = stream(11, "slice table");
  const rows = randomRows(random);
  let connection: SliceConnection;
  let engine: SliceEngine;
  beforeAll(async () => {
    connection = await connectInNode();
    engine = await openSlice(connection, publish(rows), "loss's odds");
  });
  afterAll(() => connection.close());

  it("reads from the table what can be chosen, in byte order", () => {
    const {traders, days, weekdays, signals, levels, primary} = engine.domain;
    expect(traders).toEqual(["T02", "T10", "Zoë", "a,b", "x'); DROP TABLE slice; --", "ä"]);
    expect(days.map((d) => d.date)).toEqual(DATES);
    expect(days.map((d) => d.day)).toEqual([3, 4, 5, 6, 7, 8, 9]);
    expect(weekdays).toEqual([1, 2, 4, 5, 6]);
    expect(primary).toBe("loss's odds");
    const values = rows.flatMap((r) => (r.value === null ? [] : [r.value]));
    expect([...levels]).toEqual([...new Set(values)].sort((a, b) => a - b));
    for (const {name, low, high} of signals) {
      const own = rows.flatMap((r) => (r.signal === name && r.value !== null ? [r.value] : []));
      expect([low, high]).toEqual([Math.min(...own), Math.max(...own)]);
    }
  });

  it("gives what the definitions give, for 120 random slices, in total and per trader", async () => {
    let empty = 0;
    for (let k = 0; k < 120; k++) {
      const state = k === 0 ? wholeTable(engine.domain) : randomState(random);
      const chosen = select(rows, state);
      if (chosen.length === 0) empty++;
      const {total, traders, curve} = await engine.slice(state);
      expectClose(total, {...impact(chosen), days: new Set(chosen.map((r) => r.date)).size});
      const present = TRADERS.filter((trader) => chosen.some((r) => r.trader === trader));
      expect(traders.map((t) => t.trader)).toEqual(present);
      for (const {trader, ...own} of traders) expectClose(own, impact(chosen.filter((r) => r.trader === trader)));
      const dates = DATES.filter((date) => chosen.some((r) => r.date === date));
      expect(Array.from(curve.day)).toEqual(dates.map((date) => 3 + DATES.indexOf(date)));
      for (const [i, date] of dates.entries()) {
        const until = chosen.filter((r) => r.date <= date);
        expect(curve.actual[i]).toBeCloseTo(sum(until.map((r) => r.net)), 8);
        expect(curve.policy[i]).toBeCloseTo(sum(until.map((r) => r.policy)), 8);
      }
    }
    expect(empty).toBeGreaterThan(0);
    expect(empty).toBeLessThan(70);
  });

  it("downloads exactly the rows of the slice, by trader and day, every digit kept", async () => {
    for (let k = 0; k < 20; k++) {
      const state = randomState(random);
      const found: SliceRow[] = [];
      for await (const part of engine.rows(state)) found.push(...part);
      const wanted = select(rows, state).map(({signal: _, ...row}) => row);
      wanted.sort((a, b) => TRADERS.indexOf(a.trader) - TRADERS.indexOf(b.trader) || (a.date < b.date ? -1 : 1));
      expect(found).toEqual(wanted);
    }
  });

  it("pastes no value: statements are as few as the filters, whatever is chosen", () => {
    const texts = new Set<string>();
    for (let k = 0; k < 2000; k++) {
      const state = randomState(random);
      for (const query of [impactQuery, curveQuery, rowsQuery]) {
        const {sql, values} = query(state, engine.domain);
        texts.add(sql);
        const read = new Set([...sql.matchAll(/getvariable\('(\w+)'\)/g)].map((match) => match[1]));
        expect([...read].sort()).toEqual(Object.keys(values).sort());
        expect(sql).not.toMatch(/Zoë|DROP|odds|2024|2025/);
      }
    }
    expect(texts.size).toBeLessThanOrEqual(3 * 48);
  });

  it("does not slice a model that is not there", async () => {
    await expect(engine.slice({...wholeTable(engine.domain), signal: "' OR 1=1"})).rejects.toThrow(/unknown model/);
  });

  it("can reach nothing outside once the table stands", async () => {
    await expect(connection.run("SELECT * FROM read_csv('/etc/hostname')")).rejects.toThrow(/disabled/);
    await expect(connection.run("SET enable_external_access = true")).rejects.toThrow(/locked|Cannot/);
  });
});

describe("a table that is not as it should be", () => {
  it("is refused, and says which column and what to do", async () => {
    const connection = await connectInNode();
    const arrow = encodeTable(table({account: ["T1"], day: Int32Array.of(1)}), ORIGIN);
    await expect(openSlice(connection, arrow, "m")).rejects.toThrow(/"date" is absent; it should be VARCHAR/);
    await connection.close();
  });

  it("is refused where it is empty", async () => {
    const connection = await connectInNode();
    await expect(openSlice(connection, publish([]), "m")).rejects.toThrow(/no rows/);
    await connection.close();
  });
});

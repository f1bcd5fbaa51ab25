import type {SliceDomain, SliceState} from "./state.ts";

/**
 * A constant statement and the values of the variables that it reads. A connection sets each variable with the prepared
 * statement of that name in `SET_VARIABLE` before it runs the statement.
 *
 * Why variables rather than question marks: DuckDB plans a prepared statement before it knows the values, and then compares
 * every row. A variable is a constant when the plan is made: blocks of rows that cannot match are skipped, and the rest is
 * filtered while it is read. That halves the time of a slice of a million rows.
 */
export interface Query {
  readonly sql: string;
  readonly values: Readonly<Partial<Record<Variable, string | number>>>;
}

export type Variable = keyof typeof SET_VARIABLE;

export const SET_VARIABLE = {
  signal: "SET VARIABLE signal = ?",
  first_day: "SET VARIABLE first_day = ?",
  last_day: "SET VARIABLE last_day = ?",
  weekdays: "SET VARIABLE weekdays = ?",
  first_level: "SET VARIABLE first_level = ?",
  last_level: "SET VARIABLE last_level = ?",
  traders: "SET VARIABLE traders = ?",
} as const;

/**
 * Impact of the slice, in total (account null, first) and per trader: the definitions of METHODS.md section 2 over the
 * rows of the slice. policy = Σ m·Y; delta = policy − actual; derisking = Σᵢ (m̄ᵢ − 1)·Σₜ Y and timing = Σ (m − m̄ᵢ)·Y
 * with m̄ᵢ the mean multiplier of trader i over the slice. hitRate: of the rows that the policy changed and whose P&L is
 * not zero, the share where (m − 1)·Y > 0; chance: the share that as many cuts and raises would hit on rows drawn at
 * random from those shown whose P&L is not zero. NULL where there is no such row.
 *
 * Traders are chosen after grouping, as they are part of the key: it costs nothing there.
 */
export function impactQuery(state: SliceState, domain: SliceDomain): Query {
  const {rows, traders} = filters(state, domain);
  const [before, after] = [conjunction(rows), conjunction(traders)];
  return {
    sql: `WITH cells AS (
  SELECT cell, count(*)::DOUBLE AS n, sum(multiplier) AS m, sum(net) AS net, sum(policy) AS policy
  FROM slice ${before.sql} GROUP BY cell
), signs AS (
  SELECT cell // 9 AS account, (cell // 3 % 3)::INT - 1 AS move, (cell % 3)::INT - 1 AS outcome, n, m, net, policy
  FROM cells
), traders AS (
  SELECT account, sum(n) AS rows, sum(m) AS m, sum(net) AS actual, sum(policy) AS policy,
    (sum(m) / sum(n) - 1) * sum(net) AS derisking,
    sum(policy) - sum(m) / sum(n) * sum(net) AS timing,
    sum(CASE WHEN move <> 0 THEN n ELSE 0 END) AS changed,
    sum(CASE WHEN move * outcome > 0 THEN n ELSE 0 END) AS hits,
    sum(CASE WHEN move < 0 AND outcome <> 0 THEN n ELSE 0 END) AS cuts,
    sum(CASE WHEN move > 0 AND outcome <> 0 THEN n ELSE 0 END) AS raises,
    sum(CASE WHEN outcome < 0 THEN n ELSE 0 END) AS losses,
    sum(CASE WHEN outcome > 0 THEN n ELSE 0 END) AS gains
  FROM signs ${after.sql} GROUP BY account
), levels AS (
  SELECT account, sum(rows) AS rows, sum(m) AS m, sum(actual) AS actual, sum(policy) AS policy,
    sum(derisking) AS derisking, sum(timing) AS timing, sum(changed) AS changed, sum(hits) AS hits,
    sum(cuts) AS cuts, sum(raises) AS raises, sum(losses) AS losses, sum(gains) AS gains
  FROM traders GROUP BY ROLLUP (account)
)
SELECT account::INT AS account, coalesce(rows, 0) AS rows, coalesce(changed, 0) AS changed, m / rows AS meanMultiplier,
  coalesce(actual, 0) AS actual, coalesce(policy, 0) AS policy, coalesce(policy - actual, 0) AS delta,
  coalesce(derisking, 0) AS derisking, coalesce(timing, 0) AS timing,
  CASE WHEN cuts + raises > 0 THEN hits / (cuts + raises) END AS hitRate,
  CASE WHEN cuts + raises > 0
    THEN (cuts * losses + raises * gains) / ((cuts + raises) * (losses + gains)) END AS chance
FROM levels ORDER BY account NULLS FIRST`,
    values: {...before.values, ...after.values},
  };
}

/** Cumulative P&L of the slice by day, as it was and under the policy; one row for each day of the slice, ascending. */
export function curveQuery(state: SliceState, domain: SliceDomain): Query {
  const {sql, values} = every(state, domain);
  return {
    sql: `SELECT day, sum(net) OVER (ORDER BY day) AS actual, sum(policy) OVER (ORDER BY day) AS policy
FROM (SELECT day, sum(net) AS net, sum(policy) AS policy FROM slice ${sql} GROUP BY day) ORDER BY day`,
    values,
  };
}

/** The rows of the slice, by trader and day: codes where the table has codes, fold, multiplier and P&L. */
export function rowsQuery(state: SliceState, domain: SliceDomain): Query {
  const {sql, values} = every(state, domain);
  return {
    sql: `SELECT account::INT AS account, day, fold, level, multiplier, net, policy
FROM slice ${sql} ORDER BY account, day`,
    values,
  };
}

/**
 * The conditions of a slice, each a constant text that is there or not: there are 2⁵ statements of a kind at most, whatever
 * is chosen. Lists are one text of 0 and 1, or the bits of one number.
 */
function filters(state: SliceState, domain: SliceDomain): Record<"rows" | "traders", Query[]> {
  const signal = domain.signals.findIndex(({name}) => name === state.signal);
  if (signal < 0) throw new RangeError(`unknown model; not in the table: ${state.signal}`);
  const rows: Query[] = [{sql: "signal = getvariable('signal')::UTINYINT", values: {signal}}];
  if (state.from !== null || state.to !== null) {
    const [first_day, last_day] = dayRange(state, domain);
    rows.push({
      sql: "day BETWEEN getvariable('first_day')::INT AND getvariable('last_day')::INT",
      values: {first_day, last_day},
    });
  }
  if (state.weekdays.length > 0) {
    const weekdays = state.weekdays.reduce((sum, day) => sum + (1 << day), 0);
    rows.push({sql: "(weekday & getvariable('weekdays')::UTINYINT) <> 0", values: {weekdays}});
  }
  if (state.min !== null || state.max !== null) {
    const [first_level, last_level] = levelRange(state, domain.levels);
    rows.push({
      sql: "level BETWEEN getvariable('first_level')::INT AND getvariable('last_level')::INT",
      values: {first_level, last_level},
    });
  }
  if (state.changed === "yes") rows.push({sql: "multiplier <> 1", values: {}});
  if (state.changed === "no") rows.push({sql: "multiplier = 1", values: {}});
  const chosen = new Set(state.traders);
  const traders = domain.traders.map((trader) => (chosen.has(trader) ? "1" : "0")).join("");
  return {
    rows,
    traders:
      chosen.size === 0 ? [] : [{sql: "get_bit(getvariable('traders')::BIT, account::INT) = 1", values: {traders}}],
  };
}

function every(state: SliceState, domain: SliceDomain): Query {
  const {rows, traders} = filters(state, domain);
  return conjunction([...rows, ...traders]);
}

function conjunction(clauses: readonly Query[]): Query {
  if (clauses.length === 0) return {sql: "", values: {}};
  const values = Object.assign({}, ...clauses.map((clause) => clause.values)) as Query["values"];
  return {sql: `WHERE ${clauses.map((clause) => clause.sql).join(" AND ")}`, values};
}

/** First and last day code of a range of dates; the first is above the last where the range holds no day. */
function dayRange({from, to}: SliceState, {days}: SliceDomain): [number, number] {
  const inside = days.filter(({date}) => (from === null || date >= from) && (to === null || date <= to));
  return inside.length === 0 ? [1, 0] : [inside[0].day, inside[inside.length - 1].day];
}

/** First and last code of the values within [min, max]; the first is above the last where there is none. */
function levelRange({min, max}: SliceState, levels: Float64Array): [number, number] {
  const first = min === null ? 0 : countBelow(levels, (value) => value < min);
  const last = max === null ? levels.length : countBelow(levels, (value) => value <= max);
  return [first, last - 1];
}

/** How many of the ascending values satisfy `below`, by bisection. */
function countBelow(values: Float64Array, below: (value: number) => boolean): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (below(values[middle])) low = middle + 1;
    else high = middle;
  }
  return low;
}

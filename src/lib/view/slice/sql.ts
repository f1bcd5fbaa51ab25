import type {SliceDomain, SliceState} from "./state.ts";

/** A statement and the values bound to its question marks, in order. */
export interface Query {
  readonly sql: string;
  readonly params: readonly (string | number)[];
}

/**
 * Impact of the slice, in total (account null, first) and per trader: the definitions of METHODS.md section 2 over the
 * rows of the slice. policy = Σ m·Y; delta = policy − actual; derisking = Σᵢ (m̄ᵢ − 1)·Σₜ Y and timing = Σ (m − m̄ᵢ)·Y
 * with m̄ᵢ the mean multiplier of trader i over the slice. hitRate: of the rows that the policy changed and whose P&L is
 * not zero, the share where (m − 1)·Y > 0; chance: the share that as many cuts and raises would hit on rows drawn at
 * random from those shown whose P&L is not zero. NULL where there is no such row.
 *
 * Traders and changed rows are chosen after grouping, by whose keys they are, which costs nothing there.
 */
export function impactQuery(state: SliceState, domain: SliceDomain): Query {
  const {rows, traders, changed} = filters(state, domain);
  const before = conjunction(rows);
  const after = conjunction([...traders, ...changed]);
  return {
    sql: `WITH cells AS (
  SELECT account, move, outcome, count(*)::DOUBLE AS n, sum(multiplier) AS m, sum(net) AS net, sum(policy) AS policy
  FROM slice ${before.sql} GROUP BY account, move, outcome
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
  FROM cells ${after.sql} GROUP BY account
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
    params: [...before.params, ...after.params],
  };
}

/** Cumulative P&L of the slice by day, as it was and under the policy; one row for each day of the slice, ascending. */
export function curveQuery(state: SliceState, domain: SliceDomain): Query {
  const {sql, params} = every(state, domain);
  return {
    sql: `SELECT day, sum(net) OVER (ORDER BY day) AS actual, sum(policy) OVER (ORDER BY day) AS policy
FROM (SELECT day, sum(net) AS net, sum(policy) AS policy FROM slice ${sql} GROUP BY day) ORDER BY day`,
    params,
  };
}

/** The rows of the slice, by trader and day: codes where the table has codes, fold, multiplier and P&L. */
export function rowsQuery(state: SliceState, domain: SliceDomain): Query {
  const {sql, params} = every(state, domain);
  return {
    sql: `SELECT account::INT AS account, day, fold, level, multiplier, net, policy
FROM slice ${sql} ORDER BY account, day`,
    params,
  };
}

/** A constant condition and the values bound in it. */
interface Clause {
  readonly sql: string;
  readonly params: readonly (string | number)[];
}

/**
 * The conditions of a slice, each a constant text that is there or not, with every value bound: there are 2⁵ statements
 * of a kind at most, whatever is chosen. Lists are bound as one text of 0 and 1, or as the bits of one number.
 */
function filters(state: SliceState, domain: SliceDomain): Record<"rows" | "traders" | "changed", Clause[]> {
  const signal = domain.signals.findIndex(({name}) => name === state.signal);
  if (signal < 0) throw new RangeError(`unknown model; not in the table: ${state.signal}`);
  const rows: Clause[] = [{sql: "signal = ?", params: [signal]}];
  if (state.from !== null || state.to !== null)
    rows.push({sql: "day BETWEEN ? AND ?", params: dayRange(state, domain)});
  if (state.weekdays.length > 0) {
    const bits = state.weekdays.reduce((sum, day) => sum + (1 << day), 0);
    rows.push({sql: "(weekday & ?::UTINYINT) <> 0", params: [bits]});
  }
  if (state.min !== null || state.max !== null)
    rows.push({sql: "level BETWEEN ? AND ?", params: levelRange(state, domain.levels)});
  const chosen = new Set(state.traders);
  const mask = domain.traders.map((trader) => (chosen.has(trader) ? "1" : "0")).join("");
  return {
    rows,
    traders: chosen.size === 0 ? [] : [{sql: "get_bit(?::BIT, account) = 1", params: [mask]}],
    changed: state.changed === "all" ? [] : [{sql: state.changed === "yes" ? "move <> 0" : "move = 0", params: []}],
  };
}

function every(state: SliceState, domain: SliceDomain): Clause {
  const {rows, traders, changed} = filters(state, domain);
  return conjunction([...rows, ...changed, ...traders]);
}

function conjunction(clauses: readonly Clause[]): Clause {
  if (clauses.length === 0) return {sql: "", params: []};
  return {sql: `WHERE ${clauses.map((clause) => clause.sql).join(" AND ")}`, params: clauses.flatMap((c) => c.params)};
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

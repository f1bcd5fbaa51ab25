import {type Table, table} from "../numeric/index.ts";
import {checkPolicyRows, orderByTrader, type PolicyRows} from "./panel.ts";

/**
 * The accounting of `impactOf` day by day: each day's sum over traders of Y, m·Y, (m̄ᵢ − 1)·Y and (m − m̄ᵢ)·Y.
 * @param days ISO dates that `day` indexes.
 * @returns one row a day that has rows, ascending: day Int32, date text, then Float64 actual, policy, delta, derisking,
 * timing and the running sum of each (cumulative_actual …); the last running sums are the total's figures up to rounding.
 */
export function dailyImpact(rows: PolicyRows, days: readonly string[]): Table {
  checkPolicyRows(rows);
  const {order, traders, start} = orderByTrader(rows);
  const present = Int32Array.from(new Set(rows.day)).sort();
  const at = new Map(Array.from(present, (d, t) => [d, t]));
  const column = () => new Float64Array(present.length);
  const daily = {actual: column(), policy: column(), delta: column(), derisking: column(), timing: column()};
  for (let k = 0; k < traders.length; k++) {
    const mine = order.subarray(start[k], start[k + 1]);
    let exposure = 0;
    for (const i of mine) exposure += rows.multiplier[i];
    const mean = exposure / mine.length;
    for (const i of mine) {
      const t = at.get(rows.day[i])!;
      const y = rows.net[i];
      const m = rows.multiplier[i];
      daily.actual[t] += y;
      daily.policy[t] += m * y;
      daily.delta[t] += (m - 1) * y;
      daily.derisking[t] += (mean - 1) * y;
      daily.timing[t] += (m - mean) * y;
    }
  }
  const date = Array.from(present, (d) => days[d]);
  return table({
    day: present,
    date,
    ...daily,
    cumulative_actual: runningSum(daily.actual),
    cumulative_policy: runningSum(daily.policy),
    cumulative_delta: runningSum(daily.delta),
    cumulative_derisking: runningSum(daily.derisking),
    cumulative_timing: runningSum(daily.timing),
  });
}

function runningSum(values: Float64Array): Float64Array {
  let sum = 0;
  return values.map((v) => {
    sum += v;
    return sum;
  });
}

import {table as columns, op} from "arquero";
import {orderByTrader, type PolicyRows} from "./panel.ts";

/** One calendar month of a policy's accounting, all traders; P&L in study currency. */
export interface MonthImpact {
  /** "2025-03" */
  readonly month: string;
  readonly rows: number;
  readonly changed: number;
  readonly actual: number;
  readonly policy: number;
  readonly delta: number;
  readonly derisking: number;
  readonly timing: number;
}

/**
 * The accounting of `impactOf` month by month: mean multipliers are those of the whole period, so that each column adds up
 * to the total's figure.
 * @param days ISO dates that `day` indexes.
 * @returns months that have rows, ascending.
 */
export function impactByMonth(rows: PolicyRows, days: readonly string[]): MonthImpact[] {
  const {order, traders, start} = orderByTrader(rows); // fixes the order of the sums
  const mean = new Float64Array(order.length);
  for (let k = 0; k < traders.length; k++) {
    let exposure = 0;
    for (let j = start[k]; j < start[k + 1]; j++) exposure += rows.multiplier[order[j]];
    mean.fill(exposure / (start[k + 1] - start[k]), start[k], start[k + 1]);
  }
  const pick = (values: Float64Array) => Float64Array.from(order, (i) => values[i]);
  return columns({
    month: Array.from(order, (i) => days[rows.day[i]].slice(0, 7)),
    y: pick(rows.net),
    m: pick(rows.multiplier),
    mean,
  })
    .groupby("month")
    .rollup({
      rows: op.count(),
      changed: "sum(d.m !== 1 ? 1 : 0)",
      actual: op.sum("y"),
      policy: "sum(d.m * d.y)",
      delta: "sum((d.m - 1) * d.y)",
      derisking: "sum((d.mean - 1) * d.y)",
      timing: "sum((d.m - d.mean) * d.y)",
    })
    .orderby("month")
    .objects() as MonthImpact[];
}

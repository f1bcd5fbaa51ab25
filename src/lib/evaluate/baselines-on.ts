import {float64, int32, type Table} from "../numeric/index.ts";
import {naiveBaselines} from "./baselines.ts";
import type {BaselineValues, SignalRows} from "./skill.ts";
import type {Signal} from "./types.ts";

/**
 * Naive rules on a signal's rows. Rules about net learn from every earlier day of the desk, also from days before the
 * signal began: a naive rule could have; of several days, they say as many times what they say of one. The share of an event
 * is known on the signal's own rows only.
 * @param daily trader, day, net: one row a trader and day.
 */
export function baselinesOn({
  signal,
  rows,
  daily,
}: {
  readonly signal: Signal;
  readonly rows: SignalRows;
  readonly daily: Table;
}): BaselineValues[] {
  if (signal.kind === "probability")
    return naiveBaselines({
      signal,
      rows,
      target: rows.outcome ?? rows.net.map((y) => (y < 0 ? 1 : y >= 0 ? 0 : Number.NaN)),
    });
  const all = {trader: int32(daily, "trader"), day: int32(daily, "day")};
  const width = all.day.reduce((last, d) => Math.max(last, d), -1) + 1;
  const at = new Map(Array.from(all.trader, (t, i) => [t * width + all.day[i], i]));
  const times = signal.target?.kind === "net" ? signal.target.horizon : 1;
  const row = Array.from(rows.trader, (t, i) => at.get(t * width + rows.day[i]) ?? -1);
  return naiveBaselines({signal, rows: all, target: float64(daily, "net")}).map((baseline) => ({
    ...baseline,
    values: Float64Array.from(row, (i) => (i < 0 ? Number.NaN : times * baseline.values[i])),
  }));
}

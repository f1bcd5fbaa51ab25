import type {Desk} from "../../ingest/index.ts";
import {float64, int32, normalQuantile} from "../../numeric/index.ts";

/** A desk's P&L by trader and day, and its ranks as normal scores: what a twin's dependence is measured on. */
export interface TwinPanel {
  readonly traders: number;
  readonly days: number;
  /** Rows of trader i: start[i] to start[i + 1] − 1. */
  readonly start: Int32Array;
  readonly day: Int32Array;
  readonly net: Float64Array;
  /** 1 where the row has P&L; a row of 0 is a day without trades, and stays one in the twin. */
  readonly active: Uint8Array;
  /** Multiplier really applied, 1 where none is stated. */
  readonly multiplier: Float64Array;
  /** One series a trader, one entry a day: normal scores of its active rows' net among themselves, NaN elsewhere. */
  readonly scores: readonly Float64Array[];
}

export function twinPanel({accounts, days, daily, interventions}: Desk): TwinPanel {
  const [trader, day, net] = [int32(daily, "trader"), int32(daily, "day"), float64(daily, "net")];
  const start = new Int32Array(accounts.length + 1);
  for (const i of trader) start[i + 1]++;
  for (let i = 0; i < accounts.length; i++) start[i + 1] += start[i];
  const multiplier = new Float64Array(daily.rows).fill(1);
  if (interventions !== null) {
    const stated = new Map<number, number>();
    const [who, when, factor] = [
      int32(interventions, "trader"),
      int32(interventions, "day"),
      float64(interventions, "multiplier"),
    ];
    for (let k = 0; k < interventions.rows; k++) stated.set(who[k] * days.length + when[k], factor[k]);
    for (let r = 0; r < daily.rows; r++) multiplier[r] = stated.get(trader[r] * days.length + day[r]) ?? 1;
  }
  const active = Uint8Array.from(net, (x) => (x === 0 ? 0 : 1));
  const scores = accounts.map((_, i) => {
    const out = new Float64Array(days.length).fill(Number.NaN);
    const rows = Int32Array.from({length: start[i + 1] - start[i]}, (_, k) => start[i] + k).filter(
      (r) => active[r] === 1,
    );
    rows.sort((a, b) => net[a] - net[b] || a - b);
    rows.forEach((r, k) => {
      out[day[r]] = normalQuantile((k + 0.5) / rows.length);
    });
    return out;
  });
  return {traders: accounts.length, days: days.length, start, day, net, active, multiplier, scores};
}

import {quantileSorted} from "simple-statistics";
import type {Signal} from "../../evaluate/types.ts";
import {float64, type Table, text} from "../../numeric/index.ts";

/** One tenth of the rows of a signal; see charts/deciles.ts. */
export interface Decile {
  readonly decile: number;
  readonly n: number;
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * Net P&L by tenths of a signal's out-of-sample rows, best first (lowest badness; see Signal.kind). Description, not
 * inference: `lower` and `upper` are the quartiles of the rows. Ties are ordered by row, so that tenths are equal in size.
 */
export function decileRows(predictions: Table, signal: Pick<Signal, "name" | "kind">): Decile[] {
  const names = text(predictions, "signal");
  const value = float64(predictions, "value");
  const net = float64(predictions, "net");
  const sign = signal.kind === "probability" ? 1 : -1;
  const rows: number[] = [];
  for (let i = 0; i < predictions.rows; i++)
    if (names[i] === signal.name && !Number.isNaN(value[i]) && !Number.isNaN(net[i])) rows.push(i);
  rows.sort((a, b) => sign * (value[a] - value[b]) || a - b);
  const tenths = Math.min(10, rows.length);
  return Array.from({length: tenths}, (_, k) => {
    const slice = rows.slice(Math.floor((k * rows.length) / tenths), Math.floor(((k + 1) * rows.length) / tenths));
    const nets = slice.map((i) => net[i]).sort((a, b) => a - b);
    return {
      decile: k + 1,
      n: nets.length,
      mean: round(nets.reduce((sum, v) => sum + v, 0) / nets.length),
      lower: round(quantileSorted(nets, 0.25)),
      upper: round(quantileSorted(nets, 0.75)),
    };
  });
}

const round = (value: number) => Math.round(value * 100) / 100 + 0;

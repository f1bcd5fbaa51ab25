import {float64, int32, spearman, type Table} from "../numeric/index.ts";
import type {FeatureCard} from "./feature.ts";
import {type Psi, psi} from "./psi.ts";

export interface FeatureStability {
  readonly name: string;
  /** One a period: distribution against the first period's (which has none), and relation with the target. */
  readonly periods: readonly {
    readonly from: number;
    readonly to: number;
    readonly rows: number;
    readonly psi: Psi | null;
    /** Spearman's correlation with the day's net in units of volatility; NaN where there is too little. */
    readonly correlation: number;
  }[];
  /** Share of periods (of those with a correlation) whose sign is that of most; NaN without any. 0.5 is a coin. */
  readonly sameSign: number;
  /** Periods whose distribution is not that of the first, at the level of `psi`. */
  readonly drifted: number;
}

export interface FeatureStabilityOptions {
  /** trader, day, net and features. */
  readonly panel: Table;
  /** Of the features wanted: look-back and what they read set how many independent values a period has. */
  readonly features: readonly Pick<FeatureCard, "name" | "lookBack" | "reads">[];
  /** The trader's volatility before each row: see `pastScale`. */
  readonly scale: Float64Array;
  /** Periods of equal numbers of days. Default 4. */
  readonly periods?: number;
}

/**
 * How each feature and its relation with the target hold over time. For the threshold of PSI, a period's independent values
 * are its rows (days, for a feature that is the same for all traders) over the look-back: windows that overlap say the same.
 */
export function featureStability({panel, features, scale, periods = 4}: FeatureStabilityOptions): FeatureStability[] {
  if (!(Number.isInteger(periods) && periods >= 2)) throw new RangeError(`invalid periods; not 2 or more: ${periods}`);
  const [day, net] = [int32(panel, "day"), float64(panel, "net")];
  const last = day.reduce((most, d) => Math.max(most, d), -1);
  const edges = Array.from({length: periods + 1}, (_, k) => Math.floor((k * (last + 1)) / periods));
  const rowsOf = edges.slice(1).map((to, k) => rowsWhere(day, edges[k], to));
  const targets = rowsOf.map((rows) => Float64Array.from(rows, (r) => net[r] / scale[r]));
  return features.map(({name, lookBack, reads}) => {
    const column = float64(panel, name);
    const values = rowsOf.map((rows) => Float64Array.from(rows, (r) => column[r]));
    const ofDay = reads.every((c) => c !== "desk.rank" && (c.startsWith("market.") || c.startsWith("desk.")));
    const effective = rowsOf.map((rows) => {
      const units = ofDay ? new Set(Array.from(rows, (r) => day[r])).size : rows.length;
      return Math.max(1, units / Math.max(1, lookBack));
    });
    const list = rowsOf.map((rows, k) => ({
      from: edges[k],
      to: edges[k + 1] - 1,
      rows: rows.length,
      psi: k === 0 ? null : psi(values[0], values[k], {effective: [effective[0], effective[k]]}),
      correlation: spearman(values[k], targets[k]),
    }));
    const signs = list.map((p) => Math.sign(p.correlation)).filter((s) => !Number.isNaN(s));
    const positive = signs.filter((s) => s > 0).length;
    const negative = signs.filter((s) => s < 0).length;
    return {
      name,
      periods: list,
      sameSign: signs.length === 0 ? Number.NaN : Math.max(positive, negative) / signs.length,
      drifted: list.filter((p) => p.psi?.drifted === true).length,
    };
  });
}

function rowsWhere(day: Int32Array, from: number, to: number): Int32Array {
  const rows: number[] = [];
  for (let r = 0; r < day.length; r++) if (day[r] >= from && day[r] < to) rows.push(r);
  return Int32Array.from(rows);
}

import type {TouchedPanel} from "./touched-panel.ts";

/** Daily series, one value a day of the panel, whose dependence across days decides how long blocks must be. */
export interface DailyContributions {
  /** Σᵢ (m − 1)·Y: sums to delta. */
  readonly delta: Float64Array;
  /** Σᵢ (m − m̄ᵢ)(Y − Ȳᵢ): sums to timing. */
  readonly timing: Float64Array;
  /** Σᵢ (m − m̄ᵢ): how the policy's exposure wanders. */
  readonly exposure: Float64Array;
  /** Σᵢ (Y − Ȳᵢ) over the traders touched. */
  readonly net: Float64Array;
}

export function dailyContributions({days, traders, start, at, net, change}: TouchedPanel): DailyContributions {
  const result = {
    delta: new Float64Array(days),
    timing: new Float64Array(days),
    exposure: new Float64Array(days),
    net: new Float64Array(days),
  };
  for (let k = 0; k < traders.length; k++) {
    const n = start[k + 1] - start[k];
    let sumOfNet = 0;
    let sumOfChange = 0;
    for (let r = start[k]; r < start[k + 1]; r++) {
      sumOfNet += net[r];
      sumOfChange += change[r];
    }
    for (let r = start[k]; r < start[k + 1]; r++) {
      const y = net[r] - sumOfNet / n;
      const u = change[r] - sumOfChange / n;
      result.delta[at[r]] += change[r] * net[r];
      result.timing[at[r]] += u * y;
      result.exposure[at[r]] += u;
      result.net[at[r]] += y;
    }
  }
  return result;
}

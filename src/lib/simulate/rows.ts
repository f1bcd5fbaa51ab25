/**
 * A simulated desk's trader-days: one entry a row in every column, by trader then day. What a desk would have on file, and
 * what only the simulator knows.
 */
export interface SimulatedRows {
  readonly count: number;
  /** Rows of trader i: start[i] to start[i + 1] − 1. */
  readonly start: Int32Array;
  readonly trader: Int32Array;
  readonly day: Int32Array;
  readonly net: Float64Array;
  readonly gross: Float64Array;
  readonly fees: Float64Array;
  /** Round trips. */
  readonly trades: Float64Array;
  /** Shares bought and sold. */
  readonly volume: Float64Array;
  /** The desk model's score, recorded the evening before; whether it recommends a limit; whether one was really applied. */
  readonly score: Float64Array;
  readonly recommended: Uint8Array;
  readonly limited: Uint8Array;
  /** P(limited | past), and given the hidden trouble too. */
  readonly propensity: Float64Array;
  readonly propensityGivenHidden: Float64Array;
  /** Hidden trouble of the day: 1 or −1. */
  readonly hidden: Int8Array;
  /** The potential outcomes: net without and with a limit, the others' limits as they were; `net` is one of them. */
  readonly netFree: Float64Array;
  readonly netLimited: Float64Array;
  /** E[netLimited − netFree | past, hidden trouble]: the effect of a limit on the row, its luck apart. */
  readonly effect: Float64Array;
  /** E[net | past] and E[netFree | past, hidden trouble], the past with the trader's state and yesterday's regime. */
  readonly expected: Float64Array;
  readonly expectedFree: Float64Array;
  /** What the limits of the others added to the row, its luck apart. */
  readonly spilled: Float64Array;
  readonly skill: Float64Array;
  /** Multiplier of the day's risk by mood. */
  readonly size: Float64Array;
}

/** Empty columns for the rows that are present. */
export function emptyRows(present: readonly Uint8Array[]): SimulatedRows {
  const start = new Int32Array(present.length + 1);
  present.forEach((days, i) => {
    let rows = 0;
    for (const here of days) rows += here;
    start[i + 1] = start[i] + rows;
  });
  const count = start[present.length];
  const number = () => new Float64Array(count);
  const rows: SimulatedRows = {
    ...{count, start, trader: new Int32Array(count), day: new Int32Array(count)},
    ...{net: number(), gross: number(), fees: number(), trades: number(), volume: number()},
    ...{score: number(), recommended: new Uint8Array(count), limited: new Uint8Array(count)},
    ...{propensity: number(), propensityGivenHidden: number(), hidden: new Int8Array(count)},
    ...{netFree: number(), netLimited: number(), effect: number(), expected: number(), expectedFree: number()},
    ...{spilled: number(), skill: number(), size: number()},
  };
  present.forEach((days, i) => {
    let row = start[i];
    for (let t = 0; t < days.length; t++) {
      if (days[t] === 0) continue;
      rows.trader[row] = i;
      rows.day[row++] = t;
    }
  });
  return rows;
}

/** One row a trader and day, in any order. */
export interface Rows {
  readonly trader: Int32Array;
  readonly day: Int32Array;
}

/** Running state that forecasts a row from what it was told of earlier days. */
interface Rule {
  readonly forecast: (trader: number) => number;
  readonly learn: (trader: number, value: number) => void;
}

/** Walks through the days: forecasts every row of a day, then learns from them. NaN values teach nothing. */
function walk({trader, day}: Rows, values: Float64Array, {forecast, learn}: Rule): Float64Array {
  const order = Uint32Array.from(day.keys()).sort((a, b) => day[a] - day[b] || trader[a] - trader[b]);
  const forecasts = new Float64Array(values.length);
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && day[order[end]] === day[order[start]]) end++;
    for (let k = start; k < end; k++) forecasts[order[k]] = forecast(trader[order[k]]);
    for (let k = start; k < end; k++) if (!Number.isNaN(values[order[k]])) learn(trader[order[k]], values[order[k]]);
  }
  return forecasts;
}

const tradersOf = ({trader}: Rows) => trader.reduce((last, t) => Math.max(last, t), -1) + 1;

/** Mean of the values of strictly earlier days: of all traders, or of the row's own; NaN before there is one. */
export function pastMean(rows: Rows, values: Float64Array, of: "desk" | "trader"): Float64Array {
  const slot = of === "desk" ? () => 0 : (trader: number) => trader;
  const size = of === "desk" ? 1 : tradersOf(rows);
  const sum = new Float64Array(size);
  const count = new Int32Array(size);
  return walk(rows, values, {
    forecast: (trader) => sum[slot(trader)] / count[slot(trader)],
    learn(trader, value) {
      sum[slot(trader)] += value;
      count[slot(trader)]++;
    },
  });
}

/** The trader's latest value of an earlier day; NaN before there is one. */
export function pastLast(rows: Rows, values: Float64Array): Float64Array {
  const last = new Float64Array(tradersOf(rows)).fill(Number.NaN);
  return walk(rows, values, {
    forecast: (trader) => last[trader],
    learn(trader, value) {
      last[trader] = value;
    },
  });
}

/** Sample standard deviation of the trader's earlier values (Welford 1962); NaN where there are fewer than `least`. */
export function pastSpread(rows: Rows, values: Float64Array, least: number): Float64Array {
  const mean = new Float64Array(tradersOf(rows));
  const squares = new Float64Array(mean.length);
  const count = new Int32Array(mean.length);
  return walk(rows, values, {
    forecast: (i) => (count[i] < Math.max(least, 2) ? Number.NaN : Math.sqrt(squares[i] / (count[i] - 1))),
    learn(i, value) {
      count[i]++;
      const before = value - mean[i];
      mean[i] += before / count[i];
      squares[i] += before * (value - mean[i]);
    },
  });
}

/** Quantile (Hyndman and Fan 1996, type 7) of the trader's earlier values; NaN where there are fewer than `least`. */
export function pastQuantile(rows: Rows, values: Float64Array, level: number, least: number): Float64Array {
  const sorted: number[][] = Array.from({length: tradersOf(rows)}, () => []);
  return walk(rows, values, {
    forecast(trader) {
      const own = sorted[trader];
      if (own.length < Math.max(least, 1)) return Number.NaN;
      const at = level * (own.length - 1);
      const low = Math.floor(at);
      return own[low] + (at - low) * (own[Math.min(low + 1, own.length - 1)] - own[low]);
    },
    learn(trader, value) {
      const own = sorted[trader];
      let low = 0;
      let high = own.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (own[middle] < value) low = middle + 1;
        else high = middle;
      }
      own.splice(low, 0, value);
    },
  });
}

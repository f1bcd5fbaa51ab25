import type {Desk} from "../../ingest/index.ts";
import {addPair, autocorrelations, correlation, hillIndex, ksCritical, ksDistance, momentsOf, pairs} from "../facts.ts";
import {type TwinPanel, twinPanel} from "./panel.ts";

/** How alike a desk and its twin are. P&L is in units of the trader's standard deviation in the original, idle days apart. */
export interface Likeness {
  readonly measures: readonly LikenessMeasure[];
  /** One a trader with P&L: Kolmogorov-Smirnov distance of the two, and the one that chance exceeds in 5 % (independent rows). */
  readonly ks: readonly {readonly trader: number; readonly distance: number; readonly critical: number}[];
  /** Share of traders whose distance exceeds it. */
  readonly ksExceeded: number;
}

export interface LikenessMeasure {
  /** "kurtosis", "acf.1", "hill.lower" … */
  readonly id: string;
  readonly label: string;
  /** NaN where there is too little to say. */
  readonly original: number;
  readonly twin: number;
}

const LAGS = 5;

/** Compares moments, quantiles, tail indices, autocorrelations of P&L and its size, correlation across traders, and limits. */
export function likenessOf(original: Desk, twin: Desk): Likeness {
  const [a, b] = [twinPanel(original), twinPanel(twin)];
  const spread = Array.from({length: a.traders}, (_, i) => momentsOf(activeNet(a, i)).sd || 1);
  const [x, y] = [a, b].map((panel) => summarise(panel, spread));
  const ks = spread.flatMap((_, trader) => {
    const [p, q] = [activeNet(a, trader), activeNet(b, trader)];
    if (p.length === 0 || q.length === 0) return [];
    return [{trader, distance: ksDistance(p, q), critical: ksCritical(p.length, q.length)}];
  });
  return {
    measures: x.map(({id, label, value}, k) => ({id, label, original: value, twin: y[k].value})),
    ks,
    ksExceeded: ks.filter(({distance, critical}) => distance > critical).length / ks.length,
  };
}

function summarise(panel: TwinPanel, spread: readonly number[]): {id: string; label: string; value: number}[] {
  const series = spread.map((sd, i) => standardised(panel, i, sd));
  const all = Float64Array.from(series.flatMap((s) => Array.from(s).filter((z) => !Number.isNaN(z))));
  const {mean, sd, skewness, kurtosis} = momentsOf(all);
  const sorted = all.slice().sort();
  const quantile = (p: number) => sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))];
  const acf = autocorrelations(series, LAGS);
  const size = autocorrelations(
    series.map((s) => s.map(Math.abs)),
    LAGS,
  );
  const lags = (values: Float64Array, id: string, of: string) =>
    Array.from(values, (value, k) => ({id: `${id}.${k + 1}`, label: `Autocorrelation of ${of}, lag ${k + 1}`, value}));
  return [
    {id: "mean", label: "Mean", value: mean},
    {id: "sd", label: "Standard deviation", value: sd},
    {id: "skewness", label: "Skewness", value: skewness},
    {id: "kurtosis", label: "Kurtosis", value: kurtosis},
    {id: "quantile.1", label: "1 % quantile", value: quantile(0.01)},
    {id: "quantile.99", label: "99 % quantile", value: quantile(0.99)},
    {id: "hill.lower", label: "Tail index of losses (Hill)", value: hillIndex(all.map((z) => -z))},
    {id: "hill.upper", label: "Tail index of gains (Hill)", value: hillIndex(all)},
    ...lags(acf, "acf", "P&L"),
    ...lags(size, "acf-size", "the size of P&L"),
    {id: "cross", label: "Mean correlation between traders", value: meanCorrelation(series)},
    ...limits(panel),
  ];
}

/** Share of rows with P&L that were limited, after a loss and after a gain. */
function limits({traders, start, net, active, multiplier}: TwinPanel): {id: string; label: string; value: number}[] {
  const [loss, gain] = [
    {n: 0, limited: 0},
    {n: 0, limited: 0},
  ];
  for (let i = 0; i < traders; i++)
    for (let r = start[i] + 1; r < start[i + 1]; r++) {
      if (active[r] === 0 || net[r - 1] === 0) continue;
      const group = net[r - 1] < 0 ? loss : gain;
      group.n++;
      group.limited += multiplier[r] < 1 ? 1 : 0;
    }
  return [
    {id: "limited.loss", label: "Share limited after a loss", value: loss.limited / loss.n},
    {id: "limited.gain", label: "Share limited after a gain", value: gain.limited / gain.n},
  ];
}

function activeNet({start, net, active}: TwinPanel, i: number): Float64Array {
  return net.subarray(start[i], start[i + 1]).filter((_, k) => active[start[i] + k] === 1);
}

function standardised({start, day, net, active, days}: TwinPanel, i: number, sd: number): Float64Array {
  const out = new Float64Array(days).fill(Number.NaN);
  for (let r = start[i]; r < start[i + 1]; r++) if (active[r] === 1) out[day[r]] = net[r] / sd;
  return out;
}

/** Mean over pairs of traders with at least 20 days in common. */
function meanCorrelation(series: readonly Float64Array[]): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < series.length; i++)
    for (let j = 0; j < i; j++) {
      const p = pairs();
      for (let t = 0; t < series[i].length; t++)
        if (!Number.isNaN(series[i][t]) && !Number.isNaN(series[j][t])) addPair(p, series[i][t], series[j][t]);
      const r = p.n < 20 ? Number.NaN : correlation(p);
      if (Number.isNaN(r)) continue;
      sum += r;
      count++;
    }
  return count === 0 ? Number.NaN : sum / count;
}

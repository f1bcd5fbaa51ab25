import type {Desk} from "../../ingest/index.ts";
import {type Autoregression, autoregressions} from "./autoregression.ts";
import {type Clustering, clusteringOf, mixtureTable} from "./clustering.ts";
import {type ConditionalMean, conditionalMean} from "./conditional-mean.ts";
import {correlationRoot, crossCorrelations} from "./cross-correlation.ts";
import {type Marginal, marginalOf} from "./marginal.ts";
import {type TwinPanel, twinPanel} from "./panel.ts";
import {type TreatmentRule, treatmentRule} from "./treatment-rule.ts";

/** All that twins of a desk are drawn from. Fit once, draw often. */
export interface TwinModel {
  readonly desk: Desk;
  readonly panel: TwinPanel;
  /** A trader's typical P&L: mean |net| of active rows · √(π/2), a normal's standard deviation. */
  readonly scale: Float64Array;
  readonly marginals: readonly Marginal[];
  readonly autoregressions: readonly Autoregression[];
  readonly root: readonly Float64Array[];
  readonly clustering: Clustering;
  readonly table: Float64Array;
  readonly conditional: readonly ConditionalMean[];
  readonly rule: TreatmentRule;
  /** The first day, one a trader, on which it can be limited: 0, or the day of its first limit on record. */
  readonly limitedFrom: Int32Array;
}

export interface FitTwinOptions {
  /**
   * Traders come under limits in the twin when they did: nobody is limited before the day of its first limit on record, and who was
   * never limited never is. The rule is then fitted to the days after. Default false: the rule holds from the first day.
   */
  readonly keepFirstLimits?: boolean;
}

/** Fewer rows with P&L than this, and a trader takes the shape of the whole desk, in its own scale. */
const ENOUGH = 20;

/**
 * Fits what a twin keeps: each trader's distribution of P&L (of rows without a limit where there are enough), autocorrelation,
 * volatility clusters, correlation across traders, and who is limited when.
 * @throws RangeError if the desk has fewer than 20 rows with P&L.
 */
export function fitTwin(desk: Desk, {keepFirstLimits = false}: FitTwinOptions = {}): TwinModel {
  const panel = twinPanel(desk);
  const limitedFrom = keepFirstLimits ? firstLimits(panel) : new Int32Array(panel.traders);
  const scale = scalesOf(panel);
  const whole: number[] = [];
  for (let i = 0; i < panel.traders; i++)
    for (let r = panel.start[i]; r < panel.start[i + 1]; r++)
      if (panel.active[r] === 1) whole.push(panel.net[r] / scale[i]);
  if (whole.length < ENOUGH)
    throw new RangeError(
      `invalid desk; fewer than ${ENOUGH} rows with P&L, a twin has nothing to resemble: ${whole.length}`,
    );
  const pooled = Float64Array.from(whole);
  const marginals = Array.from({length: panel.traders}, (_, i) => {
    const own = (limited: boolean) =>
      panel.net
        .subarray(panel.start[i], panel.start[i + 1])
        .filter((_x, k) => isKept(panel, panel.start[i] + k, limited));
    const free = own(false);
    const values = free.length >= ENOUGH ? free : own(true);
    return marginalOf(values.length >= ENOUGH ? values : pooled.map((x) => x * scale[i]));
  });
  const clustering = clusteringOf(panel.scores);
  const table = mixtureTable(clustering.variance);
  const ar = autoregressions(panel.scores);
  return {
    ...{desk, panel, scale, marginals, clustering, table, autoregressions: ar},
    root: correlationRoot(crossCorrelations(panel.scores).correlations),
    conditional: marginals.map((marginal, i) => conditionalMean(marginal, ar[i], clustering, table)),
    rule: treatmentRule(panel, scale, limitedFrom),
    limitedFrom,
  };
}

/** Day of each trader's first limit; past the last day for one never limited. */
function firstLimits({traders, start, day, multiplier, days}: TwinPanel): Int32Array {
  return Int32Array.from({length: traders}, (_, i) => {
    for (let r = start[i]; r < start[i + 1]; r++) if (multiplier[r] < 1) return day[r];
    return days;
  });
}

function isKept({active, multiplier}: TwinPanel, row: number, limited: boolean): boolean {
  return active[row] === 1 && (limited || multiplier[row] === 1);
}

function scalesOf({traders, start, net, active}: TwinPanel): Float64Array {
  const scale = new Float64Array(traders);
  let [all, rows] = [0, 0];
  for (let i = 0; i < traders; i++) {
    let [sum, n] = [0, 0];
    for (let r = start[i]; r < start[i + 1]; r++) {
      sum += Math.abs(net[r]);
      n += active[r];
    }
    all += sum;
    rows += n;
    scale[i] = n === 0 ? 0 : (sum / n) * Math.sqrt(Math.PI / 2);
  }
  const typical = rows === 0 ? 1 : (all / rows) * Math.sqrt(Math.PI / 2);
  return scale.map((s) => (s > 0 ? s : typical));
}

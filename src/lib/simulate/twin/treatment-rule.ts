import {solvePositiveDefinite} from "../../numeric/index.ts";
import {clamp, logistic, logit} from "../draws.ts";
import type {TwinPanel} from "./panel.ts";

/** Log odds of a limit: a trader's own level, and what the past adds. */
export interface TreatmentRule {
  /** "fitted" to the desk's own interventions, or "assumed" where it has none. */
  readonly source: "fitted" | "assumed";
  /** One a trader. */
  readonly level: Float64Array;
  /** Per `TERMS`. */
  readonly slopes: Float64Array;
  /** Multipliers below 1 that were stated, for draws; [0.5] where there are none. */
  readonly multipliers: Float64Array;
}

/** What log odds depend on: loss and gain of the last row, mean of the last five, whether the last row was limited. */
export const TERMS = ["loss yesterday", "gain yesterday", "mean of five", "limited yesterday"] as const;
const ASSUMED = {share: 0.12, loss: 0.8};
/** Ridge penalty: on traders' levels around the common one, and on the slopes. */
const PENALTY = 1;

/** What has happened to a trader so far: the values of `TERMS`, and the last five rows they come from. */
export interface TreatmentPast {
  readonly terms: Float64Array;
  readonly recent: number[];
}

export function noPast(): TreatmentPast {
  return {terms: new Float64Array(TERMS.length), recent: []};
}

/** Adds a row to the past. @param net in the trader's own scale. */
export function addToPast({terms, recent}: TreatmentPast, net: number, limited: boolean): void {
  recent.push(net);
  if (recent.length > 5) recent.shift();
  const last = clamp(net, 3);
  terms[0] = Math.max(0, -last);
  terms[1] = Math.max(0, last);
  let sum = 0;
  for (const x of recent) sum += x;
  terms[2] = clamp(sum / recent.length, 3);
  terms[3] = limited ? 1 : 0;
}

/** Log odds of a limit for trader i. */
export function oddsOf({level, slopes}: TreatmentRule, i: number, terms: Float64Array): number {
  let odds = level[i];
  for (let k = 0; k < slopes.length; k++) odds += slopes[k] * terms[k];
  return odds;
}

/**
 * Fits who was limited and when: a logistic regression on the past with a level a trader, ridge-penalised, by Newton's method.
 * Only rows with P&L count. A desk without interventions gets an assumed rule: 12 % of days, more after losses.
 * @param scale a trader's typical P&L, study currency.
 * @param limitedFrom day of the first limit, one a trader: rows up to it are not fitted to, since the first limit came on it by
 * definition and none could before. 0: all rows are.
 */
export function treatmentRule(panel: TwinPanel, scale: Float64Array, limitedFrom: Int32Array): TreatmentRule {
  const rows = pastRows(panel, scale, limitedFrom);
  const multipliers = panel.multiplier.filter((m) => m < 1);
  const treated = rows.reduce((sum, row) => sum + row.limited, 0);
  if (treated === 0 || treated === rows.length)
    return {
      source: "assumed",
      level: new Float64Array(panel.traders).fill(logit(ASSUMED.share) - 0.4 * ASSUMED.loss),
      slopes: Float64Array.of(ASSUMED.loss, 0, 0, 0),
      multipliers: Float64Array.of(0.5),
    };
  const p = TERMS.length;
  const size = p + 1 + panel.traders;
  const beta = new Float64Array(size);
  beta[p] = logit(treated / rows.length);
  for (let step = 0; step < 25; step++) {
    const hessian = Array.from({length: size}, (_, j) => {
      const row = new Float64Array(size);
      row[j] = j === p ? 1e-9 : PENALTY;
      return row;
    });
    const gradient = beta.map((b, j) => (j === p ? 0 : -PENALTY * b));
    for (const {trader, terms, limited} of rows) {
      let odds = beta[p] + beta[p + 1 + trader];
      for (let k = 0; k < p; k++) odds += beta[k] * terms[k];
      const probability = logistic(odds);
      const weight = probability * (1 - probability);
      const at = (k: number) => (k < p ? k : k === p ? p : p + 1 + trader);
      const x = (k: number) => (k < p ? terms[k] : 1);
      for (let j = 0; j < p + 2; j++) {
        gradient[at(j)] += (limited - probability) * x(j);
        for (let k = 0; k <= j; k++) hessian[at(j)][at(k)] += weight * x(j) * x(k);
      }
    }
    for (let j = 0; j < size; j++) for (let k = 0; k < j; k++) hessian[k][j] = hessian[j][k];
    const move = solvePositiveDefinite(hessian, gradient);
    let most = 0;
    for (let j = 0; j < size; j++) {
      beta[j] += clamp(move[j], 2);
      most = Math.max(most, Math.abs(move[j]));
    }
    if (most < 1e-8) break;
  }
  return {
    source: "fitted",
    level: Float64Array.from({length: panel.traders}, (_, i) => beta[p] + beta[p + 1 + i]),
    slopes: beta.slice(0, p),
    multipliers,
  };
}

interface PastRow {
  readonly trader: number;
  readonly terms: Float64Array;
  readonly limited: 0 | 1;
}

function pastRows(panel: TwinPanel, scale: Float64Array, limitedFrom: Int32Array): PastRow[] {
  const rows: PastRow[] = [];
  for (let i = 0; i < panel.traders; i++) {
    const past = noPast();
    for (let r = panel.start[i]; r < panel.start[i + 1]; r++) {
      const limited = panel.multiplier[r] < 1;
      const counts = limitedFrom[i] === 0 || panel.day[r] > limitedFrom[i];
      if (panel.active[r] === 1 && counts) rows.push({trader: i, terms: past.terms.slice(), limited: limited ? 1 : 0});
      addToPast(past, panel.net[r] / scale[i], limited);
    }
  }
  return rows;
}

import {float64, int32, type Table} from "../numeric/index.ts";

/** The sample that an effect is estimated on, and what it leaves out. */
export interface TreatmentSample {
  /** Rows of the panel, ascending. */
  readonly rows: Int32Array;
  /** 1 where the trader's exposure was really cut that day (multiplier < 1), else 0; one a row of the sample. */
  readonly treated: Float64Array;
  /** Panel rows left out because exposure was raised (multiplier > 1): neither treated nor normal. */
  readonly raised: number;
  /** Interventions on a trader and day without P&L: no row to learn from. */
  readonly unmatched: number;
}

/**
 * Matches interventions to the panel's trader-days. A trader-day without an intervention, or with multiplier 1, is normal.
 * @param panel trader, day (one row each), net and features. @param interventions trader, day, multiplier.
 */
export function treatmentSample(panel: Table, interventions: Table): TreatmentSample {
  const [trader, day] = [int32(panel, "trader"), int32(panel, "day")];
  const [byTrader, byDay] = [int32(interventions, "trader"), int32(interventions, "day")];
  const multiplier = float64(interventions, "multiplier");
  const set = new Map<string, number>();
  for (let k = 0; k < multiplier.length; k++) set.set(`${byTrader[k]},${byDay[k]}`, multiplier[k]);
  const rows: number[] = [];
  const treated: number[] = [];
  let raised = 0;
  let matched = 0;
  for (let i = 0; i < trader.length; i++) {
    const m = set.get(`${trader[i]},${day[i]}`);
    if (m !== undefined) matched++;
    if (m !== undefined && m > 1) raised++;
    else {
      rows.push(i);
      treated.push(m !== undefined && m < 1 ? 1 : 0);
    }
  }
  return {rows: Int32Array.from(rows), treated: Float64Array.from(treated), raised, unmatched: set.size - matched};
}

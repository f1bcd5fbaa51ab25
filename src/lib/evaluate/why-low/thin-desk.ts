import type {Desk} from "../../ingest/index.ts";
import {int32, type Table, table, take} from "../../numeric/index.ts";

/**
 * The desk with every k-th trader only, k the smallest that leaves at most `most` trader-days (or one trader): what can be
 * learnt of a large desk from a part of it, in a part of the time. Predictions made elsewhere are left out.
 */
export function thinDesk(desk: Desk, most: number): Desk {
  const every = Math.max(1, Math.ceil(desk.daily.rows / most));
  if (every === 1) return desk;
  const renumber = (t: Table): Table => {
    const trader = int32(t, "trader");
    const kept = take(
      t,
      Int32Array.from(trader.keys()).filter((i) => trader[i] % every === 0),
    );
    return table({...kept.columns, trader: int32(kept, "trader").map((i) => i / every)});
  };
  return {
    ...desk,
    accounts: desk.accounts.filter((_, i) => i % every === 0),
    daily: renumber(desk.daily),
    predictions: null,
    interventions: desk.interventions === null ? null : renumber(desk.interventions),
  };
}

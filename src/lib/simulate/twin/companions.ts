import type {Column} from "../../numeric/index.ts";
import type {TwinModel} from "./fit.ts";

/**
 * The other columns of a twin's rows (fees, trades, volume ...): a row takes those of the trader's original row whose net has the
 * same rank, so that they keep their relation to the day's P&L and to the trader; gross stays net plus the same costs. An idle
 * row keeps its own.
 */
export function companions({desk, panel}: TwinModel, net: Float64Array): Record<string, Column> {
  const source = Int32Array.from({length: net.length}, (_, r) => r);
  for (let i = 0; i < panel.traders; i++) {
    const rows = source.slice(panel.start[i], panel.start[i + 1]).filter((r) => panel.active[r] === 1);
    const byNet = (values: Float64Array) => rows.slice().sort((a, b) => values[a] - values[b] || a - b);
    const [original, twin] = [byNet(panel.net), byNet(net)];
    twin.forEach((r, k) => {
      source[r] = original[k];
    });
  }
  const out: Record<string, Column> = {};
  for (const [name, column] of Object.entries(desk.daily.columns)) {
    if (name === "trader" || name === "day" || name === "net" || !(column instanceof Float64Array)) continue;
    out[name] = Float64Array.from(source, (from, r) =>
      name === "gross" ? net[r] + (column[from] - panel.net[from]) : column[from],
    );
  }
  return out;
}

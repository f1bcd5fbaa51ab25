import {buildPanel, type FeatureNames} from "../../features/index.ts";
import type {Desk} from "../../ingest/desk.ts";
import type {Table} from "../../numeric/index.ts";
import {directDesk, type SimulateOptions, type Simulation, simulate, simulateDesk} from "../../simulate/index.ts";

/** A simulated desk of an exhibit, with everything that only the simulator knows. */
export interface ExhibitDesk {
  readonly simulation: Simulation;
  readonly desk: Desk;
  /** trader, day, net and features: what models are given. Rows as in `desk.daily` and `simulation.rows`. */
  readonly panel: Table;
  /** For a reader: which desk, how large, which seed. */
  readonly words: string;
}

/** What most exhibits' models are given: enough to see form, tilt and trend, which is all that these desks have. */
const fewFeatures = [
  ...["net_lag1", "net_mean_5", "net_mean_20", "net_ewma_10", "net_sd_20"],
  ...["loss_streak", "drawdown_60", "market_return_lag1"],
];

/**
 * Simulates one. Small: 20 traders and 250 days at most, so that the whole autopsy is rebuilt in seconds.
 * @param read whether it goes the way of files through the contract (the same tables, and a quality report): for a verdict.
 */
export function exhibitDesk(options: SimulateOptions, features: FeatureNames = fewFeatures, read = false): ExhibitDesk {
  const simulation = simulate(options);
  const desk = read ? simulateDesk(options) : directDesk(simulation);
  const {scenario, seed} = simulation;
  return {
    simulation,
    desk,
    panel: buildPanel(desk, features).panel,
    words: `${scenario.label}: ${desk.accounts.length} traders, ${desk.days.length} days, seed ${seed}`,
  };
}

/** Share of the variance of P&L on those rows that the past explains: Σ(E − mean E)² / Σ(net − mean)², E = E[net | past]. */
export function explainable(net: ArrayLike<number>, expected: ArrayLike<number>): number {
  const spread = (x: ArrayLike<number>) => {
    const values = Float64Array.from(x);
    const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
    return values.reduce((sum, v) => sum + (v - mean) * (v - mean), 0);
  };
  return spread(expected) / spread(net);
}

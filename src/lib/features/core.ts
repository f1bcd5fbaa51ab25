/** A small set that says most with little overlap: for short samples, and for learners that choose nothing themselves. */
export const coreFeatures: readonly string[] = [
  ...["net_lag1", "net_mean_5", "net_mean_20", "net_mean_60", "net_ewma_10", "net_sd_20", "downside_20", "win_rate_10"],
  ...["drawdown_60", "loss_streak", "big_loss_recent", "traded_share_10", "days_away", "trades_lag1"],
  ...["trades_vs_habit_20", "fees_share_5", "desk_mean_lag1", "desk_mean_5", "desk_winners_lag1", "rank_20"],
  ...["market_return_lag1", "market_vol_20", "monday", "friday", "month_end"],
];

/** Feature names, every feature there is ("all"), or the small set ("core"). */
export type FeatureNames = "all" | "core" | readonly string[];

/** Whether a feature is among those that were asked for. */
export function isWanted(name: string, names: FeatureNames): boolean {
  return names === "all" || (names === "core" ? coreFeatures : names).includes(name);
}

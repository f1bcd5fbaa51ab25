import type {Unit} from "../../../study/index.ts";

interface Metric {
  readonly label: string;
  readonly unit: Unit;
  readonly method: string;
}

/** What each metric of `skill.json` is called and how it was computed; a metric without an entry is an error (tested). */
export const metrics: Readonly<Record<string, Metric>> = {
  mae: {label: "Mean absolute error", unit: "currency/trader-day", method: "Mean of |net − prediction|."},
  rmse: {
    label: "Root mean squared error",
    unit: "currency/trader-day",
    method: "Root of the mean of (net − prediction)².",
  },
  r2: {
    label: "Out-of-sample R²",
    unit: "share",
    method:
      "1 − squared error of the prediction / squared error of the mean of earlier days (Campbell and Thompson 2008).",
  },
  hit_rate: {
    label: "Hit rate",
    unit: "share",
    method:
      "Share of rows whose sign was predicted; rows with zero P&L are left out, a prediction of exactly 0 is a miss.",
  },
  hit_rows: {label: "Rows of the hit rate", unit: "count", method: "Rows with nonzero P&L."},
  mean_hit_rate: {
    label: "Hit rate of the mean so far",
    unit: "share",
    method: "The same for the sign of the mean of earlier days, on the same rows.",
  },
  majority_share: {
    label: "Majority class",
    unit: "share",
    method: "What always guessing the more frequent sign would score on the same rows.",
  },
  spearman: {
    label: "Rank correlation",
    unit: "correlation",
    method: "Spearman's rank correlation of prediction and net.",
  },
  brier: {label: "Brier score", unit: "ratio", method: "Mean of (probability − outcome)² (Brier 1950)."},
  base_brier: {
    label: "Brier score of the base rate",
    unit: "ratio",
    method: "The same with the share of earlier days.",
  },
  log_loss: {
    label: "Logarithmic loss",
    unit: "ratio",
    method: "Mean of −log of the probability given to what happened.",
  },
  auc: {
    label: "Area under the ROC curve",
    unit: "share",
    method: "Chance that a day with the event was given a higher probability than one without (ties count half).",
  },
  base_rate: {label: "Share of days with the event", unit: "share", method: "Mean of the outcome on the same rows."},
  events: {label: "Days with the event", unit: "count", method: "Rows on which the outcome is 1."},
  pinball: {
    label: "Pinball loss",
    unit: "currency/trader-day",
    method: "Mean quantile loss (Koenker and Bassett 1978).",
  },
  coverage: {label: "Share of days below the quantile", unit: "share", method: "Rows with net below the prediction."},
  exceedances: {label: "Days below the quantile", unit: "count", method: "Rows with net below the prediction."},
  expected_exceedances: {
    label: "Days below that the level promises",
    unit: "ratio",
    method: "Level × rows.",
  },
  kupiec_statistic: {
    label: "Coverage test: likelihood ratio",
    unit: "statistic",
    method: "Chi-squared with 1 degree of freedom if the share below is the level (Kupiec 1995).",
  },
  kupiec_p: {
    label: "Coverage test",
    unit: "p-value",
    method: "Likelihood-ratio test that the share below the quantile is its level (Kupiec 1995).",
  },
};

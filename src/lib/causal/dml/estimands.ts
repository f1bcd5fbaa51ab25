/** What an estimator estimates, and what must be true for that: what an estimand card prints. */
export interface Estimand {
  readonly words: string;
  readonly symbols: string;
  /** Each with how it is judged; "not checkable": no data can show it. */
  readonly assumptions: readonly {readonly name: string; readonly judgedBy: string}[];
}

const unconfounded = {
  name: "No hidden common causes: the treatment is as good as random given the features",
  judgedBy: "not checkable; sensitivity analysis says how strong a hidden cause would have to be",
};
const overlap = {
  name: "Overlap: every row could have gone either way",
  judgedBy: "propensity histogram, effective sample size, share of rows clipped",
};
const variation = {
  name: "The features do not determine the treatment",
  judgedBy: "share of the treatment's variance that the features leave",
};
const interference = {
  name: "No interference: one row's treatment changes no other row's outcome",
  judgedBy: "not checkable",
};
const exclusion = {name: "Exclusion: the instrument acts through the treatment only", judgedBy: "not checkable"};
const instrument = {
  name: "The instrument is as good as random given the features",
  judgedBy: "not checkable; balance of the instrument",
};
const relevance = {
  name: "Relevance: the instrument moves the treatment",
  judgedBy: "first-stage F, share of compliers",
};
const monotone = {name: "Monotonicity: the instrument moves nobody the other way", judgedBy: "not checkable"};

/** Estimands of the estimators of this folder. */
export const estimands = {
  plr: {
    words:
      "Effect of one unit of treatment; where effects differ, rows count by the treatment's variance given the features",
    symbols: "θ = E[Cov(Y, D | X)] / E[Var(D | X)]",
    assumptions: [unconfounded, variation, interference],
  },
  ate: {
    words: "Mean effect of the treatment over all rows",
    symbols: "θ = E[Y(1) − Y(0)]",
    assumptions: [unconfounded, overlap, interference],
  },
  att: {
    words: "Mean effect of the treatment over the rows that were treated",
    symbols: "θ = E[Y(1) − Y(0) | D = 1]",
    assumptions: [unconfounded, overlap, interference],
  },
  atu: {
    words: "Mean effect that the treatment would have had on the rows that were not treated",
    symbols: "θ = E[Y(1) − Y(0) | D = 0]",
    assumptions: [unconfounded, overlap, interference],
  },
  group: {
    words: "Mean effect of the treatment within each group",
    symbols: "θ_g = E[Y(1) − Y(0) | G = g]",
    assumptions: [unconfounded, overlap, interference],
  },
  pliv: {
    words: "Effect of one unit of the treatment that the instrument moves",
    symbols: "θ = E[Cov(Y, Z | X)] / E[Cov(D, Z | X)]",
    assumptions: [instrument, exclusion, relevance, interference],
  },
  late: {
    words: "Mean effect over compliers: rows that are treated if and only if the instrument says so",
    symbols: "θ = E[Y(1) − Y(0) | D(1) > D(0)]",
    assumptions: [instrument, exclusion, relevance, monotone, interference],
  },
  levels: {
    words: "Mean outcome if all rows had one level of treatment, less that if all had another",
    symbols: "θ = E[Y(a)] − E[Y(b)]",
    assumptions: [unconfounded, overlap, interference],
  },
  dose: {
    words: "Mean outcome if all rows had the dose, smoothed over nearby doses",
    symbols: "θ(a) = E[Y(a)]",
    assumptions: [unconfounded, overlap, interference],
  },
} as const satisfies Readonly<Record<string, Estimand>>;

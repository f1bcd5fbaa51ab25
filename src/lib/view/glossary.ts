/** Words of the field that the pages use, each in one or two plain sentences. Shown where `<dfn data-term="…">` is met. */
export const glossary: Readonly<Record<string, string>> = {
  "net P&L": "What a trader made or lost on a day after fees, in the study's currency. P&L stands for profit and loss.",
  policy:
    "A rule that turns the model's prediction into how large a trader may trade that day: normal size, half, or not at all.",
  multiplier: "The share of normal size that the policy would have allowed: 1 is normal, 0.5 is half, 0 is no trading.",
  "de-risking":
    "The part of the effect that comes from trading less on average. Anyone could have had it by cutting every day by the same share.",
  timing:
    "The part of the effect that comes from cutting on the right days rather than on average. Only this is the model's own skill.",
  interval:
    "The range of values that the data cannot rule out at the stated level. A 95 % interval is made by a method whose ranges hold the true value 95 times in 100.",
  "p-value":
    "How often chance alone would give a result at least as strong as this one. Small values are hard to put down to luck.",
  "trader-day": "One trader on one trading day: one row of the data.",
  "trading day":
    "A date on which anyone on the desk has a daily row. Weekdays without any are listed on the Data page: a holiday, or missing.",
  gate: "A question with its threshold written down before the result was known. The verdict follows from the gates and from nothing else.",
  "pre-registration":
    "Writing down, before the data are in, which test decides and at what threshold. Here: the commit that last changed the study file, against the last day of the data.",
  "more days":
    "How many more days like these it would take to tell, if the effect and its spread stay as seen. Where the effect is near nothing, or points the other way, no number of days is enough.",
  "false deploy": "The verdict “deploy” on a desk where following the model truly does not help.",
  "gross P&L":
    "Everything won and everything lost, added up without its sign: how much was at play, whatever came out of it.",
  replay:
    "The assumption behind every policy figure: P&L scales with size, nobody reacts to being cut, and the market does not notice.",
  "walk-forward":
    "Train on the past, leave a gap, predict the days after it, then move on. No prediction is ever made for a day the model has seen.",
  fold: "One step of the walk-forward: its own training days, gap and test days.",
  gap: "Days left out between training and test, so that nothing in training overlaps what is tested.",
  "naive rule":
    "A prediction anyone could make without a model: zero, the average so far, yesterday's value, the trader's own average.",
  loss: "How wrong the predictions are on average. Lower is better; the kind of loss fits the kind of prediction.",
  bootstrap:
    "Redrawing whole blocks of days many times to see how much a result depends on which days happened to occur.",
  "circular shift":
    "Moving the policy's days along the calendar by a fixed number of days and starting over at the end. It keeps everything but the match between cut and day.",
  "Sharpe ratio":
    "The mean of a series of daily results over their standard deviation: how much was earned for how much it swung.",
  "deflated Sharpe ratio":
    "How likely it is that a Sharpe ratio is real, given that it is the best of as many as were tried: by luck alone, the best of many looks good.",
  "probability of backtest overfitting":
    "Of all ways to cut the days in two halves, how often the policy that is best on one half is below average on the other.",
  drawdown: "The largest fall of cumulative P&L from its highest point so far.",
  CVaR: "Conditional value at risk: the average P&L of the worst twentieth of days.",
  "value at risk": "A level that a day's P&L should fall below only rarely, for instance one day in twenty.",
  calibration: "Whether events predicted with a probability of ten per cent do happen about one time in ten.",
  feature: "A number computed from the past that the model is given to predict with.",
  "look-back": "How many trading days of the past a feature may see.",
  PSI: "Population stability index: how far a distribution has moved between two periods. Small samples differ by chance, so it counts only above a threshold that knows their size.",
  "selection stability":
    "How alike the features are that different folds choose: 1 if all choose the same, 0 if they agree no more than by chance.",
  leakage:
    "Anything from the future that reaches a prediction. It makes a model look better than it can ever be in use.",
  learner: "A method that learns a model from past rows: a regression, a forest of trees, boosting.",
  volatility:
    "How much a trader's daily P&L usually varies, measured on the days before. Models predict in this unit, so that large and small traders can be learnt from together; times the trader's own volatility it is money again.",
  hyperparameter:
    "A setting of a learner that is not learnt from the rows themselves, such as how strong a penalty is or how deep a tree may grow. Each that was tried counts as a trial.",
  tuning:
    "Trying several settings inside the training days, each on later days than it was fitted on, and keeping the best. The test days take no part.",
  "inner loss":
    "The loss on later blocks of the training days, by which settings are compared. Test days take no part.",
  weight: "What a linear model adds to its prediction when a feature is one standard deviation higher.",
  penalty:
    "A charge on large weights while fitting. A stronger one shrinks weights towards zero; it guards against taking noise for a pattern.",
  "decision tree":
    "A list of yes-or-no questions about the features, each chosen by the answer before, ending in a leaf that says a number.",
  "symmetric tree":
    "A decision tree that asks the same question at all places of one depth. CatBoost grows such trees.",
  contribution:
    "The part of one prediction that is due to one feature (its Shapley value): with the model's average they add up to the prediction exactly.",
  "log-odds":
    "The logarithm of a probability divided by the probability of the opposite. Zero is one half; contributions to a probability add up on this scale.",
  "permutation importance":
    "By how much the loss rises when one feature's values are shuffled among neighbouring days, so that it says nothing any more.",
  "accumulated local effect":
    "What happens to the prediction when a feature moves in small steps from low to high and everything else stays as it was on real days.",
  agreement:
    "Whether the models of different folds rank the features alike: 1 is the same order in every fold, 0 no more alike than by chance.",
  "conformal interval":
    "A range around a prediction, as wide as earlier errors show that it must be to hold the outcome as often as promised, whatever the model.",
  coverage:
    "The share of outcomes that fell inside their intervals. It should be close to the share that was promised.",
  estimand: "The exact quantity that is to be estimated, before asking how.",
  "set aside": "A row that could not be used. It is kept, listed with its reason, and never silently dropped.",
  hash: "A fingerprint of a file's bytes (SHA-256). If one bit changes, so does the fingerprint.",
  stage: "One step of the pipeline, with its own code, inputs and outputs, stored under a key.",
  artifact: "A file that a stage wrote: a table or a report.",
  finding: "One reported number, with its interval, its method and the artifact it was read from.",
  "loss saved":
    "How much smaller the loss is than that of the best naive rule, as a share of it. Below zero the rule was better.",
  "better by":
    "The metric less that of the best naive rule, turned so that above zero always means better. The rule is picked for each metric after the fact, which makes it the harder to beat.",
  "Diebold-Mariano": "A test of whether two predictions are equally wrong on average, with the day as the observation.",
  "Giacomini-White":
    "A test of whether anything known beforehand, here the last day's difference, tells which of two predictions will be the better one.",
  "Pesaran-Timmermann":
    "A test of whether ups and downs are foretold better than by predictions that have nothing to do with them but say “up” as often.",
  "model confidence set":
    "What is left when all that are clearly worse have been taken out, one after the other. It holds the best with a probability of nine in ten. A large set says that the data cannot tell.",
  "superior predictive ability":
    "Hansen's test (2005): of many that were tried, the best looks good by luck alone. How often would luck give a lead as large?",
  "reality check":
    "White's test (2000) of the same question. It is older and harder to pass: one very bad rival is enough to hide a good one.",
  "stepwise test":
    "A p-value for each prediction that counts how many were compared (StepM, Romano and Wolf 2005): whoever compares twenty finds one at 0.05 by luck.",
  bias: "How far a method is off on average, over many data sets. It is told in standard errors: one of half a standard error moves the interval by about a quarter of its half width.",
  "false positive": "An effect that is seen where there is none. A method at 95 % may do that 5 times in 100.",
  power: "How often a test would see a fault that is there. A test that passes says little where its power is low.",
  "R²": "The share of the variance of P&L, around its mean so far, that the predictions explain on days they had not seen. 0: no better than the mean; below 0: worse.",
  "attainable R²":
    "The R² of a forecaster who knows everything that had happened before and how the desk works. What is missing to a hundred per cent is luck that nobody could know.",
  "earned R²":
    "R² with the luck of the days taken out: what the predictions would reach on average on many such desks. It can be computed only where the truth is known.",
  "simulated twin":
    "A made-up desk with the same traders, days, distribution of P&L, autocorrelation and correlation as this one. Its truth is known, because it was made.",
  design:
    "A way of comparing that says what would have happened otherwise: like days without a limit, traders without limits, days just below the rule's cut-off.",
  "identifying assumption":
    "What has to be true for a comparison to show an effect. Some can be checked on the data, some cannot; each is listed with what the data say of it.",
  "double machine learning":
    "What is known beforehand predicts both the limit and the P&L, on blocks of days that the models have not seen; only what neither prediction explains is compared (Chernozhukov and others, 2018).",
  shrinkage:
    "Pulling each trader's own estimate towards the desk's mean, the more so the less the trader's own days tell. On average this is closer to the truth than the raw estimates.",
  "exponential weights":
    "A blend of predictions in which each counts the less, the more it has lost so far. It can never lose much more than the best of them, and does not need to know beforehand which that is.",
  donor:
    "A trader free of limits in a stretch of time, who helps to show what would have become of one who was limited.",
  placebo:
    "A pretended treatment where there was none. If placebos show gaps as large as the real one, the real one means little.",
  "Monte-Carlo error":
    "By how much a number that was found by drawing at random, a p-value or a share, would change if other draws had been made. It is none where every possible arrangement was listed.",
  "specification curve":
    "One estimate for every way in which the analysis could have been done otherwise, sorted by size (Simonsohn, Simmons and Nelson 2020). It shows whether a result hangs on a choice.",
  "influence function":
    "By how much each row moves an estimate. Where it is known, the days need not be redrawn and everything fitted again: weights on it do the same.",
  "gap ratio":
    "How many times larger the gap to the blend is after the first limit than before it. One means that nothing changed.",
  "known truth":
    "On a simulated desk the effect is known. It is worked out for just the trader-days and weights that the design uses.",
  "hidden cause":
    "Something that is not on record and moves both whether a trader is limited and how the day goes. It would pass for an effect of the limit, or hide one.",
  "partial R²":
    "The share of what all other features leave unexplained that this one explains. Of the limits: 0 says that it had no say in them, 1 that it decided them.",
  "robustness value":
    "How much a hidden cause would have to explain, of the limits and of the P&L alike, to take the effect to zero, or to make its interval hold zero (Cinelli and Hazlett 2020).",
  benchmark:
    "Something known that a hidden cause is held against: how strong would it have to be, counted in features that we have?",
  "hidden bias":
    "Γ, a bound on how unequal the chances of a limit could have been within a pair of like days: at 2, one of the two could have had twice the odds of the other (Rosenbaum 2002).",
  "E-value":
    "The ratio by which a hidden cause would have to go with the limits, and with losing days, to explain a ratio of losing days away (VanderWeele and Ding 2017).",
  cutoff: "The value of the prediction from which the policy acts.",
};

/** The definition of a term. @throws if it has none, so that no page can show a term without one. */
export function define(term: string): string {
  const text = glossary[term];
  if (text === undefined)
    throw new Error(
      `no definition of "${term}"; add it to src/lib/view/glossary.ts or use one of: ${Object.keys(glossary).join(", ")}`,
    );
  return text;
}

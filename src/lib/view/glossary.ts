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
  gate: "A question with its threshold written down before the result was known. The verdict follows from the gates and from nothing else.",
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
  estimand: "The exact quantity that is to be estimated, before asking how.",
  "set aside": "A row that could not be used. It is kept, listed with its reason, and never silently dropped.",
  hash: "A fingerprint of a file's bytes (SHA-256). If one bit changes, so does the fingerprint.",
  stage: "One step of the pipeline, with its own code, inputs and outputs, stored under a key.",
  artifact: "A file that a stage wrote: a table or a report.",
  finding: "One reported number, with its interval, its method and the artifact it was read from.",
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

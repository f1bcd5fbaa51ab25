import type {League} from "../../../evaluate/index.ts";
import type {FindingDraft} from "../../../study/index.ts";

/** Findings of one league: who may be the best, whether the best beats the naive rules, and how many were tried. */
export function leagueFindings(league: League): FindingDraft[] {
  const {id: name, entries, tests, n, days, benchmark, trials, fits} = league;
  const id = (key: string) => `league.${name}.${key}`;
  const artifact = "league.json";
  const byDay = {n: days, of: "days", artifact};
  const against = entries.find((e) => e.name === benchmark)!.label;
  const learners = entries.filter((e) => !e.naive);
  const few = tests === null ? "Too few days to compare." : undefined;
  const how =
    tests === null
      ? ""
      : ` ${tests.draws} stationary-bootstrap draws of days, mean block ${Number(tests.blockLength.toPrecision(3))} days.`;
  const count = (key: string, label: string, value: number, method: string): FindingDraft => ({
    id: id(key),
    label,
    value,
    unit: "count",
    n,
    of: "trader-days",
    artifact,
    method,
  });
  const pValue = (key: string, label: string, value: number | null, method: string): FindingDraft => ({
    ...byDay,
    id: id(key),
    label,
    value,
    unit: "p-value",
    method: method + how,
    note: few,
  });
  return [
    count("n", "Trader-days compared", n, "Rows on which every learner and every naive rule has a prediction."),
    count("learners", "Predictions compared", learners.length, "Signals that predict this, trained here or given."),
    count(
      "trials",
      "Settings tried",
      trials,
      `Settings tried inside training windows, over ${fits} fits; the test days did not choose among them.`,
    ),
    pValue(
      "superior.p",
      "Is any better than the best naive rule?",
      tests?.superior.consistent ?? null,
      `Hansen's (2005) test for superior predictive ability, studentised, consistent p-value, against "${against}", over ${learners.length} predictions and ${entries.length - learners.length - 1} other naive rules.`,
    ),
    pValue(
      "superior.lower",
      "The same, most lenient",
      tests?.superior.lower ?? null,
      "Hansen (2005), lower bound: entries that are worse are left out of the null.",
    ),
    pValue(
      "superior.upper",
      "The same, most severe",
      tests?.superior.upper ?? null,
      "Hansen (2005), upper bound: all entries as good as the benchmark.",
    ),
    pValue(
      "reality.p",
      "White's reality check",
      tests?.reality.p ?? null,
      `White (2000), not studentised, against "${against}".`,
    ),
    {
      ...byDay,
      id: id("confidence_set"),
      label: "Cannot be told from the best",
      value: tests === null ? null : tests.included.length,
      unit: "count",
      n: entries.length,
      of: "predictions and naive rules",
      method: `Members of the Model Confidence Set (Hansen, Lunde and Nason 2011), T_max, which holds the best with probability ${tests === null ? "0.9" : 1 - tests.confidenceSize}.${how}`,
      note: few,
    },
    ...overTimeFindings(league, against),
    ...entries.flatMap((entry): FindingDraft[] => [
      {
        ...byDay,
        id: id(`${entry.name}.saved`),
        label: `Loss saved: ${entry.label}`,
        value: entry.saved,
        unit: "share",
        ...(entry.interval === null ? {} : {interval: entry.interval, level: league.level}),
        method: `Mean daily ${league.loss.label.toLowerCase()} of "${against}" less its own, as a share of the rule's, on the league's rows (Diebold-Mariano interval).`,
        note:
          entry.name === benchmark
            ? "It is what the others are held against."
            : entry.saved === null
              ? "Not defined on these rows."
              : undefined,
      },
      pValue(
        `${entry.name}.confidence`,
        `Model Confidence Set: ${entry.label}`,
        entry.confidence?.p ?? null,
        "Hansen, Lunde and Nason (2011): the level below which it would still be in the set.",
      ),
      ...(entry.naive
        ? []
        : [
            pValue(
              `${entry.name}.stepwise`,
              `Better than the best naive rule: ${entry.label}`,
              entry.stepwise,
              "StepM (Romano and Wolf 2005), p-value adjusted for all that were compared.",
            ),
          ]),
    ]),
  ];
}

/** Following those that did well so far: what it would have saved, and what it lost against the best in hindsight. */
function overTimeFindings({id: name, overTime, loss, level, kind}: League, against: string): FindingDraft[] {
  if (overTime === null) return [];
  const {n, days, saved, interval, p, regret, bound} = overTime;
  const how = "Exponential weights over the signals, from the losses of earlier days (Cesa-Bianchi and Lugosi 2006)";
  const common = {n: days, of: "days", artifact: "league.json"};
  return [
    {
      ...common,
      id: `league.${name}.over_time.saved`,
      label: "Loss saved by following those that did well so far",
      value: saved,
      unit: "share",
      ...(interval === null ? {} : {interval, level}),
      method: `${how}; mean daily ${loss.label.toLowerCase()} of "${against}" less its own, as a share of the rule's (Diebold-Mariano interval).`,
    },
    {
      ...common,
      id: `league.${name}.over_time.p`,
      label: "Followed by success so far: as wrong as the best naive rule?",
      value: p,
      unit: "p-value",
      method: `${how}; Diebold and Mariano's test, two-sided.`,
    },
    ...(["regret", "bound"] as const).map(
      (key): FindingDraft => ({
        id: `league.${name}.over_time.${key}`,
        label: key === "regret" ? "Lost a day against the best signal in hindsight" : "Most that could be lost so",
        value: key === "regret" ? share(regret, overTime) : share(bound, overTime),
        unit: "share",
        n,
        of: "trader-days",
        artifact: "league.json",
        method:
          key === "regret"
            ? `Weighted mean of the signals' losses, cut at a limit known beforehand, less the best signal's, as a share of the best's ${kind === "quantile" ? "pinball" : "squared"} loss.`
            : "2√(T/2 · ln N) + √(ln N / 8) limits over T days and N signals (theorem 2.3), as a share of the same.",
      }),
    ),
  ];
}

const share = (value: number, {best}: {readonly best: number}) => (best > 0 ? value / best : null);

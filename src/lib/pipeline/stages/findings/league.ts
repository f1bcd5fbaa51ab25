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

import type {BenchmarkRow, ComputedSensitivity, ExplainedAway, SensitivityReport} from "../sensitivity/index.ts";
import {notPossible} from "./refutation-words.ts";
import type {Refutation} from "./types.ts";

const wouldRefute =
  "Working against the effect, it turns the sign or makes the interval hold zero: something nobody recorded could be all there is.";

/**
 * Whether something that is not on record explains the effect of real limits: as strong as the strongest feature that is, and as the
 * strongest family of features taken as one, which is harder.
 */
export function hiddenCauseAttempts(report: SensitivityReport): Refutation[] {
  const head = {of: "causal" as const, attempt: "A hidden cause as strong as the strongest feature", wouldRefute};
  if (report.status === "not possible")
    return [
      {...head, happened: notPossible(report.reason), status: "not run", findings: ["sensitivity.robustness_value"]},
    ];
  const {explainedAway, survives, family} = report;
  if (explainedAway === null)
    return [
      {
        ...head,
        happened: "No feature that was seen moves both the limits and the P&L: a cause as weak as that moves nothing.",
        status: "survived",
        findings: ["sensitivity.robustness_value"],
      },
    ];
  return [
    causeAttempt(report, {
      ...{away: explainedAway, survives, what: "the strongest feature that was seen"},
      ids: ["sensitivity.strongest.effect", "sensitivity.times_at_level"],
    }),
    ...(family === null
      ? []
      : [
          causeAttempt(report, {
            ...{
              away: family.explainedAway,
              survives: family.survives,
              what: "the strongest family, all of it as one cause",
            },
            ids: ["sensitivity.family.effect", "sensitivity.family.times_at_level"],
          }),
        ]),
  ];
}

interface Cause {
  readonly away: ExplainedAway;
  /** null: the interval holds zero as it stands. */
  readonly survives: boolean | null;
  readonly what: string;
  /** Findings: of the effect under such a cause, where there can be one, and of how strong one must be. */
  readonly ids: readonly [effect: string, times: string];
}

function causeAttempt({fit, benchmarks}: ComputedSensitivity, {away, survives, what, ids}: Cause): Refutation {
  const row = benchmarks.find((b) => b.feature === away.feature && b.times === 1);
  return {
    of: "causal",
    attempt: `A hidden cause as strong as “${away.label}”, ${what}`,
    wouldRefute,
    happened:
      survives === null
        ? "No effect is claimed: its interval holds zero as it stands."
        : moved(row, fit.estimate, survives),
    status: survives === false ? "refuted" : "survived",
    findings: row === undefined ? [ids[1]] : ids,
  };
}

/** @param row undefined: no cause is as strong. */
function moved(row: BenchmarkRow | undefined, estimate: number, survives: boolean): string {
  if (survives) return "Sign and significance would stay: the interval would still leave out zero.";
  if (row === undefined) return "So strong a cause would explain all of the limits: nothing would be left to compare.";
  return Math.sign(row.estimate) === Math.sign(estimate)
    ? "The sign would stay, but the interval would hold zero."
    : "It would turn the sign.";
}

import type {DesignName} from "../../causal/index.ts";
import {type AuditReport, checksOn} from "../../evaluate/index.ts";
import type {IntervalReport} from "../bootstrap/index.ts";
import type {KnownTruthReport} from "../known-truth/types.ts";
import type {SensitivityReport} from "../sensitivity/index.ts";
import type {ComputedCurve, StabilityReport} from "../stability/index.ts";
import {claimOf} from "./assemble.ts";
import {hiddenCauseAttempts} from "./refutation-hidden-cause.ts";
import {knownTruthAttempts} from "./refutation-known-truth.ts";
import {counted, notPossible} from "./refutation-words.ts";
import type {Placebo, PlaceboReport, Refutation} from "./types.ts";

export interface RefutationSources {
  readonly placebos: PlaceboReport;
  readonly stability: StabilityReport;
  readonly intervals: IntervalReport;
  readonly audit: AuditReport;
  readonly sensitivity: SensitivityReport;
  readonly knownTruth: KnownTruthReport;
  /** The signal that is judged: checks of others are not about it. */
  readonly signal: string;
  /** The causal design that is declared to decide. */
  readonly design: DesignName;
}

/** Less of the other specifications than this with the same sign refutes an effect that is claimed. */
const sameSignNeeded = 0.9;

const subject = {policy: "the policy’s timing", causal: "the effect of real limits"} as const;

/** Every attempt to break the two results: what would have refuted, and what happened, or why it could not be made. */
export function refutations(sources: RefutationSources): Refutation[] {
  const {placebos, stability, intervals, audit, sensitivity, knownTruth, signal, design} = sources;
  return [
    rewritten(audit, signal),
    ...placebos.placebos.map(ofPlacebo),
    ...stability.curves.flatMap((curve): Refutation[] =>
      curve.status === "computed"
        ? [otherChoices(curve), oneLess(curve)]
        : [
            {
              of: curve.of,
              attempt: `Other choices, for ${subject[curve.of]}`,
              wouldRefute: "The result depends on choices that could have been made otherwise.",
              happened: notPossible(curve.reason),
              status: "not run",
              findings: [],
            },
          ],
    ),
    ...intervals.comparisons.map(otherBootstraps),
    ...hiddenCauseAttempts(sensitivity),
    ...knownTruthAttempts(knownTruth, design),
  ];
}

/** As the verdict's gate has it: one check of the judged signal that could not be made leaves the question open. */
function rewritten({checks: all}: AuditReport, signal: string): Refutation {
  const checks = checksOn(all, signal);
  const leaks = checks.filter((c) => c.status === "leak").length;
  const blind = checks.filter((c) => c.status === "not auditable").length;
  return {
    of: "policy",
    attempt: "The future rewritten",
    wouldRefute: "Predictions or multipliers change when only later data change: they knew the future.",
    happened:
      leaks > 0
        ? `${leaks} of ${counted(checks.length, "check")} found a leak.`
        : blind > 0 || checks.length === 0
          ? notPossible(
              blind > 0
                ? `The predictions were made elsewhere, and their code cannot be run on another future. ${counted(checks.length - blind, "other check")} found no leak.`
                : "Nothing could be audited.",
            )
          : `${counted(checks.length, "check")} of what is judged found no leak.`,
    status: leaks > 0 ? "refuted" : blind > 0 || checks.length === 0 ? "not run" : "survived",
    findings: ["audit.leaks"],
  };
}

function ofPlacebo({id, of, title, wouldRefute, happened, status}: Placebo): Refutation {
  return {
    of,
    attempt: title,
    wouldRefute,
    happened: status === "not run" ? notPossible(happened) : happened,
    status: status === "not run" ? "not run" : status === "alarm" ? "refuted" : "survived",
    findings: [`placebo.${id}.p`],
  };
}

function otherChoices({of, compared, sameSign, interval}: ComputedCurve): Refutation {
  const claimed = claimOf(interval) !== "none";
  const turned = sameSign !== null && sameSign < sameSignNeeded;
  return {
    of,
    attempt: `${compared} other choices, for ${subject[of]}`,
    wouldRefute: "More than one in ten turn the sign: it depends on choices that could have been made otherwise.",
    happened: turned
      ? `More than one in ten turn the sign.${claimed ? "" : " But no effect is claimed: its interval holds zero."}`
      : "At least nine in ten have the same sign.",
    status: turned && claimed ? "refuted" : "survived",
    findings: [`stability.${of}.same_sign`, `stability.${of}.same_significance`],
  };
}

function oneLess({of, specifications, interval}: ComputedCurve): Refutation {
  const claim = claimOf(interval);
  const left = specifications.filter(({axis}) => axis === "leave one trader out" || axis === "leave one month out");
  const lost = left.filter((s) => claimOf(s.interval) !== claim);
  const named = lost.slice(0, 3).map(({label}) => label.replace(/^Without /, ""));
  return {
    of,
    attempt: `One trader, or one month, left out, for ${subject[of]}`,
    wouldRefute: "Without one of them the interval holds zero: the effect hangs on one trader or on one month.",
    happened:
      left.length === 0
        ? notPossible("There is one trader and one month, and nothing can be left out.")
        : claim === "none"
          ? "No effect is claimed: its interval holds zero."
          : lost.length === 0
            ? `No one of ${left.length} traders and months makes the effect.`
            : `Without any one of ${named.join(", ")}${lost.length > 3 ? ` and ${lost.length - 3} others` : ""} the interval holds zero.`,
    status: left.length === 0 ? "not run" : claim !== "none" && lost.length > 0 ? "refuted" : "survived",
    findings: [],
  };
}

/** Schemes that ignore what rows have in common are shown, but are no attempt. */
const naive = new Set(["pairs", "days"]);

function otherBootstraps(comparison: IntervalReport["comparisons"][number]): Refutation {
  const {of} = comparison;
  const head = {
    of,
    attempt: `Other bootstraps, for ${subject[of]}`,
    wouldRefute: "Most others hold zero where the reported one does not: the interval depends on how it is made.",
  };
  if (comparison.status === "not run")
    return {...head, happened: notPossible(comparison.reason), status: "not run", findings: []};
  const [reported, ...others] = comparison.rows;
  const claim = claimOf(reported.interval);
  const compared = others.filter(({id, interval}) => interval !== null && !naive.has(id));
  const same = compared.filter(({interval}) => claimOf(interval) === claim).length;
  return {
    ...head,
    happened:
      `${same} of ${compared.length} other intervals say the same` +
      (claim === "none" ? ": that no effect can be told from zero." : "."),
    status: compared.length === 0 ? "not run" : claim !== "none" && 2 * same < compared.length ? "refuted" : "survived",
    findings: [`intervals.${of}.same`],
  };
}

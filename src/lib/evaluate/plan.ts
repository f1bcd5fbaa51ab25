import type {RecognisedSignals} from "../ingest/index.ts";
import {type Study, StudyError} from "../study/index.ts";
import {givenSignals} from "./given-signals.ts";
import {limitsOf} from "./limits.ts";
import {planFolds} from "./splits/index.ts";
import {trainedSignals} from "./trained-signals.ts";
import type {Plan, Signal} from "./types.ts";

/** What the plan needs to know of a desk; its rows are not looked at. */
export interface DeskOutline {
  readonly accounts: readonly string[];
  readonly days: readonly string[];
  /** Columns of daily beyond trader, day and net. */
  readonly columns: readonly string[];
  readonly has: {readonly predictions: boolean; readonly interventions: boolean; readonly market: boolean};
  /** What the columns of predictions.csv are. */
  readonly recognised: RecognisedSignals;
}

/**
 * Settles what a study does on a desk: signals (those given, then those trained here), the one that is judged, split and
 * folds; and lists what cannot be done, and why. A desk too short for a fold has none, and a limit that says so: trained
 * signals then have no predictions.
 *
 * @throws StudyError where the study names a column or signal that is not there, listing what is; where two signals share
 * a name; or where there is nothing to judge.
 */
export function makePlan(study: Study, desk: DeskOutline): Plan {
  const trained = trainedSignals(study);
  const signals = [...givenSignals(study, desk), ...trained];
  const names = signals.map((s) => s.name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new StudyError(
      `  signals: two have the name "${twice}"; ${trained.some((s) => s.name === twice) ? "rename the column of predictions.csv, or take it out of learners" : "remove one"}`,
    );
  if (signals.length === 0)
    throw new StudyError(
      `  learners: the list is empty and ${desk.has.predictions ? "no column of predictions.csv is recognised as a signal" : "there is no predictions.csv"}: nothing to judge.\n` +
        '  Add learners: ["ridge"], or name the columns to judge in signals',
    );
  const primary = primaryOf(study, signals);
  const {split, folds, short} = planFolds(study, desk.days, desk.accounts.length);
  return {
    signals,
    primary,
    split,
    folds,
    ...(study.newTraders === null ? {} : {traderGroups: study.newTraders.groups}),
    limits: limitsOf({study, desk, signals, short}),
  };
}

/** The study's; else the one a fixed policy acts on; else the first given probability; else the first. */
function primaryOf({primary, policy}: Study, signals: readonly Signal[]): string {
  const fixed = policy.kind === "fixed" ? policy.signal : undefined;
  for (const [where, name] of [
    ["primary", primary],
    ["policy.signal", fixed],
  ] as const)
    if (name !== undefined && !signals.some((s) => s.name === name))
      throw new StudyError(
        `  ${where}: there is no signal "${name}"; there are: ${signals.map((s) => s.name).join(", ")}`,
      );
  if (primary !== undefined && fixed !== undefined && primary !== fixed)
    throw new StudyError(
      `  primary: it is "${primary}", but the policy is declared on "${fixed}" only; make them the same, or remove primary`,
    );
  const probability = signals.find((s) => s.source === "given" && s.kind === "probability");
  return primary ?? fixed ?? (probability ?? signals[0]).name;
}

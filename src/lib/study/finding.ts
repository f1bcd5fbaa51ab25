/**
 * A finding is one reported number (or one reported word, as the verdict is). Pages show results only as findings.
 * A stage returns drafts; the pipeline adds where each came from. Published in `findings.json`.
 */
export interface FindingDraft {
  /** Dotted path, unique in a build: "impact.total.delta", "impact.trader.T01.timing", "skill.ridge.r2". */
  readonly id: string;
  /** What a reader calls it: "Effect of the policy on net P&L". */
  readonly label: string;
  /** null: it could not be computed; `note` then says why. */
  readonly value: number | string | null;
  readonly unit: Unit;
  /** [lower, upper] in the same unit; null ends are unbounded. */
  readonly interval?: readonly [number | null, number | null];
  /** Confidence level of the interval, in (0, 1). Given exactly when `interval` is. */
  readonly level?: number;
  /** Number of observations behind it, and what they are ("trader-days"). */
  readonly n: number | null;
  readonly of?: string;
  /** One sentence: estimator, standard error, reference. */
  readonly method: string;
  /** Name of the artifact within the stage that holds it: "impact.json". */
  readonly artifact: string;
  readonly note?: string;
}

/** How a value is printed. "currency" is the study's currency; "share" prints as a percentage. */
export type Unit =
  | "currency"
  | "currency/day"
  | "currency/trader-day"
  | "share"
  | "count"
  | "days"
  | "p-value"
  | "ratio"
  | "correlation"
  | "statistic"
  | "text";

export interface Finding extends FindingDraft {
  readonly stage: string;
  /** SHA-256 of the artifact's bytes. */
  readonly sha256: string;
  /** The stage's key: hash of code, parameters, inputs and locked packages. */
  readonly key: string;
  readonly simulated: boolean;
  /** From desks made up to show how methods behave: simulated, whatever the study's data are, and no part of its evidence. */
  readonly demonstration?: true;
}

/** The published file `findings.json`. `schema` changes when a field changes meaning or goes. */
export interface FindingsFile {
  readonly schema: "proofbook/findings@1";
  readonly study: {readonly title: string; readonly currency: string};
  readonly simulated: boolean;
  readonly origin: string;
  readonly commit: string | null;
  readonly findings: readonly Finding[];
}

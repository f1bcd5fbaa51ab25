import type {Signal} from "../types.ts";

/** `league.json`: all that predict the same thing, on the same rows. */
export interface LeagueReport {
  readonly leagues: readonly League[];
}

export interface League {
  /** "net" for next-day net P&L; "net_5d", "loss", "q050", … */
  readonly id: string;
  /** What is predicted, in words. */
  readonly label: string;
  readonly kind: Signal["kind"];
  readonly loss: {readonly name: string; readonly label: string};
  /** Of the intervals. */
  readonly level: number;
  /** Rows and days on which every entry has a prediction and the outcome is known. */
  readonly n: number;
  readonly days: number;
  /** The naive rule with the smallest loss, chosen in hindsight: what every entry is held against. */
  readonly benchmark: string;
  /** Signals and naive rules, smallest loss first. */
  readonly entries: readonly LeagueEntry[];
  /** null where there are too few days to test. */
  readonly tests: LeagueTests | null;
  /** The signals weighted each day by their success so far; null where there is nothing to weight. */
  readonly overTime: OverTime | null;
  /** Settings tried inside training windows, by all learners in all folds; and fits that were kept. */
  readonly trials: number;
  readonly fits: number;
  /** Signals that predict the same, but on too few of these rows; and why. */
  readonly leftOut: readonly {readonly name: string; readonly label: string; readonly why: string}[];
}

export interface LeagueEntry {
  readonly name: string;
  readonly label: string;
  readonly naive: boolean;
  /** Mean over rows. */
  readonly loss: number;
  /** Share of the benchmark's loss that it saves, and its interval; null for the benchmark, or where it cannot be computed. */
  readonly saved: number | null;
  readonly interval: readonly [number, number] | null;
  /** Diebold and Mariano's test against the benchmark, two-sided; null for the benchmark. */
  readonly p: number | null;
  /** Model Confidence Set: p-value, and whether it belongs to the set. */
  readonly confidence: {readonly p: number; readonly included: boolean} | null;
  /** StepM: p-value of not being better than the benchmark, adjusted for all entries; null for the benchmark. */
  readonly stepwise: number | null;
  /** Settings tried for it in all folds; null for what was not trained here. */
  readonly trials: number | null;
}

export interface LeagueTests {
  /** Level of the tests, and of the Model Confidence Set: it holds the best with probability 1 − `confidenceSize`. */
  readonly size: number;
  readonly confidenceSize: number;
  readonly included: readonly string[];
  /** Hansen's test for superior predictive ability, studentised. */
  readonly superior: {
    readonly best: string;
    readonly statistic: number;
    readonly lower: number;
    readonly consistent: number;
    readonly upper: number;
  };
  /** White's reality check. */
  readonly reality: {readonly best: string; readonly p: number};
  /** Signals that StepM names better than the benchmark. */
  readonly better: readonly string[];
  readonly blockLength: number;
  readonly draws: number;
}

/** One prediction made of all signals of a league, with weights that follow their losses day by day. */
export interface OverTime {
  /** Days and rows on which it is judged: all but the first. */
  readonly days: number;
  readonly n: number;
  /** Mean over these rows: its own, and that of the signal which turned out best on them. */
  readonly loss: number;
  readonly best: number;
  /** Share of the benchmark's loss on these days that it saves, its interval and test, as of an entry. */
  readonly saved: number | null;
  readonly interval: readonly [number, number] | null;
  readonly p: number | null;
  /** A day: the weighted mean of the signals' limited losses less the best signal's, and what it cannot exceed whatever comes. */
  readonly regret: number;
  readonly bound: number;
  /** On the last day. */
  readonly weights: readonly {readonly name: string; readonly label: string; readonly weight: number}[];
}

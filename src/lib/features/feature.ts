import type {Desk} from "../ingest/desk.ts";

/**
 * A feature is a function of the past. The panel builder hands it only rows that were known when the decision was made,
 * and no more of them than its look-back: a feature cannot see its own row, because nobody has written it down yet.
 */
export interface Feature {
  /** Column of the panel. */
  readonly name: string;
  readonly label: string;
  /** "ratio": in units of the trader's own past volatility (`Past.scale`), so that large and small traders can be pooled. */
  readonly unit: "currency" | "share" | "count" | "days" | "ratio" | "rank" | "code";
  readonly family: FamilyName;
  readonly description: string;
  /**
   * What it needs: columns of `daily` ("net"), of the market ("market.close"), series of the whole desk ("desk.mean"). If
   * one is absent the feature is not available, and said to be. A column of `daily` that is not declared is not handed out;
   * a feature that declares none is computed once a day and is given nothing of a trader.
   */
  readonly reads: readonly string[];
  /** Rows of past it may see, at most: the trader's own rows, the desk's trading days, a symbol's bars. */
  readonly lookBack: number;
  /** "previous close": from rows of earlier days. "calendar": a fact of the date, known in advance. */
  readonly knownAt: "previous close" | "calendar";
  /** NaN where the past is too short for a value. Must not keep `past`: the builder reuses it. */
  readonly compute: (past: Past) => number;
}

/** A feature, or a function that makes one for a desk. The latter can see the whole desk, future included: the audit's tests need it. */
export type FeatureSource = Feature | ((desk: Desk) => Feature);

/** Families, in the order of the panel's columns; each is a module of this folder. */
export const familyNames = ["performance", "behaviour", "technical", "regime", "desk", "calendar"] as const;
export type FamilyName = (typeof familyNames)[number];

/** What a feature sees when row (trader, t) is decided: at the close of the desk's trading day before t. */
export interface Past {
  /**
   * The trader's own rows of earlier days, one array a column that the feature reads. The window is `from` … `to` − 1,
   * oldest first, at most `lookBack` rows; all else in the arrays is NaN: later rows are written only after they were
   * decided, and rows that left the window are erased. A trader who was absent yesterday is seen by its own last rows,
   * however old.
   */
  readonly own: Readonly<Record<string, Float64Array>>;
  /** Day indices of those rows; −1 outside of the window. */
  readonly ownDays: Int32Array;
  readonly from: number;
  readonly to: number;
  /** The trader's volatility before t, study currency (see scale.ts); NaN before the desk's first P&L. */
  readonly scale: number;
  /** The desk's earlier days, oldest first, at most `lookBack`. */
  readonly desk: DeskPast;
  /** One log return a desk day, close to close, mean over symbols; NaN where no symbol has a bar; empty without a market. */
  readonly marketReturn: Float64Array;
  /** Bars of each symbol up to the desk's previous day (days on which only the market traded are among them), at most `lookBack`. */
  readonly market: readonly Bars[];
  /** This trader's rank by net summed over the last `lookBack` desk days: 0 (worst) to 1 (best), NaN if alone or absent. Reads "desk.rank". */
  readonly rank: number;
  /** The index of the day decided on, and facts of its date. */
  readonly day: number;
  readonly date: DateFacts;
}

/** One value a desk day, over the traders who have a row that day, net in units of each one's own scale; NaN where nobody has. */
export interface DeskPast {
  readonly mean: Float64Array;
  /** Share of traders with P&L above zero. */
  readonly winners: Float64Array;
  /** Sample standard deviation across traders; NaN with fewer than two. */
  readonly dispersion: Float64Array;
  /** Mean square across traders. */
  readonly square: Float64Array;
  /** Traders with a row, over the most that had one on any day up to then. */
  readonly present: Float64Array;
}

/** Bars of one symbol, oldest first; NaN where the file has no such column or cell. */
export interface Bars {
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

export interface DateFacts {
  /** ISO: Monday 1 to Sunday 7. */
  readonly weekday: number;
  readonly dayOfMonth: number;
  /** 1 to 12. */
  readonly month: number;
  /** Whether no earlier, or later, Monday to Friday lies in the same month (holidays are not known here). */
  readonly firstOfMonth: boolean;
  readonly lastOfMonth: boolean;
  /** Calendar days to the month's third Friday, when listed options and futures expire; negative after it. */
  readonly daysToExpiry: number;
  /** Mondays to Fridays between the desk's previous day and this one: days on which the desk was closed. */
  readonly closedBefore: number;
  /**
   * Whether the next Monday to Friday is a holiday as far as the desk's own past tells: the desk was closed on that month and
   * day in an earlier year, or on that month's same (first, second, ...) weekday in two earlier years.
   */
  readonly closedNext: boolean;
}

/** `features.json` */
export interface FeatureReport {
  readonly used: readonly FeatureCard[];
  /** Known features whose data are not there: `needs` are the absent columns, `why` a sentence on them. */
  readonly unavailable: readonly (FeatureCard & {readonly needs: readonly string[]; readonly why: string})[];
  /** Share of panel rows in which the feature is missing (its past too short); 1: it has no value at all. */
  readonly missing: Readonly<Record<string, number>>;
  /** Used features with one value on all their rows: kept in the panel, and of no use to any learner. */
  readonly constant: readonly string[];
  /** Used features without any value: kept in the panel, and of no use to any learner. */
  readonly empty: readonly string[];
  /** Features that came out infinite: set to missing there. `first` is one such place. */
  readonly infinite: readonly {readonly name: string; readonly count: number; readonly first: string}[];
  /** Features with a value beyond ± 1,000,000: kept as they are; most learners will follow that value alone. */
  readonly huge: readonly {readonly name: string; readonly largest: number; readonly at: string}[];
  /** What is odd about the desk as a source of features, each a sentence: too few traders or days, no market, no overlap. */
  readonly remarks: readonly string[];
}

export type FeatureCard = Omit<Feature, "compute">;

/**
 * A feature is a function of the past. The panel builder hands it only rows that were known when the decision was made,
 * and no more of them than its look-back: a feature cannot see its own row, because it is never given it.
 */
export interface Feature {
  /** Column of the panel. */
  readonly name: string;
  readonly label: string;
  /** "ratio": in units of the trader's own past volatility (`Past.scale`), so that large and small traders can be pooled. */
  readonly unit: "currency" | "share" | "count" | "days" | "ratio" | "rank" | "code";
  readonly family: "performance" | "behaviour" | "desk" | "market" | "calendar";
  readonly description: string;
  /**
   * Columns of `daily` it needs, or of the market as "market.close"; if one is absent the feature is not available. A
   * feature that reads nothing of `daily` is given nothing of a trader (but for family "desk"), and computed once a day.
   */
  readonly reads: readonly string[];
  /** Rows of past it may see, at most: the trader's own rows, and the desk's trading days. */
  readonly lookBack: number;
  /** "previous close": from rows of earlier days. "calendar": a fact of the date, known in advance. */
  readonly knownAt: "previous close" | "calendar";
  /** NaN where the past is too short for a value; never infinite. Must not keep `past`: the builder reuses it. */
  readonly compute: (past: Past) => number;
}

/** What a feature sees when row (trader, t) is decided: at the close of the desk's trading day before t. */
export interface Past {
  /**
   * The trader's own rows of earlier days, oldest first, at most `lookBack`: one array a column that the feature reads.
   * A trader who was absent yesterday is seen by its own last rows, however old.
   */
  readonly own: Readonly<Record<string, Float64Array>>;
  /** Day indices of those rows. */
  readonly ownDays: Int32Array;
  /** The trader's volatility before t, study currency (see scale.ts); NaN before the desk's first P&L. */
  readonly scale: number;
  /** The desk's earlier days, oldest first, at most `lookBack`. */
  readonly desk: DeskPast;
  /** One log return a desk day, close to close, mean over symbols; NaN where no symbol has a bar; empty without a market. */
  readonly marketReturn: Float64Array;
  /** This trader's rank by net summed over the last `lookBack` desk days: 0 (worst) to 1 (best), NaN if alone or absent. */
  readonly rank: number;
  /** The index of the day decided on, and facts of its date. */
  readonly day: number;
  readonly date: DateFacts;
}

/** One value a desk day, over the traders who have a row that day, each in units of its own scale; NaN where nobody has. */
export interface DeskPast {
  readonly mean: Float64Array;
  /** Share of traders with P&L above zero. */
  readonly winners: Float64Array;
}

export interface DateFacts {
  /** ISO: Monday 1 to Sunday 7. */
  readonly weekday: number;
  readonly dayOfMonth: number;
  /** Whether no later Monday to Friday lies in the same month (holidays are not known here). */
  readonly lastOfMonth: boolean;
}

/** `features.json` */
export interface FeatureReport {
  readonly used: readonly FeatureCard[];
  /** Known features whose data are not there: `needs` are the absent columns. */
  readonly unavailable: readonly (FeatureCard & {readonly needs: readonly string[]})[];
  /** Share of panel rows in which the feature is missing (its past too short); 1: it has no value at all. */
  readonly missing: Readonly<Record<string, number>>;
  /** Used features with one value on all their rows: kept in the panel, and of no use to any learner. */
  readonly constant: readonly string[];
}

export type FeatureCard = Omit<Feature, "compute">;

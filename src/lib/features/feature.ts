/**
 * A feature is a function of the past. The panel builder hands it only rows that were known when the decision was made,
 * and no more of them than its look-back: a feature cannot see its own row, because it is never given it.
 */
export interface Feature {
  readonly name: string;
  readonly label: string;
  readonly unit: "currency" | "share" | "count" | "days" | "ratio" | "rank" | "code";
  readonly family: "performance" | "behaviour" | "desk" | "market" | "calendar";
  readonly description: string;
  /** Columns of `daily` (or of the market) it needs; if one is absent the feature is reported as not available. */
  readonly reads: readonly string[];
  /** Rows of past it may see, at most; in trading days of the trader (or of the desk, for family "desk"). */
  readonly lookBack: number;
  /** "previous close": from rows of earlier days. "calendar": a fact of the date, known in advance. */
  readonly knownAt: "previous close" | "calendar";
  /** NaN where the past is too short for a value. */
  readonly compute: (past: Past) => number;
}

/** What a feature sees when row (trader, t) is decided: at the close of the desk's trading day before t. */
export interface Past {
  /** The trader's own rows of earlier days, oldest first, at most `lookBack`: one array a column that the feature reads. */
  readonly own: Readonly<Record<string, Float64Array>>;
  /** Day indices of those rows. */
  readonly ownDays: Int32Array;
  /** The desk's earlier days, oldest first, at most `lookBack`: mean and standard deviation of net over traders, and count. */
  readonly desk: {readonly mean: Float64Array; readonly sd: Float64Array; readonly traders: Float64Array};
  /** Market closes (mean over symbols of the day's log return) of earlier days; empty without a market. */
  readonly marketReturn: Float64Array;
  /** This trader's rank among traders by net over the last 20 earlier desk days: 0 (worst) to 1 (best), NaN if alone. */
  readonly rank: number;
  /** The index of the day decided on, and facts of its date: ISO weekday 1 to 5 (6, 7 at weekends), day of month, month end. */
  readonly day: number;
  readonly date: {readonly weekday: number; readonly dayOfMonth: number; readonly lastOfMonth: boolean};
}

/** `features.json` */
export interface FeatureReport {
  readonly used: readonly FeatureCard[];
  readonly unavailable: readonly (FeatureCard & {readonly needs: readonly string[]})[];
  /** Share of panel rows in which the feature is missing (its past too short). */
  readonly missing: Readonly<Record<string, number>>;
}

export type FeatureCard = Omit<Feature, "compute">;

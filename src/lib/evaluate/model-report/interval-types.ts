/** Intervals around a signal's walk-forward predictions, and how often they held. */
export interface IntervalReport {
  readonly signal: string;
  readonly label: string;
  readonly level: number;
  readonly rows: number;
  readonly days: number;
  /** Days whose errors set the fixed width; the rest are judged, for both kinds. */
  readonly calibrationDays: number;
  readonly judgedFrom: string;
  readonly window: number;
  readonly split: IntervalKind;
  readonly adaptive: IntervalKind & {readonly rate: number; readonly bound: number};
  /** One entry a drawn day, in order. */
  readonly over: {
    readonly date: readonly string[];
    readonly split: readonly (number | null)[];
    readonly adaptive: readonly (number | null)[];
    readonly splitWidth: readonly (number | null)[];
    readonly adaptiveWidth: readonly (number | null)[];
  };
}

export interface IntervalKind {
  readonly coverage: number;
  /** Over days as clusters. */
  readonly interval: readonly [number, number] | null;
  /** Mean half-width over the rows judged, study currency; null where one is infinite. */
  readonly width: number | null;
  readonly rows: number;
}

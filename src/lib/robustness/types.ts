/** `robustness.json` */
export interface RobustnessReport {
  readonly signals: readonly SignalRobustness[];
}

export interface SignalRobustness {
  readonly signal: string;
  readonly bootstrap: {
    readonly method: string;
    readonly blockLength: number;
    readonly draws: number;
    readonly level: number;
    readonly total: ImpactIntervals;
    /** One a trader, in the order of the impact report's traders; at `traderLevel`, so that all hold jointly (Bonferroni). */
    readonly traderLevel: number;
    readonly traders: readonly (ImpactIntervals & {readonly trader: number})[];
  } | null;
  readonly shift: {
    readonly method: string;
    /** (1 + number of shifts whose timing is at least the observed) / (1 + shifts): one-sided, exact under the null. */
    readonly p: number;
    readonly observed: number;
    /** Days of the smallest shift, either way: nearer ones are hindsight (see `circularShift`). */
    readonly apart: number;
    /** Timing at shift `apart`, `apart` + 1 … T − `apart`. */
    readonly shifted: readonly number[];
  } | null;
  readonly notes: readonly string[];
}

export interface ImpactIntervals {
  readonly delta: readonly [number, number];
  readonly derisking: readonly [number, number];
  readonly timing: readonly [number, number];
}

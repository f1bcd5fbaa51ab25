/** One measured figure. With `--json` each is printed as one object on a line of its own. */
export interface Result {
  /** Name of the job; a job with several figures adds a suffix: "report-cold/memory". */
  readonly name: string;
  /** What was measured, with its unit. */
  readonly what: string;
  /** Ours, in the unit that `what` names; null where it could not be measured (`note` says why). */
  readonly ours: number | null;
  /** The same by another program: its figure, "absent" where it is not installed, null where there is none to compare with. */
  readonly peer: number | "absent" | null;
  /** ours / peer; null without a peer. */
  readonly ratio: number | null;
  /** The figure to reach: "<= 60". */
  readonly reach: string;
  readonly met: boolean;
  readonly note?: string;
}

/** A job: one file, `NAME.bench.ts`, that exports it as `bench`. */
export interface Bench {
  /** The file's name without ".bench.ts"; `npm run bench -- NAME` runs it alone. */
  readonly name: string;
  run(): Promise<Result[]>;
}

/** A figure that must not exceed `limit`. */
export function atMost(name: string, what: string, ours: number, limit: number, note?: string): Result {
  return {name, what, ours, peer: null, ratio: null, reach: `<= ${limit}`, met: ours <= limit, note};
}

/** A figure that could not be measured here. */
export function notMeasured(name: string, what: string, reach: string, note: string): Result {
  return {name, what, ours: null, peer: null, ratio: null, reach, met: false, note};
}

/**
 * Quantile of measurements: the smallest that at least a share `p` of them do not exceed (Hyndman and Fan 1996, type 1),
 * so that a p95 is a value that was measured.
 */
export function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)];
}

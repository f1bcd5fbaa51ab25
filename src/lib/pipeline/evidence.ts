/**
 * Evidence of a Monte-Carlo that no build can afford: made by `npm run calibrate -- NAME`, kept in src/data/recorded/NAME.json, and
 * shown only as far as a build can re-run a sample of it to the same bits. `D` is what one seed gives, `R` what a page prints of a
 * case; both plain JSON, without NaN.
 */
export interface Evidence<D = unknown, R = unknown> {
  /** Name of the file and of the command's argument. */
  readonly name: string;
  /** What was tried, in a sentence. */
  readonly what: string;
  /** The module that exports `draw` under its own name; with all that it imports it is what is hashed. */
  readonly module: URL;
  /** Modules that it loads by URL, and so does not import. */
  readonly code?: readonly URL[];
  readonly cases: readonly EvidenceCase[];
  /** Each case has the seeds `seed`, `seed` + 1, … */
  readonly seed: number;
  /** Seeds to a task of a worker. Default 10; 1 where a seed takes a second or more. */
  readonly batch?: number;
  /** What each seed of a case gives. Depends on its argument only. */
  draw(task: DrawTask): readonly D[] | Promise<readonly D[]>;
  /** What a page prints of a case, from all its draws in the order of their seeds. */
  summarise(name: string, draws: readonly D[]): R;
}

export interface EvidenceCase {
  /** Unique within the evidence. */
  readonly name: string;
  /** Draws of a full run. */
  readonly draws: number;
}

export interface DrawTask {
  /** A case's name. */
  readonly name: string;
  readonly seeds: readonly number[];
}

/** src/data/recorded/NAME.json. */
export interface Recorded<D = unknown, R = unknown> {
  readonly schema: "proofbook/recorded@1";
  readonly what: string;
  /** What makes it again. */
  readonly command: string;
  readonly cases: readonly RecordedCase<D, R>[];
  /** SHA-256 of the canonical JSON of all else: a slip of the hand is seen at once. */
  readonly digest: string;
}

export interface RecordedCase<D, R> {
  readonly name: string;
  /** The first seed. */
  readonly seed: number;
  readonly draws: number;
  /** Hash of the code and the locked packages that made it. */
  readonly code: string;
  readonly summary: R;
  /** Some seeds with exactly what they gave: what a build runs again. */
  readonly sample: readonly {readonly seed: number; readonly draw: D}[];
}

/** What a build can say of recorded evidence. */
export interface RecordedReport<R = unknown> {
  readonly name: string;
  readonly what: string;
  readonly command: string;
  /**
   * "fresh": made by this code, and the sample agrees; "older code": the sample still agrees bit for bit; "contradicted": it does
   * not, or the file was changed by hand; "missing": nobody has run the command. `cases` is empty where nothing may be shown.
   */
  readonly status: "fresh" | "older code" | "contradicted" | "missing";
  readonly why: string;
  readonly cases: readonly (Omit<RecordedCase<unknown, R>, "sample"> & {
    readonly fresh: boolean;
    /** Draws of a full run; fewer were recorded where `draws` is smaller. */
    readonly full: number;
    readonly rerun: number;
  })[];
  /** Cases of the evidence that the file does not have. */
  readonly absent: readonly string[];
  /** Seeds that were run again. */
  readonly rerun: number;
}

import type {Table} from "../numeric/table.ts";
import type {FindingDraft} from "../study/finding.ts";
import type {Origin} from "../study/origin.ts";

/**
 * A stage: a pure function with everything it depends on declared. Its key is the SHA-256 of its name, its code (each
 * module in `code`, bundled with all it imports), its parameters, the hashes of its input artifacts and files, and the
 * locked versions of the packages its code imports. Same key → the stored artifacts are used.
 */
export interface Stage {
  /** Unique, kebab-case; a family member is "walk-forward/ridge". */
  readonly name: string;
  /** What the progress display calls it. */
  readonly label: string;
  /** Names of the stages whose artifacts it reads. */
  readonly inputs: readonly string[];
  /** Files from outside, by a name that is the same on every machine. */
  readonly files: readonly {readonly name: string; readonly path: string}[];
  /** Entry modules whose bundles are hashed: the module that defines the stage, and any that it loads by URL. */
  readonly code: readonly URL[];
  /** JSON; all that the run depends on and that is neither code nor data. */
  readonly params: unknown;
  /**
   * Its desks are made up to show how methods behave, and say nothing of the study: it has no inputs, its origin is simulated
   * and marks its own findings, but not the run, and no other stage may read it. Default: it is part of the study.
   */
  readonly demonstration?: true;
  run(context: StageContext): Promise<StageOutput>;
}

export interface StageContext {
  /** The artifacts of a declared input stage. @throws if it was not declared. */
  input(stage: string): ArtifactReader;
  /** The path of a declared file. @throws if it was not declared. */
  file(name: string): string;
  /** What the inputs come from, merged. */
  readonly origin: Origin;
  /** Tells whoever watches that so much of the stage's own work is done; work over the pool is told by `map`. */
  progress?(done: number, total: number): void;
  /**
   * Runs `task` on every item over the worker pool and resolves to the results in the order of the items. `task` must be
   * exported under its own name from `module`, and must depend on its argument only. With 0 workers it runs in place.
   * With `resume` each result is kept on disk until the stage is stored, so that a run that is killed goes on where it
   * stopped: for items that take a second or more.
   */
  map<I, O>(
    task: (item: I) => O | Promise<O>,
    module: URL,
    items: readonly I[],
    options?: {readonly resume?: boolean},
  ): Promise<O[]>;
}

export interface ArtifactReader {
  has(artifact: string): boolean;
  table(artifact: string): Table;
  json<T>(artifact: string): T;
}

export interface StageOutput {
  /** File name ("daily.arrow") → table, written as an Arrow IPC stream. */
  readonly tables?: Readonly<Record<string, Table>>;
  /** File name ("quality.json") → value, written as canonical JSON. */
  readonly json?: Readonly<Record<string, unknown>>;
  readonly findings?: readonly FindingDraft[];
  /** Only where data enters: a stage without input stages must give it, any other must not. A demonstration's is simulated. */
  readonly origin?: Origin;
}

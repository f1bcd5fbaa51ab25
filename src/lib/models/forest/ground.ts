import type {Kernel} from "../kernel/index.ts";
import type {FeatureBins} from "../trees/bins.ts";
import type {GrowMemory} from "../trees/grow-memory.ts";
import type {ForestSettings} from "./settings.ts";

/** What all trees of a forest are grown on. */
export interface Ground {
  readonly kernel: Kernel;
  readonly memory: GrowMemory;
  readonly features: readonly FeatureBins[];
  /** Features that vary, ascending. */
  readonly live: Int32Array;
  readonly y: Float64Array;
  readonly settings: ForestSettings;
  /** Features drawn for a split. */
  readonly drawn: number;
  /** Weighted mean of the target. */
  readonly centre: number;
  /** Mean weight of a row. */
  readonly meanWeight: number;
}

/** Where the rows of a node lie in the list of rows. */
export interface Rows {
  readonly start: number;
  readonly count: number;
}

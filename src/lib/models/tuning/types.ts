import type {Settings} from "../hyperparameters.ts";
import type {Design, FitOptions, Learner, Model} from "../learner.ts";

export interface TuningOptions {
  /**
   * "random": every trial is judged on all of the training window (Bergstra and Bengio 2012). "halving": many are judged
   * on a small share of it, the best of them on a larger one, and so on (Jamieson and Talwalkar 2016). Default "halving".
   */
  readonly method?: "random" | "halving";
  /** Settings tried, the defaults among them: the budget. Default 16. */
  readonly trials?: number;
  /** Inner time-ordered blocks on which a setting is judged. Default 2. */
  readonly blocks?: number;
  /**
   * What "halving" gives more of from rung to rung: the latest "days" of each block's history, or "rows" drawn at random
   * from all of it. Default "days".
   */
  readonly resource?: "days" | "rows";
  /** "halving": of each rung one in `factor` goes on, with `factor` times the resource. A whole number from 2. Default 3. */
  readonly factor?: number;
}

/** One setting judged on one amount of data. */
export interface Trial {
  /** Number of the setting, in the order drawn: 0 leaves the learner its defaults. */
  readonly setting: number;
  /** What the learner was given: its other settings have their defaults, or it chooses them itself. */
  readonly settings: Settings;
  /** 0 is the first; random search has no other. */
  readonly rung: number;
  /** Rows that were fitted on, by inner block. */
  readonly rows: readonly number[];
  /** Weighted mean loss by inner block (see `rowLoss`); null where it is not finite or the block has no weight. */
  readonly scores: readonly (number | null)[];
  /** The same over all rows judged; null where it is not finite. */
  readonly score: number | null;
}

export interface Search {
  /** What the learner is given: see `Trial.settings`. */
  readonly chosen: Settings;
  /** In the order judged: by rung, then by setting. */
  readonly trials: readonly Trial[];
  /** Number of different settings that were judged: what a Deflated Sharpe must be told. */
  readonly tried: number;
  /** How the choice was made; why there was none, where there was none. */
  readonly note: string;
}

/** A model whose settings were searched for: everything that was tried can be seen. */
export interface TunedModel extends Model {
  readonly search: Search;
  readonly trials: readonly Trial[];
}

/** A learner whose `fit` searches first. */
export interface TunedLearner extends Learner {
  fit(x: Design, y: Float64Array, options: FitOptions): TunedModel;
}

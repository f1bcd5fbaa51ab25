/** What pages draw; a design fills those that it has. */
export interface DesignFigures {
  readonly overlap?: OverlapFigure;
  readonly balance?: readonly {readonly name: string; readonly before: number | null; readonly after: number | null}[];
  /** Effect by periods since adoption, with a band that holds for all at once. */
  readonly eventStudy?: EventStudyFigure;
  readonly gaps?: GapFigure;
  readonly donors?: readonly {readonly trader: number; readonly donor: number; readonly weight: number}[];
  readonly adopters?: readonly AdopterRow[];
  /** The same adopters and donors weighed in other ways. */
  readonly otherWeights?: readonly OtherWeights[];
  readonly conformal?: ConformalFigure;
  /** The same gain by each estimator, the design's own first. */
  readonly estimators?: readonly EstimatorRow[];
  /** Adopters of whom nothing can be estimated. */
  readonly leftOut?: readonly {readonly trader: number; readonly reason: string}[];
  readonly traders?: TraderEffects;
  readonly levels?: readonly LevelEffect[];
  readonly dose?: DoseFigure;
  readonly discontinuity?: DiscontinuityFigure;
  readonly series?: SeriesFigure;
}

export interface OverlapFigure {
  /** Edges of the bins, one more than counts. */
  readonly edges: readonly number[];
  readonly treated: readonly number[];
  readonly untreated: readonly number[];
  /** Rows outside [alpha, 1 − alpha] were left out. */
  readonly alpha: number;
  readonly kept: number;
  readonly dropped: number;
  /** Of the weights: rows of equal weight that would tell as much. */
  readonly effective: {readonly treated: number; readonly untreated: number};
}

export interface EventStudyFigure {
  readonly daysPerPeriod: number;
  readonly points: readonly {
    readonly time: number;
    readonly estimate: number;
    readonly interval: readonly [number, number] | null;
    readonly truth: number | null;
  }[];
  readonly level: number;
}

export interface GapFigure {
  readonly daysPerPeriod: number;
  /** Mean gap of the adopters by period since adoption. */
  readonly mean: readonly {readonly time: number; readonly gap: number}[];
  /** The same of traders not under limits, each as if it had adopted with one of the adopters. */
  readonly placebos: readonly {
    readonly trader: number;
    readonly as: number;
    readonly points: readonly {readonly time: number; readonly gap: number}[];
  }[];
}

export interface AdopterRow {
  readonly trader: number;
  /** Day of the first limit. */
  readonly adoption: number;
  readonly donors: number;
  readonly effect: number;
  readonly truth: number | null;
  /** Root mean squared gap before adoption, and how many times larger it is after. */
  readonly fitBefore: number;
  readonly ratio: number | null;
  /** Rank of the ratio among the donors treated in turn, 1 the largest, of so many; null with one donor. */
  readonly rank: number | null;
  readonly of: number | null;
}

export interface OtherWeights {
  readonly label: string;
  /** Mean over adopters, currency a day; null where it cannot be fitted to these data. */
  readonly effect: number | null;
  /** Mean over adopters of the root mean squared gap before adoption. */
  readonly fitBefore: number | null;
}

export interface EstimatorRow {
  readonly estimator: "ips" | "self-normalised" | "doubly robust";
  readonly estimate: number;
  readonly interval: readonly [number, number];
  /** Rows of equal weight that would tell as much. */
  readonly effective: number;
}

/** Conformal inference, adopter by adopter, in periods shorter than those of the estimate. */
export interface ConformalFigure {
  readonly daysPerPeriod: number;
  /** Of each period's interval, alone. */
  readonly level: number;
  readonly rows: readonly {
    readonly trader: number;
    /** Periods permuted, before and after: p is a multiple of 1 / periods. */
    readonly periods: number;
    /** Those of them from the first limit on. */
    readonly asked: number;
    /** Of no effect in any of these. */
    readonly p: number;
    /** Effect in each period from the first limit on; none where the periods before are too few for the level. */
    readonly intervals: readonly (readonly [number, number])[];
  }[];
}

export interface TraderEffects {
  readonly mean: number;
  readonly meanStandardError: number;
  /** Standard deviation of true effects between traders. */
  readonly tau: number;
  /** Share of the differences between raw effects that is not noise. */
  readonly iSquared: number;
  readonly rows: readonly {
    readonly trader: number;
    readonly rows: number;
    readonly limited: number;
    readonly raw: number;
    readonly standardError: number;
    readonly rawInterval: readonly [number, number];
    readonly shrunk: number;
    readonly interval: readonly [number, number];
    /** 0: its own estimate alone; 1: the desk's mean alone. */
    readonly borrowed: number;
    readonly truth: number | null;
  }[];
  readonly leftOut: readonly {readonly trader: number; readonly rows: number; readonly reason: string}[];
  /** Do effects found on some days tell who gains on others? null where it cannot be asked. */
  readonly ranking: {
    readonly slope: number;
    readonly slopeInterval: readonly [number, number];
    readonly pSlope: number;
    readonly autoc: number;
    readonly autocInterval: readonly [number, number];
    readonly pAutoc: number;
    readonly n: number;
    /** The same for days ranked by what was known of them: DR-learner (Kennedy 2023), R-learner (Nie and Wager 2021). */
    readonly byFeatures: readonly {
      readonly method: "dr" | "r";
      readonly autoc: number;
      readonly autocInterval: readonly [number, number];
      readonly pAutoc: number;
    }[];
  } | null;
}

export interface LevelEffect {
  readonly level: string;
  readonly rows: number;
  readonly estimate: number;
  readonly interval: readonly [number, number];
  readonly p: number;
  readonly truth: number | null;
}

/** Effect of a cut by its size, against a light one. */
export interface DoseFigure {
  /** The light cut: share of size taken away. */
  readonly reference: number;
  /** Of the band, for all points at once. */
  readonly level: number;
  readonly points: readonly {
    readonly cut: number;
    readonly effect: number;
    readonly interval: readonly [number, number];
  }[];
}

export interface DiscontinuityFigure {
  readonly score: string;
  readonly cutoff: number;
  readonly bandwidth: number;
  /** Means of bins of the score. */
  readonly bins: readonly {
    readonly score: number;
    readonly rows: number;
    readonly outcome: number;
    readonly treated: number;
  }[];
  readonly atCutoff: readonly [number, number];
}

export interface SeriesFigure {
  readonly daysPerPeriod: number;
  readonly prePeriods: number;
  readonly points: readonly {
    readonly period: number;
    readonly outcome: number;
    readonly expected: number | null;
    readonly lower: number | null;
    readonly upper: number | null;
  }[];
}

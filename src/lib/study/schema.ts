import {z} from "zod";
import {databaseSource} from "./database-source.ts";
import {folderSource} from "./folder-source.ts";
import {learnerNames} from "./learner-names.ts";
import {pnl} from "./pnl.ts";
import {primaryDesigns} from "./primary-designs.ts";

const days = (what: string, minimum: number) =>
  z.int(`${what}: a whole number of trading days`).min(minimum, `${what}: at least ${minimum}`);
const count = (what: string, low: number, high: number) =>
  z.int(`${what}: a whole number`).min(low, `${what}: at least ${low}`).max(high, `${what}: at most ${high}`);
const share = (what: string) => z.number().gt(0, `${what}: above 0`).lt(1, `${what}: below 1 (0.95, not 95)`);
const multiplier = z
  .number()
  .min(0, "a multiplier is 0 (avoid) or more; 1 is normal exposure")
  .max(5, "a multiplier above 5 is surely a percentage: 0.5 halves, 1 is normal");
const columnName = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "a column name: letters, digits and _");

const source = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("simulated"),
    /** Which simulated desk; the list is that of `simulate/scenario.ts`, which says what is true of each. */
    desk: z.enum([
      "demo",
      "null",
      "helpful",
      "harmful",
      "confounded",
      "weak",
      "regime-shift",
      "spillover",
      "leaky",
      "tiny",
    ]),
  }),
  folderSource,
  databaseSource,
]);

const signal = z.strictObject({
  /** Column of predictions.csv. */
  name: columnName,
  label: z.string().min(1).max(80).optional(),
  kind: z.enum(["net", "probability", "quantile"]),
  /** For a quantile: 0.05 for a 5 % value at risk. */
  level: share("level").optional(),
  /** For a probability: the 0/1 column that says whether the event happened. */
  outcome: columnName.optional(),
});

const learnerName = z.enum(learnerNames);
const trainedBy = {learners: z.array(learnerName).min(1)};
const target = z.discriminatedUnion("kind", [
  /** P&L of several days: the day and those after it. */
  z.strictObject({kind: z.literal("net"), horizon: count("horizon", 2, 60), ...trainedBy}),
  /** Whether the day loses. */
  z.strictObject({kind: z.literal("loss"), ...trainedBy}),
  /** Value at risk. */
  z.strictObject({kind: z.literal("quantile"), level: share("level").default(0.05), ...trainedBy}),
  /** Whether the day loses more than that many of the trader's volatilities. */
  z.strictObject({kind: z.literal("large loss"), multiple: z.number().gt(0).max(20).default(1.5), ...trainedBy}),
]);

const policy = z.discriminatedUnion("kind", [
  z
    .strictObject({
      kind: z.literal("fixed"),
      /** The prediction it acts on. */
      signal: columnName,
      above: z.number().optional(),
      below: z.number().optional(),
      multiplier,
    })
    .refine((p) => (p.above === undefined) !== (p.below === undefined), {
      message: "give exactly one of above and below: {above: 0.15} acts where the signal is > 0.15",
    }),
  z.strictObject({
    kind: z.literal("fitted"),
    /** Multiplier of each band; the cut-offs are chosen in training windows. amplify: null switches that band off. */
    avoid: multiplier.default(0),
    reduce: multiplier.default(0.5),
    amplify: multiplier.nullable().default(null),
  }),
  z
    .strictObject({
      kind: z.literal("sized"),
      /** Exposure follows the prediction itself, in units of volatility, or weighed against variance and turnover. */
      rule: z.enum(["linear", "risk", "mean-variance"]),
      low: multiplier.default(0),
      high: multiplier.default(1),
      /** What changing the multiplier by one costs, in the trader's volatilities. */
      cost: z.number().min(0).max(1, "cost: a share of a volatility, 1 at most").default(0),
    })
    .refine((p) => p.low < p.high, {message: "low must be below high"}),
]);

/** The whole of a study: what is studied, how, and what would count as an answer. Unknown keys are errors. */
export const studySchema = z.strictObject({
  title: z.string().min(1).max(120),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'an ISO 4217 code such as "USD"')
    .default("USD"),
  /** Every random stream starts from it. */
  seed: z.int().min(0).max(4294967295).default(1),
  source,
  /** How a day's P&L follows from fills: of accounts that have no daily rows, and to check those that have. */
  pnl: pnl.prefault({}),
  /** Predictions made elsewhere; "auto" recognises the usual column names of predictions.csv. */
  signals: z.union([z.literal("auto"), z.array(signal).min(1)]).default("auto"),
  /** Models trained here, walk-forward; an empty list only judges what predictions.csv holds. */
  learners: z.array(learnerName).default(["ridge", "forest"]),
  /** What else is predicted than next-day net P&L, and by which of them. */
  targets: z.array(target).default([]),
  /** Hyperparameters other than the defaults, by learner; each learner states its own and their ranges. */
  settings: z.partialRecord(learnerName, z.record(z.string(), z.union([z.number(), z.string()]))).default({}),
  /** Search for hyperparameters inside each training window, for learners that have any to search for; null: none. */
  tuning: z
    .strictObject({
      method: z.enum(["random", "halving"]).default("halving"),
      /** Settings tried in each fold, the defaults among them. */
      trials: count("trials", 2, 500).default(8),
      /** Whose; default: all that have settings to search for, but the ensemble, which is several fits already. */
      learners: z.array(learnerName).min(1).optional(),
    })
    .nullable()
    .default(null),
  /**
   * Calibration of probabilities inside each training window, on inner blocks of days; null: as the learner says them. Six fits in
   * place of one. "platt" has two parameters; "isotonic" wants some hundreds of rows.
   */
  calibration: z.enum(["platt", "isotonic"]).nullable().default(null),
  /** Categorical features: "trader" lets a learner know who trades. */
  categories: z.array(z.enum(["trader"])).default([]),
  /** "core": a small set; "all": every feature whose data are there; or names. */
  features: z.union([z.enum(["core", "all"]), z.array(z.string().min(1)).min(1)]).default("core"),
  /** Regimes by a hidden Markov model, fitted in each training window, filtered probabilities only. */
  regimes: z.array(z.enum(["market_regime", "desk_regime"])).default([]),
  /** Selection of features inside each training window; null uses all. */
  selection: z
    .strictObject({
      /** Drops features missing on more than this share of rows. */
      maxMissing: share("maxMissing").default(0.5),
      /** Of features that correlate at least this much, one stays; null leaves the step out. */
      maxCorrelation: share("maxCorrelation").nullable().default(0.95),
      /** Drops features whose mutual information with the target is not above chance at this level; null: leaves it out. */
      informationLevel: share("informationLevel").nullable().default(null),
      /** Keeps features that a lasso lets in among its first `features` in at least `share` of half-samples of days. */
      stability: z
        .strictObject({
          share: share("share").default(0.6),
          draws: count("draws", 1, 1000).default(50),
          features: count("features", 1, 1000).default(12),
        })
        .nullable()
        .default(null),
      /** Keeps features whose shuffling harms the learner's prediction of the last 30 % of the window's days. */
      permutation: z
        .strictObject({repeats: count("repeats", 1, 100).default(5)})
        .nullable()
        .default(null),
    })
    .nullable()
    .default({maxMissing: 0.5, maxCorrelation: 0.95, informationLevel: null, stability: null, permutation: null}),
  /** "auto" takes a third of the days as the first training window. */
  split: z
    .union([
      z.literal("auto"),
      z
        .strictObject({
          kind: z.enum(["expanding", "rolling", "anchored"]).default("expanding"),
          /** What train and test count: trading days, or calendar months or quarters. */
          unit: z.enum(["day", "month", "quarter"]).default("day"),
          train: z.int("train: a whole number").min(1, "train: at least 1"),
          test: z.int("test: a whole number").min(1, "test: at least 1"),
          /** Days left out between train and test, beyond what the label needs. */
          embargo: days("embargo", 0).default(1),
          /** Anchored: training starts with this day; what lies before is not used. */
          anchor: z.iso.date("anchor: a date, YYYY-MM-DD").optional(),
        })
        .refine(({unit, train}) => unit !== "day" || train >= 10, {
          path: ["train"],
          message: "train: at least 10 trading days",
        })
        .refine(({kind, anchor}) => (kind === "anchored") === (anchor !== undefined), {
          path: ["anchor"],
          message: 'kind "anchored" and anchor belong together: {kind: "anchored", anchor: "2024-01-02", …}',
        }),
    ])
    .default("auto"),
  /**
   * Judges the models on traders that they have not seen: each group of traders is tested by models, and acted on by cut-offs, of
   * the others. null: on later days of the traders they were trained on.
   */
  newTraders: z
    .strictObject({groups: count("groups", 2, 20)})
    .nullable()
    .default(null),
  policy: policy.default({kind: "fitted", avoid: 0, reduce: 0.5, amplify: null}),
  /** The signal whose policy is judged; the others are shown beside it. Default: the policy's, else the first. */
  primary: columnName.optional(),
  inference: z
    .strictObject({
      draws: z.int().min(200).max(100_000).default(2000),
      level: share("level").default(0.95),
    })
    .default({draws: 2000, level: 0.95}),
  /** Simulated twins of this desk on which each method must find the truth; null: none are drawn. */
  knownTruth: z
    .strictObject({
      /** Twins without an effect, and as many with the estimated one. */
      draws: count("draws", 1, 10_000).default(20),
      /** Seconds of one processor, by a cost model and no clock, that they may take. */
      budget: z.number().gt(0, "budget: seconds, above 0").max(86_400, "budget: at most a day, 86400").default(20),
    })
    .nullable()
    .default({draws: 20, budget: 20}),
  /** How many days the future is rewritten at. */
  audit: z.strictObject({cuts: z.int().min(1).max(20).default(3)}).default({cuts: 3}),
  /** What it takes to deploy. All that decides is declared here, before the result is known. */
  gates: z
    .strictObject({
      /** At most this share of rows may have been set aside. */
      maxSetAside: share("maxSetAside").default(0.02),
      /** Fewer days than this cannot carry a verdict. */
      minDays: days("minDays", 2).default(60),
      /** Level of the skill test. */
      skillLevel: share("skillLevel").default(0.05),
      /** Level of each placebo: a wrong calendar must be beaten with such a p; something that cannot be affected may not show an effect at it. */
      placeboLevel: share("placeboLevel").default(0.05),
      /** Whether an estimate from real interventions is needed to deploy. */
      causal: z.enum(["required", "when available"]).default("when available"),
      /** The causal design that decides; the others are shown as agreeing with it or not. */
      design: z.enum(primaryDesigns).default("partially-linear"),
      /** The effect must outlast a hidden cause this many times as strong as the strongest feature that was seen. */
      hiddenCause: z.number().min(0, "hiddenCause: 0 or more").max(20, "hiddenCause: at most 20").default(1),
      /** Power at which it is said what would change the verdict. */
      power: share("power").default(0.8),
    })
    .default({
      maxSetAside: 0.02,
      minDays: 60,
      skillLevel: 0.05,
      placeboLevel: 0.05,
      causal: "when available",
      design: "partially-linear",
      hiddenCause: 1,
      power: 0.8,
    }),
});

/** A study as one writes it: what has a default may be left out. */
export type StudyInput = z.input<typeof studySchema>;
/** A study with every default filled in. */
export type Study = z.output<typeof studySchema>;
export type PolicySpec = Study["policy"];

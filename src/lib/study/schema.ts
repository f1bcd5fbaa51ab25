import {z} from "zod";
import {databaseSource} from "./database-source.ts";
import {columnName, count, learnerName, share} from "./fields.ts";
import {folderSource} from "./folder-source.ts";
import {gates} from "./gates.ts";
import {pnl} from "./pnl.ts";
import {policy} from "./policy.ts";
import {selection} from "./selection.ts";
import {signal} from "./signal.ts";
import {simulatedSource} from "./simulated-source.ts";
import {split} from "./split.ts";
import {target} from "./target.ts";
import {tuning} from "./tuning.ts";

const source = z.discriminatedUnion("kind", [simulatedSource, folderSource, databaseSource]);

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
  tuning,
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
  selection,
  /** "auto" takes a third of the days as the first training window. */
  split,
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
  gates,
});

/** A study as one writes it: what has a default may be left out. */
export type StudyInput = z.input<typeof studySchema>;
/** A study with every default filled in. */
export type Study = z.output<typeof studySchema>;
export type PolicySpec = Study["policy"];

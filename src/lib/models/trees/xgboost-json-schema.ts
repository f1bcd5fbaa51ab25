import {z} from "zod";

/**
 * The parts of XGBoost's JSON model (its schema: doc/model.schema in XGBoost 1.7) that make a prediction. Others may be
 * there and are not looked at. XGBoost writes a scalar as text ("5E-1") and a flag as 0, 1 or a boolean.
 */
const scalar = z.union([z.string(), z.number()]).transform(String);
const flag = z.union([z.boolean(), z.number()]).transform(Number);
const numbers = z.array(z.number());

export const treeSchema = z.object({
  tree_param: z.object({num_nodes: scalar, num_deleted: scalar.default("0"), size_leaf_vector: scalar.default("0")}),
  left_children: numbers,
  right_children: numbers,
  split_indices: numbers,
  /** The threshold of an inner node (NaN, so null, at a categorical split), the output of a leaf. */
  split_conditions: z.array(z.number().nullable()),
  split_type: numbers.optional(),
  default_left: z.array(flag),
  sum_hessian: numbers,
  loss_changes: numbers,
  categories: numbers.optional(),
  categories_nodes: numbers.optional(),
  categories_segments: numbers.optional(),
  categories_sizes: numbers.optional(),
});
export type XgboostTree = z.infer<typeof treeSchema>;

export const modelSchema = z.object({
  version: z.array(z.number()).min(2),
  learner: z.object({
    attributes: z.record(z.string(), z.string()).default({}),
    feature_names: z.array(z.string()).default([]),
    feature_types: z.array(z.string()).default([]),
    gradient_booster: z.object({
      name: z.string(),
      model: z.object({trees: z.array(z.unknown()), tree_info: numbers.optional()}).optional(),
    }),
    learner_model_param: z.object({
      base_score: scalar,
      num_class: scalar.default("0"),
      num_feature: scalar,
      num_target: scalar.default("1"),
    }),
    objective: z.object({name: z.string()}),
  }),
});

/** What `toXgboost` writes. */
export interface XgboostModel {
  readonly version: readonly [number, number, number];
  readonly learner: {
    readonly attributes: Readonly<Record<string, string>>;
    readonly feature_names: readonly string[];
    readonly feature_types: readonly string[];
    readonly gradient_booster: {
      readonly name: "gbtree";
      readonly model: {
        readonly gbtree_model_param: Readonly<Record<string, string>>;
        readonly tree_info: readonly number[];
        readonly trees: readonly unknown[];
      };
    };
    readonly learner_model_param: Readonly<Record<string, string>>;
    readonly objective: Readonly<Record<string, unknown>>;
  };
}

/** Link of each objective that is read: what XGBoost's `predict` does to the margin. */
export const links: Readonly<Record<string, "identity" | "logistic">> = {
  "reg:squarederror": "identity",
  "reg:linear": "identity",
  "reg:pseudohubererror": "identity",
  "reg:absoluteerror": "identity",
  "reg:squaredlogerror": "identity",
  "reg:quantileerror": "identity",
  "rank:pairwise": "identity",
  "rank:ndcg": "identity",
  "rank:map": "identity",
  "binary:logistic": "logistic",
  "reg:logistic": "logistic",
};

/** Margin of XGBoost's `base_score`: its log-odds for a logistic link, computed in 32-bit floats as XGBoost does. */
export function baseMargin(score: number, link: "identity" | "logistic"): number {
  const s = Math.fround(score);
  return link === "identity" ? s : Math.fround(-Math.log(Math.fround(Math.fround(1 / s) - 1))) + 0;
}

import {z} from "zod";
import {deepest, statisticKinds} from "./model.ts";

/**
 * The parts of CatBoost's JSON model (`save_model(format="json")`; its tutorial "Export CatBoost Model in JSON format") that make
 * a prediction. Others may be there and are not looked at.
 */
const whole = z.number().int().nonnegative();
const finite = z.number();

const float = z.object({
  feature_index: whole,
  flat_feature_index: whole,
  /** The name; called feature_name by older versions; "" or absent: the flat index. */
  feature_id: z.string().optional(),
  feature_name: z.string().optional(),
  has_nans: z.boolean().default(false),
  nan_value_treatment: z.enum(["AsIs", "AsFalse", "AsTrue"]).default("AsIs"),
  borders: z.array(finite).nullish(),
});

const categorical = z.object({
  feature_index: whole,
  flat_feature_index: whole,
  feature_id: z.string().optional(),
  feature_name: z.string().optional(),
  /** Hashes of one-hot values. */
  values: z.array(z.number().int()).nullish(),
});

const element = z.discriminatedUnion("combination_element", [
  z.object({combination_element: z.literal("cat_feature_value"), cat_feature_index: whole}),
  z.object({combination_element: z.literal("float_feature"), float_feature_index: whole, border: finite}),
  z.object({
    combination_element: z.literal("cat_feature_exact_value"),
    cat_feature_index: whole,
    value: z.number().int(),
  }),
]);
export type ElementJson = z.infer<typeof element>;

const ctr = z.object({
  identifier: z.string(),
  elements: z.array(element).min(1),
  ctr_type: z.enum(statisticKinds),
  target_border_idx: whole.default(0),
  prior_numerator: finite,
  prior_denomerator: finite,
  shift: finite,
  scale: finite,
  borders: z.array(finite),
});

/** What `ctr_data` is keyed by, as text. */
export const identifierSchema = z.object({identifier: z.array(element).min(1), type: z.enum(statisticKinds)});

const table = z.object({
  /** Runs of `hash_stride`: a 64-bit hash as text, then counts. */
  hash_map: z.array(z.union([z.string(), finite])),
  hash_stride: z.number().int().min(2),
  counter_denominator: finite.default(0),
});

const split = z.object({
  /** The number of the test: see model.ts. The rest says the same in words. */
  split_index: whole,
  split_type: z.enum(["FloatFeature", "OneHotFeature", "OnlineCtr"]),
  float_feature_index: whole.optional(),
  cat_feature_index: whole.optional(),
  value: z.number().int().optional(),
  border: finite.optional(),
});
export type SplitJson = z.infer<typeof split>;

const tree = z.object({
  leaf_values: z.array(finite),
  leaf_weights: z.array(z.number().nonnegative()).nullish(),
  splits: z.array(split).max(deepest).nullish(),
});

export const modelSchema = z.object({
  model_info: z.record(z.string(), z.unknown()).default({}),
  features_info: z.object({
    float_features: z.array(float).nullish(),
    categorical_features: z.array(categorical).nullish(),
    ctrs: z.array(ctr).nullish(),
    text_features: z.array(z.unknown()).nullish(),
    embedding_features: z.array(z.unknown()).nullish(),
  }),
  oblivious_trees: z.array(tree),
  /** Absent in versions before 0.24: 1 and 0. The bias is a number or one a dimension. */
  scale_and_bias: z.tuple([finite, z.union([finite, z.array(finite)])]).optional(),
  ctr_data: z.record(z.string(), table).nullish(),
});
export type ModelJson = z.infer<typeof modelSchema>;

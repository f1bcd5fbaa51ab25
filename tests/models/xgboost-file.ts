// biome-ignore lint/suspicious/noExplicitAny: files that are wrong on purpose have no type
export type Json = any;

/** A file as XGBoost 1.7 writes it: one tree of five nodes, the root's left child split again by category. */
export const file = (): Json => ({
  version: [1, 7, 4],
  learner: {
    attributes: {},
    feature_names: ["a", "b"],
    feature_types: ["float", "c"],
    gradient_booster: {
      name: "gbtree",
      model: {
        gbtree_model_param: {num_parallel_tree: "1", num_trees: "1", size_leaf_vector: "0"},
        tree_info: [0],
        trees: [
          {
            base_weights: [0, 0, 0, 0, 0],
            categories: [0, 2],
            categories_nodes: [1],
            categories_segments: [0],
            categories_sizes: [2],
            default_left: [1, 0, 0, 0, 0],
            id: 0,
            left_children: [1, 3, -1, -1, -1],
            loss_changes: [9, 4, 0, 0, 0],
            parents: [2147483647, 0, 0, 1, 1],
            right_children: [2, 4, -1, -1, -1],
            split_conditions: [0.5, null, 3, 1, 2],
            split_indices: [0, 1, 0, 0, 0],
            split_type: [0, 1, 0, 0, 0],
            sum_hessian: [10, 6, 4, 5, 1],
            tree_param: {num_deleted: "0", num_feature: "2", num_nodes: "5", size_leaf_vector: "0"},
          },
        ],
      },
    },
    learner_model_param: {
      base_score: "5E-1",
      boost_from_average: "0",
      num_class: "0",
      num_feature: "2",
      num_target: "1",
    },
    objective: {name: "reg:squarederror", reg_loss_param: {scale_pos_weight: "1"}},
  },
});
/** Its only tree. */
export const tree = (json: Json) => json.learner.gradient_booster.model.trees[0];

export {checkEnsemble, checkTree} from "./check-tree.ts";
export {type Interactions, shapInteractions} from "./interactions.ts";
export {predictMargin, predictTrees} from "./predict.ts";
export {saabas} from "./saabas.ts";
export {type ShapOptions, treeShap} from "./shap.ts";
export type {Tree, TreeEnsemble} from "./tree.ts";
export {type Question, type Step, walk} from "./walk.ts";
export {
  fromXgboost,
  parseXgboost,
  type ReadOptions,
  toXgboost,
  type XgboostModel,
  type XgboostOptions,
  xgboostText,
} from "./xgboost-json.ts";

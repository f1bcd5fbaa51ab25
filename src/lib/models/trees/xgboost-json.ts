/** XGBoost's JSON model format (1.6 to 2.1), both ways. What it says of a tree is in xgboost-json-schema.ts. */
export {fromXgboost, parseXgboost, type ReadOptions} from "./xgboost-json-read.ts";
export type {XgboostModel} from "./xgboost-json-schema.ts";
export {xgboostText} from "./xgboost-json-text.ts";
export {toXgboost, type XgboostOptions} from "./xgboost-json-write.ts";

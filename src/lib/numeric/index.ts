export {chiSquareUpper, normalCdf, normalQuantile, tCdf, tQuantile, tTwoSided} from "./distributions.ts";
export {crossProducts, dot, solvePositiveDefinite} from "./linalg.ts";
export {type Random, stream} from "./random.ts";
export {type Column, float64, int32, type Table, table, take, text} from "./table.ts";

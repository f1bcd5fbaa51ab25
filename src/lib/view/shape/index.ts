export {csvCell} from "../csv-cell.ts";
export {csv} from "./csv.ts";
export {type CumulativeRow, cumulativeRows} from "./cumulative.ts";
export {type Decile, decileRows} from "./deciles.ts";
export {type Density, densityCells} from "./density.ts";
export {type Bin, netBins} from "./distribution.ts";
export {firstRows, type RunSummary, runSummary} from "./run.ts";
export {type TraderDetail, type TraderSources, traderDetails} from "./trader.ts";

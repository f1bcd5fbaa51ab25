/** Components of the pages Walk-forward and Skill. */
export {besideNaive, regimeTable} from "./beside-naive.ts";
export {leagueBridge} from "./bridge.ts";
export {backtests, brierParts, furtherTests} from "./further-tests.ts";
export {savedHeat} from "./heat.ts";
export {leagueTable, leagueWords} from "./league-table.ts";
export {type SignalSelect, signalSelect} from "./select.ts";
export {splitTable} from "./split-table.ts";

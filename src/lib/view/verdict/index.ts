export {changeWords, whatWouldChange} from "./change.ts";
export {gateTable} from "./gate-table.ts";
export {decisionMark, verdictHeadline} from "./headline.ts";
export {moneyLine} from "./money.ts";
export {registrationLine} from "./registration.ts";
export {traderCounts} from "./trader-counts.ts";

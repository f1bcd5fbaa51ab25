/** What the Data page shows, but its charts (figures/data.ts). */
export {calendarFacts} from "./calendar.ts";
export {filesTable, snapshotTable} from "./files.ts";
export {inHouseStyle} from "./house-style.ts";
export {qualityTables} from "./quality.ts";
export {reconciliationTables} from "./reconciliation.ts";
export {stateList} from "./states.ts";

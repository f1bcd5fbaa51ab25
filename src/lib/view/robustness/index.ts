export {intervalTable} from "./interval-table.ts";
export {attemptMark} from "./marks.ts";
export {placeboNotes, placeboTable} from "./placebo-table.ts";
export {refutationAnswer, refutationTable} from "./refutation-table.ts";

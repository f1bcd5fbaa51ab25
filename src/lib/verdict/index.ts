export {decide, traderOutcomes} from "./decide.ts";
export {type Evidence, gatesOf, statusOfInterval} from "./gates.ts";
export type {Decision, Gate, GateStatus, VerdictReport} from "./types.ts";

export {summariseDesks} from "./summarise.ts";
export {countTraders, type DeskTruthUnderPolicy, truthOfDesk} from "./truth.ts";
export type {CalibrationDraw, CalibrationSummary, TraderCounts, VerdictShare} from "./types.ts";

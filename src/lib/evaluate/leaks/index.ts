export {leaks} from "./catalogue.ts";
export {leakDesk, noiseDesk} from "./desk.ts";
export {falseAlarm, type LeakOutcome, tryLeak} from "./run.ts";
export {auditStations, cleanStations} from "./stations.ts";
export type {ApplyPolicy, Leak, RawRows, Stations, UnseenLeak} from "./types.ts";
export {unseenLeaks} from "./unseen.ts";

export {assembleVerdict, type VerdictOptions} from "./assemble.ts";
export * from "./autopsy/index.ts";
export * from "./calibration/index.ts";
export {type Decided, decide} from "./decide.ts";
export type {Evidence, GateLimits} from "./evidence.ts";
export {designAgreement, gatesOf, placebosAsked, statusOfInterval} from "./gates/index.ts";
export {type EffectSeen, marginOf, moreData} from "./more-data.ts";
export {type Declaration, type Registration, registrationOf, undeclared} from "./registration.ts";
export * from "./source-rules/index.ts";
export {type TraderEvidence, traderVerdicts} from "./traders.ts";
export {
  type Change,
  type Decision,
  type DesignAgreement,
  type Gate,
  type GateId,
  type GateStatus,
  gateIds,
  type Margin,
  type MoreData,
  type Otherwise,
  type TraderVerdict,
  type VerdictReport,
} from "./types.ts";

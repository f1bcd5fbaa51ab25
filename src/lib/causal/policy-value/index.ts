export {
  doublyRobustValue,
  gainOverLogged,
  ipsValue,
  type LoggedDecisions,
  type OffPolicyOptions,
  type PolicyValue,
  selfNormalisedValue,
  type TargetPolicy,
} from "./off-policy.ts";
export {type RuleValue, ruleValue} from "./treatment-rule.ts";

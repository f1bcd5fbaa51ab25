import {checksOn} from "../../evaluate/index.ts";
import type {Evidence} from "../evidence.ts";
import type {Gate} from "../types.ts";
import {sentence} from "./words.ts";

/** Whether anything knew the future. A leak is evidence against: all that follows from it is worthless. */
export function leakageGate({audit, signal}: Pick<Evidence, "audit" | "signal">): Gate {
  const checks = checksOn(audit.checks, signal);
  const leaks = checks.filter((c) => c.status === "leak");
  const blind = checks.filter((c) => c.status === "not auditable");
  const status = leaks.length > 0 ? "fail" : blind.length > 0 || checks.length === 0 ? "not assessed" : "pass";
  return {
    id: "leakage",
    title: "Nothing knew the future",
    asks: "Rewriting the future changes nothing of the past, bit for bit, from ingest to multipliers; split, labels and timing hold.",
    status,
    evidence:
      leaks.length > 0
        ? sentence(leaks.map((c) => `${c.title}: ${c.evidence}`).join("; "))
        : blind.length > 0
          ? sentence(blind.map((c) => c.evidence.replace(/\.$/, "")).join("; "))
          : checks.length === 0
            ? "No check could be run."
            : "The past stayed as it was in every rewrite, and no fact of the split, the labels or the registry is wrong.",
    findings: ["audit.compared"],
    required: true,
    change:
      status === "pass"
        ? null
        : {
            kind: "otherwise",
            words:
              leaks.length > 0
                ? "The leak: mend it where the Leak audit page finds it first, and run again. No number of days makes up for it."
                : blind.length > 0
                  ? "Who makes the predictions: a model that is trained here, walk-forward, can be audited; one that was made elsewhere cannot, however many days there are."
                  : "Predictions to audit: a desk long enough to train on.",
          },
  };
}

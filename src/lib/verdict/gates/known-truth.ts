import type {KnownTruthMethod} from "../../robustness/known-truth/types.ts";
import type {Evidence, GateLimits} from "../evidence.ts";
import type {Gate, GateStatus} from "../types.ts";
import {list, percent} from "./words.ts";

/** Whether the methods that decide are to be believed at this study's size: the interval of timing, and the declared design where it estimates. */
export function knownTruthGate(
  {knownTruth, designs}: Pick<Evidence, "knownTruth" | "designs">,
  limits: GateLimits,
  level: number,
): Gate {
  const head = {
    id: "known-truth" as const,
    title: "The methods find a truth that is known",
    asks: `On desks simulated to look like this one, the ${percent(level)} intervals that decide (of timing, and of the declared causal design) hold the truth as often as they say, without a bias that matters.`,
  };
  if (knownTruth === null)
    return {
      ...head,
      status: "not assessed",
      evidence: "Taken as given here.",
      findings: [],
      required: false,
      change: null,
    };
  const causal = designs.find((d) => d.id === limits.design)?.status === "estimated";
  const wanted = ["timing", ...(causal ? [limits.design] : [])];
  const methods = wanted.map((id) => knownTruth.methods.find((m) => m.design === id)).filter((m) => m !== undefined);
  const having = (status: KnownTruthMethod["status"]) => methods.filter((m) => m.status === status);
  const [fails, untold, untried] = [having("fails"), having("cannot tell"), having("not tried")];
  const names = (of: readonly KnownTruthMethod[]) => list(of.map((m) => m.label));
  const status: GateStatus =
    methods.length < wanted.length || untried.length > 0
      ? "not assessed"
      : fails.length + untold.length > 0
        ? "inconclusive"
        : "pass";
  return {
    ...head,
    status: fails.length > 0 ? "inconclusive" : status,
    evidence:
      fails.length > 0
        ? `Not to be believed at this size: ${names(fails)}. ${fails[0].why}`
        : untold.length > 0
          ? `Too few simulated desks to tell: ${names(untold)}. ${untold[0].why}`
          : status === "not assessed"
            ? `Could not be tried: ${untried.length > 0 ? `${names(untried)}. ${untried[0].why}` : "there is nothing to simulate from."}`
            : "The intervals that decide held the truth as often as they say, on desks like this one.",
    findings: methods.flatMap((m) =>
      ["null.coverage", "effect.coverage"].map((name) => `known_truth.${m.design}.${name}`),
    ),
    required: true,
    change:
      status === "pass" && fails.length === 0
        ? null
        : {
            kind: "otherwise",
            words:
              fails.length > 0
                ? "The method, or the size of the study: a design that holds its level at this size, declared before the next result is known."
                : untold.length > 0
                  ? "More simulated desks: a larger budget for the Method check."
                  : "A desk long enough to simulate from.",
          },
  };
}

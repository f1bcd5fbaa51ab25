import {firstLeak} from "../audit-facts.ts";
import type {AuditCheck} from "../types.ts";
import {noiseDesk} from "./desk.ts";
import {auditStations, cleanStations} from "./stations.ts";
import type {ApplyPolicy, Leak} from "./types.ts";

/** What the audit said of a pipeline with one leak in it: a row of `leaks.json`. */
export interface LeakOutcome extends Omit<Leak, "seed"> {
  /** Whether the check that must name it did, at its place. */
  readonly caught: boolean;
  /** Where that check saw it first; null if it did not. */
  readonly first: AuditCheck["first"];
  /** Every check that saw something, in the order in which a number travels. */
  readonly seenBy: readonly string[];
}

/** Switches one leak on and audits the pipeline. */
export async function tryLeak(leak: Leak, policy: ApplyPolicy, seed: number): Promise<LeakOutcome> {
  const checks = await auditStations(noiseDesk(seed), leak.seed(cleanStations(policy)), seed);
  const check = checks.find((c) => c.id === leak.caughtBy.check && c.status === "leak");
  const {seed: _, ...told} = leak;
  return {
    ...told,
    caught: check?.first?.column === leak.caughtBy.place,
    first: check?.first ?? null,
    seenBy: checks.filter((c) => c.status === "leak").map((c) => c.id),
  };
}

/** The first check that sees a leak in the pipeline without one, on a desk of that seed; null, as it should be. */
export async function falseAlarm(policy: ApplyPolicy, seed: number): Promise<AuditCheck | null> {
  return firstLeak(await auditStations(noiseDesk(seed), cleanStations(policy), seed));
}
